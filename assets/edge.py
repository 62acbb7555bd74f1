"""The edge of the library: the one place where a step learns the day and the instant. What supplies them lives in
`pipelines/`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Edge:
    """`as_of` gives the London calendar date whose knowledge counts, `now` the instant (UTC) at which what comes now is
    received.

    `past` is that date where the run rebuilds a day that later events have overtaken; nothing is taken in then.
    `pause` waits a moment where one of some instants (seconds since 1970) has just been, and says whether it waited.
    """

    as_of: Callable[[], date]
    now: Callable[[], datetime]
    past: date | None = None
    pause: Callable[[Iterable[float]], bool] = lambda instants: False
