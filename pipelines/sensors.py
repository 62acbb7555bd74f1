"""What starts jobs by itself: a look at the inbox every few seconds, arrivals that ask to be
staged, settled pupils that ask for a build, a build that asks to be published.

A tick only lists names, sizes and times, or reads the instance; files are read, and the warehouse is opened, in runs
alone.
"""

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime

import dagster as dg

from assets.submissions import ARRIVALS_KEY, SETTLED_KEY
from pipelines.jobs import build, land, publish, stage
from warehouse.home import Home
from warehouse.inbox import list_inbox

# At five seconds each: how long a landing waits for an inbox that never keeps still, and after one that failed.
_TICKS_UNSETTLED, _TICKS_AFTER_FAILURE = 6, 12
_WAITING = [dg.DagsterRunStatus.QUEUED, dg.DagsterRunStatus.NOT_STARTED]


@dg.sensor(job=land, minimum_interval_seconds=5, default_status=dg.DefaultSensorStatus.RUNNING)
def inbox_sensor(context: dg.SensorEvaluationContext, home: dg.ResourceParam[Home]) -> dg.SensorResult | dg.SkipReason:
    """Start `land` when the inbox has changed and then kept still for one tick, or has been changing for half a minute:
    the landing itself leaves what is still being written. A landing that failed is tried again after a minute."""
    if not home.inbox.is_dir():
        return dg.SkipReason(f"There is no inbox at {home.inbox}. Make a home with: destinations init {home.path}")
    files = list_inbox(home.inbox).files
    now = hashlib.sha256(repr([(file.path, file.state) for file in files]).encode()).hexdigest()
    cursor = json.loads(context.cursor) if context.cursor else {}
    ticks = cursor.get("ticks", 0) + 1
    if cursor.get("landed") == now:
        if not _landing_failed(context.instance):
            return dg.SkipReason(f"Nothing new among {len(files)} files.")
        reason, is_due = "The last landing failed: it is tried again in a minute.", ticks > _TICKS_AFTER_FAILURE
    else:
        reason = "The inbox has changed: waiting until it keeps still."
        is_due = cursor.get("seen") == now or ticks > _TICKS_UNSETTLED
    if is_due:
        return dg.SensorResult(run_requests=[dg.RunRequest()], cursor=json.dumps({"seen": now, "landed": now}))
    return dg.SensorResult(skip_reason=reason, cursor=json.dumps({**cursor, "seen": now, "ticks": ticks}))


def _landing_failed(instance: dg.DagsterInstance) -> bool:
    newest = instance.get_runs(dg.RunsFilter(job_name="land"), limit=1)
    return bool(newest) and newest[0].status == dg.DagsterRunStatus.FAILURE


@dg.sensor(job=stage, minimum_interval_seconds=5, default_status=dg.DefaultSensorStatus.RUNNING)
def arrivals_sensor(context: dg.SensorEvaluationContext) -> dg.SensorResult | dg.SkipReason:
    """Start `stage` for each cycle of which something new has landed."""
    return _announced(context, ARRIVALS_KEY, "stage")


@dg.sensor(job=build, minimum_interval_seconds=5, default_status=dg.DefaultSensorStatus.RUNNING)
def settled_sensor(context: dg.SensorEvaluationContext) -> dg.SensorResult | dg.SkipReason:
    """Start `build` for each cycle whose rows and pupils are settled."""
    return _announced(context, SETTLED_KEY, "build")


def _announced(context: dg.SensorEvaluationContext, marker: dg.AssetKey, job: str) -> dg.SensorResult | dg.SkipReason:
    """A run of the job for each cycle announced at the marker since the last tick that has not had one since and isn't
    waiting for one."""
    after = int(context.cursor) if context.cursor else 0
    found = context.instance.fetch_materializations(
        dg.AssetRecordsFilter(asset_key=marker, after_storage_id=after), limit=500, ascending=True
    )
    if not found.records:
        return dg.SkipReason("No cycle was announced.")
    waiting = {
        run.tags.get("dagster/partition")
        for run in context.instance.get_runs(dg.RunsFilter(job_name=job, statuses=_WAITING))
    }
    announced = {str(record.partition_key): record.timestamp for record in found.records}
    requests = [
        dg.RunRequest(partition_key=cycle)
        for cycle, instant in sorted(announced.items())
        if cycle not in waiting and not _done_since(context.instance, job, cycle, instant)
    ]
    return dg.SensorResult(run_requests=requests, cursor=str(found.records[-1].storage_id))


def _done_since(instance: dg.DagsterInstance, job: str, cycle: str, instant: float) -> bool:
    """Whether a run of the job for the cycle that was started after the instant went through, as when the command line
    ran it."""
    asked_after = datetime.fromtimestamp(instant, UTC)
    since = dg.RunsFilter(
        job_name=job,
        statuses=[dg.DagsterRunStatus.SUCCESS],
        tags={"dagster/partition": cycle},
        created_after=asked_after,
    )
    return bool(instance.get_runs(since, limit=1))


@dg.run_status_sensor(
    run_status=dg.DagsterRunStatus.SUCCESS,
    monitored_jobs=[build],
    request_job=publish,
    minimum_interval_seconds=5,
    default_status=dg.DefaultSensorStatus.RUNNING,
)
def built_sensor(context: dg.RunStatusSensorContext) -> Iterator[dg.RunRequest | dg.SkipReason]:
    """Start `publish` for a cycle whose build went through, unless another build of it is on its way."""
    cycle = context.dagster_run.tags.get("dagster/partition")
    ahead = context.instance.get_runs(
        dg.RunsFilter(
            job_name="build", statuses=[*_WAITING, dg.DagsterRunStatus.STARTED], tags={"dagster/partition": cycle or ""}
        )
    )
    if ahead:
        yield dg.SkipReason(f"{cycle} is being built again.")
    else:
        yield dg.RunRequest(partition_key=cycle)


SENSORS = [inbox_sensor, arrivals_sensor, settled_sensor, built_sensor]
