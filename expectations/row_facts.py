"""Helper columns of `staged.rows`: each says in one expression what a rule means by "needs a provider" or "plausible".

No rule and no message stands here. A fact that some rows don't have is null there, and rules leave null alone.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from domain.codes import coded_columns
from domain.columns import COLUMNS, WITHOUT_PUPILS
from domain.destination_types import destination_types
from domain.identifiers import problems
from domain.package_data import table
from expectations import activity_codes
from expectations.exchange_facts import EXCHANGE_FACTS

YEAR_GROUPS_WITH_DESTINATIONS = (6, 11, 12, 13)
# On 31 August before the year: Year 6 is 10, Year 14 is 18, and some with an EHC plan stay to 25.
PLAUSIBLE_AGES = (8, 25)
PLACEHOLDER_BIRTHDAYS = (date(1900, 1, 1), date(1901, 1, 1))
PLACEHOLDER_ULN = "9999999999"
# What careers systems write for a name once a leaver's record has been made anonymous.
ANONYMOUS = ("redacted", "anonymised", "anonymous", "pseudonymised")
NEED_PROVIDER = (
    "SECONDARY", "SELECTIVE", "SPECIAL", "INDEPENDENT", "ALTERNATIVE_PROVISION", "SIXTH_FORM", "SIXTH_FORM_COLLEGE",
    "FE_COLLEGE", "POST16_UNSPECIFIED", "SUPPORTED_INTERNSHIP",
)  # fmt: skip
NEED_REVIEW = ("GAP_YEAR_DEFERRED", "TEMPORARY_EMPLOYMENT", "CUSTODY")
STARTED = ("education", "employment", "training", "re_engagement")
# A management system or Excel turned these into numbers such as 1.23457E+09; reading has said so already.
_SCIENTIFIC = r"(?i)^\d+(\.\d+)?E\+?\d+$"
# More of a column's dates than this can't be read: the others may be read wrongly, as when days and months are swapped.
UNREADABLE_SHARE, UNREADABLE_CELLS = 0.25, 3
READ_COLUMNS = tuple(
    name for name, column in COLUMNS.items() if column.type in ("date", "code", "boolean", "integer", "number")
)

_SPECIAL_POST_16 = (
    destination_types().filter(pl.col("nccis_code").is_in(activity_codes.NEED_SEND)).select("code", "year_group").rows()
)
_KINDS_IN_WORDS = dict(table("provider_kinds").select("kind", "with_article").iter_rows())
_type, _stage, _recorded = pl.col("destination_type"), pl.col("stage"), pl.col("recorded_on")
_final, _intended = _stage == "final", _stage == "intended"
# A type that doesn't exist for the year group is one finding; what that type would need is not asked for as well.
_valid = pl.col("type_valid")
_year = pl.col("cycle").str.slice(0, 4).cast(pl.Int32)

# Which pupil it is, and which news is the newest, hang on these: a guess is not good enough.
DECIDING_DATES = {
    "date_of_birth": pl.col("date_of_birth"),
    "recorded_on": pl.when(~pl.col("recorded_on_assumed")).then("recorded_on"),  # an assumed day was not sent
}


def _problem(column: str, kind: str) -> pl.Expr:
    asked = pl.when(~pl.col(column).str.contains(_SCIENTIFIC), pl.col(column) != PLACEHOLDER_ULN).then(column)
    return asked.map_batches(lambda values: problems(values, kind), return_dtype=pl.String)


def _present(*columns: str) -> pl.Expr:
    return pl.all_horizontal(pl.col(name).is_not_null() for name in columns)


def _folded(column: str) -> pl.Expr:
    return pl.col(column).str.normalize("NFKD").str.to_lowercase().str.replace_all(r"[^a-z0-9]", "")


_WHO = {
    "identified_by": pl.coalesce(
        pl.when(_present("upn")).then(pl.lit("upn")),
        pl.when(pl.col("uln") != PLACEHOLDER_ULN).then(pl.lit("uln")),
        pl.when(_present("mis_id")).then(pl.lit("mis_id")),
        pl.when(_present("surname", "forename", "date_of_birth")).then(pl.lit("name")),
        pl.when(pl.col("kind").is_in(WITHOUT_PUPILS)).then(pl.lit("nobody")),
    ),
    # Two pupils under one number, and one pupil under two: within one file.
    "uln_is_shared": pl.when(pl.col("uln") != PLACEHOLDER_ULN).then(
        pl.coalesce("upn", "whole_name").drop_nulls().n_unique().over("delivery_id", "uln") > 1
    ),
    "has_several_upns": pl.when(_present("upn", "whole_name", "date_of_birth")).then(
        pl.col("upn").drop_nulls().n_unique().over("delivery_id", "whole_name", "date_of_birth") > 1
    ),
    "is_known_by_its_number": pl.col("identified_by") == "mis_id",
    "upn_problem": _problem("upn", "upn"),
    "former_upn_problem": _problem("former_upn", "upn"),
    "uln_problem": _problem("uln", "uln"),
    "postcode_problem": _problem("postcode", "postcode"),
    "age": pl.when(~pl.col("date_of_birth").is_in(PLACEHOLDER_BIRTHDAYS)).then(
        _year - pl.col("date_of_birth").dt.year() - (pl.col("date_of_birth").dt.month() > 8).cast(pl.Int32)
    ),
    "day_was_told": ~pl.col("recorded_on_assumed"),
    "birthday_is_readable": ~pl.col("unreadable").list.contains("date_of_birth").fill_null(False),
    "is_anonymous": pl.any_horizontal(
        pl.col(name).str.strip_chars().str.to_lowercase().is_in(ANONYMOUS) for name in ("surname", "forename")
    ),
    "age_is_plausible": pl.col("age").is_between(*PLAUSIBLE_AGES),
    # Of whom a college or a local authority tells may come from any school.
    "school_is_written": _present("school_text") & (pl.col("kind") != "feedback"),
    "school_that_sends": pl.when(pl.col("kind") != "feedback").then("school_named"),
    "says_why_left": _present("leaving_reason"),
    "others_tell_year_group": pl.col("year_group").is_not_null().any().over("delivery_id", "sheet"),
    "others_tell_stage": pl.col("stage").is_not_null().any().over("delivery_id", "sheet"),
    # The strongest identifier as a number: rows about the same pupil can be told without the value itself.
    "pupil": pl.coalesce(
        pl.lit("upn ") + pl.col("upn"),
        pl.when(pl.col("uln") != PLACEHOLDER_ULN).then(pl.lit("uln ") + pl.col("uln")),
        pl.lit("mis ") + pl.col("mis_id"),
        pl.concat_str(_folded("surname"), _folded("forename"), pl.col("date_of_birth").cast(pl.String), separator=" "),
    ).rank("dense"),
    # A name may be spelt in two ways, so it tells two pupils apart only where no date of birth does.
    "upn_is_shared": pl.when(_present("upn")).then(
        pl.when(pl.col("date_of_birth").is_not_null().all().over("delivery_id", "upn"))
        .then(pl.col("date_of_birth").n_unique().over("delivery_id", "upn") > 1)
        .otherwise(pl.col("whole_name").drop_nulls().n_unique().over("delivery_id", "upn") > 1)
    ),
    "whole_name": pl.concat_str(_folded("surname"), _folded("forename"), separator=" "),
}

_WHERE_TO = {
    "says_destination": _present("destination_text"),
    "type_can_be_judged": _present("destination_type", "stage")
    & pl.col("year_group").is_in(YEAR_GROUPS_WITH_DESTINATIONS),
    # Two cells as one text: the library's own check of pairs walks through the rows one by one, forty times slower.
    "type_and_year_group": pl.concat_str("destination_type", "year_group", separator=" "),
    "type_and_stage": pl.concat_str("destination_type", "stage", separator=" "),
    "activity_and_type": pl.concat_str("activity_code", "destination_type", separator=" "),
    # A row that says "our own sixth form" names its provider.
    "provider": pl.coalesce("destination_provider", "destination_provider_id", "provider_id"),
    "provider_kind_agrees": pl.col("provider_type") == _type,
    "provider_kind_in_words": pl.col("provider_kind").replace_strict(_KINDS_IN_WORDS, default=None),
    "needs_provider": _type.is_in(NEED_PROVIDER) & _valid & ~pl.col("is_stand_in_provider"),
    "intends_higher_education": (_type == "HIGHER_EDUCATION") & _intended & _valid,
    "is_in_higher_education": (_type == "HIGHER_EDUCATION") & _final & _valid,
    "is_apprenticeship": (_type == "APPRENTICESHIP") & _valid,
    "apprenticeship_detail": pl.coalesce(
        pl.col("apprenticeship_level").cast(pl.String), "destination_provider", "destination_provider_id"
    ),
    "has_apprenticeship_level": _present("apprenticeship_level", "destination_type"),
    "needs_send": pl.col("activity_code").is_in(activity_codes.NEED_SEND).fill_null(False)
    | pl.any_horizontal(
        (_type == code) & (pl.col("year_group") == year_group) for code, year_group in _SPECIAL_POST_16
    ),
    "knows_activity": pl.col("activity_code").is_in(activity_codes.CODES),
    "needs_review": _final
    & (_type.is_in(NEED_REVIEW) | pl.col("activity_code").is_in(activity_codes.NEED_REVIEW).fill_null(False)),
    "intends_after_stock_take": _intended
    & (_recorded >= pl.col("stock_take_on"))
    & (_recorded <= pl.col("received_on"))
    & pl.col("is_last_word"),
    "intends_after_may": _intended & (_recorded > pl.date(_year + 1, 5, 31)),
    "provider_number": pl.col("destination_provider_id")
    .str.replace(r"\.0$", "")
    .str.replace_all(r"[ .]", "")
    .str.replace(r"^(\d{3})[/-](\d{4})$", "$1$2"),
    "ukprn": pl.when(pl.col("provider_number").str.contains(r"^\d{8}$")).then("provider_number"),
    "laestab": pl.when(pl.col("provider_number").str.contains(r"^\d{7}$")).then("provider_number"),
    "laestab_problem": _problem("laestab", "laestab"),
    # Of the claims of one row for a stage on a day the last one leads; only leading claims can contradict each other.
    # In a tracker what was undecided in February may have been decided since.
    "is_last_word": pl.col("part")
    == pl.col("part").filter(_type.is_not_null()).max().over("delivery_id", "sheet", "line"),
    "leads": (
        _present("destination_type")
        & (
            pl.col("part")
            == pl.col("part")
            .filter(_type.is_not_null())
            .max()
            .over("delivery_id", "sheet", "line", "stage", "recorded_on")
        )
    ),
    "claim_day": pl.when(pl.col("leads") & _present("pupil", "stage")).then(
        pl.struct("delivery_id", "pupil", "stage", "recorded_on").rank("dense")
    ),
    "destination_said": _type.rank("dense"),
    "provider_said": _folded("destination_provider").replace("", None).rank("dense"),
    # Two spellings of one provider are no contradiction.
    "is_one_provider": (pl.col("provider_id").null_count().over("claim_day") == 0)
    & (pl.col("provider_id").n_unique().over("claim_day") == 1),
    "claims_differ": pl.when(_present("claim_day")).then(
        (pl.col("destination_said").max().over("claim_day") > pl.col("destination_said").min().over("claim_day"))
        | (
            (pl.col("provider_said").max().over("claim_day") > pl.col("provider_said").min().over("claim_day"))
            & ~pl.col("is_one_provider")
        ).fill_null(False)
    ),
    "claims_agree": ~pl.col("claims_differ"),
}

_WHEN = {
    "is_final": _final,
    "is_final_of_stayer": _final
    & _present("destination_type")
    & ~(pl.col("leaving_date") <= _recorded).fill_null(False),
    "is_final_and_begun": _final
    & (_recorded >= pl.col("term_starts_on"))
    & pl.col("participation").is_in(STARTED)
    & (_type != "START_DATE_AGREED"),
    "intends_secondary": _intended & (pl.col("year_group") == 6) & pl.col("participation").is_in(STARTED),
    "follow_up_ends_on": pl.date(_year + 2, 8, 31),
    "is_verified": _present("verified_on"),
}


def _was_read(name: str) -> pl.Expr:
    """False where the cell holds what could not be read, null where that isn't so."""
    return pl.when(pl.col("unreadable").list.contains(name)).then(False)


