"""Judges batches of mutants in processes of their own. A process that dies, hangs or swallows memory is replaced; the
mutant that it had in hand is a failure and is kept in a folder."""

from __future__ import annotations

import multiprocessing
import os
import resource
import sys
import traceback
import warnings
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from multiprocessing.connection import Connection
from pathlib import Path
from queue import Empty, SimpleQueue

MOST_MEGABYTES = 500
_HANGS_AFTER = 60.0
_MOST_ADDRESSES = 6_000_000_000  # the kernel's own limit, so that one mutant can't take the machine with it
Job = tuple[str, int, int]


@dataclass(slots=True)
class Figures:
    """Of one format: how many mutants, how many by what they were read as, the slowest, the largest."""

    mutants: int = 0
    read_as: Counter[str] = field(default_factory=Counter)
    with_rows: int = 0
    slowest: float = 0.0
    megabytes: float = 0.0
    failures: list[str] = field(default_factory=list)


def judge_batches(jobs: Iterable[Job], workers: int, folder: Path) -> dict[str, Figures]:
    """Judge the batches (format, seed, number); figures by format. Failing mutants are kept in `folder`."""
    queue: SimpleQueue[Job] = SimpleQueue()
    figures: dict[str, Figures] = {}
    for job in jobs:
        queue.put(job)
        figures.setdefault(job[0], Figures())
    with ThreadPoolExecutor(workers) as lanes:
        for lane in [lanes.submit(_lane, queue, figures, folder) for _ in range(workers)]:
            lane.result()
    return figures


def _lane(queue: SimpleQueue[Job], figures: dict[str, Figures], folder: Path) -> None:
    worker = None
    while True:
        try:
            job = queue.get_nowait()
        except Empty:
            break
        done = 0
        while done >= 0:
            worker = worker if worker and worker.process.is_alive() else _Worker()
            done = worker.judge(job, done, figures[job[0]], folder)
    if worker:
        worker.stop()


class _Worker:
    """One process, and our end of the line to it."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._ours, theirs = context.Pipe()
        self.process = context.Process(target=_work, args=(theirs,), daemon=True)
        self.process.start()
        theirs.close()

    def judge(self, job: Job, skip: int, figures: Figures, folder: Path) -> int:
        """Judge a batch without its first `skip` mutants; -1, or where to go on with another process."""
        in_hand = b""
        try:
            self._ours.send((job, skip))
            while self._ours.poll(_HANGS_AFTER):
                kind, content = self._ours.recv()
                if kind == "mutant":
                    in_hand = content
                elif kind == "done":
                    return -1
                elif kind == "broken":
                    raise RuntimeError(f"The fuzzer itself is at fault in {job}:\n{content}")
                else:
                    skip += 1
                    _note(figures, content, job, in_hand, folder)
            fault = f"hangs: no answer in {_HANGS_AFTER:.0f} s"
        except (EOFError, OSError):
            self.process.join(10)
            fault = f"dies: exit code {self.process.exitcode}"
        self.stop()
        _fail(figures, fault, job, in_hand, folder)
        figures.mutants += 1
        return skip + 1

    def stop(self) -> None:
        self.process.kill()
        self.process.join(10)


def _note(figures: Figures, content: tuple[object, ...], job: Job, data: bytes, folder: Path) -> None:
    read_as, rows, seconds, megabytes, faults = content
    figures.mutants += 1
    figures.read_as[str(read_as)] += 1
    figures.with_rows += bool(rows)
    figures.slowest = max(figures.slowest, float(str(seconds)))
    figures.megabytes = max(figures.megabytes, float(str(megabytes)))
    for fault in faults:  # type: ignore[attr-defined]
        _fail(figures, fault, job, data, folder)


def _fail(figures: Figures, fault: str, job: Job, data: bytes, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{job[0]}-{sha256(data).hexdigest()[:12]}"
    file.write_bytes(data)
    figures.failures.append(f"{fault}  [{job[0]}, seed {job[1]}, batch {job[2]}, {file}]")
    print(figures.failures[-1], file=sys.stderr, flush=True)


def _work(line: Connection) -> None:
    """The process: judges what it is told to, until the line is closed."""
    warnings.simplefilter("ignore")
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (_MOST_ADDRESSES, _MOST_ADDRESSES))
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # a Rust library tells of its panics there
    with suppress(EOFError):
        while True:
            job, skip = line.recv()
            try:
                _judge_batch(line, job, skip)
            except Exception:
                line.send(("broken", traceback.format_exc()))


def _judge_batch(line: Connection, job: Job, skip: int) -> None:
    from tests.fuzz.mutants import batch
    from tests.fuzz.truths import faults, read_twice

    for mutant in list(batch(*job))[skip:]:
        line.send(("mutant", mutant.data))
        _forget_peak()
        extract, judged = read_twice(mutant.data, mutant.path)
        megabytes = _peak()
        judged.faults += [] if megabytes < MOST_MEGABYTES else [f"memory: {megabytes:.0f} MB"]
        judged.faults += faults(mutant.data, extract)
        line.send(("judged", (judged.format, judged.rows, judged.seconds, megabytes, judged.faults)))
    line.send(("done", None))


def _forget_peak() -> None:
    """Linux can measure the peak anew; elsewhere it is the process's own."""
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")


def _peak() -> float:
    """Megabytes of memory at most since then, Python and libraries included."""
    with suppress(OSError):
        lines = Path("/proc/self/status").read_text().splitlines()
        return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)
