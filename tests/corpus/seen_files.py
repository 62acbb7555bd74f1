"""Kinds of defect in the bytes of a file: locks, archives, other documents, ends that were cut off, marks that others put
before a table."""

from __future__ import annotations

from .blind_destinations import misspell
from .clean import DESTINATIONS, RECIPES, TRACKERS, clean
from .defect import ANY, Case, Damaged, Expected, kind
from .network import CYCLE
from .seen_bytes import encrypted, locked, members_of, old_excel, packed, with_members
from .writers import COMMA, SHEETS, write

_WHOLE = (Expected(None, ANY, "blocking"),)
_ANYWHERE = (*DESTINATIONS, *TRACKERS)
_SEPARATED = (*COMMA, "csv_semicolon", "tsv")
_LIST = b"UPN,Surname,Forename,Date of birth,Destination type\r\n"


@kind(DESTINATIONS, formats=("xlsx", "xlsx_text"))
def workbook_with_a_password(case: Case) -> Damaged:
    """“password-protected: … fail clearly on encryption”."""
    return Damaged(case.table, _WHOLE, rewrite=lambda data: encrypted())


@kind(DESTINATIONS, formats=("zip",))
def archive_with_a_password(case: Case) -> Damaged:
    """“ZIP of workbooks, …, password-protected: … fail clearly on encryption”."""
    return Damaged(case.table, _WHOLE, rewrite=locked)


@kind(DESTINATIONS, formats=("zip",))
def archive_in_an_archive(case: Case) -> Damaged:
    """“nested ZIP …: safe unzip (size/ratio/path-traversal limits)”: the inner one isn't opened, and that is said."""
    inner = packed([("older.csv", _LIST)])
    return Damaged(case.table, _WHOLE, rewrite=lambda data: with_members(data, {"older.zip": inner}))


@kind(DESTINATIONS, formats=("zip",))
def archive_that_reaches_outside(case: Case) -> Damaged:
    """“safe unzip (size/ratio/path-traversal limits)”: a name that points to a place outside is not followed."""
    return Damaged(case.table, _WHOLE, rewrite=lambda data: with_members(data, {"../../inbox/leavers.csv": _LIST}))


@kind(DESTINATIONS, formats=("zip",))
def archive_that_would_fill_the_disk(case: Case) -> Damaged:
    """“safe unzip (size/ratio/path-traversal limits)”: forty megabytes of noughts, packed into forty kilobytes."""
    bomb = bytes(40_000_000)
    return Damaged(case.table, _WHOLE, rewrite=lambda data: with_members(data, {"pupils.csv": bomb}))


@kind([name for name in DESTINATIONS if RECIPES[name].year_group in (11, 13)], formats=("zip",))
def misspelling_in_an_archive_of_two_lists(case: Case) -> Damaged:
    """“or a ZIP of them”: two files inside, each about its own year group; the finding names the one that it is in."""
    here, other = case.recipe.year_group, {11: 13, 13: 11}[case.recipe.year_group]
    beside = write(clean(f"y{other}_final_sims", case.school, case.people[-1].number + 1).table, "csv").data
    case.table.sheet = f"Y{here} {case.recipe.stage}"
    more = {f"Y{other} final/leavers.csv": beside}
    return Damaged(case.table, (misspell(case),), folder=CYCLE, rewrite=lambda data: with_members(data, more))


@kind(DESTINATIONS, formats=("xlsx",))
def letter_renamed_to_a_workbook(case: Case) -> Damaged:
    """“CSV, TSV, XLSX, XLS, ODS, or a ZIP of them”: a letter in Word is an archive as a workbook is, and none of these."""
    parts = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>"}
    return Damaged(case.table, _WHOLE, rewrite=lambda data: packed(parts.items()))


