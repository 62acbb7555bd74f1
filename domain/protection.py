"""Secondary suppression: which further counts must be hidden, so that no hidden one can be worked out from what is
shown.

Counts are numbered. Relations say which of them add up (`total = part + part`), whichever table they stand in. An
attacker knows every shown count, that no count is below nought, and every relation; so of a hidden count only a range
is known. It is protected where that range is at least `width` wide.

That a count is protected is proved by *other worlds*: counts that agree with everything shown and differ at the hidden
one. Linear programmes find them (`other_worlds.py`), and each world proves something of many counts at once. Where what
is hidden already leaves no such world, a programme that pays for every count it disturbs says what else to hide.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Places = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Relation:
    """`total` = the sum of `parts`; each is the number of a count (-1: one that stands still)."""

    total: int
    parts: tuple[int, ...]


@dataclass
class Counts:
    """What there is to show: the counts' values, which are to be `hidden`, which of these must be `guarded` (others may
    be worked out: nobody is harmed), which are `fixed` (shown whatever happens) and what hiding each one `costs`."""

    values: Numbers
    hidden: Flags
    guarded: Flags
    fixed: Flags
    costs: Numbers
    relations: Sequence[Relation] = field(default_factory=list)

    def part(self, members: Places, relations: Sequence[Relation]) -> Counts:
        """Some of the counts, numbered anew; the relations lose the members that stand still, which changes nothing for
        how the others may differ from what they are."""
        place = {int(count): index for index, count in enumerate(members)}
        return Counts(
            values=self.values[members],
            hidden=self.hidden[members],
            guarded=self.guarded[members],
            fixed=self.fixed[members],
            costs=self.costs[members],
            relations=[
                Relation(place.get(relation.total, -1), tuple(place[p] for p in relation.parts if p in place))
                for relation in relations
            ],
        )

    def asked(self, width: float) -> Numbers:
        """How wide each count's range has to be: `width`, less where a fixed count that it is a part of, or a part of a
        part of, is smaller."""
        most = np.full(len(self.values), np.inf)
        below = most.copy()
        while True:
            for relation in self.relations:
                parts = np.array(relation.parts)
                room = most[relation.total]
                if self.fixed[relation.total]:
                    room = self.values[relation.total] - self.values[parts[self.fixed[parts]]].sum()
                open_parts = parts[~self.fixed[parts]]
                below[open_parts] = np.minimum(below[open_parts], room)
            if (below >= width).all() or np.array_equal(below, most):
                narrowest: Numbers = np.minimum(width, below)
                return narrowest
            most = below.copy()


def protect(counts: Counts, width: float, asked: Numbers | None = None) -> tuple[Flags, list[int]]:
    """Which counts to hide: those hidden already, and as few others, by cost, as leave the range of every guarded one
    `width` wide, or as wide as `asked`. And the guarded ones for which that can't be done, because of what is fixed
    beside them."""
    if not (counts.guarded & counts.hidden).any():
        return counts.hidden.copy(), []
    asked = counts.asked(width) if asked is None else asked
    same = same_counts(counts)
    once, narrowest = merge(counts, same), np.full(same.max() + 1, np.inf)
    np.minimum.at(narrowest, same, asked)
    hidden = once.hidden.copy()
    hide_beside_lone_ones(once, hidden, width)
    exposed = np.flatnonzero(once.guarded & once.fixed).tolist()
    for members, relations in apart(once):
        if (once.guarded & hidden)[members].any():
            exposed += _protect_part(once, hidden, narrowest, members, relations)
    given_away = np.isin(same, exposed) & counts.guarded & counts.hidden
    return counts.hidden | hidden[same], np.flatnonzero(given_away).tolist()


def same_counts(counts: Counts) -> Places:
    """The number of what each count counts: one that has another as its only part is the same under another name."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    pairs = [(relation.total, relation.parts[0]) for relation in counts.relations if len(relation.parts) == 1]
    rows, columns = np.array(pairs, dtype=int).reshape(-1, 2).T
    size = len(counts.values)
    found: Places = connected_components(coo_matrix((np.ones(len(rows)), (rows, columns)), (size, size)))[1]
    return found.astype(np.intp)