def _sent(name: str) -> pl.Expr:
    """What a coded cell holds that we don't understand."""
    texts = pl.col("not_understood").list.eval(
        pl.when(pl.element().str.starts_with(f"{name} ")).then(pl.element().str.slice(len(name) + 1))
    )
    return texts.list.drop_nulls().list.first()


def _was_written(name: str) -> pl.Expr:
    """False where a date cell holds a number of days, null where that isn't so."""
    return pl.when(pl.col("day_numbers").list.contains(name)).then(False)


def _can_be_trusted(name: str, sent: pl.Expr) -> pl.Expr:
    """False where a date was read from a list many of whose dates couldn't be; null where none was sent."""
    failed = pl.col("unreadable").list.contains(name).fill_null(False)
    filled = (failed | sent.is_not_null()).sum().over("delivery_id", "sheet")
    lost = failed.sum().over("delivery_id", "sheet")
    return pl.when(sent.is_not_null() & ~failed).then((lost < UNREADABLE_CELLS) | (lost < UNREADABLE_SHARE * filled))


ROW_FACTS: dict[str, pl.Expr] = {
    **_WHO,
    **_WHERE_TO,
    **_WHEN,
    **EXCHANGE_FACTS,
    **{f"{name}_read": _was_read(name) for name in READ_COLUMNS},
    **{f"{name}_sent": _sent(name) for name in (*coded_columns(), "aspiration_type")},
    **{f"{name}_written": _was_written(name) for name in READ_COLUMNS if COLUMNS[name].type == "date"},
    **{f"{name}_trusted": _can_be_trusted(name, sent) for name, sent in DECIDING_DATES.items()},
}
