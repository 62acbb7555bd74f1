"""The words of measures and of groups of pupils, from the lists that hold them."""

from __future__ import annotations

from reports.view import View

# What stands where a list of labels wasn't handed in.
_TOPICS = {
    "disadvantage": "Disadvantage",
    "sex": "Sex",
    "sen": "Special educational needs",
    "ethnicity_major": "Ethnicity",
    "first_language": "First language",
    "prior_attainment": "Prior attainment",
}


def measure_words(view: View, measure: str) -> str:
    """`in education, employment or training`: the words after "pupils"."""
    rows = view.frames.rows("measures", ("measure",), measure)
    return str(rows[0]["label"]) if rows else measure.replace("_", " ")


def measure_of(view: View, measure: str) -> str:
    """Of whom a measure's share is: `of the cohort`."""
    rows = view.frames.rows("measures", ("measure",), measure)
    return str(rows[0]["of"]) if rows else "of the cohort"


def topic_label(view: View, topic: str) -> str:
    """The heading of a topic's groups."""
    rows = view.frames.rows("measure_breakdowns", ("breakdown_topic",), topic)
    return str(rows[0]["topic_label"]) if rows else _TOPICS.get(topic, topic.replace("_", " ").capitalize())
