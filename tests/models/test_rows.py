"""staged.rows: what a school writes becomes typed and coded, and what can't be read is named, never silently lost."""

from __future__ import annotations

from datetime import date

import pytest
from network import delivery, network, pupil


def typed(row: dict[str, str | int | None], kind: str = "destinations") -> dict[str, object]:
    with network(delivery(1, "hollins", kind, [row], stage="final")) as database:
        return database.query("from staged.rows").row(0, named=True)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-09-05", date(2026, 9, 5)),
        ("05/09/2026", date(2026, 9, 5)),
        ("5/9/26", date(2026, 9, 5)),
        ("05-Sep-2026", date(2026, 9, 5)),
        ("05-Sep-26", date(2026, 9, 5)),
        ("5 September 2026", date(2026, 9, 5)),
        ("2026-09-05 00:00:00", date(2026, 9, 5)),
        ("46270", date(2026, 9, 5)),
        (" 05/09/2026\u00a0", date(2026, 9, 5)),
    ],
)
def test_a_date_is_read_however_a_school_writes_it(written: str, meant: date) -> None:
    row = typed(pupil(1, destination_type="FE_COLLEGE", recorded_on=written))
    assert (row["recorded_on"], row["recorded_on_assumed"], row["unreadable"]) == (meant, False, [])


@pytest.mark.parametrize("written", ["31/09/2026", "09/31/2026", "soon", "12345678"])
def test_a_date_that_cannot_be_read_is_named_and_the_day_received_stands_in(written: str) -> None:
    row = typed(pupil(1, destination_type="FE_COLLEGE", recorded_on=written))
    assert (row["unreadable"], row["recorded_on"], row["recorded_on_assumed"]) == (
        ["recorded_on"],
        date(2026, 10, 1),
        True,
    )


@pytest.mark.parametrize("written", ["", "  ", "N/A", "-", "#REF!", "nan", "\u00a0"])
def test_a_blank_word_is_an_empty_cell(written: str) -> None:
    row = typed(pupil(1, destination_type=written, sex=written))
    assert (row["destination_type"], row["destination_text"], row["sex"], row["unreadable"]) == (None, None, None, [])


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("FE_COLLEGE", "FE_COLLEGE"),
        ("fe college", "FE_COLLEGE"),
        ("School sixth form", "SIXTH_FORM"),
        ("SIXTH_FORM", "SIXTH_FORM"),
        ("sixth_form", "SIXTH_FORM"),
        ("Sixth form", "POST16_UNSPECIFIED"),
        ("Sixth form/College", "POST16_UNSPECIFIED"),
        ("College", "POST16_UNSPECIFIED"),
        ("TBC", "UNDECIDED"),
    ],
)
def test_a_destination_is_known_by_code_label_or_alias(written: str, code: str) -> None:
    assert typed(pupil(1, destination_type=written))["destination_type"] == code


def test_an_unknown_destination_is_named_and_keeps_its_text() -> None:
    row = typed(pupil(1, destination_type="FE_COLEGE"))
    assert (row["destination_type"], row["destination_text"], row["unreadable"]) == (
        None,
        "FE_COLEGE",
        ["destination_type"],
    )


def test_undecided_exists_as_an_intention_only() -> None:
    assert typed(pupil(1, destination_type="Undecided", stage="intended"))["type_valid"] is True
    assert typed(pupil(1, destination_type="Undecided", stage="final"))["type_valid"] is False


@pytest.mark.parametrize("written", ["hollins", "Hollins Academy", "990001", "999/4001", "HOLLINS ACADEMY "])
def test_a_school_may_be_named_by_id_name_urn_or_laestab(written: str) -> None:
    assert typed(pupil(1, school=written))["school_named"] == "hollins"


def test_a_tick_a_t_and_a_yes_all_mean_disadvantaged() -> None:
    for written in ("✓", "T", "Yes", "1"):
        assert typed(pupil(1, disadvantaged=written))["disadvantaged"] == "yes"


def test_the_usual_dates_of_birth_of_year_11_in_2025_26_are_september_2009_to_august_2010() -> None:
    row = typed(pupil(1))
    assert (row["birth_from"], row["birth_to"]) == (date(2009, 9, 1), date(2010, 8, 31))


def test_an_admission_number_that_lost_its_noughts_is_known_by_the_schools_roll_alone() -> None:
    roll = delivery(1, "hollins", "roll", [pupil(1, mis_id="004711"), pupil(2, mis_id="4712")])
    final = delivery(
        2, "hollins", "destinations", stage="final",
        rows=[pupil(1, mis_id="4711"), pupil(2, mis_id="4712"), pupil(3, mis_id="4713")],
    )  # fmt: skip
    elsewhere = delivery(3, "marsh", "destinations", [pupil(4, mis_id="4711")], stage="final")
    with network(roll, final, elsewhere) as database:
        meant = database.query("select delivery_id, line, meant_mis_id from staged.rows where meant_mis_id is not null")
    assert meant.rows() == [("d2", 2, "004711")]