@kind(DESTINATIONS, formats=("csv", "xls_html"))
def page_that_asks_to_sign_in(case: Case) -> Damaged:
    """“Every delivery gets one, also when it can't be read”: the session had run out, and what was saved as the export is
    the system's sign-in page, tables and all."""
    page = b"<!DOCTYPE html><html><body><form><table><tr><td>User name</td><td><input name='user'></td></tr><tr><td>Password</td>"
    page += b"<td><input type='password' name='word'></td></tr></table></form></body></html>\n"
    return Damaged(case.table, _WHOLE, rewrite=lambda data: page, suffix=(".xls", ".csv")[case.number % 2])


@kind(
    [name for name in _ANYWHERE if RECIPES[name].dialect in ("sims", "census") or name in TRACKERS],
    formats=_SEPARATED,
)
def cut_off_inside_a_number(case: Case) -> Damaged:
    """“a file on a share may be half-written”: the last row ends within the pupil's number, which is its first cell."""
    row = 10 + case.number % 20
    upn = case.people[row].upn.encode()
    # Where no folder says it, the year group went with the rest of the row.
    expected = (Expected(row, "upn", "blocking"), Expected(row, "year_group", "blocking", optional=True))
    return Damaged(case.table, expected, rewrite=lambda data: data[: data.index(upn) + 7])


@kind(DESTINATIONS, formats=("csv_utf16",))
def cut_off_inside_a_letter(case: Case) -> Damaged:
    """“a file on a share may be half-written”: of two bytes that make a letter, the second is missing."""
    return Damaged(case.table, _WHOLE, rewrite=lambda data: data[: len(data) // 2 // 2 * 2 + 1])


@kind(_ANYWHERE, formats=("csv_semicolon",))
def misspelling_beneath_the_mark_of_the_separator(case: Case) -> Damaged:
    """“the row number Excel shows”: a first line “sep=;” tells Excel how to split the file, and Excel doesn't show it."""
    found = misspell(case)
    return Damaged(case.table, (found,), rewrite=lambda data: b"sep=;\r\n" + data.removeprefix(b"\xef\xbb\xbf"))


@kind(_ANYWHERE, formats=_SEPARATED)
def misspelling_among_other_line_ends(case: Case) -> Damaged:
    """“physical records = rows + rejects + header”: old Macs end a line with a return, Unix with a line feed."""
    end = (b"\r", b"\n")[case.number % 2]
    return Damaged(case.table, (misspell(case),), rewrite=lambda data: data.replace(b"\r\n", end))


@kind(_ANYWHERE, formats=("xlsx",))
def misspelling_in_an_old_workbook(case: Case) -> Damaged:
    """“CSV, TSV, XLSX, XLS, ODS”: Excel's own format until 2003, with real dates and numbers."""
    found = misspell(case)
    return Damaged(case.table, (found,), rewrite=lambda data: old_excel(case.table), suffix=".xls")


@kind(DESTINATIONS, formats=SHEETS, harmless=True)
def named_as_another_format(case: Case) -> Damaged:
    """“XLS, ODS”: what a file is, its bytes say; a workbook that somebody named .csv opens all the same."""
    return Damaged(case.table, suffix=".csv")


@kind(DESTINATIONS, formats=("zip",), harmless=True)
def litter_in_an_archive(case: Case) -> Damaged:
    """“skip macOS junk”; “~$file.xlsx is a lock file”; a letter that lies beside the list is no list with faults."""
    litter = {
        "__MACOSX/._export.xlsx": b"\x00\x05\x16\x07" + bytes(60), ".DS_Store": b"\x00\x00\x00\x01Bud1", "Thumbs.db": b"x",
        "~$export.xlsx": b"\x07A Clerk" + b" " * 150, "letter.pdf": b"%PDF-1.7\n" + bytes(range(256)),
    }  # fmt: skip
    return Damaged(case.table, rewrite=lambda data: with_members(data, litter))


@kind(DESTINATIONS, formats=("zip",), harmless=True)
def archive_with_folders_in_it(case: Case) -> Damaged:
    """“or a ZIP of them”: in a folder of the archive a workbook is as good as at its top."""

    def move(data: bytes) -> bytes:
        return packed(
            [("Our leavers/", b""), *((f"Our leavers/{name}", inner) for name, inner in members_of(data).items())]
        )

    return Damaged(case.table, rewrite=move)
