"""The `ref` tables that come from `domain/` and the home: their frames and their descriptions. Those made in SQL are
in `sql/ref/`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import polars as pl

from warehouse.tables import Column, Table

# table -> (description, grain, {column: documentation}); the type of every column is text unless the frame says
# otherwise.
_TEXTS: dict[str, tuple[str, str, Mapping[str, str]]] = {
    "ref.schools": ("The schools of the network, from schools.csv", "school_id", {
        "school_id": "The school's id and the name of its folder; never reused", "name": "Its name", "urn": "Unique reference number",
        "laestab": "Local authority and establishment number", "phase": "primary, secondary, all-through …",
        "has_sixth_form": "Whether it has Years 12 and 13", "region": "Region of the network", "open_from": "Open from", "open_to": "Open until",
        "succeeds": "The school_id of its predecessor", "careers_lead": "Role mailbox", "link_governor": "Role mailbox",
        "principal": "Role mailbox", "strategic_lead": "Role mailbox",
    }),
    "ref.calendar": ("Every dated event of every cycle, by rule, with the network's own dates where it set any", "cycle, event", {
        "cycle": "The academic year that ends with the leaving summer", "event": "The event", "label": "Its name for people", "on_date": "Its date",
    }),
    "ref.destination_types": ("Destination types, for each year group that may use them", "code, year_group", {
        "code": "The type's code", "label": "Its name for people", "year_group": "The year group", "stages": "The stages it may be used at, separated by |",
        "destination_category": "The category it counts in; null: leaves the cohort",
        "own_school_category": "The category at the pupil's own school, where that is another one", "participation": "What it means for participation",
        "nccis_code": "The NCCIS activity code", "valid_from": "First cycle it is valid", "valid_to": "Last cycle it is valid",
    }),
    "ref.destination_aliases": ("What schools write for a destination type, as letters and digits", "alias_key", {
        "alias_key": "Letters and digits of the spelling, lower case", "code": "The destination type",
    }),
    "ref.codes": ("Codes of the other coded columns", "column_name, code", {
        "column_name": "The column", "code": "The code", "label": "Its name for people", "position": "Its place in lists", "code_group": "The group it rolls up to",
    }),
    "ref.code_aliases": ("What schools write for those codes", "column_name, alias_key", {
        "column_name": "The column", "alias_key": "Letters and digits of the spelling, lower case", "code": "The code",
    }),
    "ref.blank_words": ("Words that mean an empty cell", "word", {
        "word": "The word, lower case", "names_nobody": "Whether it is no pupil's name either",
    }),
    "ref.destination_categories": ("Destination categories", "destination_category", {
        "destination_category": "The category", "label": "Its name for people", "short_label": "Its name on charts", "position": "Its place in lists",
    }),
    "ref.participations": ("Kinds of participation", "participation", {
        "participation": "The kind", "label": "Its name for people", "position": "Its place in lists",
    }),
    "ref.breakdown_topics": ("Topics by which a cohort is broken down", "breakdown_topic", {
        "breakdown_topic": "The topic", "label": "Its name for people", "position": "Its place in lists",
    }),
    "ref.breakdowns": ("The parts of each topic", "breakdown_topic, breakdown", {
        "breakdown_topic": "The topic", "breakdown": "The part", "label": "Its name for people", "position": "Its place in lists",
    }),
    "ref.measures": ("What is measured about the pupils of each year group: the lines of mart.measures_by_school", "measure", {
        "measure": "The measure", "label": "Its name for people, as it follows on a number of pupils", "theme": "The theme it belongs to",
        "year_groups": "The year groups, separated by |", "topics": "The topics that it is broken down by, separated by |",
        "network_topics": "Topics by which it is broken down for the network alone, separated by |; null: none", "kind": "outcome: about the child; activity: what a school did or recorded", "better": "Whether more or fewer is better, or neither",
        "cohort_item": "What the denominator is: cohort, on_roll, or the measure whose pupils it consists of", "of": "The denominator in words", "position": "Its place in lists",
    }),
    "ref.measure_breakdowns": ("The parts of each topic by which measures are broken down, two topics crossed among them", "breakdown_topic, breakdown", {
        "breakdown_topic": "The topic", "topic_label": "Its name for people", "topic_position": "Its place in lists", "breakdown": "The part",
        "label": "Its name for people", "position": "Its place in lists",
    }),
    "ref.breakdown_references": ("With which part of its topic a part is compared, as an equity gap", "breakdown_topic, breakdown", {
        "breakdown_topic": "The topic", "breakdown": "The part", "reference": "The part it is compared with", "small_below": "A group of fewer pupils is marked as small",
        "fewest": "With fewer pupils in either group there is no comparison",
    }),
    "ref.change_reasons": ("Words that tell why a plan changed", "words", {
        "position": "Its place: the first that is found tells", "words": "How words of the reason begin, lower case", "change_reason": "The reason",
    }),
    "ref.he_groups": ("Groups of places in higher education that are counted", "he_group", {
        "he_group": "The group", "label": "Its name for people", "position": "Its place in lists", "provider_groups": "The groups of universities in it, separated by |; null: any",
        "names_provider": "Whether a university is called after it", "subjects": "Whether it is about subjects, not about universities",
    }),
    "ref.definition_breaks": ("From when on a figure isn't comparable with the ones before", "from_cycle, sentence", {
        "from_cycle": "The first cycle of the new kind", "measures": "The measures concerned, separated by |; null: all", "topics": "The topics concerned, separated by |; null: all",
        "sentence": "What is said to people",
    }),
    "ref.cohort_rules": ("Who is in the cohort, for each year group", "year_group", {
        "year_group": "The year group", "reference_event": "Who is on roll on this day counts", "late_joiners": "Whether later joiners count",
        "in_year_leavers": "Whether the destinations of those who leave during the year are followed up", "enrolment_statuses": "Registrations that count, separated by |",
        "listed_apart_from_event": "Who leaves between this day and the reference day is listed apart; null: nobody",
        "has_september_guarantee": "Whether every pupil needs an offer by the end of September", "intended_opens_event": "From when intentions are collected", "final_opens_event": "From when final destinations can be told", "results_event": "Results day; null: none",
        "confirms_from_event": "From when evidence confirms a final destination", "sentence": "The rule in words, printed in every report",
    }),
    "ref.expected_year_groups": ("Which year groups a school of each phase tells us about", "phase, year_group", {
        "phase": "The phase", "needs_sixth_form": "Whether only with a sixth form", "year_group": "The year group",
        "stages": "The stages that schools type, separated by |",
    }),
    "ref.phases": ("The phases of every cycle: what the network is doing, until when", "cycle, phase", {
        "cycle": "The academic year that ends with the leaving summer", "phase": "The phase", "position": "Its place in the year", "label": "Its name for people",
        "doing": "What the cycle is doing, after its name", "until": "What the phase leads up to", "begins_on": "Its first day; null: it came before all others",
        "until_on": "The day of what it leads up to",
    }),
    "ref.collection_dates": ("What is collected in every cycle, from when and until when", "cycle, year_group, collection", {
        "cycle": "The academic year that ends with the leaving summer", "year_group": "The year group; of an autumn roll, as on the roll",
        "collection": "roll, intended, final or autumn_roll, which is the next cycle's roll", "position": "Its place in lists", "label": "Its name for people",
        "opens_on": "It is asked for from this day", "due_on": "It is due on this day; null: never",
        "past_on": "It is no longer chased from this day", "is_expected": "Whether any school is expected to send it",
    }),
    "ref.expected_collections": ("What a school is expected to send", "phase, has_sixth_form, year_group, collection", {
        "phase": "The school's phase", "has_sixth_form": "Whether it has a sixth form", "year_group": "The year group", "collection": "The collection",
    }),
    "ref.next_steps": ("What the network does next about a collection", "year_group, collection, situation", {
        "year_group": "The year group", "collection": "The collection", "situation": "How it stands", "sentence": "What to do",
    }),
    "ref.chase_days": ("For each day the day ten working days later, by which a leaver's destination is chased", "on_date", {
        "on_date": "A day", "chase_on": "The tenth working day after it",
    }),
    "ref.checkpoint_rules": ("The checkpoints of the year: when the state of every pupil's destination is looked at", "checkpoint, year_groups", {
        "year_groups": "The year groups, separated by |", "checkpoint": "The checkpoint", "label": "Its name for people", "position": "Its place in the year",
        "stage": "The stage that is looked at", "opens_event": "The event from which it can be told", "opens_days": "Days after that event",
        "closes_event": "The event up to which what was said counts", "closes_days": "Days after that event",
        "said_from_opening": "Whether only what was said from its opening on counts",
    }),
    "ref.autumn_roll_types": ("What a place on an autumn roll says about where a pupil went", "year_group, roll_year_group, phase", {
        "year_group": "The year group that the pupil has left", "roll_year_group": "The year group of the roll", "phase": "The phase of the roll's school",
        "destination_type": "The destination type that it means",
    }),
    "ref.currency_rules": ("How long a destination stays current once it was verified", "code", {
        "code": "The destination type", "rule": "academic_year (to its end), months, months_within_course, review (four weeks after it) or never",
        "months": "How many months",
    }),
    "ref.destination_tiers": ("An order of destination types, to say whether a change of plan leads up, down or sideways", "code", {
        "code": "The destination type", "tier": "Higher is further up",
    }),
    "ref.disadvantage_definitions": ("What disadvantaged means, by cycle", "definition", {
        "definition": "The definition", "valid_from": "First cycle; null: always", "valid_to": "Last cycle; null: still", "sentence": "The definition in words",
    }),
    "ref.prior_attainment_bases": ("What prior attainment rests on, by year group and cycle", "year_group, valid_from", {
        "year_group": "The year group", "valid_from": "First cycle; null: always", "valid_to": "Last cycle; null: still",
        "basis": "The assessment, or not_available", "note": "Why",
    }),
    "ref.providers": ("Schools, colleges, universities and other providers of education and training", "provider_id", {
        "provider_id": "The provider: school:, ukprn:, urn: or he:, and its number", "name": "Its name", "kind": "What kind of provider it is", "country": "Its country",
        "ukprn": "UK provider reference number", "urn": "Unique reference number", "laestab": "Local authority and establishment number",
        "ucas_code": "UCAS provider code", "school_id": "The school of the network that it is", "la_code": "Its local authority",
        "source": "The list that knows it: network, establishments, institutions or bundled", "valid_from": "First cycle it was open; null: always", "valid_to": "Last cycle it was open; null: still",
    }),
    "ref.provider_names": ("What providers are called", "name_key, provider_id", {
        "name_key": "The words of the name as one, lower case", "provider_id": "The provider",
        "standing": "name, synonym (safe) or suggestion (never taken without a person)", "name": "The name as listed", "words": "Its words, lower case",
    }),
    "ref.provider_groups": ("Groups of universities, by the academic year of entry", "provider_group, provider_id, valid_from", {
        "provider_group": "oxbridge, russell_group or high_tariff", "provider_id": "The university", "valid_from": "First academic year of entry; null: always",
        "valid_to": "Last academic year of entry; null: still",
    }),
    "ref.provider_kinds": ("Kinds of provider", "kind", {
        "kind": "The kind", "label": "Its name for people", "with_article": "Its name within a sentence", "sector": "The sector it belongs to",
        "destination_type": "The destination type that it means after Year 11; null: it says none",
        "enrolled_means": "The destination type of those who are enrolled there, where a list says no more; null: none",
    }),
    "ref.provider_types": ("Destination types whose provider is looked up: one of education or training, no employer", "destination_type", {
        "destination_type": "The type", "is_looked_up": "yes", "overruled_in": "Year groups, separated by |, in which the provider's kind overrules it",
        "unless_said_in": "The kind of extract in which a provider without a destination type is looked up as one of this type",
    }),
    "ref.application_types": ("What a place that was applied for means as a destination", "year_group, is_deferred", {
        "year_group": "The year group", "is_deferred": "Whether the place is taken up a year later", "destination_type": "The destination type; null: the one of the provider's kind",
        "verified_by": "Who thereby verifies it; null: nobody, it is the school's word",
    }),
    "ref.worklist_reasons": ("Why a pupil stands on a worklist", "worklist, reason", {
        "worklist": "The worklist", "reason": "The reason", "position": "Its place: the most urgent first",
        "lists": "Whether it alone puts a pupil on the list, or is said beside another", "words": "What is said to people",
    }),
    "ref.worklist_seasons": ("When each worklist is made", "worklist, year_groups, stage", {
        "worklist": "The worklist", "year_groups": "The year groups, separated by |", "stage": "The stage that its answers are about", "opens_event": "The event from which it is made",
        "opens_days": "Days after that event", "due_event": "The event by which everybody on it should be settled; null: none", "closes_event": "The event up to which it is made",
        "closes_days": "Days after that event",
    }),
    "ref.subject_groups": ("Subjects told by a UCAS course code", "prefix", {
        "prefix": "How the course code begins", "subject_group": "medicine, dentistry or veterinary",
    }),
    "ref.local_authorities": ("England's local authorities, today's and former ones", "la_code", {
        "la_code": "Its three digits", "name": "Its name", "type": "london, metropolitan, county (also one that is all of a shire, or a part of one) or unitary (other towns and cities)",
        "ons_code": "Its code in official statistics", "aliases": "What else it is called, separated by |", "valid_from": "Its first day; null: always",
        "valid_to": "Its last day; null: still", "successors": "Those that it became part of or was divided into, separated by |; null: none",
    }),
    "ref.local_authority_words": ("Words that stand before or after the name of a local authority", "type, place, words", {
        "type": "The type of authority", "place": "before or after", "words": "The words",
    }),
    "ref.application_meanings": ("What a code in a list of applications says of the application", "column_name, code", {
        "column_name": "The column: application_status, offer_type, reply or placed", "code": "The code", "reached": "How far the application got at least: applied, interview, offered, replied or placed",
        "is_open": "Whether it may still become a place", "reply": "The reply that it implies: firm, insurance or declined; null: none", "says_unplaced": "Whether it says that the pupil has no place anywhere",
    }),
    "ref.told_topics": ("By which topics leaders see where pupils went and what they do: of the network, and of one school", "level, breakdown_topic", {
        "level": "destination (categories) or participation", "breakdown_topic": "The topic", "of_a_school": "Whether also of one school",
    }),
    "ref.suppression_reasons": ("Why a count is not shown", "reason", {
        "reason": "The reason", "label": "In words", "hides_cohort": "Whether the cohort beside it is hidden with it", "position": "Its place in lists",
    }),
    "ref.benchmarks": ("The eight Gatsby benchmarks of careers guidance", "benchmark", {
        "benchmark": "The benchmark, 1 to 8", "label": "Its name for people", "achieved_at": "The score, in per cent, at which it is met in full",
    }),
    "ref.benchmark_rules": ("What the benchmarks ask for each pupil, and from when until when", "rule, year_groups, from_years", {
        "rule": "What is asked", "benchmark": "The benchmark, 1 to 8", "year_groups": "The year groups, separated by |",
        "encounter_kind": "The kind of encounter that counts; null: no encounter", "fewest": "How many of them a pupil needs",
        "from_event": "The event of the calendar from which it counts; null: from the beginning", "from_years": "Of which cycle: 0 the pupil's, 1 the next, -1 the one before",
        "until_event": "The event up to which it counts", "until_years": "Of which cycle, likewise", "until_days": "Days after that event",
        "is_mandatory": "Whether every pupil must have them; else the school must offer them",
    }),
    "ref.published_benchmarks": ("What is published about destinations elsewhere, as published then and since: never the network's own measure", "area_kind, area, year_group, measure, breakdown, leavers, publication", {
        "area_kind": "england, local_authority or school", "area": "England's code, the authority's three digits, or the school_id", "year_group": "The year group that left",
        "measure": "What is measured", "breakdown": "total, disadvantaged or not_disadvantaged", "leavers": "The academic year in which they left", "publication": "Who published it when",
        "newest_leavers": "The newest leavers in that publication: the higher, the later it is", "pupils": "How many; null: not published", "cohort": "Of how many; null: not published",
        "share": "pupils / cohort, or the percentage as published; null: no number was published", "value_status": "number, or what the symbol means: suppressed, small (above 0 and rounds to 0), not_applicable, no_entries, not_available, unreliable or not_understood",
        "symbol": "What was published where a number would be; empty: only numbers", "source": "In words, with the web address",
    }),
    "ref.published_measures": ("What is measured in published tables of destinations", "measure", {
        "measure": "The measure", "label": "Its name for people", "compares_with": "The network's own measure that is nearest; null: none",
        "is_sustained": "Whether the destination had to last, so that the word sustained must stand beside it", "position": "Its place in lists",
    }),
    "ref.published_statuses": ("What a published figure may be instead of a number", "value_status", {
        "value_status": "What its symbol means; number: it is one", "status": "What that is in tables of ours: published, suppressed or not_available", "label": "Its name for people",
    }),
    "ref.published_files": ("The files of published tables in reference/dfe, and what there is to say about each", "file", {
        "file": "Its path under the home", "layout": "What it was recognised as; null: not read", "leavers": "The newest leavers in it; null: not read",
        "figures": "How many of its figures are kept: those of England, of the network's local authorities and of its schools", "notice": "Why it isn't read, or what is odd about it, and what to do; null: all is well",
    }),
    "ref.doubts": ("Doubts about a whole file, which hold it until a person settles them", "rule", {
        "rule": "The rule that raises it", "share": "Its limit, as a share of pupils; null: none", "fewest": "How few pupils it takes; null: any",
        "settled": "What is said once a person has settled it",
    }),
    "ref.columns": ("The columns that an extract may have", "name", {
        "name": "The canonical column", "type": "What it holds", "kinds": "The kinds of extract it belongs to, separated by |",
        "label": "Its name for people", "description": "What it means",
    }),
}  # fmt: skip
_TYPES: Mapping[type[pl.DataType], str] = {pl.Boolean: "BOOLEAN", pl.Date: "DATE", pl.Float64: "DOUBLE"}
_INTEGERS = (pl.Int64, pl.Int32, pl.Int16, pl.Int8, pl.UInt32)


def reference_names() -> Iterable[str]:
    """The tables described here."""
    return _TEXTS.keys()


def reference_table(name: str, frame: pl.DataFrame) -> Table:
    """The description of a ref table, with its types taken from the frame that fills it.

    KeyError for a column nobody documented.
    """
    description, grain, texts = _TEXTS[name]
    columns = tuple(
        Column(
            column, "INTEGER" if data_type in _INTEGERS else _TYPES.get(data_type.base_type(), "VARCHAR"), texts[column]
        )
        for column, data_type in frame.schema.items()
    )
    return Table(name, description, tuple(grain.split(", ")), "all", columns)
