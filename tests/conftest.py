"""What all tests share: nothing talks to the network, fewer examples where continuous integration has little time, no
waiting for the disk (Dagster's bookkeeping in a test's folder needn't outlive a power cut), and one thread for each
warehouse: with the handful of rows of a test, handing them from thread to thread costs more than the query does."""

from __future__ import annotations

import os
import sqlite3

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import event
from sqlalchemy.engine import Engine

from warehouse.database import CONFIG

os.environ["GX_ANALYTICS_ENABLED"] = "false"
os.environ["DAGSTER_DISABLE_TELEMETRY"] = "yes"
CONFIG["threads"] = 1


@event.listens_for(Engine, "connect")
def _never_wait_for_the_disk(connection: sqlite3.Connection, _: object) -> None:
    connection.execute("pragma synchronous = off")


settings.register_profile("house", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

_LONGEST = ("year", "flow")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first, so that at the end the workers have short ones to share."""
    items.sort(key=lambda item: item.path.parent.name not in _LONGEST)
