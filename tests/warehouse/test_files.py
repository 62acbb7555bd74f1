"""Files are written whole or not at all, and the archive keeps bytes once."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from warehouse.files import archived, file_id, store, sweep, write_whole


def test_writing_the_same_content_again_changes_nothing(tmp_path: Path) -> None:
    assert write_whole(tmp_path / "a" / "page.html", "hello")
    assert not write_whole(tmp_path / "a" / "page.html", "hello")
    assert list((tmp_path / "a").iterdir()) == [tmp_path / "a" / "page.html"]


def test_a_restricted_file_can_be_read_by_its_owner_alone(tmp_path: Path) -> None:
    write_whole(tmp_path / "list.xlsx", b"x", mode=0o600)
    assert (tmp_path / "list.xlsx").stat().st_mode & 0o777 == 0o600


@given(st.binary(max_size=200), st.sampled_from(["x.csv", "x.XLSX", "no extension", "x.\u00e9\u00e9", "a.b/../c"]))
def test_the_archive_gives_back_the_bytes_under_any_name(content: bytes, name: str) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = store(Path(folder), content, name)
        again = store(Path(folder), content, "other.csv")
        assert path == again == archived(Path(folder), file_id(content), "third.txt")
        assert path.read_bytes() == content
        assert path.parent.parent == Path(folder)
        assert path.stat().st_mode & 0o222 == 0


def test_a_damaged_copy_in_the_archive_is_replaced_not_trusted(tmp_path: Path) -> None:
    path = store(tmp_path, b"a whole file", "x.csv")
    path.chmod(0o644)
    path.write_bytes(b"a who")
    assert store(tmp_path, b"a whole file", "x.csv") == path
    assert path.read_bytes() == b"a whole file" and path.stat().st_mode & 0o222 == 0


def test_what_a_stopped_run_left_half_written_is_removed_and_nothing_else(tmp_path: Path) -> None:
    kept = store(tmp_path, b"a whole file", "x.csv")
    (kept.parent / ".writing-abc").write_bytes(b"a who")
    sweep(tmp_path, tmp_path / "no such folder")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [kept]
