"""What the processors worked for this process and all that it started, a browser's helpers included: on a busy machine
the only measure that lasts."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from types import TracebackType
from typing import Self

_PROC, _EVERY = Path("/proc"), 0.2


class CpuMeter:
    """`with CpuMeter() as meter`, then `meter.seconds()`: user and system seconds of the process tree so far.

    A killed browser tells nobody what its helpers took, so the tree is looked at five times a second. Where a system
    has no /proc, only this process and the children that have ended are counted.
    """

    def __init__(self) -> None:
        self._seen: dict[int, float] = {}
        self._done = Event()
        self._thread = Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self._done.set()
        self._thread.join()

    def seconds(self) -> float:
        own = os.times()
        if not _PROC.is_dir():
            return own.user + own.system + own.children_user + own.children_system
        return time.process_time() + sum(list(self._seen.values()))

    def _watch(self) -> None:
        while not self._done.wait(_EVERY):
            self._look()

    def _look(self) -> None:
        parents: dict[int, int] = {}
        worked: dict[int, float] = {}
        for folder in _PROC.iterdir():
            if folder.name.isdigit():
                try:
                    fields = (folder / "stat").read_text().rpartition(")")[2].split()
                except OSError:  # it has ended meanwhile
                    continue
                parents[int(folder.name)] = int(fields[1])
                worked[int(folder.name)] = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        self._seen |= {process: worked[process] for process in parents if _descends(process, parents)}


def _descends(process: int, parents: dict[int, int]) -> bool:
    while process := parents.get(process, 0):
        if process == os.getpid():
            return True
    return False


@dataclass
class Watch:
    """Wall and processor seconds by stage, in the order they first ran."""

    meter: CpuMeter
    wall: dict[str, float] = field(default_factory=dict)
    cpu: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        begun, worked = time.perf_counter(), self.meter.seconds()
        yield
        self.wall[name] = self.wall.get(name, 0.0) + time.perf_counter() - begun
        self.cpu[name] = self.cpu.get(name, 0.0) + self.meter.seconds() - worked
