"""`[code_aliases.…]` in network.toml: a network's own words for our codes reach the lists that rows are read by."""

from __future__ import annotations

from pathlib import Path

from assets.reference import reference_frames
from warehouse.home import Home

SETTINGS = """
[code_aliases.application_status]
"Confirmed - Your First Choice" = "accepted"
[code_aliases.offer_status]
"Pending" = "Not recorded"
[code_aliases.destination_type]
"College of choice" = "FE_COLLEGE"
"""


def test_a_networks_own_words_mean_what_it_says_also_where_our_list_means_something_else(tmp_path: Path) -> None:
    (tmp_path / "network.toml").write_text(SETTINGS, "utf-8")
    (tmp_path / "schools.csv").write_text("school_id,name,phase\nhollins,Hollins,secondary\n", "utf-8")
    frames = reference_frames(Home(tmp_path))
    codes, destinations = frames["ref.code_aliases"], frames["ref.destination_aliases"]
    said = {(column, alias): code for column, alias, code in codes.iter_rows()}
    assert said["application_status", "confirmedyourfirstchoice"] == "accepted"
    assert said["offer_status", "pending"] == "not_recorded", "our own list says no_offer"
    assert dict(destinations.iter_rows())["collegeofchoice"] == "FE_COLLEGE"
    assert codes.select("column_name", "alias_key").is_duplicated().sum() == 0
    assert destinations["alias_key"].is_duplicated().sum() == 0
