"""CSV and its cousins: what was written comes back, cell for cell, with the line on which it stood."""

from __future__ import annotations

import codecs
import csv
import io
import time

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from intake_samples import FOLDER, PUPILS, TITLES, as_csv, assert_conserved, read, rules, the

from intake.delimited import DELIMITERS, split
from intake.extract import read_extract

ENCODINGS = {
    "utf-8": ("utf-8", b""),
    "utf-8-sig": ("utf-8", codecs.BOM_UTF8),
    "utf-16 little-endian": ("utf-16-le", codecs.BOM_UTF16_LE),
    "utf-16 big-endian": ("utf-16-be", codecs.BOM_UTF16_BE),
    "cp1252": ("cp1252", b""),
}
REPORTED = {"utf-16 little-endian": "utf-16", "utf-16 big-endian": "utf-16"}
WESTERN = "abcXYZ 0123456789,;\t|\"'\n\r–’éÉß£€%+-=@#"
cells = st.text(WESTERN, max_size=12)
any_cells = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\r\t", exclude_characters="\ufeff")
)


def source_lines(rows: list[list[str]], delimiter: str, terminator: str) -> list[int]:
    """The line on which each record starts, counted in the text that Python's writer makes of the rows before it."""
    lines = []
    for index in range(len(rows)):
        before = io.StringIO(newline="")
        csv.writer(before, delimiter=delimiter, lineterminator=terminator).writerows(rows[:index])
        lines.append(1 + len(list(io.StringIO(before.getvalue(), newline=""))))
    return lines


@given(
    rows=st.lists(st.lists(any_cells, min_size=1, max_size=5), min_size=1, max_size=8),
    delimiter=st.sampled_from(DELIMITERS),
    terminator=st.sampled_from(["\r\n", "\n"]),
)
def test_any_table_that_python_writes_splits_into_the_same_cells_and_lines(
    rows: list[list[str]], delimiter: str, terminator: str
) -> None:
    if terminator == "\n":  # then Python leaves a lone carriage return without quotes, and can't read it back itself
        rows = [[cell.replace("\r", "") for cell in row] for row in rows]
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator=terminator).writerows(rows)
    records, lines, _ = split(out.getvalue(), delimiter)
    assert records == rows
    assert lines == source_lines(rows, delimiter, terminator)


@given(
    body=st.lists(st.lists(cells, min_size=3, max_size=3), max_size=6),
    delimiter=st.sampled_from(DELIMITERS),
    encoding=st.sampled_from(sorted(ENCODINGS)),
)
def test_a_file_comes_back_cell_for_cell_under_every_encoding_and_delimiter(
    body: list[list[str]], delimiter: str, encoding: str
) -> None:
    # a name first, so that no row is a footer or blank; the rest may be anything
    rows = [["P207000016049", "Young", *row] for row in body]
    table = [["UPN", "Surname", "Forename", "Destination type", "Course"], *rows]
    codec, mark = ENCODINGS[encoding]
    data = mark + as_csv(table, codec, delimiter=delimiter)
    if encoding == "cp1252":
        assume(not _is_utf8(data))
    extract = read_extract(data, FOLDER + "leavers.txt")
    assert extract.encoding == REPORTED.get(encoding, encoding)
    read_back = extract.rows.select("upn", "surname", "forename", "destination_type", "course").rows()
    assert [[cell or "" for cell in row] for row in read_back] == rows
    assert extract.rows["line"].to_list() == list(range(2, len(table) + 1))
    assert_conserved(extract)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def test_utf16_without_a_byte_order_mark_is_recognised() -> None:
    for codec in ("utf-16-le", "utf-16-be"):
        extract = read_extract(as_csv([TITLES, *PUPILS], codec, delimiter="\t"), FOLDER + "leavers.txt")
        assert extract.encoding == "utf-16"
        assert extract.rows["surname"].to_list() == ["Abara", "O’Neill", "Young"]


def test_a_line_break_inside_quotes_does_not_shift_the_line_numbers() -> None:
    extract = read([TITLES, (*PUPILS[0][:5], "Hollins\nSixth form\nCentre"), *PUPILS[1:]])
    assert extract.rows["line"].to_list() == [2, 3, 4]
    assert extract.rows["destination_provider"][0] == "Hollins\nSixth form\nCentre"


def test_cells_are_not_trimmed_and_empty_ones_are_null() -> None:
    extract = read([TITLES, ("B801200005001 ", "  Abara", "", "0", "n/a", "")])
    row = extract.rows.row(0, named=True)
    assert (row["upn"], row["surname"], row["date_of_birth"]) == ("B801200005001 ", "  Abara", "0")
    assert row["forename"] is None
    assert row["destination_type"] == "n/a"


