"""The Department's tables in `reference/dfe/`: known by their headers, each symbol kept, and no file stops a run."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.package_data import table
from domain.published_figures import ENGLAND, GRAIN, bundled, figure
from warehouse.published_files import PublishedFiles, read_published_files
from warehouse.reference_lists import read_provider_lists

DATA = Path(__file__).resolve().parents[2] / "../shared/data/dfe"
SCHOOLS = pl.DataFrame(
    [("hollins", "990001", "9994001"), ("marsh", "990002", "999/4002")],
    schema=["school_id", "urn", "laestab"],
    orient="row",
)
_KS4 = (
    "OVERALL_DEST",
    "APPREN",
    "EMPLOYMENT",
    "EDUCATION",
    "FE",
    "SCH_6TH",
    "SIXTH_COL",
    "OTHER_EDU",
    "NOT_SUSTAINED",
    "UNKNOWN",
)
Row = Mapping[str, str]


def write(file: Path, rows: Sequence[Row], encoding: str = "utf-8-sig") -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    names = list(dict.fromkeys(name for row in rows for name in row))
    with file.open("w", encoding=encoding, newline="") as lines:
        writer = csv.DictWriter(lines, names, restval="")
        writer.writeheader()
        writer.writerows(rows)


def ks4(kind: str = "1", lea: str = "999", estab: str = "4001", urn: str = "990001", **figures: str) -> Row:
    blank = {f"{c}{per}{s}": "NA" for s in ("", "_DIS", "_NONDIS") for per in ("", "PER") for c in ("COHORT", *_KS4)}
    return {"RECTYPE": kind, "LEA": lea, "ESTAB": estab, "URN": urn, "SCHNAME": "Café School"} | blank | figures


def read(folder: Path) -> PublishedFiles:
    return read_published_files(folder, SCHOOLS)


def one(found: PublishedFiles, **about: str) -> dict[str, object]:
    return found.figures.filter(*(pl.col(name) == value for name, value in about.items())).row(0, named=True)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "cp1252"])
def test_a_wide_table_is_known_by_its_headers_in_either_encoding(tmp_path: Path, encoding: str) -> None:
    row = ks4(
        COHORT="180",
        OVERALL_DEST="171",
        OVERALL_DESTPER="95%",
        COHORT_22="176",
        OVERALL_DESTPER_22="94%",
        COHORT_21="170",
        OVERALL_DESTPER_21="SUPP",
    )
    write(tmp_path / "dfe/2024-25/whatever it is called.csv", [row], encoding)
    found = read(tmp_path / "dfe")
    overall = one(found, measure="sustained_overall", breakdown="total", leavers="2022-23")
    assert (overall["area_kind"], overall["area"], overall["year_group"]) == ("school", "hollins", 11)
    assert (overall["pupils"], overall["cohort"], overall["share"]) == (171, 180, 0.95)
    assert overall["publication"] == "Key stage 4 destination measures, 2024-25 performance tables"
    # The suffix isn't the year: the highest is the year before the table's own leavers.
    assert one(found, measure="sustained_overall", breakdown="total", leavers="2021-22")["share"] == 0.94
    assert one(found, measure="sustained_overall", breakdown="total", leavers="2020-21")["symbol"] == "SUPP"
    assert found.files.row(0)[:3] == (
        "reference/dfe/2024-25/whatever it is called.csv",
        "Key stage 4 destination measures",
        "2022-23",
    )


def test_only_england_the_networks_authorities_and_its_schools_are_kept(tmp_path: Path) -> None:
    rows = [
        ks4(COHORT="10", OVERALL_DEST="9"),
        ks4(urn="123456", estab="4002", COHORT="20", OVERALL_DEST="19"),  # Marsh, known by its LAESTAB alone
        ks4(urn="990002", estab="9999", COHORT="30", OVERALL_DEST="29"),  # and by its URN, which counts more
        ks4(urn="111111", estab="4009", COHORT="40", OVERALL_DEST="39"),
        ks4(kind="LA", urn="", estab="", COHORT="50", OVERALL_DEST="49"),
        ks4(kind="LA", lea="201", urn="", estab="", COHORT="60", OVERALL_DEST="59"),
        ks4(kind="NAT", lea="", urn="", estab="", COHORT="70", OVERALL_DEST="69"),
    ]
    write(tmp_path / "dfe/2024-25.csv", rows)
    found = read(tmp_path / "dfe").figures.filter(
        pl.col("measure") == "sustained_overall", pl.col("breakdown") == "total"
    )
    kept = {(row["area_kind"], row["area"]): row["cohort"] for row in found.iter_rows(named=True)}
    assert kept == {
        ("school", "hollins"): 10, ("school", "marsh"): 30, ("local_authority", "999"): 50, ("england", ENGLAND): 70,
    }  # fmt: skip


@pytest.mark.parametrize(("symbol", "status"), table("published_symbols").select("symbol", "value_status").rows())
def test_every_symbol_is_kept_with_its_meaning_never_as_nought(symbol: str, status: str) -> None:
    found = figure(symbol, "100", symbol)
    assert (found.pupils, found.share, found.value_status, found.symbol) == (None, None, status, symbol)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (("0", "14", "0%"), (0, 14, 0.0, "number", "")),  # a true nought
        (("3", "900", "SP"), (3, 900, 3 / 900, "number", "SP")),
        (("5", "5", "60%"), (5, 5, 0.6, "number", "")),  # counts rounded to five: the percentage is nearer
        ((None, "393,413", "65%"), (None, 393413, 0.65, "number", "")),
        (("0", "0", "0%"), (0, 0, None, "not_applicable", "0%")),
        (("SUPP", "SUPP", "SUPP"), (None, None, None, "suppressed", "SUPP")),
        (("", "", ""), (None, None, None, "not_available", "")),
        (("q", "9", "q"), (None, 9, None, "not_understood", "q")),
        (("nan", "inf", "1e5"), (None, None, None, "not_understood", "1e5")),
    ],
)
def test_figures_by_eye(cells: tuple[str | None, str | None, str | None], expected: tuple[object, ...]) -> None:
    assert tuple(figure(*cells)) == expected


@given(*[st.none() | st.sampled_from(["SUPP", "SP", "0", "7", "7%", "93.1", "x"]) | st.text(max_size=6)] * 3)
def test_no_cell_whatsoever_is_lost_or_becomes_a_number(
    pupils: str | None, cohort: str | None, share: str | None
) -> None:
    found = figure(pupils, cohort, share)
    assert (found.share is not None) == (found.value_status == "number")
    symbols = {(text or "").strip() for text in (pupils, cohort, share)}
    assert found.symbol == "" or found.symbol in symbols


def test_the_list_of_fields_beside_a_table_says_whose_it_is(tmp_path: Path) -> None:
    write(tmp_path / "dfe/table.csv", [ks4(COHORT="10", OVERALL_DEST="9")])
    fields = [{"Variable": "COHORT", "Label": "Number of pupils completing key stage 4 in 2021/22"}]
    write(tmp_path / "dfe/fields_meta.csv", fields, "cp1252")
    found = read(tmp_path / "dfe")
    assert found.files["leavers"].to_list() == ["2021-22"]
    assert one(found, measure="sustained_overall")["publication"].endswith("2023-24 performance tables")  # type: ignore[attr-defined]
    (tmp_path / "dfe/2024-25").mkdir()
    for file in ("table.csv", "fields_meta.csv"):
        shutil.move(tmp_path / "dfe" / file, tmp_path / "dfe/2024-25" / file)
    (notice,) = read(tmp_path / "dfe").files["notice"]
    assert "about those who left in 2022-23, but the list of fields beside it says 2021-22" in notice
    assert "reference/dfe/2023-24/" in notice


def test_progression_counts_the_disadvantaged_of_schools_but_not_of_roll_ups(tmp_path: Path) -> None:
    school = {
        "RECTYPE": "1",
        "LEA": "999",
        "ESTAB": "4001",
        "URN": "990001",
        "ALL_COHORT": "135",
        "ALL_PROGRESSED": "84%",
        "DIS_PROGRESSED": "SUPP",
    }
    england = school | {
        "RECTYPE": "NAT",
        "LEA": "",
        "ESTAB": "",
        "URN": "",
        "ALL_PROGRESSED": "65%",
        "DIS_PROGRESSED": "67%",
    }
    write(tmp_path / "dfe/2024-25/he.csv", [school, england])
    found = read(tmp_path / "dfe")
    progressed = found.figures.filter(pl.col("measure") == "he_progression").select(
        "area_kind", "breakdown", "leavers", "share", "symbol"
    )
    assert progressed.rows() == [
        ("school", "total", "2021-22", 0.84, ""), ("school", "disadvantaged", "2021-22", None, "SUPP"),
        ("england", "total", "2021-22", 0.65, ""),
    ]  # fmt: skip


_EES = {
    "time_period": "202223", "time_identifier": "Academic year", "geographic_level": "National", "country_code": ENGLAND,
    "old_la_code": "", "school_laestab": "", "school_urn": "", "establishment_type_group": "Total", "sex": "Total",
    "ethnicity_major": "Total", "disadvantage_status": "Total", "breakdown_topic": "Total", "breakdown": "Total",
    "destination_group": "Overall destination", "destination_description": "Sustained education, employment & apprenticeships",
    "cohort_count": "1000", "pupil_count": "913", "pupil_percent": "91.3",
}  # fmt: skip


def test_a_long_table_says_its_leavers_itself(tmp_path: Path) -> None:
    rows = [
        _EES,
        _EES | {"time_period": "202122", "pupil_count": "931", "pupil_percent": "93.1"},
        _EES | {"disadvantage_status": "Disadvantaged", "cohort_count": "200", "pupil_count": "c", "pupil_percent": "c"},
        _EES | {"disadvantage_status": "Not known to be disadvantaged", "cohort_count": "800", "pupil_count": "760", "pupil_percent": "95"},
        _EES | {"sex": "Female", "cohort_count": "500", "pupil_count": "480", "pupil_percent": "96"},
        _EES | {"breakdown_topic": "Sex", "breakdown": "Female", "sex": "Female"},
        _EES | {"establishment_type_group": "Special", "cohort_count": "90", "pupil_count": "60", "pupil_percent": "66.7"},
        _EES | {"geographic_level": "Regional", "cohort_count": "77"},
        _EES | {"geographic_level": "Local authority", "old_la_code": "999", "pupil_percent": "low", "pupil_count": "low"},
        _EES | {"geographic_level": "Local authority", "old_la_code": "201"},
        _EES | {"geographic_level": "School", "school_urn": "990001", "destination_description": "Sustained apprenticeships", "pupil_count": "z", "pupil_percent": "z"},
    ]  # fmt: skip
    write(tmp_path / "dfe/anything.csv", rows)
    found = read(tmp_path / "dfe")
    shown = found.figures.select(
        "area", "year_group", "measure", "breakdown", "leavers", "share", "value_status", "symbol"
    )
    assert sorted(shown.rows(), key=str) == sorted(
        [
            (ENGLAND, 11, "sustained_overall", "total", "2022-23", 0.913, "number", ""),
            (ENGLAND, 11, "sustained_overall", "total", "2021-22", 0.931, "number", ""),
            (ENGLAND, 11, "sustained_overall", "disadvantaged", "2022-23", None, "suppressed", "c"),
            (ENGLAND, 11, "sustained_overall", "not_disadvantaged", "2022-23", 0.95, "number", ""),
            ("999", 11, "sustained_overall", "total", "2022-23", None, "small", "low"),
            ("hollins", 11, "sustained_apprenticeship", "total", "2022-23", None, "not_applicable", "z"),
        ],
        key=str,
    )
    assert found.figures["publication"].unique().to_list() == ["Key stage 4 destination measures, 2023/24 release"]
    write(tmp_path / "dfe/anything.csv", [row | {"cohort_level": "Total"} for row in rows])
    assert read(tmp_path / "dfe").figures["year_group"].unique().to_list() == [13]


def test_stray_and_broken_files_are_named_with_their_cure_and_stop_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "dfe"
    write(folder / "2024-25/good.csv", [ks4(COHORT="10", OVERALL_DEST="9")])
    write(folder / "copy/2024-25.csv", [ks4(COHORT="10", OVERALL_DEST="9")])
    write(folder / "no year.csv", [ks4(COHORT="10", OVERALL_DEST="9")])
    write(folder / "2024-25/elsewhere.csv", [ks4(urn="1", lea="201")])
    (folder / "2024-25/empty.csv").write_text("")
    (folder / "2024-25/broken.csv").write_text('RECTYPE,LEA,ESTAB,URN,COHORT,OVERALL_DEST,SCH_6TH\n1,"9\n')
    (folder / "2024-25/other.csv").write_text("a,b\n1,2\n")
    (folder / "2024-25/table.xlsx").write_bytes(b"PK\x03\x04")
    (folder / "2024-25/all.zip").write_bytes(b"PK\x03\x04")
    (folder / "README.md").write_text("Where these came from.")
    found = read(folder)
    notices = {Path(file).name: notice for file, notice in found.files.select("file", "notice").iter_rows()}
    assert notices["good.csv"] is notices["2024-25.csv"] is None
    assert (
        "reference/dfe/2024-25/ for the tables of 2024-25, which are about those who left in 2022-23"
        in notices["no year.csv"]
    )
    assert notices["elsewhere.csv"] == "It holds no figure of England, of your local authorities or of your schools."
    assert "no table of destinations that we know" in notices["empty.csv"] and "no table" in notices["other.csv"]
    assert "Fetch it again" in notices["broken.csv"]
    assert "Save it as CSV" in notices["table.xlsx"] and "Unpack it" in notices["all.zip"]
    assert "README.md" not in notices
    assert found.figures.n_unique(GRAIN) == found.figures.height
    lists = read_provider_lists(tmp_path)  # which refuses what it doesn't know, and passes this folder over
    assert lists.establishments.is_empty()


def test_no_folder_is_no_file(tmp_path: Path) -> None:
    found = read(tmp_path / "dfe")
    assert found.figures.is_empty() and found.files.is_empty()


def test_the_bundled_list_is_whole() -> None:
    figures = bundled()
    assert figures.n_unique(GRAIN) == figures.height > 100
    assert set(figures["measure"]) <= set(table("published_measures")["measure"])
    assert figures["source"].str.contains("https://").all() and figures["share"].is_between(0, 1).all()
    known = figures.filter(measure="sustained_overall", breakdown="total", leavers="2022-23")
    assert {(year, round(100 * share, 1)) for year, share in known.select("year_group", "share").iter_rows()} == {
        (11, 91.3),
        (13, 78.7),
    }


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> PublishedFiles:
    if not DATA.is_dir():
        pytest.skip(f"published data is absent: {DATA}")
    folder = tmp_path_factory.mktemp("reference") / "dfe"
    shutil.copytree(DATA, folder)
    schools = pl.DataFrame(
        [("ucl", "137181", "2024000"), ("moved", "1", "202/4104")], schema=["school_id", "urn", "laestab"], orient="row"
    )
    return read_published_files(folder, schools)


def test_the_departments_own_files_give_englands_published_figures(real: PublishedFiles) -> None:
    assert sorted(real.files.select("layout", "leavers", "notice").rows()) == [
        ("16-18 destination measures", "2022-23", None),
        ("Key stage 4 destination measures", "2020-21", None),
        ("Key stage 4 destination measures", "2022-23", None),
        ("Progression to higher education or training", "2021-22", None),
    ]
    england = real.figures.filter(pl.col("area_kind") == "england").drop("source")
    listed = bundled().filter(pl.col("publication").str.contains("performance tables")).drop("source")
    assert england.join(listed, on=listed.columns, how="anti", nulls_equal=True).is_empty()


def test_what_was_published_then_stands_beside_what_is_published_now(real: PublishedFiles) -> None:
    then_and_now = real.figures.filter(
        area="E92000001", measure="sustained_overall", breakdown="total", leavers="2020-21"
    )
    assert sorted(then_and_now.select("publication", "share").rows(), key=str) == [
        ("Key stage 4 destination measures, 2022-23 performance tables", 540593 / 576305),
        ("Key stage 4 destination measures, 2024-25 performance tables", 0.93),
    ]


def test_a_school_that_changed_its_urn_is_known_by_its_number(real: PublishedFiles) -> None:
    assert set(real.figures.filter(pl.col("area_kind") == "school")["area"]) == {"ucl", "moved"}
    haverstock = one(real, area="moved", measure="sustained_overall", breakdown="total", leavers="2020-21")
    assert (haverstock["pupils"], haverstock["cohort"]) == (163, 176)
