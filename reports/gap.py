"""The chapter on disadvantaged pupils and the others: a dot for each on one line per category, their gap at its end."""

from __future__ import annotations

from math import ceil

from reports import sentences
from reports.charts import Key
from reports.dots import DotRow, dot_rows
from reports.measures import Item, Line, counts, used
from reports.numbers import NOTHING, Count, points_between, points_cell, signed
from reports.tables import Cell, Row, Table, cohort_cell, count_cell, plain_table
from reports.theme import DISADVANTAGED, NOT_DISADVANTAGED
from reports.view import Chapter, Figure, Heading, Part, Sentence, View

TOPIC = "disadvantage"
_YES = Key("Disadvantaged", DISADVANTAGED, "diamond")
_NO = Key("Not disadvantaged", NOT_DISADVANTAGED, "dot")
_GROUPS = (("disadvantaged", _YES.label), ("not_disadvantaged", _NO.label), ("not_known", "Not known"))


def gap_chapter(view: View) -> Chapter:
    """Each year group: the two groups compared, where both are large enough."""
    parts: list[Part] = []
    for year_group in view.year_groups:
        name = f"gap-{year_group}"
        parts.append(Heading(f"Year {year_group}", f"{name}-heading"))
        stage = view.stages[year_group]
        parts += (
            _gap_parts(view, name, year_group, stage) if stage else [Sentence(view.why_empty(year_group, "intended"))]
        )
    intro = (
        "The gap is the share of disadvantaged pupils minus the share of the others, in percentage points. "
        "A minus means that fewer of the disadvantaged pupils went there."
    )
    return Chapter("gap", "Disadvantaged pupils and others", intro, tuple(parts))


def _gap_parts(view: View, name: str, year_group: int, stage: str) -> list[Part]:
    groups = _groups(view, year_group, stage)
    yes, no = groups.get("disadvantaged"), groups.get("not_disadvantaged")
    if not yes or not no or not yes.cohort or not no.cohort:
        return [Sentence(f"Year {year_group} can't be compared: it hasn't pupils of both groups.")]
    if min(yes.cohort, no.cohort) <= view.context.suppress_to:
        return [Sentence(f"Year {year_group} can't be compared: one of the groups has too few pupils to be shown.")]
    shown, empty = used(list(groups.values()), view.categories)
    if small := sentences.small_groups(year_group, yes.cohort, no.cohort, (yes.cohort_number, no.cohort_number)):
        return [Sentence(small), _gap_table(view, name, year_group, stage, groups, shown, empty, with_gap=False)]
    table = _gap_table(view, name, year_group, stage, groups, shown, empty)
    pairs = [(item, yes.counts.get(item.code, NOTHING), no.counts.get(item.code, NOTHING)) for item in shown]
    shares = [count.share for _, one, other in pairs for count in (one, other) if count.share is not None]
    if not shares:
        return [Sentence(f"Every count of these groups of Year {year_group} is too small to be shown."), table]
    rows = [
        DotRow(item.label, ((one, _YES), (other, _NO)), _points(one, other))
        for item, one, other in pairs
        if one.is_published or other.is_published
    ]
    figure = Figure(
        id=name,
        title=_gap_title(view, year_group, stage),
        denominator=f"Share of {yes.cohort_number} disadvantaged and {no.cohort_number} other pupils "
        f"in the Year {year_group} cohort of {view.context.cycle}, those not known included; {stage} destinations. "
        "At the right: the gap in percentage points.",
        drawing=dot_rows(rows, top=min(1.0, ceil(max(shares) * 10 + 0.3) / 10)),
        twin=f"table-{name}",
    )
    return [figure, table]


def _groups(view: View, year_group: int, stage: str) -> dict[str, Line]:
    """The groups that have pupils; of those whose group isn't known only as many as may be told."""
    groups: dict[str, Line] = {}
    for code, label in _GROUPS:
        cohort, found = counts(view.frames, view.subject, view.context.cycle, year_group, stage, (TOPIC, code))
        if found and (code != "not_known" or (cohort or 0) > view.context.suppress_to):
            groups[code] = Line(label, cohort, found)
    return groups


def _points(one: Count, other: Count) -> str:
    return signed(points_between(one, other)) if "suppressed" in (one.status, other.status) or one.is_published else "–"


def _gap_title(view: View, year_group: int, stage: str) -> str:
    yes, no = (
        view.participation(view.subject, year_group, stage, breakdown=(TOPIC, code))[1].get("education")
        for code in ("disadvantaged", "not_disadvantaged")
    )
    return sentences.gap_title(year_group, stage, yes, no)


def _gap_table(
    view: View,
    name: str,
    year_group: int,
    stage: str,
    groups: dict[str, Line],
    shown: list[Item],
    empty: list[Item],
    with_gap: bool = True,
) -> Table:
    rows = [
        Row(
            "Cohort",
            (*(cohort_cell(line.cohort, line.counts.values()) for line in groups.values()), *[Cell("")] * with_gap),
            True,
        )
    ]
    for item in shown:
        cells = [count_cell(line.counts.get(item.code, NOTHING)) for line in groups.values()]
        if with_gap:
            one, other = (
                groups[code].counts.get(item.code, NOTHING) for code in ("disadvantaged", "not_disadvantaged")
            )
            both = one.is_published and other.is_published
            cells.append(Cell(_points(one, other), cell=points_cell(one, other) if both else ""))
        rows.append(Row(item.label, tuple(cells)))
    note = f"Nobody here: {', '.join(item.label for item in empty)}." if empty else ""
    told = "pupils, share, gap in percentage points" if with_gap else "pupils and share of the group"
    caption = f"Year {year_group} by disadvantage, {view.context.cycle}, {stage} destinations: {told}"
    columns = [*(line.label for line in groups.values()), *["Gap"] * with_gap]
    return plain_table(f"table-{name}", caption, "Destination", columns, rows, note)
