"""A page stands alone, can be read by everybody, says what it rests on, and is the same twice."""

from __future__ import annotations

import gzip
import os
import re
import subprocess
import sys
from base64 import b64decode
from datetime import date
from itertools import pairwise
from pathlib import Path

import polars as pl
import pytest
from html_page import Page
from report_sample import context, frames, schools, tables

from reports.frames import ReportFrames
from reports.network import render_network_report
from reports.school import render_school_report

ROOT = Path(__file__).parents[2]


def test_the_markup_is_well_formed_and_ids_are_unique(page: Page) -> None:
    assert page.problems == []
    ids = [element.attributes["id"] for element in page.elements if "id" in element.attributes]
    assert len(ids) == len(set(ids))


def test_links_within_the_page_lead_somewhere(page: Page) -> None:
    ids = {element.attributes.get("id") for element in page.elements}
    targets = [link.attributes["href"][1:] for link in page.all("a") if link.attributes["href"].startswith("#")]
    assert len(targets) > 8
    assert set(targets) <= ids


def test_nothing_is_fetched_from_anywhere(page: Page) -> None:
    own = page.without_plotly
    assert not re.search(r"(?:src|href|action|data)\s*=\s*[\"']?\s*(?:https?:)?//", own, flags=re.IGNORECASE)
    assert not re.search(r"url\(|@import|<link|<iframe|<img", own, flags=re.IGNORECASE)
    policy = next(e for e in page.all("meta") if e.attributes.get("http-equiv") == "Content-Security-Policy")
    assert policy.attributes["content"].startswith("default-src 'none'")


