"""What a run left lying in the inbox, in words for the person who started it.

Names of files are shown made harmless; nothing that a file says is.
"""

from __future__ import annotations

from collections import Counter

from assets.arrivals import News
from warehouse.inbox import PASSED_OVER, printable

_SHOWN = 3


def leftover_sentences(news: News) -> list[str]:
    """A sentence for each kind of thing that was not taken in: how many, which, and what to do."""
    sentences = []
    waiting = len(news.arrivals) + len(news.moving)
    if waiting:
        verb = (
            "is still being written or has just come" if waiting == 1 else "are still being written or have just come"
        )
        sentences.append(f"{_files(waiting)} {verb}: run again in a moment.")
    if news.unreadable:
        sentences.append(
            f"{_files(len(news.unreadable))} can't be opened: {_named([printable(path) for path in news.unreadable])}. "
            "Let the account that runs this command read it, then run again."
        )
    counts = Counter(entry.reason for entry in news.passed_over)
    for reason, count in counts.items():
        if cure := PASSED_OVER[reason]:
            names = _named([entry.name for entry in news.passed_over if entry.reason == reason])
            sentences.append(f"{count} passed over as {reason}: {names}. What to do: {cure}.")
    return sentences


def _files(count: int) -> str:
    return f"{count} file{'' if count == 1 else 's'}"


def _named(names: list[str]) -> str:
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(f'"{name}"' for name in names[:_SHOWN]) + more
