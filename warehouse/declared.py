"""The tables that Python makes, described as fully as those made in SQL: what landed, what the rules found,
identity, suppressions, ops."""

from __future__ import annotations

from domain.columns import COLUMNS
from domain.findings import FINDING_COLUMNS
from warehouse.tables import Column, Table

_FINDING_TEXT = {
    "rule": "The rule that was broken",
    "severity": "blocking, warning or notice",
    "message": "What is wrong, in words; never a pupil's value",
    "repair": "What to type or do instead",
    "sheet": "The sheet; null: the whole file",
    "line": "The row number that Excel shows; null: the whole sheet or file",
    "part": "Which claim of the row",
    "column": "The column, by its canonical name",
    "suggestion": "The one legal value that was probably meant, where there is exactly one",
}
_DELIVERY = ("delivery_id", "VARCHAR", "The delivery: hash of school folder, path, bytes and time received")
_ROW = (
    _DELIVERY,
    ("sheet", "VARCHAR", "The sheet's name; empty for a CSV"),
    ("line", "INTEGER", "The row number that Excel or a text editor shows"),
)
_CYCLE = ("cycle", "VARCHAR", "The academic year that ends with the leaving summer, as 2025-26")
_FINDINGS = tuple((name, kind, _FINDING_TEXT.get(name, name)) for name, kind in FINDING_COLUMNS)


def _table(
    name: str, description: str, grain: str, columns: tuple[tuple[str, str, str], ...], rebuild: str = "all"
) -> Table:
    return Table(
        name,
        description,
        tuple(grain.split(", ")) if grain else (),
        rebuild,
        tuple(Column(*column) for column in columns),
    )


