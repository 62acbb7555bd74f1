"""The partitions: one for each cycle. Schools are rows, not partitions."""

from __future__ import annotations

import dagster as dg

from domain.calendar import CYCLES

CYCLE_PARTITIONS = dg.StaticPartitionsDefinition(list(CYCLES))
