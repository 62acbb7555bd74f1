"""The simulated year holds what it must, and its files say what the books say: otherwise nothing is proved by it."""

from __future__ import annotations

from collections import Counter

from domain.findings import Severity
from intake.extract import read_extract
from tests.year.dates import CHECKPOINTS, CYCLE, LAST
from tests.year.files import make_books
from tests.year.ledger import Drop, deliveries
from tests.year.replay import some_days, truth_of
from tests.year.schools import NETWORK
from tests.year.truth_autumn import leavers, reconciled
from tests.year.world import make_world
from tests.year.writing import content

WORLD = make_world(1, NETWORK)
BOOKS = make_books(1, WORLD)
LANDINGS = some_days(BOOKS.days(), list(CHECKPOINTS.values()), 1)


def test_the_same_seed_gives_the_same_files() -> None:
    again = make_books(1, make_world(1, NETWORK))
    assert [(drop.path, content(drop)) for drop in again.drops[:60]] == [
        (drop.path, content(drop)) for drop in BOOKS.drops[:60]
    ]


def test_a_network_of_thirty_schools_and_about_1300_pupils_sends_six_hundred_files() -> None:
    assert len(WORLD.schools) == 30 and 1_100 < len(WORLD.people) < 1_500
    assert {school.kind for school in WORLD.schools} == {"primary", "secondary", "sixth_form", "all_through", "special"}
    assert len(deliveries(BOOKS, LANDINGS, content)) > 550


def test_every_sort_of_story_and_mishap_is_told() -> None:
    kinds = Counter(story.kind for story in WORLD.stories.values())
    assert min(kinds[kind] for kind in ("no_show", "surprise", "unsaid", "contradiction", "left")) >= 10
    assert {person.known_by for person in WORLD.people} == {"upn", "temporary", "uln", "mis_id"}
    whys = {drop.why for drop in BOOKS.drops}
    assert {"a filtered roll", "rolled over", "a wrong list", "mended rows"} <= whys
    assert {decision.kind for decision in BOOKS.decisions} == {"accept", "withdraw"}
    types = {row.values.get("destination_type") for drop in BOOKS.drops for row in drop.rows}
    assert {"DECEASED", "UNDECIDED", "REFUSED", "REPEAT_YEAR", "GAP_YEAR_DEFERRED", None} <= types
    assert {drop.style for drop in BOOKS.drops} == {"plain", "office", "careers", "workbook", "tabs"}


def test_every_state_of_reconciliation_and_of_leavers_occurs() -> None:
    truth = truth_of(WORLD, BOOKS, LANDINGS, content)
    seen = {state for _, _, state in reconciled(truth.as_of(CHECKPOINTS["six weeks after results"], CYCLE)).values()}
    assert seen == {
        "contradiction",
        "confirmed",
        "unclaimed",
        "surprise_arrival",
        "awaiting_roll",
        "no_show",
        "elsewhere",
        "unknown",
    }
    pictures = [truth.as_of(day, CYCLE) for day in CHECKPOINTS.values()]
    assert {leaver["state"] for p in pictures for leaver in leavers(p).values()} >= {"recorded", "overdue"}
    assert len(truth.as_of(CHECKPOINTS["leaders' pack"], LAST).members) > 150


def test_the_intake_reads_every_file_as_the_books_mean_it() -> None:
    wrong = [drop.path for drop in BOOKS.drops[::4] if not _is_read(drop)]
    assert wrong == []


def _is_read(drop: Drop) -> bool:
    extract = read_extract(content(drop), drop.path)
    blocking = [finding.rule for finding in extract.findings if finding.severity == Severity.BLOCKING]
    if drop.doubt:
        return blocking == [drop.doubt]
    said = extract.rows.select("kind", "in_cycle", "in_year_group", "in_stage").rows()
    meant = [(drop.kind, drop.cycle, row.year_group, drop.stage or None) for row in drop.rows]
    return not blocking and said == meant
