"""Commands about a home: make one, run it, serve it, look at it."""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path

import click
from rich.console import Console

from pipelines.cli_options import ATTENTION, Cycle, everywhere, sayer
from pipelines.leftovers import leftover_sentences
from pipelines.run import STAGES, RunSummary, run_home
from warehouse.home import Home

_DEMO_DAY = date(2026, 11, 20)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), metavar="HOME")
@click.option("--demo", is_flag=True, help="Write a synthetic network that has just dropped its files.")
def init(folder: Path, demo: bool) -> None:
    """Make a new home: settings, a list of schools and an inbox for each."""
    from pipelines.homes import make_demo_home, make_home

    if (folder / "network.toml").exists():
        raise click.UsageError(f"{folder} is a home already. Choose another folder, or delete it first.")
    if demo:
        summary = make_demo_home(folder)
        click.echo(
            f"{folder}: {summary.schools} schools have dropped {len(summary.files)} files. "
            f"Next: destinations run --home {folder} --as-of {_DEMO_DAY}"
        )
    else:
        make_home(folder)
        click.echo(f"{folder}: fill in schools.csv and network.toml, then: destinations run --home {folder}")


@click.command()
@click.option(
    "--home",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("demo"),
    show_default=True,
    help="Where to write it.",
)
@click.option("--quiet", is_flag=True, help="Print only what needs attention.")
def demo(home: Path, quiet: bool) -> None:
    """The whole main job on a synthetic network, in one command."""
    from pipelines.homes import make_demo_home

    if not (home / "network.toml").exists():
        summary = make_demo_home(home)
        sayer(quiet)(
            f"A synthetic network of {summary.schools} schools has dropped {len(summary.files)} files "
            f"into {home / 'inbox'}"
        )
    first_time = not Home(home).event_log.exists()
    _tell(run_home(home, _DEMO_DAY if first_time else None, say=sayer(quiet)), home)


@click.command()
@everywhere
@click.option("--cycle", type=Cycle(), help="Only this cycle, as 2025-26.")
@click.option("--only", help="Only some of land,build,publish, separated by commas.")
def run(home: Path, as_of: date | None, quiet: bool, cycle: str | None, only: str | None) -> None:
    """Land new files, build the cycles they touch, publish where every check passed."""
    stages = tuple(part.strip() for part in only.split(",")) if only else STAGES
    for stage in stages:
        if stage not in STAGES:
            raise click.UsageError(f'--only takes land, build, publish separated by commas, not "{stage}".')
    summary = run_home(home, as_of, stages, cycle, sayer(quiet))
    _tell(summary, home)
    if summary.needs_attention:
        raise SystemExit(ATTENTION)


@click.command()
@everywhere
@click.option("--port", type=int, default=3000, show_default=True, help="The port on this machine.")
def serve(home: Path, as_of: date | None, quiet: bool, port: int) -> None:
    """Dagster's web page and daemon on this home, for this machine only."""
    from pipelines.instance import open_instance

    there = Home(home.resolve())
    there.prepare()
    open_instance(there).dispose()
    os.environ["DESTINATIONS_HOME"] = str(there.path)
    click.echo(
        f"Serving {home} at http://127.0.0.1:{port}: files dropped into {home / 'inbox'} are taken in by themselves. "
        "Ctrl-C stops it."
    )
    page = f"dagster dev -m pipelines.definitions -h 127.0.0.1 -p {port} --log-level warning"
    os.execv(sys.executable, [sys.executable, "-W", "ignore", "-m", *page.split()])


@click.command()
@everywhere
@click.option("--cycle", type=Cycle(), help="The cycle, as 2025-26. Default: the oldest that is still in work.")
def status(home: Path, as_of: date | None, quiet: bool, cycle: str | None) -> None:
    """The phase of the year, what to do, who is late, and what each school has sent."""
    from pipelines.status import print_status

    print_status(home, cycle, Console())


@click.command(hidden=True)
def docs() -> None:
    """Write docs/data-dictionary.md from the tables' own descriptions, and docs/gallery from the demo's pages."""
    from pipelines.dictionary import write_dictionary
    from pipelines.gallery import write_gallery

    click.echo(write_dictionary())
    click.echo(write_gallery(Path("demo"), _DEMO_DAY))


def _tell(summary: RunSummary, home: Path) -> None:
    """A run in a few lines: what came, what was built, where to look, what was left."""
    for sentence in leftover_sentences(summary.left):
        click.echo(sentence, err=True)
    if summary.did_nothing:
        click.echo(f"Nothing new: {home} is up to date as of {summary.as_of:%d %B %Y}.")
        return
    if summary.landed:
        verdicts = ", ".join(f"{count} {verdict}" for verdict, count in sorted(summary.verdicts.items()))
        click.echo(f"{len(summary.landed)} files: {verdicts}. Receipts: {home / 'outbox' / '<school>' / 'receipts'}")
    if summary.built:
        click.echo(f"Built {', '.join(summary.built)}.")
    if summary.published:
        click.echo(f"Published {', '.join(summary.published)}: {home / 'outbox' / 'network' / 'reports'}")
    for cycle, reasons in summary.refused.items():
        click.echo(
            f"{cycle} was not published: {reasons[0]}"
            + (f" (and {len(reasons) - 1} more)" if len(reasons) > 1 else ""),
            err=True,
        )
    if summary.published:
        from pipelines.outdated import outdated_sentences

        for sentence in outdated_sentences(Home(home.resolve())):
            click.echo(sentence)


HOME_COMMANDS = (init, demo, run, serve, status, docs)
