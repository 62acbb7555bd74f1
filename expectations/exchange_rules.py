"""What a row of `staged.rows` must say where it is an application, feedback, an encounter, a number of places left or a
school's own evaluation."""

from __future__ import annotations

from functools import partial

from domain.findings import Severity
from expectations.library import expect
from expectations.rules import Rule

BLOCKING, WARNING = Severity.BLOCKING, Severity.WARNING
_rule = partial(Rule, table="staged.rows")

APPLICATIONS = (
    _rule(
        id="application_names_its_provider",
        severity=WARNING,
        columns=("destination_provider", "destination_provider_id"),
        expectation=expect("ExpectColumnValuesToBeInSet", column="provider_is_written", value_set=[True]),
        kinds=("applications",),
        message="The row doesn't say to which college or university the pupil applied.",
        notes="Whether a pupil is placed at the first choice, the insurance choice or through Clearing can't be told.",
        repair="Fill in the provider's name, or its UCAS code or UKPRN.",
    ),
    _rule(
        id="application_says_how_it_stands",
        severity=WARNING,
        columns=("application_status",),
        expectation=expect("ExpectColumnValuesToBeInSet", column="application_stands", value_set=[True]),
        kinds=("applications",),
        message="The row doesn't say how the application stands, so it counts as waiting for a decision.",
        notes="A pupil who holds an offer would be listed for another guidance conversation.",
        repair="Fill in Application status, Reply or Placed.",
    ),
)

FEEDBACK = (
    _rule(
        id="feedback_says_where",
        severity=BLOCKING,
        columns=("destination_type", "destination_provider"),
        expectation=expect("ExpectColumnValuesToBeInSet", column="says_where", value_set=[True]),
        kinds=("feedback",),
        message="The row doesn't say where the young person is.",
        notes="A list that says nothing confirms nothing.",
        repair="Fill in the destination or activity code, or the name of the provider.",
    ),
)

ENCOUNTERS = (
    _rule(
        id="encounter_has_a_date",
        severity=BLOCKING,
        columns=("encounter_on",),
        expectation=expect("ExpectColumnValuesToNotBeNull", column="encounter_on"),
        kinds=("encounters",),
        message="The row doesn't say when the encounter was.",
        notes="An encounter without a day counts for no year and meets no date.",
        repair="Type the day as dd/mm/yyyy.",
    ),
    _rule(
        id="encounter_is_past",
        severity=BLOCKING,
        columns=("encounter_on",),
        expectation=expect("ExpectColumnValuesToBeInSet", column="encounter_is_to_come", value_set=[False]),
        kinds=("encounters",),
        message="The encounter lies after the day on which the file came.",
        notes="What is planned is no encounter yet.",
        repair="Correct the day, or send the row once the encounter has taken place.",
    ),
    _rule(
        id="encounter_has_a_kind",
        severity=BLOCKING,
        columns=("encounter_kind",),
        expectation=expect("ExpectColumnValuesToNotBeNull", column="encounter_kind"),
        kinds=("encounters",),
        message="The row doesn't say what kind of encounter it was.",
        notes="Each kind is asked for by itself: an employer, a provider, a university, a workplace, guidance.",
        repair="Choose the kind from the list.",
    ),
)

OF_A_SCHOOL = (
    _rule(
        id="places_are_counted",
        severity=BLOCKING,
        columns=("places_left",),
        expectation=expect("ExpectColumnValuesToBeBetween", column="places_told", min_value=0, max_value=2000),
        kinds=("places",),
        message="The number of places left is missing, or can't be right.",
        notes="A pupil without a place would be sent where there is none.",
        repair="Type how many places are left, in digits; 0 where the course is full.",
    ),
    _rule(
        id="benchmark_is_one_of_eight",
        severity=BLOCKING,
        columns=("benchmark",),
        expectation=expect("ExpectColumnValuesToBeBetween", column="benchmark_told", min_value=1, max_value=8),
        kinds=("compass",),
        message="The benchmark is not one of the eight.",
        notes="A score of no benchmark can't be shown.",
        repair="Type the number of the benchmark, 1 to 8.",
    ),
    _rule(
        id="benchmark_score_is_a_percentage",
        severity=BLOCKING,
        columns=("benchmark_score",),
        expectation=expect("ExpectColumnValuesToBeBetween", column="score_told", min_value=0, max_value=100),
        kinds=("compass",),
        message="The benchmark's score is missing, or is no percentage.",
        notes="Scores of schools are laid side by side; a wrong one would stand out for a school that did well.",
        repair="Type the score in per cent, from 0 to 100.",
    ),
    _rule(
        id="benchmark_score_is_no_fraction",
        severity=BLOCKING,
        columns=("benchmark_score",),
        expectation=expect("ExpectColumnValuesToBeInSet", column="score_is_a_fraction", value_set=[False]),
        kinds=("compass",),
        message="The score looks like a fraction: Excel keeps 75 % as 0.75.",
        notes="A benchmark that is met in full would look as if it were not met at all.",
        repair="Format the column as Number and type the score in per cent, such as 75.",
    ),
    _rule(
        id="evaluation_is_past",
        severity=BLOCKING,
        columns=("evaluated_on",),
        expectation=expect("ExpectColumnValuesToBeInSet", column="evaluation_is_past", value_set=[True]),
        kinds=("compass",),
        message="The day of the evaluation is missing, or lies after the day on which the file came.",
        notes="Which evaluation is the newest can't be told.",
        repair="Type the day on which the school evaluated itself, as dd/mm/yyyy.",
    ),
)

PUPILS = (
    _rule(
        id="pupil_is_known",
        severity=WARNING,
        columns=("upn",),
        expectation=expect("ExpectColumnValuesToBeInSet", column="is_known_pupil", value_set=[True]),
        kinds=("applications", "feedback", "encounters"),
        message="We know no such pupil in that year, so the row is kept but not counted.",
        notes="What is said of a pupil whom no roll names is counted for nobody.",
        repair="Correct the pupil's number or name. If the pupil has joined lately, send a new roll.",
    ),
)

EXCHANGE_RULES: tuple[Rule, ...] = (*APPLICATIONS, *FEEDBACK, *ENCOUNTERS, *OF_A_SCHOOL, *PUPILS)
