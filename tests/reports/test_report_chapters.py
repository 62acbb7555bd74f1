"""What the chapters say is what the released measures say, with the statistics' own intervals; where nothing can be told
there is a sentence.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import polars as pl
import pytest
from html_page import Page
from report_sample import CYCLE, CYCLES, SCHOOL, context, frames, schools, tables

from domain.statistics import newcombe, wilson
from reports.frames import ReportFrames
from reports.network import render_network_report
from reports.numbers import percent_of, share_percent, signed
from reports.school import render_school_report

NAMES = dict(schools().select("school_id", "name").iter_rows())
NETWORK = "Meridian Learning Trust"


def measure(
    name: str, year: int, school: str = "", part: tuple[str, str] = ("total", "total"), cycle: str = CYCLE
) -> dict[str, object]:
    frame = tables()["measures_by_school" if school else "measures_by_network"]
    chosen = frame.filter(
        (pl.col("cycle") == cycle) & (pl.col("year_group") == year) & (pl.col("measure") == name)
        & (pl.col("breakdown_topic") == part[0]) & (pl.col("breakdown") == part[1])
    )  # fmt: skip
    chosen = chosen.filter(pl.col("school_id") == school) if school else chosen
    return chosen.to_dicts()[0]


def section(page: Page, id: str) -> str:
    return " ".join(page.by_id(id).text.split())


@pytest.mark.parametrize(("year", "name"), [(11, "eet"), (13, "higher_education")])
def test_a_rate_stands_with_wilsons_interval_and_what_the_unknown_could_make_of_it(
    network: Page, year: int, name: str
) -> None:
    table = network.table(f"table-rates-{year}-{name.replace('_', '-')}")
    for label, row in ((NETWORK, measure(name, year)), (NAMES[SCHOOL], measure(name, year, SCHOOL))):
        interval = wilson(row["pupils"], row["cohort"])  # type: ignore[arg-type]
        assert interval
        assert table[label]["95% interval"] == f"{share_percent(interval.low)} to {share_percent(interval.high)}"
    whole, unknown = measure(name, year), measure("unknown", year)
    best = percent_of(whole["pupils"] + unknown["pupils"], whole["cohort"])  # type: ignore[operator, arg-type]
    worst = percent_of(whole["pupils"], whole["cohort"])  # type: ignore[arg-type]
    assert table[NETWORK]["If none to all of those not known"] == f"{worst} to {best}"


def test_schools_stand_in_the_order_of_their_shares_without_a_place(network: Page) -> None:
    table = network.table("table-rates-11-eet")
    academies = [row["Pupils"].split()[-1] for name, row in table.items() if name.endswith("Academy")]
    shares = [int(text.strip("<>%")) for text in academies if text != "c"]
    assert len(shares) > 5
    assert all(one >= other for one, other in pairwise(shares))
    assert academies == sorted(academies, key=lambda text: text == "c"), (
        "a hidden one's place would tell something of it"
    )
    assert "rank" not in section(network, "rates").lower()


def test_the_funnel_has_a_dot_for_each_school_that_may_be_shown_and_names_none_for_chance(network: Page) -> None:
    drawing = network.drawings["funnel-11-eet"]
    dots = sum(len(line["x"]) for line in drawing["data"] if line["mode"] == "markers")  # type: ignore[attr-defined]
    shown = tables()["measures_by_school"].filter(
        (pl.col("cycle") == CYCLE) & (pl.col("year_group") == 11) & (pl.col("measure") == "eet")
        & (pl.col("breakdown_topic") == "total") & (pl.col("status") == "published")
    )  # fmt: skip
    assert dots == shown.height
    verdicts = [row["Beside the network"] for row in network.table("table-funnel-11-eet").values()]
    outside = verdicts.count("this is unlikely to be chance")
    title = network.by_id("figure-funnel-11-eet").text
    assert ("None of " if not outside else f"{outside} of ") in title


def test_a_difference_between_groups_has_newcombes_interval(network: Page) -> None:
    row = network.table("table-equity-11-eet")["Disadvantaged"]
    one, other = (measure("eet", 11, part=("disadvantage", part)) for part in ("disadvantaged", "not_disadvantaged"))
    interval = newcombe(one["pupils"], one["cohort"], other["pupils"], other["cohort"])  # type: ignore[arg-type]
    assert interval
    low, high = (signed(int(abs(1000 * end) + 0.5) * (1 if end >= 0 else -1)) for end in (interval.low, interval.high))
    assert row["95% interval"] == f"{low} to {high}"
    title = network.by_id("figure-equity-11-eet").text
    assert row["Difference"].lstrip("−+") in title


def test_entrants_are_shown_over_the_cohort_and_over_everybody_who_entered(network: Page) -> None:
    row = network.table("table-he-steps")["Russell Group, with Oxford and Cambridge"]
    entered, everybody = measure("russell_group_entered", 13), measure("he_entered", 13)
    assert row["Entered"] == f"{entered['pupils']} {percent_of(entered['pupils'], entered['cohort'])}"  # type: ignore[arg-type]
    assert row["Entered, of HE entrants"] == percent_of(entered["pupils"], everybody["pupils"])  # type: ignore[arg-type]


def test_a_school_without_a_sixth_form_has_a_dash_where_its_own_is_meant(network: Page) -> None:
    table = network.table("table-retention")
    without = [
        NAMES[row["school_id"]]
        for row in schools().to_dicts()
        if row["phase"] == "secondary" and not row["has_sixth_form"]
    ]
    assert without
    assert all(table[name]["Year 11: in the own sixth form"] == "–" for name in without)
    assert all("%" in table[name]["Year 11: at any school of the network"] for name in without)


def test_three_years_are_added_up_over_their_cohorts_added_up(network: Page) -> None:
    rows = [measure("eet", 11, cycle=cycle) for cycle in CYCLES]
    pupils, cohort = (sum(row[name] for row in rows) for name in ("pupils", "cohort"))  # type: ignore[misc]
    together = [line for line in network.table_of("table-pooled-caption") if line[0] == "All pupils"]
    assert f"{percent_of(pupils, cohort)} {pupils:,} of {cohort:,}" in {line[4] for line in together}
    assert "More pupils count as disadvantaged from 2025-26 on." in section(network, "pooled")


def test_published_figures_say_whose_leavers_and_that_they_are_sustained_and_are_never_drawn(
    network: Page, school: Page
) -> None:
    for page in (network, school):
        assert "sustained" in section(page, "published").lower()
        assert "2022-23" in section(page, "published")
        assert not [figure for figure in page.all("figure") if "published" in figure.attributes["id"]]
    lines = school.table_of("table-published-11-caption")
    assert lines[lines.index(["Westmoor Academy"]) + 1][2] == "SUPP", "the publisher's own symbol"
    assert "Westmoor" not in section(network, "published")


def test_the_programme_stands_beside_destinations_and_claims_nothing(network: Page, school: Page) -> None:
    for page in (network, school):
        assert "does not make the one the cause of the other" in section(page, "careers")
    assert school.table("table-careers-11")["All pupils"]["Had a guidance interview"]
    met = network.table("table-compass")["1. A stable careers programme"]
    assert met["Schools that evaluated it"] == "15"


def test_where_no_list_was_sent_it_is_not_said_that_nothing_happened() -> None:
    bare = {name: frame for name, frame in tables().items() if not name.startswith(("measures_by", "compass"))}
    text = section(Page(render_school_report(ReportFrames(**bare), context(), SCHOOL)), "careers")
    assert "which is not the same as that there were none" in text


def test_what_changed_is_listed_with_its_cause_or_said_to_be_nothing(network: Page) -> None:
    assert "nothing changed" in section(network, "changes")
    line = {
        "school": "Westmoor Academy", "what": "Year 11, in education", "column": "pupils", "before_text": "140",
        "after_text": "141", "cause": "Y11-final.xlsx of 27 November", "table": "mart.measures_by_school", "cycle": CYCLE,
        "school_id": SCHOOL, "year_group": 11, "stage": "", "breakdown_topic": "total", "breakdown": "total", "item": "education",
    }  # fmt: skip
    changed = replace(frames(), changes=pl.DataFrame([line]))
    row = Page(render_network_report(changed, context())).table("table-changes")["Year 11, in education"]
    assert row == {"Before": "140", "Now": "141", "What caused it": "Y11-final.xlsx of 27 November"}


def test_a_school_report_ends_with_three_findings_and_three_questions(school: Page) -> None:
    assert school.by_id("questions-title").text == "Three findings, three questions"
    text = section(school, "questions")
    assert text.count("?") == 3
    lists = [element for element in school.all("ol") if element.attributes.get("class") == "findings"]
    assert [element.text.count("\n") > 0 for element in lists]


def test_a_finding_leads_to_the_chapter_of_its_numbers(network: Page) -> None:
    ids = {element.attributes.get("id") for element in network.elements}
    links = [link for link in network.all("a") if "ol" in link.ancestors and "nav" not in link.ancestors]
    assert len(links) > 5
    assert all(link.attributes["href"][1:] in ids for link in links)


def test_small_groups_are_marked_in_every_table_of_groups(network: Page) -> None:
    small = [
        row["breakdown"]
        for row in tables()["equity_gaps"]
        .filter((pl.col("cycle") == CYCLE) & (pl.col("school_id") == SCHOOL))
        .to_dicts()
        if row["cohort"] < 20
    ]
    page = Page(render_school_report(frames(), context(), SCHOOL))
    assert small
    assert page.by_id("equity").text.count("small group") >= 1


def test_a_sum_of_which_a_part_is_hidden_is_hidden() -> None:
    quality = tables()["quality"]
    is_hidden = (pl.col("cycle") == CYCLE) & (pl.col("school_id") == SCHOOL) & (pl.col("year_group") == 11)
    hidden = quality.with_columns(
        unknown=pl.when(is_hidden.not_()).then("unknown"),
        status=pl.when(is_hidden).then(pl.lit("suppressed")).otherwise("status"),
    )
    table = Page(render_network_report(replace(frames(), quality=hidden), context())).table("table-quality")
    assert table[NETWORK]["Not known"] == table[NAMES[SCHOOL]]["Not known"] == "c"
    assert table[NETWORK]["Rows held"] != "c"
    assert "c" not in {row["Not known"] for name, row in table.items() if name not in (NETWORK, NAMES[SCHOOL])}
