"""The event log: append-only, chained, and unharmed by a crash in the middle of a line."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.events import EventLog, EventLogError

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def drop(path: str) -> tuple[str, dict[str, str | int], str, str]:
    return ("delivery", {"path": path, "file_id": "f" * 64, "size_bytes": 3}, "inbox", "dropped")


def test_events_come_back_as_they_were_written_and_numbered_from_one(tmp_path: Path) -> None:
    log = EventLog(tmp_path / "events" / "log.jsonl")
    log.append([drop("a/x.csv"), drop("a/y.csv")], NOON)
    log.append([("withdraw", {"delivery_id": "d1"}, "Ada", "the wrong year")], NOON)
    assert [(event.number, event.kind) for event in log.events()] == [(1, "delivery"), (2, "delivery"), (3, "withdraw")]
    assert log.events()[2].why == "the wrong year"


def test_two_events_never_share_an_instant_and_time_never_runs_backwards(tmp_path: Path) -> None:
    log = EventLog(tmp_path / "log.jsonl")
    log.append([drop("a/x.csv"), drop("a/y.csv")], NOON)
    log.append([drop("a/x.csv")], NOON - timedelta(days=1))
    instants = [event.at for event in log.events()]
    assert instants == sorted(set(instants))


def test_a_half_written_last_line_was_never_an_event(tmp_path: Path) -> None:
    log = EventLog(tmp_path / "log.jsonl")
    log.append([drop("a/x.csv")], NOON)
    whole = log.path.read_bytes()
    log.path.write_bytes(whole + whole[: len(whole) // 2])
    assert len(log.events()) == 1
    log.append([drop("a/y.csv")], NOON)
    assert [event.data["path"] for event in log.events()] == ["a/x.csv", "a/y.csv"]


@given(st.integers(min_value=0, max_value=2))
def test_an_altered_line_is_noticed_and_named(victim: int) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        log = EventLog(Path(folder) / "log.jsonl")
        log.append([drop("a/x.csv"), drop("a/y.csv"), drop("a/z.csv")], NOON)
        lines = log.path.read_text("utf-8").splitlines(keepends=True)
        lines[victim] = lines[victim].replace("dropped", "DROPPED")
        log.path.write_text("".join(lines), "utf-8")
        with pytest.raises(EventLogError, match=f"line {victim + 1} was altered"):
            log.events()


def test_the_day_of_an_event_is_the_day_in_london(tmp_path: Path) -> None:
    log = EventLog(tmp_path / "log.jsonl")
    log.append([drop("a/x.csv")], datetime(2026, 6, 30, 23, 30, tzinfo=UTC))
    assert log.events()[0].on == date(2026, 7, 1)
    assert log.events(until=date(2026, 6, 30)) == []


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_any_name_that_can_be_written_down_comes_back(name: str) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        log = EventLog(Path(folder) / "log.jsonl")
        log.append([drop(name), drop(f"{name}\u2028\u0085")], NOON)
        assert [event.data["path"] for event in log.events()] == [name, f"{name}\u2028\u0085"]


@pytest.mark.parametrize("line", [b"\xff\xfe", b"{}", b"[1]", b'{"at": 3}', b""])
def test_a_line_that_is_no_event_is_named(tmp_path: Path, line: bytes) -> None:
    log = EventLog(tmp_path / "log.jsonl")
    log.append([drop("a/x.csv")], NOON)
    with log.path.open("ab") as file:
        file.write(line + b"\n")
    with pytest.raises(EventLogError, match="line 2 was altered"):
        log.events()
