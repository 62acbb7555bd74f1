"""Files that are no spreadsheet, or one that can't be read: each gets one finding with a cure. Nothing ever raises."""

from __future__ import annotations

import io
import logging
import random
import zipfile

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from intake_samples import FOLDER, PUPILS, TITLES, as_csv, assert_conserved, one_sheet
from spreadsheet_samples import archive as files
from spreadsheet_samples import ods, ods_rows, xls

import intake.extract
from intake.extract import read_extract
from intake.findings import RULES
from intake.frames import ROWS

OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(500)


def archive(**members: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, content in members.items():
            file.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "rule", "says"),
    [
        (b"", "empty_file", ""),
        (b" \r\n\r\n", "empty_file", ""),
        (b"\xef\xbb\xbf", "empty_file", ""),
        (bytes(4096), "empty_file", ""),
        (b"%PDF-1.7 ...", "not_a_spreadsheet", "PDF"),
        (b"\x89PNG\r\n\x1a\n....", "not_a_spreadsheet", "PNG"),
        (b"<!DOCTYPE html><body>Please sign in", "not_a_spreadsheet", "web page"),
        ("\ufeff<html><body>".encode("utf-16-le"), "not_a_spreadsheet", "web page"),
        (b'<?xml version="1.0"?><CTfile/>', "not_a_spreadsheet", "XML"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "unsupported_format", "web archive"),
        (random.Random(1).randbytes(500).replace(b"\x81", b"a"), None, ""),
        (bytes(range(1, 32)) * 20, "not_a_spreadsheet", "binary"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "password_protected", "password"),
        (OLE + "Workbook".encode("utf-16-le"), "unreadable_workbook", "damaged"),
        (OLE + "WordDocument".encode("utf-16-le"), "not_a_spreadsheet", "Office"),
        (archive(xl__workbook_dot_bin="x"), "unsupported_format", ".xlsb"),
        (archive(word__document_dot_xml="x"), "not_a_spreadsheet", "Word"),
        (archive(mimetype="application/vnd.oasis.opendocument.spreadsheet"), "unreadable_workbook", "damaged"),
        (archive(mimetype="application/vnd.oasis.opendocument.text"), "not_a_spreadsheet", "text"),
        (archive(leavers_dot_csv="UPN"), "no_header_row", ""),
        (archive(xl__workbook_dot_xml="<nonsense/>"), "unreadable_workbook", "damaged"),
        (one_sheet([TITLES, *PUPILS])[:-400], "unreadable_workbook", "part of it"),
        (b"PK\x03\x04 and then nothing", "unreadable_archive", "damaged"),
        (b"Dear all, the list follows on Monday.\r\nKind regards\r\n", "no_header_row", ""),
    ],
)
def test_each_gets_one_finding_that_says_what_it_is_and_what_to_do(data: bytes, rule: str | None, says: str) -> None:
    extract = read_extract(data, FOLDER + "leavers.csv")
    (finding,) = extract.findings
    assert finding.severity == "blocking"
    assert rule in (None, finding.rule)
    assert says in finding.message
    assert len(finding.repair) > 20
    assert (extract.rows.height, extract.rows.columns) == (0, list(ROWS))


def test_excels_lock_file_is_recognised_by_its_name() -> None:
    (finding,) = read_extract(b"\x07A Clerk" + b" " * 150, FOLDER + "~$leavers.xlsx").findings
    assert "while a workbook is open" in finding.message


def test_every_rule_has_words_that_end_in_a_full_stop() -> None:
    for rule, words in RULES.items():
        assert words.message.endswith("."), rule
        assert words.repair.endswith((".", "}")), rule


@given(st.binary(max_size=400))
@example(b"\xff\xfe\x00")
@example(b"\xff\xfeU\x00P\x00N")
@example(b'"')
@example(b"\x00,\x00")
@example(b"sep=")
@example(b"sep=\x00\n")
@example(b'sep="\n"')
@example(b"sep=\r\n")
def test_random_bytes_never_raise_and_never_are_our_fault(data: bytes) -> None:
    extract = read_extract(data, FOLDER + "leavers.csv")
    assert "reading_fault" not in {finding.rule for finding in extract.findings}
    assert_conserved(extract)


TABLE = [TITLES, *PUPILS]
GOOD = {
    "csv": as_csv(TABLE),
    "tsv": as_csv(TABLE, "utf-16", delimiter="\t"),
    "xlsx": one_sheet(TABLE),
    "xls": xls({"Y11": TABLE}),
    "ods": ods({"Y11": ods_rows(TABLE)}),
    "html": b"<table>" + "".join("<tr><td>" + "<td>".join(row) for row in TABLE).encode(),
    "zip": files({"Y11.csv": as_csv(TABLE), "Y12.xlsx": one_sheet(TABLE)}),
}


@given(st.binary(max_size=60), st.integers(0, 100_000), st.sampled_from(sorted(GOOD)))
@settings(max_examples=300, deadline=None)
def test_a_good_file_with_random_damage_never_raises(noise: bytes, place: int, kind: str) -> None:
    good = GOOD[kind]
    place %= len(good)
    extract = read_extract(good[:place] + noise + good[place + len(noise) :], FOLDER + f"leavers.{kind}")
    assert "reading_fault" not in {finding.rule for finding in extract.findings}
    assert_conserved(extract)


@given(st.integers(0, 100_000), st.sampled_from(["xlsx", "ods", "zip"]))
@settings(deadline=None)
def test_a_packed_file_of_which_a_part_was_copied_is_one_clear_finding(length: int, kind: str) -> None:
    extract = read_extract(GOOD[kind][: length % len(GOOD[kind])], FOLDER + f"leavers.{kind}")
    (finding,) = extract.findings
    assert finding.severity == "blocking"
    assert finding.rule in (
        "empty_file",
        "unreadable_workbook",
        "unreadable_archive",
        "no_header_row",
        "not_a_spreadsheet",
    )


@given(st.text(max_size=60))
def test_any_path_is_taken(path: str) -> None:
    extract = read_extract(as_csv([TITLES, *PUPILS]), path)
    assert "reading_fault" not in {finding.rule for finding in extract.findings}


def test_a_fault_of_ours_becomes_a_finding_and_its_log_holds_the_class_alone(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise KeyError("Abara")

    monkeypatch.setattr(intake.extract, "read_document", broken)
    with caplog.at_level(logging.ERROR):
        extract = read_extract(as_csv([TITLES, *PUPILS]), FOLDER + "leavers.csv")
    assert [finding.rule for finding in extract.findings] == ["reading_fault"]
    assert "our fault" in extract.findings[0].message
    assert "KeyError" in caplog.text
    assert "Abara" not in caplog.text


def test_bytes_that_are_no_text_at_all_are_called_so_and_not_blamed_on_their_letters() -> None:
    noise = bytes((number * 73 + number // 7) % 256 for number in range(5000))
    assert [finding.rule for finding in read_extract(noise, FOLDER + "leavers.xlsx").findings] == ["not_a_spreadsheet"]
