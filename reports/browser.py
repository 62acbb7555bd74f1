"""A Chromium-family browser found on the machine and kept open, spoken to over its DevTools protocol: what prints pages
(`reports/pdf.py`) and what tests look at them with. It is never let onto the network.
"""

from __future__ import annotations

import http.client
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

CHOSEN = "DESTINATIONS_BROWSER"  # the environment may name the program
NO_BROWSER = (
    "No PDF was made: no browser was found. Install Chromium, Chrome or Edge, or name one in the environment variable "
    f"{CHOSEN}; then run again. The HTML pages are complete without."
)
_ON_PATH = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge", "microsoft-edge-stable",
    "msedge", "chrome", "brave-browser", "vivaldi",
)  # fmt: skip
_PROGRAMS = ("Google/Chrome/Application/chrome.exe", "Microsoft/Edge/Application/msedge.exe",
             "Chromium/Application/chrome.exe")  # fmt: skip
_APPLICATIONS = ("Google Chrome", "Microsoft Edge", "Chromium", "Brave Browser")
_OPTIONS = (
    "--headless", "--remote-debugging-port=0", "--host-resolver-rules=MAP * ~NOTFOUND", "--no-first-run",
    "--no-default-browser-check", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-extensions", "--disable-gpu", "--disable-quic", "--disable-dev-shm-usage", "--hide-scrollbars",
    "--force-color-profile=srgb", "--font-render-hinting=none", "--disable-features=Translate,MediaRouter",
)  # fmt: skip
_START = 30.0  # seconds until it must answer
_LARGEST = 512 * 1024 * 1024  # bytes of one answer
# Whatever proxy the environment names: the browser is on this machine.
_HERE = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class BrowserFault(RuntimeError):
    """The browser died, hung or refused; the message says what, without a page's content."""


def find_browser(environment: Mapping[str, str] = os.environ) -> str | None:
    """The program to run, or None: as the environment names it, else on the path, else where systems install it."""
    if environment.get(CHOSEN):
        return shutil.which(environment[CHOSEN])
    found = next((path for name in _ON_PATH if (path := shutil.which(name, path=environment.get("PATH")))), None)
    if found:
        return found
    folders = [environment.get(name) for name in ("ProgramFiles", "ProgramFiles(x86)", "LocalAppData")]
    installed = [Path(folder) / program for folder in folders if folder for program in _PROGRAMS]
    installed += [Path(f"/Applications/{name}.app/Contents/MacOS/{name}") for name in _APPLICATIONS]
    return next((str(path) for path in installed if path.is_file()), None)


