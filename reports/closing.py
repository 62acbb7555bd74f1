"""What a report begins and ends with: its findings in short, and three findings with three questions."""

from __future__ import annotations

from reports.finding_looks import Found
from reports.findings import found
from reports.view import Chapter, Finding, Findings, Heading, Summary, View

_MOST = {True: 7, False: 5}  # by whether it is the network's
_ASKED = 3


def summary(view: View) -> Summary:
    """The head of the report."""
    told = tuple(entry.finding for entry in found(view)[: _MOST[view.is_network]])
    return Summary("In five minutes" if view.is_network else "On one page", told)


def questions_chapter(view: View) -> Chapter:
    """Three findings and, for each, the question that follows."""
    chosen = _apart(found(view))[:_ASKED]
    title = "Three findings, three questions" if len(chosen) == _ASKED else "Findings and questions"
    if not chosen:
        return Chapter("questions", title, "", ())
    questions = tuple(Finding(entry.question) for entry in chosen)
    return Chapter(
        "questions", title, "Written from the numbers by rule, for the conversation that follows.",
        (
            Heading("What the numbers say", "questions-findings-heading"),
            Findings(tuple(entry.finding for entry in chosen)),
            Heading("What to ask", "questions-asked-heading"),
            Findings(questions),
        ),
    )  # fmt: skip


def _apart(entries: list[Found]) -> list[Found]:
    """The entries, those that ask what another one asks last."""
    first: dict[str, Found] = {}
    for entry in entries:
        first.setdefault(entry.question, entry)
    chosen = list(first.values())
    return [*chosen, *(entry for entry in entries if entry not in chosen)]
