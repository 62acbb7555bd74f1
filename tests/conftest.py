"""What all tests share: nothing talks to the network, and fewer examples where continuous integration has little time."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

os.environ["GX_ANALYTICS_ENABLED"] = "false"
os.environ["DAGSTER_DISABLE_TELEMETRY"] = "yes"

settings.register_profile("house", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")