@pytest.mark.parametrize("hint", ["sep=;", '"sep=;"', "SEP=;"])
def test_excels_separator_hint_is_obeyed_and_counted_as_a_record(hint: str) -> None:
    extract = read_extract(f"{hint}\r\n".encode() + as_csv([TITLES, *PUPILS], delimiter=";"), FOLDER + "leavers.csv")
    assert extract.rows["line"].to_list() == [2, 3, 4]
    assert extract.dropped.rows() == [("", 0, "above the header")]


def test_commas_in_the_cells_do_not_hide_a_semicolon() -> None:
    rows = [[f"P2070000160{n:02d}", "a, b, c, d, e", "f, g, h, i", "11"] for n in range(20)]
    extract = read_extract(
        as_csv([["UPN", "Surname", "Forename", "Year"], *rows], delimiter=";"), "hollins/2025-26/roll.csv"
    )
    assert extract.rows["surname"].to_list() == ["a, b, c, d, e"] * 20


def test_text_that_is_separated_by_tabs_is_named_tsv_and_any_other_csv() -> None:
    formats = {
        delimiter: read_extract(as_csv([TITLES, *PUPILS], delimiter=delimiter), FOLDER + "leavers.txt").format
        for delimiter in DELIMITERS
    }
    assert formats == {",": "csv", "\t": "tsv", ";": "csv", "|": "csv"}


def test_a_separator_hint_may_name_a_tab() -> None:
    data = b"sep=\t\r\n" + as_csv([TITLES, *PUPILS], delimiter="\t")
    extract = read_extract(data, FOLDER + "leavers.csv")
    assert (extract.format, extract.rows["line"].to_list()) == ("tsv", [2, 3, 4])


@pytest.mark.parametrize("odd", ["\x85", "\x0b", "\x0c", "\u2028", "\u2029", "\x1c", "\x1e", "\ufeff", "\u200e"])
def test_only_carriage_return_and_line_feed_end_a_line(odd: str) -> None:
    extract = read([TITLES, ("B801200005001", f"Aba{odd}ra", *PUPILS[0][2:]), *PUPILS[1:]])
    assert extract.rows["line"].to_list() == [2, 3, 4]
    assert extract.rows["surname"][0] == f"Aba{odd}ra"


def test_mixed_line_ends_are_each_the_end_of_a_line() -> None:
    lines = [",".join(row) for row in (TITLES, *PUPILS)]
    for ends in (["\r"] * 4, ["\r\n", "\n", "\r", ""], ["\n", "\r", "\r\n", "\r\n"]):
        text = "".join(line + end for line, end in zip(lines, ends, strict=True))
        extract = read_extract(text.encode(), FOLDER + "leavers.csv")
        assert extract.rows["line"].to_list() == [2, 3, 4]
        assert extract.rows["surname"].to_list() == ["Abara", "O’Neill", "Young"]


def test_letters_of_any_script_come_back_unchanged() -> None:
    names = ("👩🏽‍🎓 Ada", "\u202eعلي\u202c", "Łukasz", "陳大文", "e\u0301", "\u00a0Young")
    extract = read([TITLES, *((f"B80120000500{n}", name, *PUPILS[0][2:]) for n, name in enumerate(names))])
    assert extract.rows["surname"].to_list() == list(names)


def test_windows_quotation_marks_and_dashes_come_back_as_letters() -> None:
    data = "UPN,Surname,Forename,Destination type\nA,O\x92Neill,\x93Bo\x94,Gap \x96 year\n".encode("latin-1")
    extract = read_extract(data, FOLDER + "leavers.csv")
    assert extract.encoding == "cp1252"
    assert extract.rows.select("surname", "forename", "destination_type").row(0) == ("O’Neill", "“Bo”", "Gap – year")


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_half_a_letter_in_utf16_is_said_to_be_undecodable(codec: str) -> None:
    data = codecs.BOM_UTF16_LE if codec == "utf-16-le" else codecs.BOM_UTF16_BE
    data += "UPN,Surname,Forename\nA,\ud83d,B\n".encode(codec, "surrogatepass")
    assert rules(read_extract(data, FOLDER + "leavers.csv")) == {"undecodable_text"}


