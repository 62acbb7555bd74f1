"""The commands about editions: publish one, compare two states, check a page's numbers."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console

from pipelines.cli_options import ATTENTION, Cycle, everywhere, sayer
from reports.numbers import plural

if TYPE_CHECKING:  # what makes an edition takes seconds to import
    from pipelines.publish import Publication
    from pipelines.verify import Page

_KINDS = ("draft", "final")
_FILES = (".xlsx", ".csv")


@click.command()
@everywhere
@click.option("--cycle", type=Cycle(), required=True, help="The cycle, as 2025-26.")
@click.option("--edition", "kind", type=click.Choice(_KINDS), required=True, help="What kind of edition.")
@click.option("--because", default="", help="Lets it leave though little is known; the reason, for log and manifest.")
@click.option("--pdf/--no-pdf", default=True, help="With a PDF of each page that people print, or without.")
def publish(home: Path, as_of: date | None, quiet: bool, cycle: str, kind: str, because: str, pdf: bool) -> None:
    """Freeze what passed every check as an edition: tables, pages and a manifest that never change again."""
    from pipelines.publish import publish_edition

    sayer(quiet)(f"Publishing a {kind} edition of {cycle}")
    publication = publish_edition(home, cycle, kind, because, as_of, prints=pdf)
    _tell(publication, kind, home)
    if publication.refused:
        raise SystemExit(ATTENTION)


def _tell(publication: Publication, kind: str, home: Path) -> None:
    cycle, made = publication.cycle, publication.made
    for refusal in publication.refused:
        click.echo(f"{cycle} was not published: {refusal.sentence}", err=True)
    if publication.refused and publication.may_be_lifted:
        click.echo('To let it leave all the same, say why: --because "…"', err=True)
    if made is None:
        return
    if made.unchanged_since:
        click.echo(f"Nothing has changed since {made.unchanged_since} of {cycle}: no new edition was made.")
        return
    for refusal in publication.lifted:
        click.echo(f"Published all the same: {refusal.sentence}")
    where = home / (made.folder or Path()).relative_to(home.resolve())
    click.echo(
        f"Published {made.edition} of {cycle}, edition id {made.edition_id}: {plural(made.files, 'file')} -> {where}"
    )
    for problem in made.problems:
        click.echo(f"  {problem}")
    if made.changed is not None:
        click.echo(f"{plural(made.changed, 'published figure')} changed: {where / 'erratum.html'}")


@click.command("diff")
@everywhere
@click.argument("one", metavar="A")
@click.argument("other", metavar="B")
@click.option("--cycle", type=Cycle(), help="The cycle, as 2025-26. Default: the newest that has such an edition.")
@click.option("--json", "as_json", is_flag=True, help="Print the changes as JSON.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write them to FILE.xlsx or .csv."
)
def diff_command(
    home: Path,
    as_of: date | None,
    quiet: bool,
    one: str,
    other: str,
    cycle: str | None,
    as_json: bool,
    output: Path | None,
) -> None:
    """List each published figure that differs between A and B, with the file or decision that caused it.

    A and B are editions (final-1), days (2026-10-13: what was known then) or now. Hidden numbers stay hidden.
    """
    from pipelines.diff import diff
    from pipelines.diff_words import as_json_text, print_difference, write_difference

    if as_of:
        raise click.UsageError(f"diff takes its days as A and B: destinations diff {as_of} now")
    if output and output.suffix.lower() not in _FILES:
        raise click.UsageError(f'-o takes a file that ends with .xlsx or .csv, not "{output.name}".')
    difference = diff(home, one, other, cycle, sayer(quiet or as_json))
    if output:
        write_difference(difference, output)
        sayer(quiet)(f"{plural(difference.changed.height, 'figure')} -> {output}")
    if as_json:
        click.echo(as_json_text(difference))
    elif not quiet and not output:
        print_difference(difference, Console())


@click.command("verify-report")
@everywhere
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@click.option("--strict", is_flag=True, help="List the numbers that carry no id of a cell, too.")
def verify_report(home: Path, as_of: date | None, quiet: bool, files: tuple[Path, ...], strict: bool) -> None:
    """Recompute every number of a report on a second way, and say which don't agree.

    FILE is an HTML report or a folder of them. What is shown is held against the pupils in the warehouse, not against
    the tables that the report was made from.
    """
    from pipelines.verify import verify_reports

    if as_of:
        raise click.UsageError("verify-report looks at the warehouse as it is: it takes no --as-of.")
    agree, numbers = True, 0
    for page in verify_reports(home, files):
        agree, numbers = agree and not page.verified.disagreements, numbers + page.verified.numbers
        if not quiet or page.verified.disagreements or not page.verified.numbers:
            _tell_page(page, strict=strict)
    if not agree or not numbers:
        raise SystemExit(ATTENTION)


def _tell_page(page: Page, *, strict: bool) -> None:
    found = page.verified
    in_words = f", {plural(found.told_in_words, 'count')} told in words alone" if found.told_in_words else ""
    if not found.numbers:
        click.echo(f"{page.file}: no number says which cell it came from, so there is nothing to verify.")
        return
    click.echo(f"{page.file}: {plural(found.numbers, 'number')}, {found.agree:,} agree{in_words}")
    for wrong in found.disagreements:
        click.echo(f"  {wrong.id}: shown {wrong.shown}, recomputed {wrong.recomputed}")
    if found.disagreements and page.is_of_another_build:
        click.echo("  The warehouse has changed since this page was made: a page made now may agree.")
    if strict:
        click.echo(f"  {plural(len(found.without_id), 'number')} without an id")
        for number in found.without_id:
            click.echo(f"    {number}")


EDITION_COMMANDS = (publish, diff_command, verify_report)
