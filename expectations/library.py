"""The one door to Great Expectations. No rules here.

It is imported late, because that takes seconds, and only after its telemetry is switched off.
"""

from __future__ import annotations

import importlib
import os
from collections.abc import Callable
from functools import cache, partial
from typing import Any

# Index positions and counts only: the failing values are pupils' data and must not reach a result.
RESULT_FORMAT = {
    "result_format": "COMPLETE",
    "unexpected_index_column_names": ["position"],
    "exclude_unexpected_values": True,
    "include_unexpected_rows": False,
    "return_unexpected_index_query": False,
    "partial_unexpected_count": 0,
}


# The only ones that a blank cell breaks.
_ABOUT_BLANKS = ("ExpectColumnValuesToNotBeNull", "ExpectColumnProportionOfNonNullValuesToBeBetween")


@cache
def great_expectations() -> Any:
    """The library itself."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    return importlib.import_module("great_expectations")


def expect(kind: str, **arguments: Any) -> Callable[[], Any]:
    """What makes an expectation when it is called: `kind` names the class, as `ExpectColumnValuesToNotBeNull`."""
    return partial(_make, kind, arguments)


def _make(kind: str, arguments: dict[str, Any]) -> Any:
    great_expectations()
    return getattr(importlib.import_module("great_expectations.expectations"), kind)(**arguments)


def columns_of(expectation: Any) -> set[str]:
    """The columns that an expectation looks at; none where it is about the table."""
    single = (getattr(expectation, name, None) for name in ("column", "column_A", "column_B"))
    return {*filter(None, single), *(getattr(expectation, "column_list", None) or ())}


def has_something_to_check(expectation: Any, filled: set[str]) -> bool:
    """Whether any row can break an expectation, given the columns in which anything is filled in: most leave blank
    cells alone, and a rule about cells that nobody filled in needs no run."""
    return type(expectation).__name__ in _ABOUT_BLANKS or columns_of(expectation) <= filled


@cache
def _whole_frames() -> Any:
    """What turns a frame into a batch. Made once: the library writes out its configuration for each."""
    context = great_expectations().get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    return (
        context.data_sources.add_pandas("frames")
        .add_dataframe_asset("frame")
        .add_batch_definition_whole_dataframe("whole")
    )


def run(expectations: dict[str, Any], frame: Any) -> dict[str, Any]:
    """One run on a pandas frame with an index named `position`; returns the library's result for each id."""
    gx = great_expectations()
    batch = _whole_frames().get_batch(batch_parameters={"dataframe": frame})
    for identity, expectation in expectations.items():
        expectation.meta = {"rule": identity}
    suite = gx.ExpectationSuite(name="rules", expectations=list(expectations.values()))
    results = batch.validate(suite, result_format=RESULT_FORMAT).results
    return {result.expectation_config.meta["rule"]: result for result in results}
