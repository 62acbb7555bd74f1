"""Everything that must be true of `staged.rows`: `RULES`. They stand beside, by what they are about."""

from __future__ import annotations

from domain.findings import Severity
from expectations.date_rules import DATE_RULES
from expectations.destination_rules import DESTINATION_RULES
from expectations.exchange_rules import EXCHANGE_RULES
from expectations.library import expect
from expectations.place_rules import PLACE_RULES
from expectations.pupil_rules import PUPIL_RULES
from expectations.reading_rules import READING_RULES
from expectations.rules import Rule

INDEX = ("cycle", "delivery_id", "sheet", "line", "part")

_WHOLE_TABLE = (
    Rule(
        id="most_rows_carry_a_upn",
        table="staged.rows",
        severity=Severity.NOTICE,
        columns=("upn",),
        expectation=expect("ExpectColumnProportionOfNonNullValuesToBeBetween", column="upn", min_value=0.5),
        kinds=("roll", "destinations"),
        message="Fewer than half of the year's rows carry a UPN.",
        notes="Without UPNs pupils are matched by name and date of birth, and more of them stay unmatched.",
        repair="Ask the schools to include the UPN in their exports.",
    ),
)

RULES: tuple[Rule, ...] = (
    *PUPIL_RULES, *PLACE_RULES, *DESTINATION_RULES, *DATE_RULES, *EXCHANGE_RULES, *READING_RULES, *_WHOLE_TABLE,
)  # fmt: skip