class Browser:
    """One kept-open browser: `with Browser(program) as browser`, then a `tab` for each page.

    Tabs may be used from several threads at once, each from one. Raises BrowserFault where it doesn't start.
    """

    def __init__(self, program: str) -> None:
        self._program = program
        self._profile = tempfile.TemporaryDirectory(prefix="destinations-browser-", ignore_cleanup_errors=True)
        self._process: subprocess.Popen[bytes] | None = None
        self._address = ""
        self.version = 0

    def __enter__(self) -> Self:
        options = [*_OPTIONS, f"--user-data-dir={self._profile.name}"]
        if sys.platform.startswith("linux") and os.geteuid() == 0:
            options.append("--no-sandbox")  # as root it refuses to start with it
        try:
            self._process = subprocess.Popen(
                [self._program, *options, "about:blank"],
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                start_new_session=os.name == "posix",
            )  # fmt: skip
            self._address = f"http://127.0.0.1:{self._port()}"
            said = self._ask("/json/version").get("Browser", "")  # as "Chrome/156.0.1"
        except (OSError, BrowserFault) as fault:
            self.close()
            raise BrowserFault(f"the browser {self._program} doesn't start ({type(fault).__name__}: {fault})") from None
        self.version = int("".join(filter(str.isdigit, said.split("/")[-1].split(".")[0])) or 0)
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    @property
    def is_alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def close(self) -> None:
        """Ends the browser with all that it has started, and takes its profile away."""
        process = self._process
        if process is not None and process.poll() is None:
            if os.name == "posix":
                with suppress(ProcessLookupError, PermissionError):
                    os.killpg(process.pid, 9)
            else:
                process.kill()
            process.wait()
        self._process = None
        self._profile.cleanup()

    @contextmanager
    def tab(self, seconds: float) -> Iterator[Tab]:
        """A new tab that may be used for so many seconds. Raises BrowserFault where it can't be had."""
        from websockets.exceptions import WebSocketException
        from websockets.sync.client import connect

        target = self._ask("/json/new?about:blank", "PUT")
        if "webSocketDebuggerUrl" not in target:
            raise BrowserFault("the browser opens no page")
        try:
            with connect(target["webSocketDebuggerUrl"], max_size=_LARGEST, proxy=None, compression=None) as line:
                yield Tab(line, seconds)
        except (WebSocketException, OSError) as fault:
            raise BrowserFault(f"the browser went away ({type(fault).__name__})") from None
        finally:
            with suppress(BrowserFault):
                self._ask(f"/json/close/{target['id']}")

    def _port(self) -> int:
        file, until = Path(self._profile.name) / "DevToolsActivePort", time.monotonic() + _START
        while time.monotonic() < until and self.is_alive:
            if file.exists() and (said := file.read_text("utf-8").splitlines()):
                return int(said[0])
            time.sleep(0.02)
        raise BrowserFault("it doesn't answer" if self.is_alive else "it ends at once")

    def _ask(self, path: str, method: str = "GET") -> dict[str, Any]:
        try:
            with _HERE.open(urllib.request.Request(self._address + path, method=method), timeout=10) as answer:
                content = answer.read()
            return json.loads(content) if content.startswith(b"{") else {}
        except (OSError, ValueError, http.client.HTTPException):
            raise BrowserFault("the browser doesn't answer") from None


class Tab:
    """A page of the browser. Everything raises BrowserFault when its seconds are over."""

    def __init__(self, line: Any, seconds: float) -> None:
        self._line, self._until, self._asked = line, time.monotonic() + seconds, 0
        self._events: list[str] = []
        self.console: list[str] = []

    def allow(self, seconds: float) -> None:
        """From now on it may be used for so many seconds more."""
        self._until = time.monotonic() + seconds

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """A command of the DevTools protocol, and its result."""
        self._asked += 1
        self._line.send(json.dumps({"id": self._asked, "method": method, "params": parameters}))
        while True:
            said = self._hear()
            if said.get("id") == self._asked:
                if "error" in said:
                    raise BrowserFault(f"{method}: {said['error'].get('message', 'refused')}")
                return dict(said["result"])

    def open(self, page: Path) -> None:
        """Loads a page's file and waits until it is loaded."""
        self.call("Page.enable")
        self.call("Runtime.enable")
        self._events.clear()
        fault = self.call("Page.navigate", url=page.resolve().as_uri()).get("errorText")
        if fault:
            raise BrowserFault(f"{page.name} can't be opened ({fault})")
        while "Page.loadEventFired" not in self._events:
            self._hear()

    def run(self, script: str) -> Any:
        """The value of a JavaScript expression, awaited if it is a promise."""
        result = self.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in result:
            raise BrowserFault(f"a script failed ({result['exceptionDetails'].get('text', '')})")
        return result["result"].get("value")

    def _hear(self) -> dict[str, Any]:
        left = self._until - time.monotonic()
        try:
            said: dict[str, Any] = json.loads(self._line.recv(timeout=max(left, 0.001)))
        except TimeoutError:
            raise BrowserFault("the browser took too long") from None
        if "method" in said:
            self._events.append(said["method"])
            if said["method"] == "Runtime.exceptionThrown":
                self.console.append(str(said["params"]["exceptionDetails"].get("text", "")))
        return said
