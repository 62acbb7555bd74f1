"""A real browser draws every figure, without a complaint in its console and without asking the network for anything."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from html_page import Page

_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "microsoft-edge")
_OPTIONS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--hide-scrollbars",
    "--window-size=1280,2000",
    "--enable-logging=stderr",
    "--virtual-time-budget=8000",
    "--dump-dom",
]
_NO_NETWORK = "--host-resolver-rules=MAP * ~NOTFOUND"


@pytest.fixture(scope="module")
def browser() -> str:
    found = next((path for name in _BROWSERS if (path := shutil.which(name))), None)
    if not found:
        pytest.skip(f"no browser on this machine (looked for {', '.join(_BROWSERS)})")
    return found


@pytest.mark.parametrize("whose", ["network", "school", "tracker"])
def test_every_figure_is_drawn(whose: str, browser: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    page: Page = request.getfixturevalue(whose)
    file = tmp_path / "page.html"
    file.write_text(page.source, "utf-8")
    profile = f"--user-data-dir={tmp_path / 'profile'}"
    run = subprocess.run(
        [browser, *_OPTIONS, _NO_NETWORK, profile, f"{file.as_uri()}?print"],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    complaints = [line for line in run.stderr.splitlines() if "CONSOLE" in line]
    assert complaints == []
    drawn = re.findall(r'<div id="([\w-]+)" class="chart js-plotly-plot"', run.stdout)
    assert sorted(drawn) == sorted(page.drawings)
    assert len(re.findall(r'class="main-svg"', run.stdout)) >= len(page.drawings)
    assert run.stdout.count('class="sankey"') == sum(id.startswith("flow-") for id in page.drawings)
