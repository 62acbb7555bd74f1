"""Damage to bytes, by a `random.Random`: flipped, lost, doubled, cut off, spliced, and pieces that are known to hurt.

An archive is damaged inside its members and packed anew, most of the time: damage to its own bytes seldom gets past
the checksums.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Callable, Sequence
from random import Random

INTERESTING: tuple[bytes, ...] = (
    *(b"\x00", b"\xff", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\x1a", b"\r", b"\n", b"\r\n", b"\x0b", b"\x85"),
    *(
        b'"',
        b'""',
        b"'",
        b",",
        b";",
        b"\t",
        b"|",
        b"sep=\t\n",
        b'sep="\n',
        b"sep=\r\n",
        b"sep= \n",
        b"=1+1",
        b"@",
        b"#",
    ),
    *(
        b"<",
        b">",
        b"</",
        b"<!--",
        b"-->",
        b"<![CDATA[",
        b"]]>",
        b"<?",
        b"&",
        b"&#0;",
        b"&#x110000;",
        b"&#xD800;",
        b"&amp",
    ),
    *(
        b"<table>",
        b"</table>",
        b"<tr>",
        b"<td>",
        b"<script>",
        b"<td colspan=1000 rowspan=65535>",
        b"<input type=password>",
    ),
    *(
        b"<!DOCTYPE html>",
        b"<html>",
        b'<!ENTITY a "b">',
        b"_x000D_",
        b"_xFFFF_",
        b'r="XFD1048576"',
        b'r="A0"',
        b"1E+999",
    ),
    *(b"-1", b"0", b"1e308", b"NaN", b"inf", b"99999999999999999999", b"4294967296", b"-0", b"0x10", b"9" * 5000),
    *(
        text.encode()
        for text in ("\u202e", "\ufffd", "\u00a0", "\u2028", "\ufeff", "😀", "İ", "ß", "٣", "e\u0301" * 40)
    ),
)
_NUMBER = re.compile(rb"\d+")
_EXTREMES = (
    b"0",
    b"-1",
    b"1048577",
    b"16385",
    b"65536",
    b"2147483648",
    b"99999999999",
    b"1e400",
    b"x",
    b"",
    b"9" * 4400,
)
_ATTRIBUTE = re.compile(rb'"[^"<>]{0,60}"')
_CONTENT = re.compile(rb">[^<>]{1,200}<")
_ELEMENT = re.compile(rb"<(\w[\w:]*)[^<>]*>(?:[^<>]*</\1>)?")

Change = Callable[[bytes, Random, Sequence[bytes]], bytes]


def _span(data: bytes, random: Random, most: int = 64) -> tuple[int, int]:
    start = random.randrange(len(data) + 1)
    return start, min(len(data), start + random.randint(1, most))


def flip(data: bytes, random: Random, _: Sequence[bytes]) -> bytes:
    changed = bytearray(data)
    for _ in range(random.randint(1, 8)) if data else ():
        changed[random.randrange(len(data))] ^= 1 << random.randrange(8)
    return bytes(changed)


def delete(data: bytes, random: Random, _: Sequence[bytes]) -> bytes:
    start, end = _span(data, random, random.choice((2, 64, 2048)))
    return data[:start] + data[end:]


def duplicate(data: bytes, random: Random, _: Sequence[bytes]) -> bytes:
    start, end = _span(data, random, random.choice((8, 256, 4096)))
    return data[:end] + data[start:end] * random.choice((1, 1, 3, 40)) + data[end:]


def insert(data: bytes, random: Random, _: Sequence[bytes]) -> bytes:
    start = random.randrange(len(data) + 1)
    return data[:start] + random.choice(INTERESTING) + data[start:]


def overwrite(data: bytes, random: Random, _: Sequence[bytes]) -> bytes:
    start, piece = random.randrange(len(data) + 1), random.choice(INTERESTING)
    return data[:start] + piece + data[start + len(piece) :]


def truncate(data: bytes, random: Random, _: Sequence[bytes]) -> bytes:
    return data[: random.randrange(len(data) + 1)]


def splice(data: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    other = random.choice(others)
    return data[: random.randrange(len(data) + 1)] + other[random.randrange(len(other) + 1) :]


def swap(data: bytes, random: Random, _: Sequence[bytes]) -> bytes:
    """Two stretches change places."""
    (a, b), (c, d) = sorted((_span(data, random), _span(data, random)))
    return data if b > c else data[:a] + data[c:d] + data[b:c] + data[a:b] + data[d:]


def extreme(data: bytes, random: Random, _: Sequence[bytes]) -> bytes:
    """A number becomes one that nobody expects."""
    return _replace(_NUMBER, data, random, random.choice(_EXTREMES))


def attribute(data: bytes, random: Random, _: Sequence[bytes]) -> bytes:
    """Something in quotation marks becomes something else."""
    return _replace(_ATTRIBUTE, data, random, b'"' + random.choice((*_EXTREMES, random.choice(INTERESTING))) + b'"')


def content(data: bytes, random: Random, _: Sequence[bytes]) -> bytes:
    """What stands between two tags becomes something else."""
    return _replace(_CONTENT, data, random, b">" + random.choice((*_EXTREMES, *INTERESTING)) + b"<")


def element(data: bytes, random: Random, _: Sequence[bytes]) -> bytes:
    """A tag is lost, or stands there twice or a hundred times."""
    places = [found[0] for found in _ELEMENT.finditer(data)]
    return _replace(_ELEMENT, data, random, random.choice(places) * random.choice((0, 1, 2, 100))) if places else data


def garbage(data: bytes, random: Random, _: Sequence[bytes]) -> bytes:
    start = random.randrange(len(data) + 1)
    return data[:start] + random.randbytes(random.randint(1, 200)) + data[start:]


CHANGES: tuple[Change, ...] = (
    *(
        flip,
        delete,
        duplicate,
        insert,
        overwrite,
        truncate,
        splice,
        swap,
        extreme,
        attribute,
        content,
        element,
        garbage,
    ),
)
# these leave markup well formed, mostly: random bytes in it seldom get past the first parser
_IN_MARKUP: tuple[Change, ...] = (extreme, attribute, content, element)


def _replace(pattern: re.Pattern[bytes], data: bytes, random: Random, piece: bytes) -> bytes:
    places = [found.span() for found in pattern.finditer(data)]
    if not places:
        return data
    start, end = random.choice(places)
    return data[:start] + piece + data[end:]


def damage(data: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    """One to four changes; in an archive inside its members, three times of four."""
    if data.startswith(b"PK\x03\x04") and random.random() < 0.75:
        return damage_inside(data, random, others)
    changes = _IN_MARKUP if data.lstrip(b"\xef\xbb\xbf")[:1] == b"<" and random.random() < 0.5 else CHANGES
    for _ in range(random.choice((1, 1, 1, 2, 4))):
        data = random.choice(changes)(data, random, others)
    return data


def damage_inside(data: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    """Damage one member, or lose, double or rename it, and pack anew; the checksums fit."""
    members = _members(data)
    chosen = random.randrange(len(members))
    name, inside = members[chosen]
    how = random.random()
    if how < 0.05:
        del members[chosen]
    elif how < 0.1:
        members.append((name, inside))
    elif how < 0.15:
        members[chosen] = (
            random.choice((name.upper(), f"/{name}", f"../{name}", name.replace("/", "\\"), "é")),
            inside,
        )
    else:
        siblings = [inner for other in others if other.startswith(b"PK") for at, inner in _members(other) if at == name]
        members[chosen] = (name, damage(inside, random, siblings or [inside]))
    return _packed(members)


def _members(data: bytes) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [(info.filename, archive.read(info)) for info in archive.infolist()]


def _packed(members: Sequence[tuple[str, bytes]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a member that is there twice is meant
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name, (2026, 9, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()
