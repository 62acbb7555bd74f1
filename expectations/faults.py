"""Our own faults in words that hold no pupil's value: the kind of exception, and where in the code.

An exception's message is never repeated: it may quote a cell.
"""

from __future__ import annotations

import builtins
import re
import traceback
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

_FRAME = re.compile(r'^ +File "([^"\n]+\.py)", line (\d+), in (\w+)$', re.MULTILINE)
_RAISED = re.compile(r"^(?:\w+\.)*(\w+)(?=:|$)", re.MULTILINE)


def of_exception(error: BaseException) -> str:
    """The exception's kind and the line of code that raised it."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f" at {PurePath(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return type(error).__name__ + where


def of_result(exception_info: Mapping[str, Any] | None) -> str | None:
    """The same from what Great Expectations noted, flat or by metric; None where nothing was raised."""
    info = exception_info or {}
    entries = [info] if "raised_exception" in info else [entry for entry in info.values() if isinstance(entry, Mapping)]
    for entry in entries:
        if entry.get("raised_exception"):
            return _of_text(str(entry.get("exception_traceback") or ""))
    return None


def _of_text(text: str) -> str:
    frames = list(_FRAME.finditer(text))
    after = text[frames[-1].end() :] if frames else text
    names = [name for name in _RAISED.findall(after) if _is_exception(name)]
    where = f" at {PurePath(frames[-1].group(1)).name}:{frames[-1].group(2)}" if frames else ""
    return (names[0] if names else "Exception") + where


def _is_exception(name: str) -> bool:
    """Only names of real exceptions are repeated: a line of the message could hold anything."""
    from great_expectations import exceptions

    found = getattr(builtins, name, None) or getattr(exceptions, name, None)
    return isinstance(found, type) and issubclass(found, BaseException)
