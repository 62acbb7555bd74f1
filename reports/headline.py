"""The headline rates of each year group, school by school: dots with intervals, and the funnel."""

from __future__ import annotations

from dataclasses import dataclass

from domain.statistics_chance import Chance
from reports import sentences_rates
from reports.funnel import funnel_drawing
from reports.measures import Subject
from reports.numbers import Count
from reports.rate_parts import chance_words, in_order, rate_figure, rate_table
from reports.rates import Compared, Rate, beside_network, measured, rates, shrunk_cells
from reports.share_ranges import between, is_told
from reports.tables import Cell, Column, Row, Table, grouped
from reports.view import Chapter, Figure, Heading, Part, Sentence, View


@dataclass(frozen=True, slots=True)
class Headline:
    """A rate that heads a year group: its measure, and the words that follow "86% of Year 11 were"."""

    year_group: int
    measure: str
    words: str


HEADLINES = (
    Headline(6, "education", "in education"),
    Headline(11, "eet", "in education, employment or training"),
    Headline(12, "eet", "in education, employment or training"),
    Headline(13, "eet", "in education, employment or training"),
    Headline(13, "higher_education", "in higher education"),
)


def headline_rates(view: View, headline: Headline) -> list[Rate]:
    """The rate of every subject, with what may be said of each school beside the network."""
    return view.once("headline rates", lambda: _all_rates(view))[headline]


def _all_rates(view: View) -> dict[Headline, list[Rate]]:
    """The rates of every headline: what is said of a school rests on how many of them the report compares."""
    cycle = view.context.cycle
    groups = []
    for headline in HEADLINES:
        year_group, measure = headline.year_group, headline.measure
        found = rates(view.frames, view.side_by_side(year_group), cycle, year_group, measure, with_unknown=True)
        network = measured(view.frames, Subject(""), cycle, year_group, measure)
        groups.append(Compared(year_group, measure, found, network))
    return dict(zip(HEADLINES, beside_network(view.frames, groups, view.context.cycle_before), strict=True))


def rates_chapter(view: View) -> Chapter:
    """Each headline rate: an ordered dot plot with intervals and its table."""
    parts: list[Part] = []
    for headline in HEADLINES:
        if headline.year_group not in view.year_groups or view.stages[headline.year_group] != "final":
            continue
        found = in_order(headline_rates(view, headline))
        if any(entry.count.is_published or is_told(entry.count) for entry in found):
            parts += _rate_parts(view, headline, found)
    intro = (
        "A dot is the share, the line its 95% interval: how far the share could lie elsewhere by chance alone if the "
        "same school sent on as many pupils again. Schools stand in the order of their shares; where lines overlap, "
        "the order means little."
    )
    return Chapter("rates", "Headline rates and how sure they are", intro, tuple(parts))


def _rate_parts(view: View, headline: Headline, found: list[Rate]) -> list[Part]:
    year_group, name = headline.year_group, f"rates-{headline.year_group}-{headline.measure.replace('_', '-')}"
    own = next((entry.count for entry in found if entry.subject == view.subject), None)
    title = sentences_rates.rate_title(year_group, own, headline.words)
    whom = (
        f"Share of the Year {year_group} cohort of {view.context.cycle}, those not known included; final destinations."
    )
    caption = f"Year {year_group} {headline.words}, {view.context.cycle}: pupils, share of the cohort, and how sure"
    figure = rate_figure(name, title, whom, found, f"table-{name}")
    parts: list[Part] = [Heading(f"Year {year_group}: {headline.words}", f"{name}-heading")]
    if own and not own.is_published:
        parts.append(Sentence(_why_hidden(headline, own)))
    if figure and (own is None or own.is_published or is_told(own)):
        parts.append(figure)
    parts += [Sentence(text) for text in _chance_sentences(view, found) if text]
    return [*parts, rate_table(f"table-{name}", caption, found)]