def merge(counts: Counts, same: Places) -> Counts:
    """The counts once each. One is shown where any name of it is, unless it is guarded under another: then all its
    names are to be hidden, which costs what they cost together, and can't be done where one of them is fixed."""
    first = np.unique(same, return_index=True)[1]
    size = len(first)
    every = {
        Relation(int(same[relation.total]), tuple(sorted(int(same[part]) for part in relation.parts)))
        for relation in counts.relations
        if len(relation.parts) > 1
    }
    fixed = np.bincount(same, counts.fixed, size) > 0
    # Where a whole is one of its parts the others are nought, and known to be.
    for relation in [relation for relation in every if relation.total in relation.parts]:
        fixed[[part for part in relation.parts if part != relation.total]] = True
        every.remove(relation)
    guarded = np.bincount(same, counts.guarded & counts.hidden, size) > 0
    return Counts(
        values=counts.values[first],
        hidden=~fixed & (guarded | (np.bincount(same, ~counts.hidden, size) == 0)),
        guarded=guarded,
        fixed=fixed,
        costs=np.bincount(same, counts.costs, size).astype(float),
        relations=sorted(every, key=lambda relation: (relation.total, relation.parts)),
    )


def _protect_part(
    counts: Counts, hidden: Flags, asked: Numbers, members: Places, relations: Sequence[Relation]
) -> list[int]:
    """Counts that no relation joins to others: `hidden` is changed; those for which nothing helps."""
    from domain.other_worlds import OtherWorlds  # the solver is loaded only where there is something to protect

    worlds = OtherWorlds(counts.part(members, relations), hidden[members])
    for may_hide in (False, True):
        worlds.search(asked[members], may_hide=may_hide)
    for count in worlds.exposed(asked[members]):
        worlds.make_room(int(count), float(asked[members[count]]))
    hidden[members] = worlds.hidden
    return [int(members[count]) for count in worlds.exposed(asked[members])]


def apart(counts: Counts) -> Iterator[tuple[Places, list[Relation]]]:
    """Counts that can move together, by themselves: what is fixed stands still, so nothing passes through it."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    size = len(counts.values)
    moving = [[m for m in (r.total, *r.parts) if not counts.fixed[m]] for r in counts.relations]
    pairs = [(found[0], other) for found in moving for other in found[1:]]
    rows, columns = np.array(pairs, dtype=int).reshape(-1, 2).T
    _, labels = connected_components(coo_matrix((np.ones(len(rows)), (rows, columns)), (size, size)), directed=False)
    of_part: dict[int, list[Relation]] = {}
    for relation, found in zip(counts.relations, moving, strict=True):
        if found:
            of_part.setdefault(int(labels[found[0]]), []).append(relation)
    order = np.argsort(labels, kind="stable")
    for members in np.split(order, np.flatnonzero(np.diff(labels[order])) + 1):
        movable = members[~counts.fixed[members]]
        if movable.size:
            yield movable, of_part.get(int(labels[movable[0]]), [])


def hide_beside_lone_ones(counts: Counts, hidden: Flags, width: float) -> None:
    """First help, one relation at a time: where too little is hidden beside a hidden count, hide the cheapest others.
    `hidden` is changed. What can be worked out across relations is left to the programmes."""
    touching: dict[int, list[Relation]] = {}
    for relation in counts.relations:
        for member in (relation.total, *relation.parts):
            touching.setdefault(member, []).append(relation)
    ahead = [relation for count in np.flatnonzero(hidden) for relation in touching.get(int(count), [])]
    while ahead:
        relation = ahead.pop()
        chosen = _beside(counts, hidden, width, relation)
        if chosen is not None:
            hidden[chosen] = True
            ahead += touching[chosen]


def _beside(counts: Counts, hidden: Flags, width: float, relation: Relation) -> int | None:
    """The count to hide next in a relation, None where enough is hidden or nothing can be."""
    parts = np.array(relation.parts)
    concealed = parts[hidden[parts]]
    if hidden[relation.total]:
        if concealed.size or not counts.guarded[relation.total]:
            return None
    elif not counts.guarded[concealed].any() or (concealed.size > 1 and counts.values[concealed].sum() >= width):
        return None
    members = np.array((relation.total, *relation.parts))
    free = members[~hidden[members] & ~counts.fixed[members] & (counts.values[members] > 0)]
    return int(free[np.lexsort((free, counts.costs[free]))[0]]) if free.size else None
