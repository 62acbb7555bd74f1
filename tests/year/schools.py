"""The invented network: its schools, and how many pupils a school's year groups have. Nothing random."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.demo.schools import schools_csv

_STEMS = (
    "Alderbeck", "Birchmere", "Cattlewick", "Dovenby", "Elmscott", "Fernhallow", "Gillbrook", "Harrowdene", "Ilsworthy", "Jessamy",
    "Kirkfold", "Lambspring", "Mossgarth", "Netherlow", "Oxenby", "Plumtree", "Quarndale", "Rushbeck", "Silverfold", "Thornaby Vale",
    "Underhay", "Vellacott", "Whinmoor", "Yewbarrow", "Ashgill", "Brockhurst", "Coldbeck", "Dunscar", "Eskerdale", "Foxgarth", "Greenhow", "Hawkswell",
)  # fmt: skip
_KINDS = {
    "primary": ("primary", "no", "{} Primary School"),
    "sixth_form": ("secondary", "yes", "{} Academy"),
    "secondary": ("secondary", "no", "{} High School"),
    "all_through": ("all-through", "yes", "St. {}'s School"),
    "special": ("special", "no", "The {} School"),
}
_YEARS = {
    "primary": (6,),
    "sixth_form": (11, 12, 13),
    "secondary": (11,),
    "all_through": (6, 11, 12, 13),
    "special": (6, 11),
}
_AUTUMN = {
    "primary": (),
    "sixth_form": (7, 12, 13, 14),
    "secondary": (7,),
    "all_through": (7, 12, 13, 14),
    "special": (7, 12),
}


@dataclass(frozen=True, slots=True)
class School:
    """A school of the network; `year_groups` are those whose destinations it records, `autumn` those on whose rolls the
    network's leavers are found."""

    school_id: str
    name: str
    urn: str
    laestab: str
    kind: str
    year_groups: tuple[int, ...]
    autumn: tuple[int, ...]

    @property
    def phase(self) -> str:
        return _KINDS[self.kind][0]

    @property
    def has_sixth_form(self) -> bool:
        return 12 in self.year_groups


@dataclass(frozen=True, slots=True)
class Scale:
    """How many schools of each kind, and between how many pupils a year group has (Year 6, Year 11, Years 12 and 13)."""

    schools: tuple[tuple[str, int], ...]
    sizes: tuple[tuple[int, tuple[int, int]], ...]

    def size(self, year_group: int) -> tuple[int, int]:
        return dict(self.sizes)[year_group]


NETWORK = Scale(
    (("primary", 14), ("sixth_form", 9), ("secondary", 5), ("all_through", 1), ("special", 1)),
    ((6, (9, 15)), (11, (17, 27)), (12, (13, 21)), (13, (12, 18))),
)
TINY = Scale(
    (("primary", 2), ("sixth_form", 2), ("secondary", 1)),
    ((6, (5, 7)), (11, (6, 9)), (12, (5, 7)), (13, (5, 7))),
)


def network(scale: Scale) -> tuple[School, ...]:
    """The schools of a scale, in a fixed order."""
    kinds = [kind for kind, many in scale.schools for _ in range(many)]
    found = []
    for number, (stem, kind) in enumerate(zip(_STEMS, kinds, strict=False)):
        name = _KINDS[kind][2].format(stem)
        slug = "-".join("".join(c for c in name.lower() if c.isalnum() or c == " ").split())
        found.append(School(slug, name, f"{991100 + number}", f"999{4100 + number}", kind, _YEARS[kind], _AUTUMN[kind]))
    return tuple(found)


def home_schools_csv(schools: tuple[School, ...]) -> bytes:
    """The home's `schools.csv`."""
    return schools_csv(
        [
            {
                "school_id": school.school_id,
                "name": school.name,
                "urn": school.urn,
                "laestab": school.laestab,
                "phase": school.phase,
                "has_sixth_form": _KINDS[school.kind][1],
                "region": "North",
            }
            for school in schools
        ]
    )