def _why_hidden(headline: Headline, own: Count) -> str:
    share = f"The share of Year {headline.year_group} {headline.words}"
    if is_told(own):
        return f"{share} is hidden, as small counts are part of it; the other figures tell that it is {between(own)}."
    return f"{share} is not shown: small counts are part of it."


def _chance_sentences(view: View, found: list[Rate]) -> list[str]:
    said = chance_words(found)
    if view.subject.schools is None:
        return [
            sentences_rates.schools_by_chance(
                {chance: [entry.subject.label for entry in of] for chance, of in said.items()}
            )
        ]
    network = next((entry.count for entry in found if entry.subject.schools is None), None)
    own = next((entry for entry in found if entry.subject == view.subject), None)
    if own and own.chance and network:
        return [sentences_rates.beside_the_network(own.count, network, own.chance)]
    return []


def funnel_chapter(view: View) -> Chapter:
    """For the network: each headline rate against the size of the cohort, with exact limits."""
    parts: list[Part] = []
    for headline in HEADLINES if view.subject.schools is None else ():
        if headline.year_group == 6 or view.stages.get(headline.year_group) != "final":
            continue
        found = [entry for entry in headline_rates(view, headline) if _is_school(entry.subject)]
        network = measured(view.frames, view.subject, view.context.cycle, headline.year_group, headline.measure)
        if network.share is not None and len([entry for entry in found if entry.count.share is not None]) > 2:
            parts += _funnel_parts(view, headline, found, network)
    intro = (
        "A small school's rate swings more from year to year. Between the inner limits lie 95 of 100 schools that "
        "differ from the network by chance alone, between the outer ones 998 of 1,000. Ask about a school outside the "
        "outer limits, or outside the inner ones on the same side for two years running; of the others chance may tell."
    )
    return Chapter("funnel", "What could be chance", intro, tuple(parts))


def _is_school(subject: Subject) -> bool:
    return subject.schools is not None and len(subject.schools) == 1


def _funnel_parts(view: View, headline: Headline, found: list[Rate], network: Count) -> list[Part]:
    name = f"funnel-{headline.year_group}-{headline.measure.replace('_', '-')}"
    said = chance_words(found)
    title = sentences_rates.funnel_title(
        headline.year_group, headline.words, sum(map(len, said.values())), len(said.get(Chance.HARDLY_CHANCE, []))
    )
    whom = (
        f"Each dot a school: its Year {headline.year_group} cohort of {view.context.cycle} and the share "
        f"{headline.words}. The line is the network's {network.told}."
    )
    drawing = funnel_drawing([(entry.subject.label, entry.count, entry.chance) for entry in found], network)
    return [
        Heading(f"Year {headline.year_group}: {headline.words}", f"{name}-heading"),
        Figure(name, title, whom, drawing, f"table-{name}"),
        _funnel_table(view, headline, name, found),
    ]


def _funnel_table(view: View, headline: Headline, name: str, found: list[Rate]) -> Table:
    ordered = in_order(found)
    drawn = shrunk_cells([entry.count for entry in ordered])
    rows = []
    for entry, cell in zip(ordered, drawn, strict=True):
        words = sentences_rates.chance_words(entry.chance)
        cells = (
            Cell(entry.count.cohort_text, cell=entry.count.cohort_cell if entry.count.cohort is not None else ""),
            Cell(entry.count.percent, cell=entry.count.share_cell if entry.count.is_published else ""),
            cell,
            Cell(words),
        )
        rows.append((entry.subject.group, Row(entry.subject.label, cells, tag="small group" if entry.is_small else "")))
    columns = (
        Column("Cohort"),
        Column("Share"),
        Column("Share drawn to the network"),
        Column("Beside the network", is_text=True),
    )
    note = (
        "Drawn to the network: what the share would be if small schools borrowed strength from the others "
        "(beta-binomial); a second look, never instead of the share."
    )
    caption = f"Year {headline.year_group} {headline.words}, {view.context.cycle}: what could be chance"
    return Table(f"table-{name}", caption, "School", columns, grouped(rows), note)
