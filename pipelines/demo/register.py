"""The part of the register of establishments that the demo network needs: the invented schools and colleges outside it,
as a network would drop it into `reference/`. Universities are real and in the bundled list; employers are in none."""

from __future__ import annotations

import csv
import io

from pipelines.demo.tables import rows

# Destination type -> how the register calls such an establishment: type and phase.
_TYPES = {
    "SECONDARY": ("Academy converter", "Secondary"),
    "SELECTIVE": ("Academy converter", "Secondary"),
    "SIXTH_FORM": ("Academy converter", "Secondary"),
    "SIXTH_FORM_COLLEGE": ("Sixth form centres", "16 plus"),
    "FE_COLLEGE": ("Further education", "16 plus"),
    "SPECIAL": ("Special post 16 institution", "16 plus"),
    "INDEPENDENT": ("Other independent school", "Not applicable"),
}
_HEADERS = (
    "URN", "LA (code)", "EstablishmentNumber", "EstablishmentName", "TypeOfEstablishment (name)",
    "PhaseOfEducation (name)", "EstablishmentStatus (name)", "Postcode", "UKPRN",
)  # fmt: skip
# Numbers of no real provider, for those who send lists of their own
UKPRNS = {
    row["provider"]: str(10990000 + number)
    for number, row in enumerate(rows("providers"))
    if row["destination_type"] == "FE_COLLEGE"
}
_ANYWHERE = "380"  # the authority of those that the demo places nowhere


def register_csv() -> bytes:
    """The register's file: one line for each establishment, with the headers of the real one."""
    places = {
        row["provider"]: (row["la"] or _ANYWHERE, *_TYPES[row["destination_type"]])
        for row in rows("providers")
        if row["destination_type"] in _TYPES
    }
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_HEADERS)
    for number, (name, (la, kind, phase)) in enumerate(sorted(places.items())):
        writer.writerow([990500 + number, la, 4800 + number, name, kind, phase, "Open", "", UKPRNS.get(name, "")])
    return out.getvalue().encode("cp1252")
