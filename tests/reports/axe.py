"""axe-core over HTML pages in a real browser, as a reader meets them: all rules on a wide screen, and what colours and
room alone decide in the dark and on a telephone. `violations` is what tests call; as a program it prints what it finds:

    python tests/reports/axe.py demo/outbox/network/reports/*.html
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest

from reports.browser import Browser, find_browser

AXE = Path(__file__).resolve().parents[1] / "axe-core/node_modules/axe-core/axe.min.js"
ALL_RULES = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
OF_COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
FIGURES = (
    ".svg-container"  # axe-core judges neither the colours nor the targets inside a drawing, and takes long over it
)
OF_ROOM = {"type": "rule", "values": ["target-size", "scrollable-region-focusable"]}
_RUN = """
(async () => {
  if (window.drawAll) await window.drawAll();
  await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
  const found = await axe.run(PART, {runOnly: RULES, resultTypes: ["violations"], iframes: false});
  const said = found.violations.map(v => [v.id, v.impact, v.help, v.nodes.length, v.nodes.slice(0, 5).map(n => n.target.join(" "))]);
  const page = document.documentElement;
  if (page.scrollWidth > page.clientWidth) {
    const wide = [...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > page.clientWidth + 1);
    const name = e => e.tagName.toLowerCase() + (e.id ? "#" + e.id : "") + [...e.classList].map(c => "." + c).join("");
    said.push(["reflow", "serious", "The page scrolls sideways", wide.length, wide.slice(0, 5).map(name)]);
  }
  return said;
})()
"""


@dataclass(frozen=True)
class Look:
    """How a reader looks at a page: width and height in pixels, light or dark; and the rules that are looked at, in all but what
    `leaves_out` selects."""

    name: str
    width: int
    height: int
    scheme: str
    rules: Mapping[str, object] = field(default_factory=lambda: ALL_RULES)
    leaves_out: str = ""


@dataclass(frozen=True)
class Violation:
    """A rule that a page breaks, in how many places, with the first of them."""

    page: str
    look: str
    rule: str
    impact: str
    help: str
    places: int
    first: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.page}, {self.look}: {self.rule} ({self.impact}): {self.help}; {self.places} × {', '.join(self.first)}"


LOOKS = (
    Look("wide", 1280, 900, "light"),
    Look("dark", 1280, 900, "dark", OF_COLOURS, FIGURES),
    Look("narrow", 360, 740, "light", OF_ROOM, FIGURES),
)


def needs() -> str | None:
    """Why pages can't be looked at here, or None."""
    if find_browser() is None:
        return "no browser on this machine"
    return None if AXE.exists() else "axe-core is not installed; run: npm ci --prefix tests/axe-core"


def skip_where_it_lacks() -> None:
    """Skips the test, with the reason, where the browser or axe-core isn't there."""
    if reason := needs():
        pytest.skip(reason)


def violations(pages: Sequence[Path], looks: Sequence[Look] = LOOKS, seconds: float = 90.0) -> list[Violation]:
    """What axe-core finds wrong with HTML files, in every look, in the order of the files; a page that scrolls sideways
    counts too. Raises BrowserFault where the browser fails."""
    program = find_browser()
    assert program is not None, needs()
    with Browser(program) as browser, ThreadPoolExecutor(2) as workers:
        found = workers.map(lambda page: _looks(browser, page, looks, seconds), pages)
        return [violation for page in found for violation in page]


@cache
def _script() -> str:
    return AXE.read_text("utf-8")


def _looks(browser: Browser, page: Path, looks: Sequence[Look], seconds: float) -> list[Violation]:
    """A page is loaded once and then looked at in every way: style sheets follow, as they do when a window is turned."""
    found = []
    with browser.tab(seconds) as tab:
        for look in looks:
            size = {"width": look.width, "height": look.height, "deviceScaleFactor": 1, "mobile": False}
            tab.call("Emulation.setDeviceMetricsOverride", **size)
            tab.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": look.scheme}])
            if look is looks[0]:
                tab.open(page)
                tab.run(f"{_script()};0")
            part = json.dumps({"exclude": [[look.leaves_out]]}) if look.leaves_out else "document"
            said = tab.run(_RUN.replace("RULES", json.dumps(look.rules)).replace("PART", part))
            found += [Violation(page.name, look.name, *rest, tuple(first)) for *rest, first in said]
    return found


if __name__ == "__main__":
    if reason := needs():
        raise SystemExit(reason)
    files = [Path(name) for name in sys.argv[1:]]
    everything = violations(files)
    print("\n".join(map(str, everything)))
    print(f"{len(files)} pages × {len(LOOKS)} looks: {len(everything)} violations")
    raise SystemExit(1 if everything else 0)
