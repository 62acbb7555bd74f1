"""The pages that several test modules look at, rendered once."""

from __future__ import annotations

import pytest
from html_page import Page
from report_sample import PRIMARY, SCHOOL, context, frames
from tracker_sample import context as tracker_context
from tracker_sample import tracker as tracker_frames

from reports.network import render_network_report
from reports.school import render_school_report
from reports.tracker import render_tracker


@pytest.fixture(scope="session")
def network() -> Page:
    return Page(render_network_report(frames(), context()))


@pytest.fixture(scope="session")
def school() -> Page:
    return Page(render_school_report(frames(), context(), SCHOOL))


@pytest.fixture(scope="session")
def primary() -> Page:
    return Page(render_school_report(frames(), context(), PRIMARY))


@pytest.fixture(scope="session")
def tracker() -> Page:
    return Page(render_tracker(tracker_frames(), tracker_context()))


@pytest.fixture(params=["network", "school", "primary"])
def page(request: pytest.FixtureRequest) -> Page:
    found: Page = request.getfixturevalue(request.param)
    return found
