"""What lies in an inbox and is passed over does not keep the rest from being taken in."""

from __future__ import annotations

import os
from pathlib import Path

from assets.landing import inbox_files


def test_a_name_that_is_no_text_a_link_and_a_lock_file_are_passed_over_and_counted(tmp_path: Path) -> None:
    for name in (b"good.csv", b"bad\xff\xfename.csv", b"~$open.xlsx", b"copying.csv.part"):
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_bytes(b"x")
    (tmp_path / "link.csv").symlink_to(tmp_path / "good.csv")
    files, passed_over = inbox_files(tmp_path)
    assert [file.name for file in files] == ["good.csv"]
    assert len(passed_over) == 4
