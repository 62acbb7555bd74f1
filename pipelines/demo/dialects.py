"""How three management systems spell an extract: their headers, their words for coded values, the file they save.

`headers.csv` maps each system's headers to a field of the pupil or the claim ("{stage}" in one becomes "Intended" or
"Final"), `words.csv` its words for codes; a field without words is written as its code.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from domain.destination_types import destination_types
from pipelines.demo.tables import rows


@dataclass(frozen=True, slots=True)
class Dialect:
    """Headers of a roll and of a destinations file (header -> field), words by field and code, and names of files."""

    roll: Mapping[str, str]
    destinations: Mapping[str, str]
    words: Mapping[str, Mapping[str, str]]
    roll_name: str
    destinations_name: str


@dataclass(frozen=True, slots=True)
class Style:
    """A dialect as a file: `suffix` xlsx, or text with its encoding, delimiter and date format (strftime)."""

    dialect: Dialect
    suffix: str
    encoding: str = "utf-8"
    delimiter: str = ","
    dates: str = "%Y-%m-%d"
    title_rows: bool = False


def _headers(system: str, kind: str) -> dict[str, str]:
    return {row["header"]: row["field"] for row in rows("headers") if (row["system"], row["kind"]) == (system, kind)}


def _dialect(system: str, roll_name: str, destinations_name: str, labels: bool) -> Dialect:
    words: dict[str, dict[str, str]] = defaultdict(dict)
    for row in rows("words"):
        if row["system"] == system:
            words[row["field"]][row["code"]] = row["word"]
    if labels:
        types = destination_types().select("code", "label").unique(subset="code", keep="first", maintain_order=True)
        words["destination_type"] = dict(types.iter_rows())
    return Dialect(
        _headers(system, "roll"), _headers(system, "destinations"), dict(words), roll_name, destinations_name
    )


_SIMS = _dialect("SIMS", "Pupils on roll", "Year {year_group} {stage} destinations", labels=False)
_ARBOR = _dialect("Arbor", "Student list", "y{year_group} {stage} destinations", labels=True)
_BROMCOM = _dialect("Bromcom", "StudentRoll", "Destinations Y{year_group} {stage}", labels=True)

STYLES: Mapping[str, Style] = {
    "sims_csv": Style(_SIMS, "csv", "cp1252", dates="%d/%m/%Y"),
    "sims_xlsx": Style(_SIMS, "xlsx", title_rows=True),
    "arbor_csv": Style(_ARBOR, "csv", "utf-8-sig"),
    "arbor_xlsx": Style(_ARBOR, "xlsx"),
    "bromcom_csv": Style(_BROMCOM, "csv", delimiter=";", dates="%d-%b-%Y"),
    "bromcom_tsv": Style(_BROMCOM, "tsv", "utf-16", "\t", "%d/%m/%Y"),
    "bromcom_xlsx": Style(_BROMCOM, "xlsx"),
}
