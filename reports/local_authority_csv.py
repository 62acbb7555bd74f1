"""A return as CSV, in the encoding that the authority asked for. What stands in it is `domain.return_rows`."""

from __future__ import annotations

import io

import polars as pl

from domain.return_profiles import ENCODINGS
from domain.return_rows import with_letters_of
from reports.local_authority_cells import harmless

__all__ = ["render_return_csv"]


def render_return_csv(texts: pl.DataFrame, encoding: str) -> bytes:
    """The frame (all text, its columns the titles), its lines ended as Windows does; the same bytes for the same frame.
    `encoding` is one of `ENCODINGS`; letters that it lacks are replaced."""
    cells = with_letters_of(harmless(texts), encoding)
    content = io.StringIO()
    cells.write_csv(content, line_terminator="\r\n")
    # A title is the authority's own word: it may hold letters that its encoding lacks too.
    return content.getvalue().encode(ENCODINGS[encoding], errors="replace")
