"""A landing that tells each durable step before it takes it and can be killed there: `python landing_step_by_step.py
HOME DAY STEP`; step 0 lives through it.

Watched are Python's own file-system calls (an audit hook), every fsync (also with half of what was written lost, as
when the machine stops), and the edges of each transaction.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))  # a script's own folder is all that is looked in otherwise

from assets.arrivals import arrivals, take_in  # noqa: E402
from assets.landing import land  # noqa: E402
from warehouse.database import Database, Warehouse  # noqa: E402
from warehouse.events import LONDON, EventLog  # noqa: E402
from warehouse.home import Home  # noqa: E402

_CHANGING = {"open", "os.rename", "os.remove", "os.mkdir", "os.truncate", "os.chmod"}
_WRITING = os.O_WRONLY | os.O_RDWR


class Steps:
    """Counts the steps below a home and kills this process at one of them."""

    def __init__(self, home: Path, fatal: int) -> None:
        self.home, self.fatal, self.count = home, fatal, 0
        self.sizes: dict[str, int] = {}

    def take(self, name: str, lose: tuple[int, int] | None = None) -> None:
        """A step; `lose` is an open file and the size to which a dying machine leaves it."""
        self.count += 1
        os.write(1, f"{name}\n".encode())
        if self.count == self.fatal:
            if lose:
                os.ftruncate(*lose)
            os.kill(os.getpid(), signal.SIGKILL)

    def hear(self, event: str, arguments: tuple[object, ...]) -> None:
        """The audit hook."""
        if event not in _CHANGING or not isinstance(arguments[0], (str, os.PathLike)):
            return
        path = Path(arguments[0])
        if not path.is_relative_to(self.home) or path.suffix in (".lock", ".holder"):
            return
        if event == "open":
            if not isinstance(arguments[2], int) or not arguments[2] & _WRITING:
                return
            self.sizes[str(path)] = path.stat().st_size if path.exists() else 0
        if not (event == "os.mkdir" and path.exists()):
            self.take(f"{event} {path.relative_to(self.home)}")

    def fsync(self, handle: int) -> None:
        """What takes the place of os.fsync."""
        path = Path(f"/proc/self/fd/{handle}").readlink()
        name = path.relative_to(self.home)
        if not path.is_dir():
            before, now = self.sizes[str(path)], os.fstat(handle).st_size
            self.take(f"half-written {name}", (handle, (before + now) // 2))
        self.take(f"fsync {name}")
        _fsync(handle)

    @contextmanager
    def transaction(self, database: Database) -> Iterator[None]:
        """What takes the place of Database.transaction."""
        self.take("begin")
        with _transaction(database):
            self.take("begun")
            yield
            self.take("commit")
        self.take("committed")


_fsync, _transaction = os.fsync, Database.transaction


def main(home: Home, day: date, fatal: int) -> None:
    steps = Steps(home.path, fatal)
    os.fsync = steps.fsync
    Database.transaction = lambda database: steps.transaction(database)  # type: ignore[method-assign]
    insert = Database.insert

    def watched_insert(database, table, frame) -> None:  # type: ignore[no-untyped-def]
        steps.take(f"insert {table.name}")
        insert(database, table, frame)

    Database.insert = watched_insert  # type: ignore[method-assign]
    sys.addaudithook(steps.hear)
    home.prepare()
    home.open_folders(day)
    log = EventLog(home.event_log)
    with Warehouse(home.warehouse_file).open("taking files in"):
        take_in(home, log, arrivals(home, log.events()), datetime.combine(day, time(12), LONDON))
    steps.take("taken in")
    land(home, Warehouse(home.warehouse_file), log.events())
    steps.take("landed")


if __name__ == "__main__":
    main(Home(Path(sys.argv[1])), date.fromisoformat(sys.argv[2]), int(sys.argv[3]))
