"""The guide of a to-fix workbook: what to do in plain words, questions, repairs with links to their cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from xlsxwriter.utility import xl_rowcol_to_cell

from domain.findings import Severity
from domain.own_workbooks import ANSWER, CODE, QUESTION
from reports.numbers import listed, long_date, plural
from reports.to_fix_parts import Page, ToFix, ToFixFinding, worst_first
from reports.workbooks import Book, Guide

_LINKS = 6
_WIDTHS = (52, 17, 52, *[7] * _LINKS)
_REST = ("",) * (_LINKS - 1)
_WARNING = Severity.WARNING
_ASKED = ("What is wrong", "How many", "What to do", "Where")
_TOLD = ("What we saw", *_ASKED[1:])
_BANDS = {
    Severity.BLOCKING: ("Needs you: not counted until you correct it", _ASKED),
    Severity.WARNING: ("Please look: correct it if it is wrong", _ASKED),
    Severity.NOTICE: ("For your information", _TOLD),
}


def write_guide(book: Book, to_fix: ToFix, pages: Sequence[Page]) -> None:
    """The first sheet."""
    guide = Guide(book, _WIDTHS)
    path = PurePosixPath(to_fix.path)
    folder = str("inbox" / path.parent)
    guide.line(_headline(to_fix), "headline")
    guide.line(_next_step(to_fix, folder), "lead")
    guide.line(f"{to_fix.school}: {path.name}, received on {long_date(to_fix.received_on)}", "small")
    guide.skip()
    guide.steps(_steps(to_fix, pages, folder))
    _write_doubts(guide, to_fix)
    _write_repairs(guide, to_fix, pages)
    guide.marks(to_fix.delivery_id, to_fix.path, to_fix.worklist)


def _rows(to_fix: ToFix, severity: Severity) -> int:
    places = {(finding.sheet, finding.line) for finding in to_fix.findings if finding.severity is severity}
    return sum(line is not None for _, line in places)


def _is_whole_file(to_fix: ToFix) -> bool:
    """Whether something is wrong that no single row can put right."""
    return any(finding.severity is Severity.BLOCKING and finding.line is None for finding in to_fix.findings)


def _headline(to_fix: ToFix) -> str:
    rows, questions = _rows(to_fix, Severity.BLOCKING), plural(len(to_fix.doubts), "question")
    needs = [
        *([questions] if to_fix.doubts else []),
        *(["the file itself"] if _is_whole_file(to_fix) else []),
        *([plural(rows, "row")] if rows else []),
    ]
    if needs == [questions]:
        return f"We have {questions} about this file."
    if needs:
        verb = "needs" if len(needs) == 1 and rows < 2 else "need"
        return _sentence(f"{listed(needs)} {verb} you")
    warned = _rows(to_fix, Severity.WARNING)
    return f"Please look at {plural(warned, 'row')}." if warned else "Nothing needs repair."


def _next_step(to_fix: ToFix, folder: str) -> str:
    cells = "yellow cell" if len(to_fix.doubts) == 1 else "yellow cells"
    tasks = [
        *([f"answer in the {cells}"] if to_fix.doubts else []),
        *(["do what is said below"] if _is_whole_file(to_fix) else []),
        *(["correct the red cells"] if _rows(to_fix, Severity.BLOCKING) else []),
    ] or ["correct what is wrong"]
    return _sentence(listed([*tasks, "save", f"drop this workbook into {folder}"]))


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."


def _steps(to_fix: ToFix, pages: Sequence[Page], folder: str) -> Iterator[str]:
    if to_fix.doubts:
        yield "Where all is as it should be, type YES in the yellow cell below. Where not, do what stands beside it."
    if marked := [f"“{page.name}”" for page in pages if page.marks]:
        red = "Red cells must be corrected. " if _rows(to_fix, Severity.BLOCKING) else ""
        amber = "Amber cells: correct them only if they are wrong." if _rows(to_fix, _WARNING) else ""
        yield f"Go to the sheet {listed(marked)}. {red}{amber}".rstrip()
        yield "Rest the pointer on a coloured cell: a note says what is wrong and what to type."
    if any(page.suggestions for page in pages):
        yield "Green columns hold what we suggest. Where it is right, copy it into the cell on its left."
    if any(page.sheet.choices for page in pages):
        yield "Where a cell has an arrow, you can choose from the list."
    yield "Leave the other rows in: we read the whole list again."
    yield f"Save it as an Excel workbook (.xlsx), under any name, and drop it into {folder}."


def _write_doubts(guide: Guide, to_fix: ToFix) -> None:
    if not to_fix.doubts:
        return
    guide.skip()
    guide.cells((QUESTION, ANSWER, "If it is not right", CODE, *_REST), "title")
    for doubt in to_fix.doubts:
        row = guide.cells((doubt.message, "", doubt.repair), "wrapped", "boxed")
        guide.answer(row, 1, "YES")
        guide.book.write(guide.sheet, row, 3, doubt.rule, "small")


def _write_repairs(guide: Guide, to_fix: ToFix, pages: Sequence[Page]) -> None:
    groups = _groups(to_fix)
    for severity, (words, titles) in _BANDS.items():
        group_rows = [group for group in groups if group[0].severity is severity]
        if group_rows:
            guide.skip()
            guide.cells((words, "", "", "", *_REST), severity.value, "band")
            guide.cells((*titles, *_REST), "title")
        for group in group_rows:
            _write_repair(guide, group, pages)


def _groups(to_fix: ToFix) -> list[list[ToFixFinding]]:
    """Findings of one sheet that have one cure, the worst and then the most frequent first."""
    groups: dict[tuple[Severity, str, str, str], list[ToFixFinding]] = {}
    for finding in to_fix.findings:
        groups.setdefault((finding.severity, finding.message, finding.repair, finding.sheet), []).append(finding)
    return sorted(groups.values(), key=lambda group: (worst_first(group[0].severity), -len(group), group[0].message))


def _write_repair(guide: Guide, group: Sequence[ToFixFinding], pages: Sequence[Page]) -> None:
    page = next((page for page in pages if page.sheet.name == group[0].sheet), None)
    lines = len({finding.line for finding in group if finding.line is not None})
    many = plural(lines, "row") if lines else "the sheet" if page and page.sheet.name else "the file"
    where = f", sheet “{page.name}”" if page and len(pages) > 1 else ""
    row = guide.cells((group[0].message, many + where, group[0].repair), "wrapped", "boxed")
    places = sorted({place for finding in group if page and (place := page.place(finding))})
    for number, (line, position) in enumerate(places[:_LINKS]):
        if page:
            guide.link(row, 3 + number, page.name, xl_rowcol_to_cell(line - 1, page.column(position)))
