"""The rules by which findings and questions are written; the weightier comes first where several hold.

A rule looks at one thing (`look`: a function of `findings.py`) for a year group and a measure; where it has something
to say, its finding is written from the numbers, and `question` is what to ask about it. No rule writes an adjective:
how far and how sure comes from the numbers.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """`year_groups` empty: the rule is about all of them at once. `weight` orders what holds."""

    look: str
    measure: str
    year_groups: tuple[int, ...]
    weight: int
    audience: str  # all, network or school
    question: str


RULES = (
    Rule(
        "coverage",
        "known",
        (),
        90,
        "all",
        "Who is still trying to reach the pupils of whom nothing is known, and by when will they have?",
    ),
    Rule(
        "beyond_chance",
        "eet",
        (11, 12, 13),
        85,
        "network",
        "What is different at the schools outside the limits, and what can the others learn from it?",
    ),
    Rule(
        "beside_network",
        "eet",
        (11, 12, 13),
        84,
        "school",
        "What explains the difference from the network in Year {year}, and what is being done about it?",
    ),
    Rule(
        "beside_network",
        "higher_education",
        (13,),
        70,
        "school",
        "Do applications to university in Year 13 match what pupils could reach?",
    ),
    Rule(
        "gap",
        "eet",
        (11, 13, 12),
        80,
        "all",
        "What does the school do for disadvantaged pupils of Year {year} that it doesn't do for everybody?",
    ),
    Rule(
        "gap",
        "higher_education",
        (13,),
        66,
        "all",
        "At which step do disadvantaged pupils fall behind on the way to university: applying, offers or places?",
    ),
    Rule(
        "level",
        "eet",
        (11, 13, 12),
        60,
        "all",
        "Who is in touch with each pupil of Year {year} who is not in education, employment or training?",
    ),
    Rule(
        "change",
        "eet",
        (11, 13, 12),
        58,
        "all",
        "What changed between last year's Year {year} and this year's?",
    ),
    Rule(
        "higher_education",
        "he_entered",
        (13,),
        62,
        "all",
        "Who helps pupils who hold an offer from a demanding university to take it up?",
    ),
    Rule(
        "overdue",
        "left_overdue",
        (12, 13),
        75,
        "all",
        "Where are the pupils who left Year {year} during the year, and who is asking?",
    ),
    Rule(
        "churn",
        "moved_down",
        (11, 13),
        50,
        "all",
        "Why did pupils of Year {year} end a step below their plan, and could anybody have known sooner?",
    ),
    Rule(
        "retention",
        "own_school",
        (11,),
        45,
        "all",
        "Is the sixth form the best-fit destination for those who leave it, and for those who stay?",
    ),
    Rule(
        "preference",
        "in_network",
        (6,),
        40,
        "all",
        "What do families of Year 6 say about why they choose another secondary school?",
    ),
    Rule(
        "confirmed",
        "confirmed",
        (11, 13, 12, 6),
        42,
        "all",
        "By when will what is known of Year {year} be confirmed by evidence from the new term?",
    ),
    Rule(
        "careers",
        "guidance_interview",
        (11, 13),
        38,
        "all",
        "When will the pupils of Year {year} without a guidance interview have theirs?",
    ),
)
