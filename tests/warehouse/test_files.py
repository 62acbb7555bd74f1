"""Files are written whole or not at all, and the archive keeps bytes once."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from warehouse.files import archived, file_id, store, write_whole


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
