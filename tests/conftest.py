"""What all tests share: nothing talks to the network, fewer examples where continuous integration has little time, and
no waiting for the disk: Dagster's bookkeeping in a test's folder needn't outlive a power cut."""

from __future__ import annotations

import os
import sqlite3

from hypothesis import HealthCheck, settings
from sqlalchemy import event
from sqlalchemy.engine import Engine

os.environ["GX_ANALYTICS_ENABLED"] = "false"
os.environ["DAGSTER_DISABLE_TELEMETRY"] = "yes"


@event.listens_for(Engine, "connect")
def _never_wait_for_the_disk(connection: sqlite3.Connection, _: object) -> None:
    connection.execute("pragma synchronous = off")


settings.register_profile("house", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")
