"""Small files of invented pupils, as a school would send them, and what people get back."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from domain.identifiers import upn_check_letter
from warehouse.home import Home

# No such word is in the code: where one is found, a pupil's value got out.
SURNAMES = (
    "Quillfeather",
    "Zylkowska",
    "Brambleforth",
    "Oduyemi",
    "Vantongeren",
    "Wrexcombe",
    "Yarborsley",
    "Xanthopol",
)


def upn(number: int) -> str:
    body = f"999400{number:06d}"
    return upn_check_letter(body) + body


def roll(numbers: Sequence[int], born: int = 2009) -> str:
    """A Year 11 roll of these pupils; every second one is disadvantaged."""
    lines = ["UPN,Surname,Forename,DOB,Year group,Pupil premium"]
    lines += [f"{_person(number, born)},11,{'Y' if number % 2 else 'N'}" for number in numbers]
    return "\n".join(lines) + "\n"


def final(destinations: Mapping[int, str], recorded: str = "15/09/2026", born: int = 2009) -> str:
    """Final destinations of these pupils."""
    lines = ["UPN,Surname,Forename,DOB,Destination,Provider,Date recorded"]
    lines += [f"{_person(number, born)},{code},Larkhill College,{recorded}" for number, code in destinations.items()]
    return "\n".join(lines) + "\n"


def _person(number: int, born: int) -> str:
    surname = SURNAMES[number % len(SURNAMES)]
    return f"{upn(number)},{surname},Forename{number},{1 + number % 28:02d}/10/{born}"


def drop(home: Home, path: str, content: str | bytes) -> Path:
    """Put a file where a school would."""
    file = home.inbox / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return file


def receipts(home: Home, room: str = "hollins/receipts") -> dict[str, str]:
    """The words of each receipt in this room, by the receipt's file name."""
    return {file.name: words(file) for file in sorted((home.written / "outbox" / room).glob("*.html"))}


def words(page: Path) -> str:
    """What a page says, without its markup."""
    text = re.sub(r"<(style|script).*?</\1>", " ", page.read_text("utf-8"), flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())
