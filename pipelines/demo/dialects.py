"""How management systems and other senders spell an extract: their headers, their words for coded values, the file they
save.

`headers.csv` maps each system's headers to a field of the pupil or the claim ("{stage}" in one becomes "Intended" or
"Final"), `words.csv` its words for codes; a field without words is written as its code.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.destination_types import destination_types
from pipelines.demo.tables import rows

Headers = Mapping[str, str]  # header -> field
Words = Mapping[str, Mapping[str, str]]  # field -> code -> word


@dataclass(frozen=True, slots=True)
class Dialect:
    """Headers of a roll, a destinations file and a list of encounters; `contacts` are the roll's further ones, from
    which a family can be reached, `attempts` those of a destinations file that tell of calls; words, names of files."""

    roll: Headers
    destinations: Headers
    words: Words
    roll_name: str
    destinations_name: str
    contacts: Headers
    attempts: Headers
    encounters: Headers


@dataclass(frozen=True, slots=True)
class SavedAs:
    """How a file is saved: `suffix` xlsx, or text with its encoding, delimiter and date format (strftime)."""

    suffix: str
    encoding: str = "utf-8"
    delimiter: str = ","
    dates: str = "%Y-%m-%d"
    title_rows: bool = False


@dataclass(frozen=True, slots=True)
class Style(SavedAs):
    """A dialect as a file."""

    dialect: Dialect = field(kw_only=True)


def headers_of(system: str, kind: str) -> dict[str, str]:
    """What a system's titles of one kind of list hold, in their order."""
    return {row["header"]: row["field"] for row in rows("headers") if (row["system"], row["kind"]) == (system, kind)}


def words_of(system: str) -> dict[str, dict[str, str]]:
    """A system's words for codes."""
    words: dict[str, dict[str, str]] = defaultdict(dict)
    for row in rows("words"):
        if row["system"] == system:
            words[row["field"]][row["code"]] = row["word"]
    return dict(words)


def _dialect(system: str, roll_name: str, destinations_name: str, labels: bool) -> Dialect:
    words = words_of(system)
    if labels:
        types = destination_types().select("code", "label").unique(subset="code", keep="first", maintain_order=True)
        words["destination_type"] = dict(types.iter_rows())
    return Dialect(
        roll=headers_of(system, "roll"),
        destinations=headers_of(system, "destinations"),
        words=words,
        roll_name=roll_name,
        destinations_name=destinations_name,
        contacts=headers_of(system, "contacts"),
        attempts=headers_of(system, "attempts"),
        encounters=headers_of(system, "encounters"),
    )


_SIMS = _dialect("SIMS", "Pupils on roll", "Year {year_group} {stage} destinations", labels=False)
_ARBOR = _dialect("Arbor", "Student list", "y{year_group} {stage} destinations", labels=True)
_BROMCOM = _dialect("Bromcom", "StudentRoll", "Destinations Y{year_group} {stage}", labels=True)

STYLES: Mapping[str, Style] = {
    "sims_csv": Style("csv", "cp1252", dates="%d/%m/%Y", dialect=_SIMS),
    "sims_xlsx": Style("xlsx", title_rows=True, dialect=_SIMS),
    "arbor_csv": Style("csv", "utf-8-sig", dialect=_ARBOR),
    "arbor_xlsx": Style("xlsx", dialect=_ARBOR),
    "bromcom_csv": Style("csv", delimiter=";", dates="%d-%b-%Y", dialect=_BROMCOM),
    "bromcom_tsv": Style("tsv", "utf-16", "\t", "%d/%m/%Y", dialect=_BROMCOM),
    "bromcom_xlsx": Style("xlsx", dialect=_BROMCOM),
}
