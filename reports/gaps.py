"""Differences between groups of pupils on one measure: looked up, with intervals and what may be said of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from domain.statistics import Estimate, Interval, TwoGroups, newcombe_all, relative_risk_all
from domain.statistics_chance import Chance, gap_chances
from domain.statistics_schools import GapParts, gap_parts
from reports import trace
from reports.measures import Subject
from reports.numbers import Count, points_cell, signed
from reports.rates import measured
from reports.view import View

# Year group and measure of the differences that a report shows.
MEASURES = ((6, "first_preference"), (11, "eet"), (12, "eet"), (13, "eet"), (13, "higher_education"))


@dataclass(frozen=True, slots=True)
class Gap:
    """A group beside its reference on one measure. `interval` is of the difference of shares."""

    year_group: int
    measure: str
    topic: str
    part: str
    reference: str
    count: Count
    other: Count
    interval: Interval | None = None
    ratio: Estimate | None = None
    chance: Chance | None = None

    @property
    def difference(self) -> float | None:
        """Share minus the reference's share."""
        if self.count.share is None or self.other.share is None:
            return None
        return self.count.share - self.other.share

    @property
    def is_told(self) -> bool:
        """Whether both shares may be shown, of enough pupils to read a difference from."""
        return self.difference is not None and self.chance != Chance.TOO_FEW

    @property
    def cell(self) -> str:
        return points_cell(self.count, self.other)

    @property
    def span(self) -> str:
        """The interval in percentage points, as traced text: `−8.1 to −3.9`."""
        return self._ends(self.interval, "gap_low", "gap_high", 1000, signed_tenths)

    @property
    def times(self) -> str:
        """The ratio with its interval, as traced text: `0.93 (0.91 to 0.96)`."""
        if not self.ratio:
            return ""
        value = trace.mark(_ratio_text(self.count, self.other), self._formula("ratio"))
        ends = Interval(self.ratio.low, self.ratio.high)
        return f"{value} ({self._ends(ends, 'ratio_low', 'ratio_high', 1, lambda end: f'{end:.2f}')})"

    def _formula(self, name: str) -> str:
        return trace.formula(name, self.count.rate_cell, self.other.rate_cell)

    def _ends(self, interval: Interval | None, low: str, high: str, scale: int, write: Callable[[float], str]) -> str:
        if not interval:
            return ""
        ends = (
            trace.mark(write(scale * end), self._formula(name))
            for end, name in ((interval.low, low), (interval.high, high))
        )
        return " to ".join(ends)


def _ratio_text(one: Count, other: Count) -> str:
    """The ratio of two shares, both shown and neither nought, in whole-number arithmetic: half up, as percentages."""
    above = (one.pupils or 0) * (other.cohort or 0)
    below = (one.cohort or 0) * (other.pupils or 0)
    hundredths = (200 * above + below) // (2 * below)
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def signed_tenths(tenths: float) -> str:
    """Tenths of a percentage point, rounded half away from nought: `−3.9`."""
    whole = int(abs(tenths) + 0.5)
    return signed(whole if tenths >= 0 else -whole)


def gaps(view: View, subject: Subject) -> list[Gap]:
    """Every difference of the subject that the report shows; all of them count as one report's comparisons."""
    return view.once(f"gaps of {subject.schools}", lambda: _sure(_looked_up(view, subject)))


def _looked_up(view: View, subject: Subject) -> list[Gap]:
    school = subject.schools[0] if subject.schools else ""
    found = []
    for year_group, measure in MEASURES:
        rows = view.frames.rows(
            "equity_gaps",
            ("cycle", "school_id", "year_group", "measure"),
            view.context.cycle,
            school,
            year_group,
            measure,
        )
        for row in rows:
            topic, part, reference = row["breakdown_topic"], row["breakdown"], row["reference"]
            one, other = (
                measured(view.frames, subject, view.context.cycle, year_group, measure, (topic, code))
                for code in (part, reference)
            )
            found.append(Gap(year_group, measure, topic, part, reference, one, other))
    places = {code: place for place, code in enumerate(view.breakdown_labels)}
    return sorted(found, key=lambda gap: (gap.year_group, gap.measure, places.get((gap.topic, gap.part), 999)))


def _sure(found: Sequence[Gap]) -> list[Gap]:
    shown = [gap for gap in found if gap.difference is not None]
    if not shown:
        return list(found)
    pairs = [_groups(gap.count, gap.other) for gap in shown]
    counts, ns = [pair.count for pair in pairs], [pair.n for pair in pairs]
    others, other_ns = [pair.reference_count for pair in pairs], [pair.reference_n for pair in pairs]
    intervals, ratios = newcombe_all(counts, ns, others, other_ns), relative_risk_all(counts, ns, others, other_ns)
    sure = iter(zip(intervals, ratios, gap_chances(pairs), strict=True))
    return [_with(gap, *next(sure)) if gap.difference is not None else gap for gap in found]


def _with(gap: Gap, interval: Interval | None, ratio: Estimate | None, chance: Chance) -> Gap:
    return Gap(
        gap.year_group, gap.measure, gap.topic, gap.part, gap.reference, gap.count, gap.other, interval, ratio, chance
    )


def _groups(count: Count, other: Count) -> TwoGroups:
    return TwoGroups(count.pupils or 0, count.cohort or 0, other.pupils or 0, other.cohort or 0)


def within_and_between(
    view: View, schools: Sequence[Subject], year_group: int, measure: str, topic: str, part: str, reference: str
) -> tuple[GapParts, str] | None:
    """A gap over the schools that may show both groups, divided into its parts; with it the ids of the groups' counts,
    as the formulas of the parts list them. None where none may.
    """
    pairs = []
    for school in schools:
        both = tuple(
            measured(view.frames, school, view.context.cycle, year_group, measure, (topic, code))
            for code in (part, reference)
        )
        if all(count.is_published and count.cohort for count in both):
            pairs.append(both)
    parts = gap_parts([_groups(*pair) for pair in pairs]) if pairs else None
    return (parts, ",".join(count.cell for pair in pairs for count in pair)) if parts else None
