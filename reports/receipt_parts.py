"""What a receipt is made from. No words, no rendering."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from domain.findings import Severity, Verdict


@dataclass(frozen=True, slots=True)
class SheetRead:
    """One sheet ("" in a CSV file): `header_rows + dropped + rows` are all its records. `header_line` is the row
    number that Excel shows; `reason` says why it was skipped.
    """

    name: str
    was_read: bool
    header_line: int | None = None
    rows: int = 0
    dropped: int = 0
    kind: str = ""
    reason: str = ""
    header_rows: int = 0


@dataclass(frozen=True, slots=True)
class DroppedRecords:
    """Records that are no pupils' rows, for one `reason` of `intake` ("blank", "total or footer", …). `lines`: as Excel
    numbers them.
    """

    sheet: str
    reason: str
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ColumnRead:
    """One column and what it was taken for: `label` of our column, None where we don't know it (it is kept, unused)."""

    sheet: str
    letter: str
    header: str
    label: str | None
    stage: str | None = None


@dataclass(frozen=True, slots=True)
class ReceiptFinding:
    """One finding with what its cell holds. `line` is the row number that Excel shows; None: it is about the sheet or
    the file. `is_doubt`: it holds the whole file until a person says that the file is right.
    """

    rule: str
    severity: Severity
    message: str
    repair: str
    sheet: str = ""
    line: int | None = None
    letter: str = ""
    header: str = ""
    value: str | None = None
    suggestion: str | None = None
    is_doubt: bool = False

    @property
    def is_open_doubt(self) -> bool:
        """Whether nobody has said yet that the file is right; once somebody has, it comes as a notice."""
        return self.is_doubt and self.severity is Severity.BLOCKING


@dataclass(frozen=True, slots=True)
class MissingPupil:
    """A pupil whom an earlier file named and this one doesn't; their destination is kept. Missing from a roll, they
    are taken as left.
    """

    name: str
    form: str = ""
    kept: str = ""


@dataclass(frozen=True, slots=True)
class ChangedPupil:
    """A pupil for whom this file says something new: the destination before and now, label and provider in words."""

    name: str
    year_group: int
    stage: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """Everything a receipt says. `counted + held + superseded + excluded` is `rows`; `new + changed + unchanged +
    held` need not be.

    `received_at` is London time. `left_out` gives the reasons of the excluded rows with their numbers; `still_to_do`
    the row numbers of those without a destination. `folder` is where to drop it again; `to_fix` the file name of the
    workbook that lies beside the receipt. `joined`: names that are new on a roll. `pupils`: how many different pupils
    its rows are about, of whom `known` have a destination that says where they go and `confirmed` one with evidence;
    None where that isn't told. `withdrawn_because` is None for a file that stands.
    """

    school: str
    path: str
    received_at: datetime
    verdict: Verdict
    rows: int
    counted: int
    held: int
    superseded: int = 0
    excluded: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    collection: str = ""
    format: str = ""
    encoding: str | None = None
    sheets: tuple[SheetRead, ...] = ()
    columns: tuple[ColumnRead, ...] = ()
    findings: tuple[ReceiptFinding, ...] = ()
    left_out: tuple[tuple[str, int], ...] = ()
    missing: tuple[MissingPupil, ...] = ()
    folder: str = ""
    send_by: date | None = None
    contact: str = ""
    delivery_id: str = ""
    to_fix: str = ""
    dropped: tuple[DroppedRecords, ...] = ()
    still_to_do: tuple[int, ...] = ()
    changes: tuple[ChangedPupil, ...] = ()
    joined: tuple[str, ...] = ()
    pupils: int | None = None
    known: int | None = None
    confirmed: int | None = None
    withdrawn_because: str | None = None
    withdrawn_on: date | None = None

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_because is not None

    @property
    def has_open_doubt(self) -> bool:
        return any(finding.is_open_doubt for finding in self.findings)

    @property
    def is_roll(self) -> bool:
        return {sheet.kind for sheet in self.sheets if sheet.was_read} == {"roll"}

    @property
    def has_sheets(self) -> bool:
        """Whether a row number alone doesn't say which row is meant."""
        return sum(sheet.was_read for sheet in self.sheets) > 1
