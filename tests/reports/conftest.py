"""The pages that several test modules look at, rendered once."""

from __future__ import annotations

import pytest
from html_page import Page
from report_sample import PRIMARY, SCHOOL, context, frames

from reports.network import render_network_report
from reports.school import render_school_report


@pytest.fixture(scope="session")
def network() -> Page:
    return Page(render_network_report(frames(), context()))


@pytest.fixture(scope="session")
def school() -> Page:
    return Page(render_school_report(frames(), context(), SCHOOL))


@pytest.fixture(scope="session")
def primary() -> Page:
    return Page(render_school_report(frames(), context(), PRIMARY))


@pytest.fixture(params=["network", "school", "primary"])
def page(request: pytest.FixtureRequest) -> Page:
    found: Page = request.getfixturevalue(request.param)
    return found
