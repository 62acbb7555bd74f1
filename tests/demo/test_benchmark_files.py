"""The files that the benchmarks measure with: made by the demo's generator, so they must follow where it goes."""

from __future__ import annotations

from benchmarks.school_files import COLLECTIONS, school_sheets, schools


def test_each_school_has_its_roll_and_every_collection_with_a_row_for_each_pupil() -> None:
    sheets = list(school_sheets(schools(1)[0], pupils=3))
    assert [len(sheet.rows) for sheet in sheets] == [12, *[3] * len(COLLECTIONS)]