def test_zero_bytes_between_the_letters_do_not_hide_the_rows() -> None:
    extract = read([TITLES, ("B801200005001", "Aba\x00ra", *PUPILS[0][2:]), *PUPILS[1:]])
    assert extract.rows["surname"].to_list() == ["Aba\x00ra", "O’Neill", "Young"]


def test_two_hundred_columns_are_kept() -> None:
    titles = (*TITLES, *(f"Question {n}" for n in range(194)))
    extract = read([titles, *((*pupil, *map(str, range(194))) for pupil in PUPILS)])
    assert [len(other) for other in extract.rows["other"]] == [194] * 3
    assert extract.columns.height == 200


def test_a_list_of_five_hundred_pupils_is_read_in_less_than_a_twentieth_of_a_second() -> None:
    data = as_csv([TITLES, *((f"B80120000{n:04d}", *PUPILS[0][1:]) for n in range(500))])
    read_extract(data, FOLDER + "leavers.csv")
    started = time.process_time()
    for _ in range(5):
        read_extract(data, FOLDER + "leavers.csv")
    assert (time.process_time() - started) / 5 < 0.05


def test_a_row_that_is_too_long_is_held_and_one_too_short_is_mentioned() -> None:
    text = (
        "UPN,Surname,Forename,Destination type,Course\nA,Young,Ada,College,Art\nB,Old,Bo,College,Art, Music\nC,New,Cy\n"
    )
    extract = read_extract(text.encode(), FOLDER + "leavers.csv")
    assert (the(extract, "shifted_row").line, the(extract, "ragged_row").line) == (3, 4)
    assert extract.rows["other"].to_list() == [[], [{"header": "column F", "value": " Music"}], []]
    assert_conserved(extract)


def test_where_most_rows_are_longer_the_last_column_merely_has_no_title() -> None:
    text = "UPN,Surname,Forename,Destination type\n" + "".join(f"A{n},Young,Ada,Sixth form,Art\n" for n in range(5))
    extract = read_extract(text.encode(), FOLDER + "leavers.csv")
    assert not rules(extract) & {"shifted_row", "ragged_row"}
    assert extract.rows["other"][0].to_list() == [{"header": "column E", "value": "Art"}]
    assert extract.columns.filter(position=5).row(0)[3:6] == ("E", None, None)


@pytest.mark.parametrize(
    "text",
    [
        'A,"Young,Ada,Sixth form\nB,Old,Bo,Sixth form\nC,New,Cy,Sixth form\n',
        'A,"Young,Ada,Sixth form\nB,Old,Bo,Sixth form\nC,"New",Cy,Sixth form\nD,Last,Di,Sixth form\n',
    ],
)
def test_a_quotation_mark_that_never_closes_holds_the_file_and_names_the_row(text: str) -> None:
    extract = read_extract(b"UPN,Surname,Forename,Destination type\n" + text.encode(), FOLDER + "leavers.csv")
    finding = the(extract, "unclosed_quote")
    assert (finding.severity, finding.sheet, finding.line) == ("blocking", None, None)
    assert "row 2" in finding.message
    assert_conserved(extract)


def test_an_address_over_several_lines_is_no_unclosed_quote() -> None:
    extract = read(
        [
            (*TITLES, "Notes"),
            *((*pupil, 'Flat 1,\n2 High Street, "The Elms",\nTown, County, AB1 2CD') for pupil in PUPILS),
        ]
    )
    assert "unclosed_quote" not in rules(extract)
    assert extract.rows.height == 3


def test_a_cell_of_a_megabyte_is_an_unclosed_quote_and_no_exception() -> None:
    extract = read_extract(as_csv([TITLES, *PUPILS, ["x" * 1_000_000]]), FOLDER + "leavers.csv")
    assert "row 5" in the(extract, "unclosed_quote").message


def test_bytes_that_no_windows_letter_has_are_said_to_be_undecodable() -> None:
    extract = read_extract(b"UPN,Surname,Forename\nA,\x81\x8d,B\n", FOLDER + "leavers.csv")
    assert extract.format == "unreadable"
    assert the(extract, "undecodable_text").severity == "blocking"


def test_letters_destroyed_before_they_reached_us_are_reported_by_row() -> None:
    extract = read([TITLES, PUPILS[0], ("P207000016049", "O\ufffdNeill", *PUPILS[1][2:])])
    assert the(extract, "lost_characters").line == 3


def test_the_ending_of_the_name_does_not_matter() -> None:
    for name in ("leavers", "leavers.xlsx", "leavers.dat", "leavers.pdf"):
        assert read_extract(as_csv([TITLES, *PUPILS]), FOLDER + name).format == "csv"
