"""The instance of a home: what Dagster remembers of runs."""

from __future__ import annotations

from pathlib import Path

import dagster as dg
from steps import new_home

from pipelines.instance import open_instance


def test_of_more_runs_than_are_kept_open_everything_is_remembered_also_by_the_next_process(tmp_path: Path) -> None:
    home = new_home(tmp_path)

    @dg.job
    def work() -> None: ...

    with open_instance(home) as instance:
        runs = [instance.create_run_for_job(work) for _ in range(7)]
        for round_ in ("first", "second"):
            for run in runs:
                instance.report_engine_event(f"{round_} word", run)
    with open_instance(home) as instance:
        for run in runs:
            told = [entry.dagster_event.message for entry in instance.all_logs(run.run_id) if entry.dagster_event]
            assert told == ["first word", "second word"]
