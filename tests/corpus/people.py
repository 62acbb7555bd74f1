"""Invented pupils, the n-th always the same, with valid check characters. The establishments in their UPNs don't exist."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from domain.identifiers import uln_problem, upn_check_letter

LEAVING_YEAR = 2026

# Every letter is in the old Windows alphabet too, so that each file can be written in it.
_SURNAMES = (
    "Abernethy Adeyemi Ahmed Akhtar Alderton Amoah Appleyard Ashworth Bakare Banerjee Barraclough Begum Bennett Bhatti "
    "Blackwood Boateng Brennan Broadbent Brough Butterfield Cairns Calloway Chaudhry Clegg Cooper Crowther Dacosta "
    "Dearden Delaney Demir Dhillon Dixon Donkor Duffy Eastwood Edwards Ekwueme Entwistle Fairclough Farrar Fenwick "
    "Fernández Fielding Firth Fofana Garside Gaunt Gill Goodall Greenhalgh Grzelak Gupta Hagan Hallam Hargreaves "
    "Hassan Haworth Heaton Holroyd Hussain Ibrahim Illingworth Iqbal Jagger Jankowska Jessop Joshi Kapoor Kaya Kelsall "
    "Kendrick Khan Kilburn Kowalczyk Lancaster Langford Leadbetter Lister Lockwood Lumb MacDonald Mahmood Marsden "
    "Mbeki McIntyre Mensah Metcalfe Mirza Moorhouse Müller Murgatroyd Naylor Ndlovu Nguyen Nowak Nuttall O'Brien "
    "O'Sullivan Odunsi Ogden Okafor Oldroyd Osei Owusu Pankhurst Parmar Patel Petrov Pickles Popescu Priestley Qureshi "
    "Rahman Ramsden Rawat Redfearn Riaz Robertshaw Rushworth Sadiq Schofield Sethi Shackleton Shah Siddiqui Silva "
    "Smith-Jones Stansfield Sugden Sutcliffe Szymanska Tattersall Tempest Thackray Thwaites Tordoff Uddin Varley Vaughan "
    "Wadsworth Walmsley Whitaker Wilkinson Wójcik Womersley Yeadon Yildiz Zaman Zubair"
)
_FORENAMES = (
    "Aaliyah Adam Adaeze Aisha Alex Alfie Amelia Amina Amir Anya Archie Ava Ayesha Bailey Beatrice Ben Bilal Callum "
    "Chloë Chidi Connor Daisy Daniel Danuta Eesa Eleanor Elijah Ella Emeka Emily Erin Esme Ethan Evie Faith Farah Finley "
    "Florence Freya Gabriel George Grace Habib Hana Harriet Harvey Hassan Heidi Henry Holly Ibrahim Imani Imogen Isaac "
    "Isla Ivy Jack Jasmine Jayden José Joshua Jude Kasia Kayode Keira Kian Kwame Layla Leo Lena Liam Lola Louis Lucy "
    "Mia Maisie Mariam Martha Mason Megan Miriam Mohammed Molly Musa Nadia Nathan Nia Noah Noor Oliver Olivia Omar Oscar "
    "Phoebe Poppy Priya Rayyan Reuben Rhys Riley Rosie Ruby Saira Sam Sofia Stanley Summer Tariq Tegan Theo Tilly "
    "Toby Umar Violet Wiktoria William Xavier Yasmin Yusuf Zac Zainab Zara"
)
SURNAMES, FORENAMES = _SURNAMES.split(), _FORENAMES.split()

_ETHNICITIES = ("WBRI", "WBRI", "WBRI", "APKN", "BAFR", "WOTH", "MWBC", "AIND")
_SEN = ("none", "none", "none", "sen_support", "none", "none", "none", "none", "ehc_plan", "none")


@dataclass(frozen=True, slots=True)
class Person:
    """One pupil; coded values are our own codes, to be spelt by a dialect."""

    number: int
    year_group: int
    upn: str
    uln: str
    mis_id: str
    surname: str
    forename: str
    born: date
    sex: str
    ethnicity: str
    first_language: str
    sen: str
    disadvantaged: str
    form: str
    postcode: str
    entered: date


def upn_of(number: int, year_group: int, last: str = "") -> str:
    """The UPN of the n-th pupil, allocated when the year group started school; `last` makes it a temporary one."""
    allocated = (LEAVING_YEAR - year_group - 1) % 100
    body = f"838{number // 1000:04d}{allocated:02d}{number % 1000:03d}"
    body = body[:-1] + last if last else body
    return upn_check_letter(body) + body


def uln_of(number: int) -> str:
    """The ULN of the n-th pupil. Some nine-digit beginnings have no check digit: then the next one, which is nobody's."""
    start = 300_000_000 + 2 * number
    candidates = (f"{body}{digit}" for body in (start, start + 1) for digit in range(10))
    return next(candidate for candidate in candidates if uln_problem(candidate) is None)


def person(number: int, year_group: int) -> Person:
    """The n-th pupil, in this year group in 2025-26."""
    pair = (number * 7919) % (len(SURNAMES) * len(FORENAMES))
    return Person(
        number=number,
        year_group=year_group,
        upn=upn_of(number, year_group),
        uln=uln_of(number),
        mis_id=f"{20_000 + number:06d}",
        surname=SURNAMES[pair % len(SURNAMES)],
        forename=FORENAMES[pair // len(SURNAMES)],
        born=date(LEAVING_YEAR - year_group - 6, 9, 1) + timedelta((number * 37) % 365),
        sex=("female", "male")[number % 2],
        ethnicity=_ETHNICITIES[number % len(_ETHNICITIES)],
        first_language="english" if number % 5 else "other",
        sen=_SEN[number % len(_SEN)],
        disadvantaged="no" if number % 4 else "yes",
        form=f"{year_group}{'ABCD'[number % 4]}",
        postcode=f"BD{1 + number % 18} {1 + number % 9}{'ABDEFGHJLN'[number % 10]}{'PQRSTUWXYZ'[number % 10]}",
        entered=date(LEAVING_YEAR - 5 if year_group > 6 else LEAVING_YEAR - 7, 9, 2),
    )
