"""The counts that leave together, taken from the marts."""

from __future__ import annotations

from network import AS_OF, CYCLE, delivery, network, pupil

from assets.released_counts import participations, released_counts
from domain.released_counts import add_up

ROLL = delivery(1, "hollins", "roll", [pupil(n) for n in range(4)], year_group=12, on="2026-01-20")
PLANS = delivery(
    2, "hollins", "destinations", [pupil(n, destination_type="SIXTH_FORM", destination_provider="Hollins Academy") for n in range(3)],
    year_group=12, stage="intended", on="2026-03-01",
)  # fmt: skip


def test_every_category_that_pupils_stand_in_says_how_they_take_part() -> None:
    with network(ROLL, PLANS) as database:
        database.query("from mart.released_counts")
        database.set_variables(CYCLE, AS_OF)
        counts, _ = released_counts(database)
        ways = participations(database)
        found = {(key.year_group, key.item) for key, value in counts.items() if key.level == "destination" and value}
        assert (12, "continuing_own_sixth_form") in found
        assert found <= set(ways)


def test_who_stays_in_the_own_sixth_form_is_in_education_and_anybody_can_add_that_up() -> None:
    with network(ROLL, PLANS) as database:
        database.query("from mart.released_counts")
        database.set_variables(CYCLE, AS_OF)
        counts, _ = released_counts(database)
        _, sums = add_up(counts, participations(database))
        wholes = [
            found.whole.item
            for found in sums
            if "continuing_own_sixth_form" in {part.item for part in found.parts}
            and found.whole.level == "participation"
        ]
        assert set(wholes) == {"education"}