RAW: dict[str, Table] = {
    table.name: table
    for table in (
        _table(
            "raw.deliveries",
            "Every file that came: one line for each time some bytes arrived at a path",
            "delivery_id",
            (
                _DELIVERY,
                ("delivery_number", "INTEGER", "Its number in the event log: later is higher"),
                ("file_id", "VARCHAR", "SHA-256 of the bytes; the archive keeps them once"),
                ("folder", "VARCHAR", "The school's folder it lay in; null: the inbox itself"),
                ("path", "VARCHAR", "The path under the inbox"),
                ("filename", "VARCHAR", "The file's own name"),
                ("received_at", "TIMESTAMP", "When it came, UTC"),
                ("received_on", "DATE", "When it came, London calendar date"),
                ("size_bytes", "BIGINT", "Its size"),
                ("format", "VARCHAR", "csv, tsv, xlsx, xlsb, xls, ods, html, zip or unreadable"),
                ("encoding", "VARCHAR", "The text encoding, for text formats"),
                ("kind", "VARCHAR", "The kind of extract"),
                ("answers", "VARCHAR", "The delivery whose to-fix workbook this is; null: none"),
                ("worklist", "VARCHAR", "The worklist that came back, such as chase_list; null: none"),
                ("worklist_school_id", "VARCHAR", "The school that the worklist was made for"),
                ("worklist_cycle", "VARCHAR", "The cycle that the worklist was made for"),
                ("worklist_made_on", "DATE", "The day whose knowledge the worklist holds"),
                ("records", "INTEGER", "Physical records in all sheets read"),
                ("header_records", "INTEGER", "Of them, header rows"),
                ("dropped_records", "INTEGER", "Of them, dropped with a reason: see raw.dropped"),
                ("row_records", "INTEGER", "Of them, rows of pupils"),
            ),
        ),
        _table(
            "raw.sheets",
            "The sheets of each file and how they were read: records = header + dropped + rows",
            "delivery_id, sheet_number",
            (
                _DELIVERY,
                ("sheet", "VARCHAR", "The sheet's name; empty for a CSV"),
                ("sheet_number", "INTEGER", "Its place in the workbook, from 1"),
                ("kind", "VARCHAR", "The kind of extract on it"),
                ("state", "VARCHAR", "read or skipped"),
                ("reason", "VARCHAR", "Why it was skipped"),
                ("header_line", "INTEGER", "Where the header row was found"),
                ("date_system", "INTEGER", "The year from which the workbook counts days: 1900 or 1904"),
                ("records", "INTEGER", "Physical records"),
                ("header_records", "INTEGER", "Header rows"),
                ("dropped_records", "INTEGER", "Records dropped with a reason"),
                ("row_records", "INTEGER", "Rows of pupils"),
            ),
        ),
        _table(
            "raw.columns",
            "The headers of each sheet and the columns they were taken for",
            "delivery_id, sheet, part, position",
            (
                _DELIVERY,
                ("sheet", "VARCHAR", "The sheet's name"),
                ("part", "INTEGER", "The claim of the row that the column belongs to"),
                ("position", "INTEGER", "The column's place, from 1"),
                ("letter", "VARCHAR", "The column's letter in Excel"),
                ("header", "VARCHAR", "The header as sent"),
                ("column", "VARCHAR", "The canonical column; null: not known, kept in `other`"),
                ("stage", "VARCHAR", "The stage that the header itself says"),
                ("moment", "VARCHAR", "The moment that the header itself says, such as results_day"),
            ),
        ),
        _table(
            "raw.dropped",
            "Records that are no pupil's row, with the reason",
            "delivery_id, sheet, line",
            (*_ROW, ("reason", "VARCHAR", "Why it is no pupil's row")),
        ),
        _table(
            "raw.rows",
            "Every pupil's row of every file as text, exactly as sent",
            "delivery_id, sheet, line, part",
            (
                *_ROW,
                ("part", "INTEGER", "Which claim of the row: a row may carry several stages"),
                ("sheet_number", "INTEGER", "The sheet's place in the workbook, from 1"),
                ("kind", "VARCHAR", "The kind of extract"),
                (
                    "in_cycle",
                    "VARCHAR",
                    "The cycle it belongs to, by column, header, sheet, folder or file name; null: unsaid or in doubt",
                ),
                ("in_year_group", "INTEGER", "The year group it belongs to, likewise"),
                ("in_stage", "VARCHAR", "The stage it belongs to, likewise"),
                *((column.name, "VARCHAR", f"{column.label}, as sent") for column in COLUMNS.values()),
                ("other", "STRUCT(header VARCHAR, value VARCHAR)[]", "Cells under headers we don't know"),
            ),
        ),
        _table(
            "raw.reading_findings",
            "What was wrong with a file before any rule saw its rows",
            "",
            (_DELIVERY, *_FINDINGS),
        ),
        _table(
            "raw.confirmations",
            "Doubts about a file that the file itself answers with a YES, typed in its to-fix workbook",
            "delivery_id, rule",
            (_DELIVERY, ("rule", "VARCHAR", "The rule whose doubt it confirms")),
        ),
    )
}

