"""What schools write down about destinations, file by file, from the stock-take to the last calls in November."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from tests.year.dates import CYCLE, EVENTS, results_day
from tests.year.ledger import Drop, Row, Value
from tests.year.rolls import Habits, school_day, suffix, who
from tests.year.schools import School
from tests.year.stories import UNKNOWN, Plan, Story
from tests.year.world import World

_DATES = EVENTS[CYCLE]
_OFFERS = ("offer_made", "offer_made", "offer_made", "no_offer", "offer_not_appropriate", "not_recorded", "", "")
_EVIDENCE = {
    "HIGHER_EDUCATION": "ucas",
    "APPRENTICESHIP": "employer",
    "EMPLOYMENT": "employer",
    "HOME_EDUCATED": "local_authority",
}
_REASONS = ("grades below", "preference", "changed mind", "")
# A school that loosely writes "college" of a sixth form: the provider tells what it is.
_LOOSE = ("POST16_UNSPECIFIED", "FE_COLLEGE")


class Said:
    """Writes the destinations files of a world."""

    def __init__(self, world: World, habits: dict[str, Habits], random: Random) -> None:
        self.world, self.habits, self.random = world, habits, random
        self.entered = {
            (e.person, e.school_id): e.entry_date for e in world.enrolments if e.cycle == CYCLE and e.status in "CM"
        }
        self.told = {(e.person, e.school_id): e for e in world.enrolments if e.cycle == CYCLE and e.tells_leaving}

    def drops(self) -> Iterator[Drop]:
        """Every destinations file that is as it should be, mishaps apart."""
        for place, school in enumerate(self.world.schools):
            for year_group in school.year_groups:
                stories = [
                    (person, story)
                    for person, story in self.world.stories.items()
                    if story.school_id == school.school_id and story.year_group == year_group
                ]
                yield from self._intended(school, place, year_group, stories)
                yield from self._finals(school, place, year_group, stories)

    def _intended(
        self, school: School, place: int, year_group: int, stories: Sequence[tuple[int, Story]]
    ) -> Iterator[Drop]:
        stock = school_day(self.random, date(2026, 3, 4), date(2026, 3, 19))
        came = date(2026, 4, 27) if place % 9 == 4 else stock
        may = school_day(self.random, date(2026, 5, 11), date(2026, 5, 29))
        july = school_day(self.random, date(2026, 7, 6), date(2026, 8, 7))
        here = [(p, s) for p, s in stories if self._is_here(p, school, stock)]
        rows = [self._intends(p, s.said[0], school, year_group, stock, date(2026, 3, 2)) for p, s in here]
        yield self._drop(school, year_group, "intended", "spring list", came, rows)
        still = [(p, s) for p, s in stories if self._is_here(p, school, may)]
        changed = [
            self._intends(p, s.said[1], school, year_group, may, date(2026, 5, 4))
            for p, s in still
            if s.said[1] != s.said[0] or self.random.random() < 0.15
        ]
        yield self._drop(school, year_group, "intended", "may list", may, changed)
        last = [(p, s) for p, s in stories if self._is_here(p, school, july)]
        rows = [self._intends(p, s.said[2], school, year_group, july, date(2026, 6, 15)) for p, s in last]
        # some put what is meant in July among the final destinations; before results it is an intention all the same
        stage = "final" if place % 7 == 3 and year_group in (11, 13) else "intended"
        yield self._drop(school, year_group, stage, "july list", july, rows)

    def _finals(
        self, school: School, place: int, year_group: int, stories: Sequence[tuple[int, Story]]
    ) -> Iterator[Drop]:
        results = results_day(CYCLE, year_group)
        if results and year_group != 12:
            late = place % 4 == 2
            day = results + timedelta(self.random.randint(4, 8) if late else self.random.randint(0, 1))
            rows = [
                self._row(p, s.decided, school, year_group, day, self._between(results, day))
                for p, s in stories
                if s.left is None and s.decided
            ]
            yield self._drop(school, year_group, "final", "august list", day, rows)
        for person, story in stories:
            if story.left and self.random.random() < 0.7:
                yield self._leaver(school, year_group, person, story)
        for name, first, last, share in (
            ("autumn list", date(2026, 9, 14), date(2026, 9, 30), 0.5),
            ("second list", date(2026, 10, 19), date(2026, 10, 30), 0.4),
            ("november list", date(2026, 11, 16), date(2026, 11, 27), 0.15),
        ):
            day = school_day(self.random, first, last)
            rows = [
                self._final(p, s, school, day)
                for p, s in stories
                if s.kind != "contradiction" or name == "autumn list"
                if self.random.random() < (share if not s.in_network else share / 3)
                if year_group != 12 or not s.in_network
            ]
            yield self._drop(school, year_group, "final", name, day, rows)
        calls = school_day(self.random, date(2026, 10, 5), date(2026, 10, 13))
        rows = [self._call(p, s, school, calls) for p, s in stories if self.random.random() < 0.06 and s.left is None]
        yield self._drop(school, year_group, "final", "telephone list", calls, rows if year_group in (11, 13) else [])

    def _is_here(self, person: int, school: School, day: date) -> bool:
        left = self.world.stories[person].left
        return (left is None or left > day) and self.entered[person, school.school_id] <= day

    def _between(self, first: date, last: date) -> date:
        return first + timedelta(self.random.randint(0, max((last - first).days, 0)))

    def _intends(self, person: int, plan: Plan | None, school: School, year_group: int, day: date, first: date) -> Row:
        if year_group == 6 and plan and plan.type in ("APPRENTICESHIP", "EMPLOYMENT"):
            plan = UNKNOWN
        offer = self.random.choice(_OFFERS) if year_group in (11, 12) else ""
        return self._row(person, plan, school, year_group, day, self._between(first, day), offer_status=offer)

    def _final(self, person: int, story: Story, school: School, day: date) -> Row:
        """What the school has heard by a day in autumn; of some it only knows that nobody answers."""
        plan = story.goes
        if story.kind == "contradiction":
            plan = story.decided or story.said[2] or plan
        chance = self.random.random()
        recorded = self._between(_DATES["term_starts"], day)
        if chance < 0.1:
            return self._row(person, UNKNOWN, school, story.year_group, day, recorded)
        more: dict[str, Value] = {}
        if chance < 0.65:
            verified = self._between(recorded, day)
            by = "network_roll" if plan.school else _EVIDENCE.get(plan.type, "provider")
            more = {"verified_on": verified, "verified_by": by}
        elif chance < 0.8:
            more = {"verified_by": self.random.choice(("pupil", "parent"))}
        if plan.type in ("GAP_YEAR_DEFERRED", "TEMPORARY_EMPLOYMENT"):
            more["review_on"] = recorded + timedelta(self.random.choice((7, 20, 120)))
        if plan.type in ("TRAINING", "FE_COLLEGE") and chance < 0.5:
            more["predicted_end_on"] = recorded + timedelta(self.random.choice((25, 40, 270)))
        if chance > 0.7:
            more["change_reason"] = self.random.choice(_REASONS)
        return self._row(person, plan, school, story.year_group, day, recorded, **more)

    def _call(self, person: int, story: Story, school: School, day: date) -> Row:
        """A pupil says something else on the telephone than what is known: word against evidence."""
        plan = Plan("APPRENTICESHIP", provider="Zennor Engineering")
        recorded = self._between(day - timedelta(12), day)
        return self._row(
            person, plan, school, story.year_group, day, recorded, verified_on=recorded, verified_by="pupil"
        )

    def _leaver(self, school: School, year_group: int, person: int, story: Story) -> Drop:
        assert story.left is not None
        day = max(story.left + timedelta(self.random.randint(2, 24)), date(2025, 10, 20))
        more: dict[str, Value] = {"verified_by": "parent"} if self.random.random() < 0.5 else {}
        recorded = self._between(story.left, day)
        row = self._row(person, story.goes, school, year_group, day, recorded, **more)
        return self._drop(school, year_group, "final", f"left {person}", day, [row])

    def _row(
        self, person: int, plan: Plan | None, school: School, year_group: int, day: date, recorded: date, **more: Value
    ) -> Row:
        values: dict[str, Value | None] = {**who(self.world, person, school.school_id, day), **more}
        if plan:
            values |= {"destination_type": plan.type, "destination_provider": plan.provider}
            if plan.type == "APPRENTICESHIP":
                values["apprenticeship_level"] = "3"
        if self.habits[school.school_id].tells_days:
            values["recorded_on"] = recorded
        else:
            values.pop("verified_on", None)
        enrolment = self.told.get((person, school.school_id))
        if enrolment and enrolment.leaving_date and enrolment.leaving_date <= day:
            values |= {"leaving_date": enrolment.leaving_date, "leaving_reason": enrolment.leaving_reason}
        row = Row(person, year_group, {name: value for name, value in values.items() if value})
        return self._at_network_school(row, plan, school) if plan and plan.school else row

    def _at_network_school(self, row: Row, plan: Plan, school: School) -> Row:
        """The name of a network school as people spell it, or its number instead."""
        there = self.world.school(plan.school)
        values = dict(row.values)
        own = there.school_id == school.school_id
        if own and row.year_group == 12 and plan.type == "SIXTH_FORM" and self.random.random() < 0.4:
            return row
        if own and plan.type == "REPEAT_YEAR" and self.random.random() < 0.5:
            return row
        spelling = self.random.choice(("name", "name", "capitals", "laestab", "urn"))
        names = {"name": there.name, "capitals": there.name.upper().replace("'", "’"), "urn": there.name}
        numbers = {"laestab": there.laestab, "urn": there.urn}
        values |= {
            "destination_provider": names.get(spelling, ""),
            "destination_provider_id": numbers.get(spelling, ""),
        }
        if plan.type == "SIXTH_FORM" and self.random.random() < 0.05:
            values["destination_type"] = self.random.choice(_LOOSE)
        return replace(
            row, values={name: value for name, value in values.items() if value}, school_meant=there.school_id
        )

    def _drop(self, school: School, year_group: int, stage: str, name: str, day: date, rows: Sequence[Row]) -> Drop:
        habit = self.habits[school.school_id]
        known = name if habit.dates_names or name.startswith("left") else "destinations"
        path = f"{school.school_id}/{CYCLE}/Y{year_group}-{stage}/{known}{suffix(habit.style)}"
        return Drop(
            day, path, school.school_id, CYCLE, "destinations", tuple(rows), stage, habit.style,
            writes_year_group=0 if habit.dates_names else None, why=name,
        )  # fmt: skip
