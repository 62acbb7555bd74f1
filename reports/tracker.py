"""The tracker page for the network's team: where the cycle is in its year, what to do now, who is late, and what each
school has sent. It names schools and never a pupil.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from reports.frames import ReportContext
from reports.network import phase_label
from reports.numbers import long_date, plural
from reports.page import render
from reports.tracker_parts import (
    Phase,
    SchoolRow,
    State,
    Task,
    TrackerFrames,
    coming,
    matrix,
    phases,
    present_phase,
    tasks,
)

# The word of a state in a cell of the matrix, and its class in the style.
_WORDS = {
    "received": ("in", "in"),
    "partly received": ("partly", "partly"),
    "held": ("held", "held"),
    "nothing came": ("nothing", "nothing"),
    "not open yet": ("not yet", "later"),
}
# How a situation is headed, and its class in the style.
_SITUATIONS = {"late": ("Late", "late"), "to fix": ("To mend", "mend"), "waiting": ("Being sent", "coming-in")}
_COLUMNS = {"roll": "Roll", "intended": "Intended", "final": "Final"}
_AUTUMN = "autumn_roll"


@dataclass(frozen=True, slots=True)
class Step:
    """A phase on the time line: its first and last day in words, how many days it lasts, and where it lies."""

    label: str
    begins: str
    days: int
    place: str


@dataclass(frozen=True, slots=True)
class Cell:
    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class Group:
    """Schools of one phase side by side: the column groups (heading, number of columns), the columns, the rows."""

    id: str
    label: str
    heads: Sequence[tuple[str, int]]
    columns: Sequence[str]
    rows: Sequence[tuple[str, Sequence[Cell]]]


def render_tracker(frames: TrackerFrames, context: ReportContext) -> str:
    """The tracker of one cycle as one self-contained HTML page without a script."""
    phase, found, schools = present_phase(frames, context.as_of), tasks(frames, context.as_of), matrix(frames)
    pressing = [task for task in found if task.is_pressing]
    return render(
        "tracker",
        context=context,
        phase=phase,
        steps=_steps(phases(frames), phase),
        today=_share_of_year(phases(frames), context.as_of),
        pressing=[(task, *_SITUATIONS[task.situation]) for task in pressing],
        late=[task for task in found if task.late],
        late_words=_late_words(found),
        coming=coming(found, context.as_of),
        groups=_groups(schools),
        key=[(Cell(word, kind), state) for state, (word, kind) in _WORDS.items()],
        dates=_dates(frames, context.as_of),
    )


def _late_words(found: Sequence[Task]) -> str:
    late = sum(len(task.late) for task in found)
    schools = {school.name for task in found for school in task.late}
    if not late:
        return ""
    return f"{plural(len(schools), 'school')}, {plural(late, 'thing')} to send or mend: what presses most comes first."


def _steps(found: Sequence[Phase], present: Phase) -> list[Step]:
    begun = [phase for phase in found if phase.begins_on]
    steps = []
    for number, phase in enumerate(begun):
        begins, ends = phase.begins_on or date.min, _end_of(begun, number)
        place = "now" if phase == present else "past" if phase.begins_on and _before(phase, present) else "ahead"
        steps.append(Step(phase.label, long_date(begins), max((ends - begins).days, 1), place))
    return steps


def _before(phase: Phase, present: Phase) -> bool:
    return bool(phase.begins_on and present.begins_on and phase.begins_on < present.begins_on)


def _end_of(begun: Sequence[Phase], number: int) -> date:
    """The day on which the next phase begins; the last one is drawn to the end of its month."""
    following = begun[number + 1].begins_on if number + 1 < len(begun) else None
    last = begun[number].begins_on or date.min
    return following or date(last.year, last.month, 28)


def _share_of_year(found: Sequence[Phase], day: date) -> float | None:
    """Where the day lies on the time line, in per cent of its length; None where it lies outside."""
    begun = [phase for phase in found if phase.begins_on]
    first, last = begun[0].begins_on or date.min, _end_of(begun, len(begun) - 1)
    return round(100 * (day - first).days / (last - first).days, 2) if first <= day <= last else None


def _groups(schools: Sequence[SchoolRow]) -> list[Group]:
    by_phase: dict[str, list[SchoolRow]] = {}
    for school in schools:
        by_phase.setdefault(phase_label(school.phase), []).append(school)
    return [_group(number, label, rows) for number, (label, rows) in enumerate(sorted(by_phase.items()), 1)]


def _group(number: int, label: str, schools: Sequence[SchoolRow]) -> Group:
    keys = {key for school in schools for key in school.states}
    places = sorted(keys, key=lambda key: (key[0] == _AUTUMN, key[1], [*_COLUMNS, _AUTUMN].index(key[0])))
    heads: list[tuple[str, int]] = []
    for collection, year_group in places:
        head = "New rolls of the autumn" if collection == _AUTUMN else f"Year {year_group}"
        if heads and heads[-1][0] == head:
            heads[-1] = (head, heads[-1][1] + 1)
        else:
            heads.append((head, 1))
    columns = [_COLUMNS.get(collection, f"Y{year_group}") for collection, year_group in places]
    rows = [(school.name, [_cell(school.states.get(place)) for place in places]) for school in schools]
    return Group(f"sent-{number}", label, heads, columns, rows)


def _cell(state: State | None) -> Cell:
    if state is None:
        return Cell("", "")
    word, kind = _WORDS[state.state]
    return Cell(f"{word}, late" if state.is_late else word, f"{kind} late" if state.is_late else kind)


def _dates(frames: TrackerFrames, as_of: date) -> list[tuple[str, str, bool]]:
    """Every event of the cycle: its day in words, its name, whether it has passed."""
    events = frames.events.sort("on_date", "event").select("on_date", "label").iter_rows()
    return [(long_date(day), label, day < as_of) for day, label in events]