DERIVED: dict[str, Table] = {
    table.name: table
    for table in (
        _table(
            "ref.decisions",
            "What people decided about deliveries: the newest decision on each subject",
            "delivery_id, subject",
            (
                _DELIVERY,
                ("subject", "VARCHAR", "withdrawal (does the file count?) or doubts (are they settled?)"),
                ("decision", "VARCHAR", "withdraw or restore; accept or reconsider"),
                ("decided_on", "DATE", "When, London calendar date"),
                ("why", "VARCHAR", "The reason given"),
            ),
        ),
        _table(
            "ref.matches",
            "What people decided about pairs of rows that might be about one pupil: the newest decision on each pair",
            "review_id",
            (
                ("review_id", "VARCHAR", "The pair: hash of the names of its two rows"),
                ("one_row", "VARCHAR", "The name of one row: hash of delivery, sheet and line"),
                ("other_row", "VARCHAR", "The name of the other row"),
                ("verdict", "VARCHAR", "same or apart"),
                ("reason", "VARCHAR", "Why the pair was shown"),
                ("decided_on", "DATE", "When, London calendar date"),
                ("why", "VARCHAR", "The reason given"),
            ),
        ),
        _table(
            "ref.provider_aliases",
            "The ledger: spellings that a person said mean a provider, as far as they are in force",
            "text_key, school_id",
            (
                ("text_key", "VARCHAR", "The words of the spelling as one, lower case"),
                ("school_id", "VARCHAR", "The school for whose files it counts; empty: for all"),
                ("text", "VARCHAR", "The spelling as the person gave it"),
                ("provider_id", "VARCHAR", "The provider it means"),
            ),
        ),
        _table(
            "staged.provider_matches",
            "Every way in which a school says where pupils go, and the provider it means, where that is certain",
            "cycle, school_id, year_group, destination_text, destination_provider, destination_provider_id",
            (
                _CYCLE,
                ("school_id", "VARCHAR", "The school that says it"),
                ("year_group", "INTEGER", "The year group"),
                ("destination_text", "VARCHAR", "The destination as sent; empty: none"),
                ("destination_provider", "VARCHAR", "Where, as sent; empty: not said"),
                ("destination_provider_id", "VARCHAR", "The provider's number, as sent; empty: not said"),
                ("provider_id", "VARCHAR", "The provider; null where it isn't known for sure"),
                ("match", "VARCHAR", "By what it is known: id, ledger, own_school, name or synonym"),
                (
                    "review_reason",
                    "VARCHAR",
                    "Why a person should look: trap, placeholder, ambiguous, suggest_only, unknown or id_disagrees",
                ),
            ),
            "cycle",
        ),
        _table(
            "mart.provider_review",
            "Names of providers that lead to nobody for sure, for a person to decide; never an employer's",
            "cycle, provider_key, reason",
            (
                _CYCLE,
                ("provider_key", "VARCHAR", "The words of the spelling as one, lower case"),
                ("reason", "VARCHAR", "trap, placeholder, ambiguous, suggest_only, unknown or id_disagrees"),
                ("text", "VARCHAR", "The spelling that is written most"),
                ("claims", "INTEGER", "In how many rows it stands"),
                ("schools", "INTEGER", "In how many schools' files"),
                ("school_ids", "VARCHAR", "Those schools"),
                *(
                    (f"suggestion_{place}_{part}", "INTEGER" if part == "score" else "VARCHAR", text)
                    for place in (1, 2, 3)
                    for part, text in (
                        ("id", f"A provider that may be meant, number {place}"),
                        ("name", "Its name"),
                        ("score", "How like the name is, of 100; 100: the spelling itself leads to it"),
                    )
                ),
            ),
            "cycle",
        ),
        _table(
            "staged.delivery_findings",
            "What is wrong with whole files, by the rules about deliveries",
            "",
            (_DELIVERY, *_FINDINGS),
        ),
        _table(
            "staged.findings",
            "What is wrong with rows and cells, by the rules about rows",
            "",
            (_CYCLE, _DELIVERY, *_FINDINGS),
            "cycle",
        ),
        _table(
            "core.pupil_links",
            "Which pupil each row is about",
            "delivery_id, sheet, line",
            (_CYCLE, *_ROW, ("pupil_id", "VARCHAR", "The pupil: named after the earliest row that is about them")),
        ),
        _table(
            "mart.identity_review",
            "Pairs of pupils who might be one, or share a number though they can't be one, for a person to decide",
            "review_id",
            (
                ("review_id", "VARCHAR", "The pair: hash of the names of its two rows, whichever comes first"),
                ("reason", "VARCHAR", "Why it is shown: see domain/identity_reasons.csv"),
                ("one_pupil_id", "VARCHAR", "The one pupil"),
                ("other_pupil_id", "VARCHAR", "The other pupil; the same where they were decided to be one"),
                ("one_delivery_id", "VARCHAR", "The delivery of the one pupil's earliest row"),
                ("one_sheet", "VARCHAR", "Its sheet"),
                ("one_line", "INTEGER", "Its row number, as Excel shows it"),
                ("other_delivery_id", "VARCHAR", "The delivery of the other pupil's earliest row"),
                ("other_sheet", "VARCHAR", "Its sheet"),
                ("other_line", "INTEGER", "Its row number, as Excel shows it"),
                ("agrees", "VARCHAR[]", "The columns in which the two agree"),
                ("differs", "VARCHAR[]", "The columns in which they differ"),
                ("decision", "VARCHAR", "same or apart; null: not decided"),
                ("decided_on", "DATE", "When, London calendar date"),
            ),
        ),
        _table(
            "mart.suppressions",
            "Cells that leaders, or the public, may not see, and why; every other cell is published",
            "audience, cycle, table_name, school_id, year_group, stage, breakdown_topic, breakdown, item",
            (
                ("audience", "VARCHAR", "For whom: leaders or public"),
                _CYCLE,
                ("table_name", "VARCHAR", "The mart table of the cell"),
                ("school_id", "VARCHAR", "The school; empty for the network"),
                ("year_group", "INTEGER", "The year group"),
                ("stage", "VARCHAR", "The stage; empty where the table has none"),
                ("breakdown_topic", "VARCHAR", "The topic; empty where the table has none"),
                ("breakdown", "VARCHAR", "The breakdown; empty where the table has none"),
                ("item", "VARCHAR", "The category, participation, flow or measure of the cell"),
                ("status", "VARCHAR", "suppressed or not_available"),
                (
                    "reason",
                    "VARCHAR",
                    "small_count, small_group, complement, detail or nothing_to_count: see ref.suppression_reasons",
                ),
                ("at_least", "INTEGER", "The fewest that a headline count can be, for all that is shown; else null"),
                ("at_most", "INTEGER", "The most that it can be"),
            ),
            "cycle",
        ),
        _table(
            "ops.builds",
            "Which build each table carries, for each cycle",
            "cycle, table_name",
            (
                ("cycle", "VARCHAR", "The cycle built"),
                ("table_name", "VARCHAR", "The table"),
                ("build_id", "VARCHAR", "Hash of everything the build was made from"),
                ("as_of", "DATE", "The day whose knowledge it holds"),
            ),
        ),
        _table(
            "ops.checks",
            "The latest result of every check, for each cycle",
            "cycle, check_name",
            (
                ("cycle", "VARCHAR", "The cycle checked"),
                ("check_name", "VARCHAR", "The check"),
                ("build_id", "VARCHAR", "The build it looked at"),
                ("blocking", "BOOLEAN", "Whether a failure stops publication"),
                ("passed", "BOOLEAN", "Whether it holds"),
                ("checked", "BIGINT", "Rows looked at"),
                ("failed", "BIGINT", "Offenders"),
                ("meaning", "VARCHAR", "What breaks where it doesn't hold"),
            ),
        ),
        _table(
            "ops.publications",
            "Which build of each cycle was published last",
            "cycle",
            (
                ("cycle", "VARCHAR", "The cycle"),
                ("build_id", "VARCHAR", "The build published"),
                ("as_of", "DATE", "The day whose knowledge it holds"),
            ),
        ),
        _table(
            "ops.published_cells",
            "Every cell of every edition that left, as it was shown: what was published once stays known",
            "cycle, edition, table_name, school_id, year_group, stage, breakdown_topic, breakdown, item",
            (
                _CYCLE,
                ("edition", "VARCHAR", "The edition, such as final-1"),
                ("published_on", "DATE", "When it left, London calendar date"),
                ("table_name", "VARCHAR", "The mart table of the cell"),
                ("school_id", "VARCHAR", "The school; empty for the network"),
                ("year_group", "INTEGER", "The year group"),
                ("stage", "VARCHAR", "The stage; empty where the table has none"),
                ("breakdown_topic", "VARCHAR", "The topic; empty where the table has none"),
                ("breakdown", "VARCHAR", "The breakdown; empty where the table has none"),
                ("item", "VARCHAR", "The cell within its line, as in mart.suppressions; eet#cohort: a count beside it"),
                ("pupils", "INTEGER", "The count as shown; null: it was not shown"),
                ("status", "VARCHAR", "published, suppressed or not_available"),
            ),
        ),
        _table(
            "ops.receipts",
            "Which state of each delivery its receipt tells",
            "delivery_id",
            (_DELIVERY, ("state", "VARCHAR", "Hash of its findings, and whether it is withdrawn")),
        ),
        _table(
            "ops.links",
            "The identity that each cycle was last built with",
            "cycle",
            (("cycle", "VARCHAR", "The cycle built"), ("links_id", "VARCHAR", "Hash of its rows' pupils")),
        ),
    )
}