def test_headings_step_down_one_level_at_a_time(page: Page) -> None:
    levels = [int(element.tag[1]) for element in page.elements if re.fullmatch(r"h[1-6]", element.tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_every_chart_has_a_finding_a_denominator_words_for_the_blind_and_a_table_after_it(page: Page) -> None:
    ids = [element.attributes.get("id") for element in page.elements]
    figures = page.all("figure")
    assert len(figures) == len(page.drawings) >= 3
    for figure in figures:
        chart = figure.attributes["id"].removeprefix("figure-")
        twin = figure.attributes["data-table"]
        label = page.by_id(chart).attributes["aria-label"]
        assert page.by_id(chart).attributes["role"] == "img"
        assert len(label) > 40 and "table below" in label
        assert ids.index(twin) > ids.index(chart)
        assert page.table(twin)
        assert "pupils" in figure.text or "cohort" in figure.text


def test_tables_have_captions_scopes_and_scroll_by_keyboard(page: Page) -> None:
    assert len(page.all("caption")) == len(page.all("table"))
    assert all("scope" in element.attributes for element in page.all("th"))
    boxes = [element for element in page.all("div") if element.attributes.get("class", "").startswith("table-box")]
    assert len(boxes) == len(page.all("table"))
    assert all(box.attributes["tabindex"] == "0" for box in boxes)


def test_the_page_says_whose_it_is_how_old_and_which_build(page: Page) -> None:
    assert page.all("html")[0].attributes["lang"] == "en-GB"
    footer = page.all("footer")[0].text
    assert "27 November 2026" in footer
    assert "3f9c1a72be40d815" in footer
    assert "2025-26" in page.all("title")[0].text
    definitions = page.by_id("definitions").text
    assert "Not known stays in" in definitions
    assert "Pupils on roll" in definitions or "pupils on roll" in definitions


def test_only_year_groups_with_pupils_have_a_chapter(primary: Page, school: Page) -> None:
    assert "Year 11" not in primary.by_id("coverage").text
    assert "Year 6" not in school.by_id("coverage").text
    others = re.compile(r"Year 1[123]|Years 1[123]")
    assert not others.search(primary.by_id("main").text)
    assert not re.search(r"Year 6", school.by_id("main").text)


def test_a_key_number_is_a_number_or_is_not_there(page: Page) -> None:
    values = [element.text for element in page.all("dd")]
    assert values and all(re.fullmatch(r"[<>]?\d+%", value) for value in values)


def test_what_stands_at_the_edge_of_a_drawing_has_room(page: Page) -> None:
    for id, drawing in page.drawings.items():
        layout = drawing["layout"]
        remarks = [note["text"] for note in layout.get("annotations", ()) if note.get("xshift") == 14]  # type: ignore[attr-defined]
        longest = max((len(re.sub("<.*?>", "", text)) for text in remarks), default=0)
        # Eight pixels a letter, bold; half of "100%" and of "0%" at the ends of the axis.
        if not id.startswith("flow-"):
            assert layout["margin"]["r"] >= (14 + 8 * longest if remarks else 18), id  # type: ignore[index]
            assert layout["margin"]["l"] >= 12, id  # type: ignore[index]


def test_the_first_year_has_one_sentence_in_the_place_of_a_trend() -> None:
    first = {
        name: frame.filter(pl.col("cycle") == "2025-26") if "cycle" in frame.columns else frame
        for name, frame in tables().items()
    }
    page = Page(render_school_report(ReportFrames(**first), context(), "westmoor"))
    text = " ".join(page.by_id("trend").text.split())
    assert text == "Over the years There is nothing to compare 2025-26 with yet."


def test_checks_that_found_nothing_are_counted_and_left_to_the_download(network: Page) -> None:
    assert list(network.table("table-checks")) == ["Unknown within limits", "UPN check letter"]
    assert "3 of 4 checks passed; 1 should be looked at." in network.by_id("checks").text
    assert len(network.downloads["table-checks.csv"].splitlines()) == 5


def test_a_stage_that_has_not_opened_is_a_sentence_not_an_empty_chart() -> None:
    page = Page(render_network_report(frames(final_open=False), context(date(2026, 3, 4))))
    assert "The final destinations of Year 11 can be told from 20 August 2026." in page.source
    assert "Where they went" not in page.source and "where they went" not in page.source
    assert not [id for id in page.drawings if id.startswith("flow-")]
    assert all(figure["data"] for figure in page.drawings.values())
    assert "Final: known" not in page.table("table-coverage-11")["Meridian Learning Trust"]


def test_a_stage_to_which_nobody_has_sent_anything_says_so() -> None:
    silent = dict(tables())
    silent["coverage"] = silent["coverage"].with_columns(
        pl.when(pl.col("stage") == "final").then(0).otherwise("known").alias("known")
    )
    page = Page(render_school_report(ReportFrames(**silent), context(), "westmoor"))
    assert re.search(
        r"No final destinations of Year 11 can be counted yet: all \d+ pupils stand as not known\.",
        page.by_id("main").text,
    )
    assert "intend to be in education" in page.source


def test_a_network_without_any_data_still_gets_a_page() -> None:
    empty = {
        name: frame.clear() if name not in ("schools", "breakdowns") else frame for name, frame in tables().items()
    }
    page = Page(render_network_report(ReportFrames(**empty), context()))
    assert page.problems == []
    assert "are known for 2025-26 yet" in page.source
    assert "0 schools" not in page.source
    assert all(page.table_of(caption.attributes["id"]) for caption in page.all("caption"))
    assert page.all("script") == []


def test_a_school_name_is_text_wherever_it_stands() -> None:
    name = "St John's <script>alert(1)</script> & \u201cAll\u201d </script>"
    changed = dict(tables())
    changed["schools"] = schools().with_columns(
        pl.when(pl.col("school_id") == "westmoor").then(pl.lit(name)).otherwise("name").alias("name")
    )
    page = Page(render_school_report(ReportFrames(**changed), context(), "westmoor"))
    assert page.problems == []
    assert page.all("h1")[0].text == name
    assert "<script>alert" not in page.source
    assert len(page.all("script")) == 3


def test_an_unknown_school_is_named_with_those_that_exist() -> None:
    with pytest.raises(KeyError, match="westmoor"):
        render_school_report(frames(), context(), "westmore")


def test_the_same_numbers_give_the_same_bytes_in_every_process(school: Page) -> None:
    code = (
        "import sys, hashlib; sys.path[:0] = sys.argv[1:]\n"
        "from report_sample import frames, context\n"
        "from reports.school import render_school_report\n"
        "page = render_school_report(frames(), context(), 'westmoor')\n"
        "print(hashlib.sha256(page.encode()).hexdigest())"
    )
    folders = [str(ROOT), str(Path(__file__).parent)]
    hashes = {
        subprocess.run(
            [sys.executable, "-c", code, *folders],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "4711")
    }
    assert len(hashes) == 1
    assert render_school_report(frames(), context(), "westmoor") == school.source


def test_the_drawing_script_stands_in_no_function_that_a_browser_would_read_twice() -> None:
    packed = Page(render_network_report(frames(), context())).by_id("plotly").text
    source = gzip.decompress(b64decode(packed)).decode()
    assert source.startswith("/**\n* plotly.js v")  # its licence stays
    assert '*/\n"use strict";var Plotly=(' in source
    assert source.endswith("window.Plotly = Plotly;")
