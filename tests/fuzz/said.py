"""What a file says, by plain searches and not by our readers: the texts in it, and the forms that its numbers, dates
and truth values take as text (`intake.cell_text`). A value that isn't among them was invented."""

from __future__ import annotations

import codecs
import html
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta

from intake.cell_text import ERROR, moment_text, number_text, serial_text, time_text

_TAG = re.compile(r"<[^>]*>?")
_CLOSED_TAG = re.compile(r"<[^<>]*>")
_BLANK = re.compile(r"\s+")
_NUMBER = re.compile(r"[-+]?\d[\d.]*(?:[eE][-+]?\d+)?|\.\d+")
_MOMENT = re.compile(r"\d{4,5}-\d\d-\d\d(?:[T ]\d\d:\d\d:\d\d(?:\.\d+)?)?")
_SPAN = re.compile(r"PT(\d+)H(\d+)M(\d+)")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_PARTS = re.compile(r'[<>,;\t|\r\n"]')
ENCODINGS = ("utf-8", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "iso8859-15", "cp1250")

Says = Callable[[str], bool]


def says(data: bytes, form: str, encoding: str | None) -> Says:
    """Whether a text stands in a file that was read as `form`, with these letters."""
    if form == "zip":
        return _any_of(list(_members(data)))
    if form in ("xlsx", "ods"):
        return _in_xml("".join(_decoded(data, "utf-8") for data in _xml_parts(data)))
    if form == "xml":
        return _any_of([_in_xml(data.decode(name, "replace")) for name in ("utf-8", "utf-16", "cp1252")])
    if form == "html":
        return _any_of([_in_page(_decoded(data, name)) for name in _possible(encoding)])
    return _any_of([_in_text(_decoded(data, name)) for name in _possible(encoding)])


def _possible(encoding: str | None) -> Iterable[str]:
    return ENCODINGS if encoding in (None, "utf-16") else (encoding.removesuffix("-sig"),)


def _decoded(data: bytes, encoding: str) -> str:
    """A mark of UTF-8 before it is no part of the text, whatever follows."""
    return data.removeprefix(codecs.BOM_UTF8).decode(encoding, "replace")


def _any_of(says: list[Says]) -> Says:
    return lambda text: any(one(text) for one in says)


def _members(data: bytes) -> Iterator[Says]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for info in archive.infolist():
            with suppress(Exception):
                content = archive.read(info)
                for form in ("xlsx",) if content.startswith(b"PK") else ("csv", "html", "xml"):
                    yield says(content, form, None)


def _xml_parts(data: bytes) -> Iterator[bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for info in archive.infolist():
            with suppress(Exception):
                yield archive.read(info)


def _in_text(text: str) -> Says:
    """As it stands, but for the quotation marks that separated text puts around cells and doubles inside them."""
    bare = text.replace('"', "")
    quick = set(_PARTS.split(text))
    return lambda value: value in quick or value.replace('"', "") in bare


def _in_page(text: str) -> Says:
    """Its words in their order, without tags, with entities resolved; blanks are the page's own business."""
    bare = (_TAG.sub("", text), _CLOSED_TAG.sub("", text), text)
    # an entity that a tag cuts in two is resolved on its own side of the tag
    pieces = ["".join(map(html.unescape, tag.split(text))) for tag in (_TAG, _CLOSED_TAG)]
    shown = [_BLANK.sub("", one) for one in (*map(html.unescape, bare), *pieces)]
    quick = {html.unescape(part).strip() for part in _PARTS.split(text)}
    return lambda value: value in quick or any(_BLANK.sub("", value) in one for one in shown)


def _in_xml(text: str) -> Says:
    """The same, or a form of a number, a date or a truth value that stands between tags or in an attribute."""
    in_page = _in_page(_ESCAPED.sub(lambda found: chr(int(found[1], 16)), text))
    literally = _in_page(text)
    forms = {ERROR, "true", "false"}.union(*map(_number_forms, set(_NUMBER.findall(text))))
    forms |= {form for moment in set(_MOMENT.findall(text)) for form in _moment_forms(moment)}
    forms |= {
        time_text(timedelta(hours=int(h), minutes=int(m), seconds=int(s))) for h, m, s in set(_SPAN.findall(text))
    }
    return lambda value: value in forms or in_page(value) or literally(value)


def _number_forms(written: str) -> set[str]:
    forms = {written}
    with suppress(ValueError, OverflowError):
        number = float(written)
        # "inf" for one of more digits than a number can have, and 1e20 without its sign
        forms |= {str(number), str(number).replace("e+", "e")}
        forms |= {number_text(number), serial_text(number, 1900), serial_text(number, 1904)}
    return forms


def _moment_forms(written: str) -> set[str]:
    forms = {written, written.replace("T", " ")}
    with suppress(ValueError):
        forms.add(moment_text(datetime.fromisoformat(written)))
    return forms
