"""What the demo network has set in its `network.toml`, after the settings that every home has: how one sender writes a
title, and what one local authority wants in its return."""

from __future__ import annotations

DEMO_SETTINGS = """
# The universities' portal calls the year of entry so.
[header_aliases]
"Start year" = "entry_year"

# What Portsmouth asks for; the other local authorities get every column.
[local_authorities.851]
columns = ["legal_surname", "legal_forename", "date_of_birth", "address_line_1", "town", "postcode", "school_name",
  "year_group", "activity_code", "activity_provider", "verified_on", "share_opt_out"]
titles = {legal_surname = "Family name", legal_forename = "Given name", activity_code = "Current activity"}
date_format = "yyyy-mm-dd"
"""
