"""The gallery's pictures come from pages by a browser, small enough to be kept with the code."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pipelines.gallery import PICTURES, Picture, write_gallery
from reports.browser import CHOSEN, find_browser

DAY = date(2026, 11, 20)
PAGE = "<!DOCTYPE html><html lang='en'><title>A page</title><body>" + "<p>Something to see.</p>" * 40


def a_demo(home: Path) -> Path:
    """A home that looks as if it had run: one page in its outbox."""
    (home / "outbox").mkdir(parents=True)
    (home / "events").mkdir()
    (home / "network.toml").touch()
    (home / "events" / "log.jsonl").touch()
    (home / "outbox" / "page.html").write_text(PAGE, "utf-8")
    return home


def test_a_picture_is_taken_of_a_page_and_a_missing_one_is_named(tmp_path: Path) -> None:
    if not find_browser():
        pytest.skip("no browser on this machine")
    pictures = [Picture("there", "outbox/pa*.html", 300), Picture("gone", "outbox/none.html", 300)]
    said = write_gallery(a_demo(tmp_path / "demo"), DAY, tmp_path / "gallery", pictures)
    assert "1 picture taken" in said and "no page for gone" in said
    picture = (tmp_path / "gallery" / "there.png").read_bytes()
    assert picture.startswith(b"\x89PNG") and picture[16:24] == (1280).to_bytes(4, "big") + (300).to_bytes(4, "big")


def test_without_a_browser_the_pictures_stay_as_they_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CHOSEN, str(tmp_path / "no-such-browser"))
    assert "left as it is" in write_gallery(tmp_path / "demo", DAY, tmp_path / "gallery", PICTURES)
    assert list(tmp_path.iterdir()) == []


def test_each_picture_has_a_name_of_its_own() -> None:
    assert len({picture.name for picture in PICTURES}) == len(PICTURES)
