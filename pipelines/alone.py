"""One `destinations run` at a time on a home: a second one waits until the first has ended, instead of taking turns
with it step by step."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import filelock

from warehouse.database import WarehouseBusy
from warehouse.home import Home

_LONGEST_SECONDS = 3 * 3600.0


@contextmanager
def alone(home: Home, say: Callable[[str], None], timeout: float = _LONGEST_SECONDS) -> Iterator[None]:
    """Hold the home for a run; `say` hears where another one must end first. The kernel frees it when its holder dies.

    Raises WarehouseBusy where that takes longer than `timeout` seconds.
    """
    lock = filelock.FileLock(home.dagster / "run.lock")
    try:
        lock.acquire(timeout=0)
    except filelock.Timeout:
        say("Another run is at work on this home: waiting for it to end")
        try:
            lock.acquire(timeout=timeout)
        except filelock.Timeout:
            raise WarehouseBusy(
                f"Another run has been at work on {home.path} for {timeout / 3600:.0f} hours. Stop it, then run again."
            ) from None
    try:
        yield
    finally:
        lock.release()
