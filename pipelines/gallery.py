"""The pictures in docs/gallery: what the demo's pages look like. Taken by a browser from the demo's own files; without
a browser the pictures stay as they are.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from reports.browser import Browser, find_browser
from reports.numbers import plural

GALLERY = Path(__file__).parent.parent / "docs" / "gallery"
_WIDTH = 1280  # pixels; also how wide the page stands in the browser
_LARGEST = 200_000  # bytes of a picture; what is larger is shown a bit less of
_SHORTER = 60  # pixels
_SECONDS = 60.0
_DRAWN = "Promise.resolve(window.drawAll ? window.drawAll() : null).then(() => document.fonts.ready).then(() => true)"


@dataclass(frozen=True, slots=True)
class Picture:
    """A page of the demo, found by its pattern under the home (the first in order of name), and how much of it is shown
    from the top (`height` in pixels).
    """

    name: str
    pages: str
    height: int


PICTURES = (
    Picture("network-report", "outbox/network/reports/network-2025-26.html", 1150),
    Picture("school-report", "outbox/holbeck-grange/reports/holbeck-grange-2025-26.html", 1150),
    Picture("governor-sheet", "outbox/holbeck-grange/reports/governor-holbeck-grange-2025-26.html", 1150),
    Picture("receipt", "outbox/holbeck-grange/receipts/*Year-11-final-destinations*.html", 1000),
)


def write_gallery(home: Path, day: date, folder: Path = GALLERY, pictures: Sequence[Picture] = PICTURES) -> str:
    """Takes the pictures anew from the demo in `home`, which is made as of `day` if it isn't there; returns a sentence
    about what was done.
    """
    program = find_browser()
    if program is None:
        return f"{folder}: left as it is, as no browser was found (Chromium, Chrome or Edge)."
    _make(home, day)
    found = {picture: page for picture in pictures if (page := next(iter(sorted(home.glob(picture.pages))), None))}
    folder.mkdir(parents=True, exist_ok=True)
    with Browser(program) as browser:
        for picture, page in found.items():
            (folder / f"{picture.name}.png").write_bytes(_take(browser, page, picture.height))
    missing = [picture.name for picture in pictures if picture not in found]
    left = f" {home} has no page for {', '.join(missing)}: make it anew." if missing else ""
    return f"{folder}: {plural(len(found), 'picture')} taken.{left}"


def _make(home: Path, day: date) -> None:
    from pipelines.homes import make_demo_home
    from pipelines.run import run_home
    from warehouse.home import Home

    if not (home / "network.toml").exists():
        make_demo_home(home)
    if not Home(home).event_log.exists():
        run_home(home, day)


def _take(browser: Browser, page: Path, height: int) -> bytes:
    """The top of the page as PNG, in daylight colours, no larger than a picture may be."""
    with browser.tab(_SECONDS) as tab:
        tab.call("Emulation.setDeviceMetricsOverride", width=_WIDTH, height=height, deviceScaleFactor=1, mobile=False)
        tab.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": "light"}])
        tab.open(page)
        tab.run(_DRAWN)
        while True:
            clip = {"x": 0, "y": 0, "width": _WIDTH, "height": height, "scale": 1}
            picture = base64.b64decode(tab.call("Page.captureScreenshot", format="png", clip=clip)["data"])
            if len(picture) <= _LARGEST or height <= _SHORTER:
                return picture
            height -= _SHORTER
