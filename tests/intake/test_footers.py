"""What stands beneath a table and is no pupil; and the pupils who are called like it."""

from __future__ import annotations

import pytest
from intake_samples import PUPILS, TITLES, assert_conserved, read

FOOTERS = (
    "School total",
    "Year 11 total",
    "Grand Total: 152",
    "Total: 152",
    "Total pupils",
    "Totals",
    "Count",
    "Subtotal",
    "Number of pupils: 152",
    "152 students",
    "Pupil count: 12",
    "Report run by A. Clerk",
    "Report run on 3 February 2026",
    "Run by: A. Clerk",
    "Date printed: 03/02/2026",
    "Printed on Monday",
    "Exported from SIMS",
    "Page 1 of 3",
    "Page: 2",
    "1 of 3 pages",
    "End of report",
    "Signed: ______________ Date: ________",
    "Headteacher: ____________",
    "Headteacher's signature",
    "Checked by: ABC",
    "Confidential",
    "STRICTLY CONFIDENTIAL - do not share",
    "OFFICIAL-SENSITIVE",
    "© Hollins Academy",
    "Key: FE = Further education",
    "Key",
    "FE = Further education",
    "HE = University",
    "Notes: blank means not asked yet",
    "Please note that this list is a draft",
    "Source: school survey",
    "Filters applied: Year 11",
)


@pytest.mark.parametrize("place", [0, 1, 4])
@pytest.mark.parametrize("text", FOOTERS)
def test_a_line_about_the_table_is_dropped_wherever_it_starts(text: str, place: int) -> None:
    footer = [""] * 6
    footer[place] = text
    extract = read([TITLES, *PUPILS, footer])
    assert extract.dropped.rows() == [("", 5, "total or footer")]
    assert extract.rows.height == 3
    assert_conserved(extract)


def test_a_total_with_its_numbers_and_a_legend_with_its_meaning_are_dropped() -> None:
    rows = [
        ("School total", "152", "152", "", "130", "22"),
        ("", "Total", "", "", "152", "95.5%"),
        ("Key: FE", "", "", "", "Further education", ""),
    ]
    assert read([TITLES, *PUPILS, *rows]).dropped.height == 3


@pytest.mark.parametrize(
    "surname",
    ["Total", "Count", "Page", "Key", "Key-Smith", "Count-Smith", "Totally", "Signed", "Note", "Sum", "Legend"],
)
@pytest.mark.parametrize(
    "pupil",
    [
        ("", "{}", "Ada", "", "", ""),
        ("", "{}", "", "01/02/2010", "", ""),
        ("B801200005001", "{}", "", "", "", ""),
        ("", "{}", "Page", "01/02/2010", "Sixth form", "Hollins"),
        ("", "{}", "", "", "Sixth form", "Hollins"),
        ("", "Abara", "{}", "01/02/2010", "Sixth form", "Hollins"),
    ],
)
def test_a_pupil_who_is_called_so_is_never_dropped(surname: str, pupil: tuple[str, ...]) -> None:
    extract = read([TITLES, *PUPILS, tuple(cell.format(surname) for cell in pupil)])
    assert extract.dropped.height == 0
    assert extract.rows.height == 4


def test_a_pupil_is_known_by_a_number_alone_beside_such_a_name() -> None:
    titles = ("Surname", "Adno", "Destination type", "Year group")
    extract = read([titles, ("Abara", "151", "Sixth form", "11"), ("Total", "152", "", "11")])
    assert extract.rows["surname"].to_list() == ["Abara", "Total"]


@pytest.mark.parametrize("names", [("Total", "Eve"), ("Page", "Sofia"), ("Key", "Noor"), ("Confidential", "Al")])
def test_a_forename_in_front_of_the_surname_counts_too(names: tuple[str, str]) -> None:
    extract = read([("Forename", "Surname", "DOB", "Destination type"), (*names, "01/02/2010", "Sixth form")])
    assert extract.rows.height == 1


def test_blank_rows_between_blocks_and_titles_of_a_new_page_are_dropped() -> None:
    spaced = tuple(f" {title.upper()} " for title in TITLES)
    extract = read([TITLES, PUPILS[0], [""] * 6, spaced, PUPILS[1], [], (*TITLES, "", ""), PUPILS[2]])
    assert extract.dropped.select("line", "reason").rows() == [
        (3, "blank"),
        (4, "header repeated"),
        (6, "blank"),
        (7, "header repeated"),
    ]
    assert extract.rows.height == 3
    assert_conserved(extract)
