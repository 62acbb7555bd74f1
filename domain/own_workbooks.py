"""The marks of the workbooks that we hand out (templates, worklists, to-fix workbooks), by which they are known when
they come back. Writing them is `reports/`, reading them `intake/`; what they share is here. No I/O.

Every such workbook has the sheet GUIDE first. Its column A holds labels, column B values; REFERENCE and BELONGS_IN
stand there. A file's doubts stand in a table on it with the titles QUESTION, ANSWER and CODE; typing yes under ANSWER
confirms the doubt whose rule stands under CODE.
"""

from __future__ import annotations

GUIDE = "What to do"
REFERENCE = "Reference"  # beside it the delivery that the workbook answers; blank in a template
BELONGS_IN = "Belongs in"  # beside it the path under the inbox that says which collection it is about
WORKLIST = "Worklist"  # beside it which worklist it is (`worklist_marks.MadeWorklist`); only there in a worklist
QUESTION, ANSWER, CODE = "Is this right?", "Type YES here", "Code"
YES = frozenset({"yes", "y", "yes.", "yes!"})
LISTS = "Choices"  # hidden; the legal values behind the drop-downs, never read
PLACES = "Places left"  # beside a worklist: where the network has places; for people, never read
SUGGESTED = "Suggested: "  # how the title of a column of suggestions starts: it is ours, not the school's
INSTRUCTIONS = "How to fill in"  # how the first filled cell of the row of instructions beneath the titles starts
# What a spreadsheet program would take for a formula.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def neutral(text: str) -> str:
    """The text as it may be written into a workbook or a CSV: never the start of a formula."""
    return "'" + text if _may_start_a_formula(text) else text


def sent(text: str) -> str:
    """The text that `neutral` was given. Only for cells of our own workbooks: elsewhere an apostrophe is the
    sender's."""
    return text[1:] if text.startswith("'") and _may_start_a_formula(text) else text


def _may_start_a_formula(text: str) -> bool:
    """With apostrophes before it, it may have been made neutral already; one more can be taken off again."""
    return text.lstrip("'").startswith(_FORMULA_STARTS)
