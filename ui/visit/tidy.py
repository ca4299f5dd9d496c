"""Reads a query as it was meant: links come back from mail and chats with marks added, and with parts changed or lost.

What is valid as it is stays as it is. Case, dashes, marks around a value, and other names that people know are taken
in silence; a name or a value that is only nearly right is taken, and said.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, unquote, unquote_plus

from engine.experiments.address import shorten
from engine.experiments.fields import Choice, Flag, Names, Number, Subset, Widths
from engine.experiments.kinds import EXPERIMENTS
from ui.visit import near, tensorflow_playground, typed_number, view, whole
from ui.visit.page import PLAIN, Page
from ui.visit.task import CONTROL_OF, Text

MARKS = " \t\r\n.,;:!?\"'`´‘’“”„«»‹›()[]{}<>*/\\|…~"  # that come to stand around a link, or in it
# Between parameters, where & was encoded, or written as in HTML, or as a semicolon; and the name that follows.
SEPARATOR = re.compile(r"[&;](?:amp;)*(?=([a-z_0-9]{1,40})=)", re.IGNORECASE)
ESCAPE = re.compile("%[0-9A-Fa-f]?$")  # the beginning of an encoded character
NO_CHARACTER = "\ufffd"  # what is read of one that was cut within its bytes
# Where mail programs break lines, and marks without a width.
GAPS = re.compile("=?[\\s\u00ad\u200b-\u200f\u2060\ufeff]+")
QUOTED = "3D"  # what stands behind = in a mail that was not decoded: =3D
LONGEST = 200  # characters of a value that is looked at for what it could mean
DEEPEST = 4  # times that a link can have been encoded
MOST = 100  # parameters that are looked at for what they could mean: no page has as many
CUT = "This link seems to be cut or changed on its way. What could be read is open; ask for it again."
# What mail programs, chats and search engines add to links, to see who follows them; and what Streamlit reads itself.
TRACKING = frozenset({
    "_ga", "_gl", "_gac", "_hsenc", "_hsmi", "dclid", "dm_i", "ef_id", "embed", "embed_options", "epik", "fbclid",
    "feature", "gad_campaignid", "gad_source", "gbraid", "gclid", "gclsrc", "hsctatracking", "igsh", "igshid",
    "li_fat_id", "mc_cid", "mc_eid", "mibextid", "mkt_tok", "msclkid", "openexternalbrowser", "rdt_cid", "ref",
    "ref_src", "ref_url", "referer", "referrer", "s_cid", "s_kwcid", "scid", "sfnsn", "share_id", "si", "spm",
    "srsltid", "trk", "ttclid", "twclid", "usp", "vero_id", "wbraid", "wickedid", "xtor", "yclid",
})  # fmt: skip
TRACKING_FAMILIES = ("utm_", "mtm_", "pk_", "piwik_", "hsa_", "_x_tr_", "at_medium", "at_campaign", "__cf")

FIELDS_LOCKED = {near.plain(field): control for field, control in CONTROL_OF.items()}  # the control by a field of it
STRICT = (Choice, Flag, Names, Number, Subset, Widths)  # the fields that do not take just any text

Fields = Mapping[str, Any]


class Tidied(NamedTuple):
    """The parameters of an address as they were meant, what to tell of it, and whether the address has others."""

    query: dict[str, str]
    sentences: tuple[str, ...] = ()
    is_other: bool = False


def fields_of(page: Page = PLAIN) -> dict[str, Any]:
    """Return all fields that the address of a page can have, by their names."""
    return {**EXPERIMENTS[page.kind].FIELDS, **view.FIELDS, **view.ARRIVAL_FIELDS, **page.fields}


def read(query: Mapping[str, str], page: Page = PLAIN) -> Tidied:
    """Return the parameters of a page's address as they were meant. Never raises."""
    fields = fields_of(page)
    if whole.is_whole(query, fields):
        return _without_additions(query, fields)
    given: Mapping[str, str] = query
    sentences: list[str] = []
    if page.kind == "points" and tensorflow_playground.is_one(query):
        given, sentences = tensorflow_playground.translate(query)
    marked = dict(_pairs(given, fields))
    is_announced = whole.is_announced(marked)
    tidy: dict[str, str] = {}
    for place, (name, text) in enumerate(marked.items()):
        if place >= MOST:
            tidy.setdefault(name, text)
            continue
        is_part_of_mark = is_announced and whole.LAST.startswith(name) and name not in fields
        if is_part_of_mark or whole.is_mark(name, text) or _is_tracking(name, fields):
            continue
        if name == next(reversed(marked)) and _is_cut(name, text, fields):
            sentences.append(CUT)
            if name not in fields:
                continue
            text = (text if isinstance(fields[name], Text) else ESCAPE.sub("", text)).rstrip(NO_CHARACTER)
        known, said = _name(name, text, fields)
        if known in tidy or (known != name and known in marked):
            continue  # the parameter that has this very name counts
        tidy[known], more = _value(known, text, fields[known]) if known in fields else (text, [])
        sentences += [*said, *more]
    if is_announced:
        tidy, is_whole = _checked(tidy, marked.get(whole.LAST, ""), fields)
        sentences = sentences if is_whole else [CUT, *sentences]
    return Tidied(tidy, tuple(dict.fromkeys(sentences)), tidy != _unmarked(query))


def _unmarked(query: Mapping[str, str]) -> dict[str, str]:
    return {name: text for name, text in query.items() if not whole.is_mark(name, text)}


def _without_additions(query: Mapping[str, str], fields: Fields) -> Tidied:
    """Return a link that is whole, without what others have added to it."""
    kept = {name: text for name, text in _unmarked(query).items() if name in fields or not _is_tracking(name, fields)}
    return Tidied(kept, (), kept != _unmarked(query))


def _checked(tidy: dict[str, str], checksum: str, fields: Fields) -> tuple[dict[str, str], bool]:
    """Return the parameters for which a checksum is right, as they are or with their texts decoded once more, and True.

    If there are none, return them as they are, and False.
    """
    as_written = {name: _as_written(text, fields[name]) for name, text in tidy.items() if name in fields}
    texts = {name: unquote_plus(text) for name, text in as_written.items() if isinstance(fields[name], Text)}
    for each in (as_written, as_written | texts):
        if whole.is_whole({**each, whole.LAST: checksum}, fields):
            return each, True
    return tidy, False


def _as_written(text: str, field: Any) -> str:
    """Return the text of a value as a link has it: in the letters of its field."""
    value, exact = field.parse(text)
    return field.write(value) if exact else text


def _pairs(query: Mapping[str, str], fields: Fields, depth: int = 0) -> Iterator[tuple[str, str]]:
    """Return names and values, where what stands between them was encoded too."""
    for name, text in query.items():
        name = re.sub("^(?:&?amp;)+", "", name, flags=re.IGNORECASE)
        if depth == DEEPEST or (name in fields and fields[name].parse(text)[1]):
            yield name, text
        elif not text and (inner := _encoded(name)):
            yield from _pairs(_query_of(inner), fields, depth + 1)
        elif parts := _following(name, text, fields):
            yield name, parts[0]
            yield from _pairs(_query_of(parts[1]), fields, depth + 1)
        else:
            plain = text.strip(MARKS)
            marks = [(name.lower(), said.lower()) for said in (plain, plain.removeprefix(QUOTED))]
            yield next((mark for mark in marks if whole.is_mark(*mark)), (name, text))


def _query_of(text: str) -> dict[str, str]:
    return dict(parse_qsl(SEPARATOR.sub("&", text.lstrip("?#&;")), keep_blank_values=True))


def _encoded(name: str) -> str:
    """Return the query that a name without a value is, because = and & in it were encoded; "" for any other name."""
    for _ in range(DEEPEST):
        if "=" in name:
            return name
        name = unquote(name)
    return ""


def _following(name: str, text: str, fields: Fields) -> tuple[str, str] | None:
    """Return a value, and the query that follows within it; None if none does, or for a text, which may hold any."""
    if isinstance(fields.get(name), Text):
        return None
    text = text.replace("®", "&reg")  # as HTML reads the beginning of &regularization
    for _ in range(DEEPEST):
        for found in SEPARATOR.finditer(text):
            if found[1].lower() in fields:
                return text[: found.start()], text[found.end() :]
        text = unquote(text)
    return None


def _is_tracking(name: str, fields: Fields) -> bool:
    plain = name.lower()
    return name not in fields and (plain in TRACKING or plain.startswith(TRACKING_FAMILIES))


def _is_cut(name: str, text: str, fields: Fields) -> bool:
    """Return whether the last parameter seems to have lost its end.

    It ends within a character that was encoded, within a bracket of a text, or within the name of a parameter.
    """
    if name not in fields:
        return not text and len(name) > 1 and any(known.startswith(name) for known in fields)
    field = fields[name]
    if text.endswith(NO_CHARACTER):
        return True
    if not isinstance(field, Text):
        is_per_cent = isinstance(field, Number) and text.endswith("%")
        return not field.parse(text)[1] and not is_per_cent and ESCAPE.search(text) is not None
    # A bracket that nothing closes, and that is not the mouth of a face, :( or ;-(
    opened = re.sub(r"[:;=8][-']?\(", "", text)
    return opened.count("(") > opened.count(")") and opened.rfind("(") > opened.rfind(")")


def _name(name: str, text: str, fields: Fields) -> tuple[str, list[str]]:
    """Return the name of the field that is meant, or the name as it is; and a sentence if that is a guess."""
    if name in fields or len(name) > LONGEST:
        return name, []
    said = unicodedata.normalize("NFKC", unquote(name)).rpartition("?")[2].strip(MARKS + "&#=")
    if known := near.same(said, fields, near.NAMES):
        return known, []
    guess = near.nearest(said, fields)
    if guess and isinstance(fields[guess], STRICT) and _meant(guess, fields[guess], text) is not None:
        return guess, [f"“{shorten(name)}” is read as {guess}."]
    return name, []


def _value(name: str, text: str, field: Any) -> tuple[str, list[str]]:
    """Return the value of a field as it was meant, or as it is; and a sentence if that is a guess, or a part of it."""
    nearest_value, exact = field.parse(text)
    if exact:
        return text, []
    if (meant := _meant(name, field, text)) is not None:
        return meant, []
    options = getattr(field, "options", ())
    if len(text) <= LONGEST and (guess := near.nearest(text, options)):
        return guess, [f"{name} “{shorten(text)}” is read as {guess}."]
    stripped = text.strip(MARKS)
    if hasattr(field, "whole_part") and (kept := field.whole_part(stripped)) and field.parse(kept)[1]:
        return kept, [f"The end of {name} is missing: what is whole of it is used, {field.count(kept)}."]
    if nearest_value is None:  # something that is not valid, but that has a nearest valid value, is better than nothing
        for said in (stripped, _written(name, field, stripped[:LONGEST])):
            if said is not None and field.parse(said)[0] is not None:
                return said, []
    return text, []


def value(name: str, field: Any, text: str) -> str:
    """Return what a person has typed for a field as the field writes it, if that is what is meant; else as it is."""
    return text if field.parse(text)[1] or (meant := _meant(name, field, text)) is None else meant


def _meant(name: str, field: Any, text: str) -> str | None:
    """Return the text that says exactly a value of the field, if this one means that; None if it does not."""
    decoded = text
    for _ in range(DEEPEST):
        for said in _without_marks(decoded):
            for candidate in (said, _written(name, field, said) if len(said) <= LONGEST else None):
                if candidate:
                    value, exact = field.parse(candidate)
                    if exact:
                        return field.write(value)
        if "%" not in decoded or isinstance(field, Text):
            break
        decoded = unquote(decoded)
    return None


def _without_marks(text: str) -> dict[str, None]:
    """Return what a text can have been before marks, gaps, or wide letters came into it; the likeliest first."""
    plain = GAPS.sub("", unicodedata.normalize("NFKC", text)).removeprefix(QUOTED)
    return dict.fromkeys(part for each in (text, plain) for part in (each, each.strip(MARKS), each.strip(MARKS + "_")))


def _written(name: str, field: Any, text: str) -> str | None:
    """Return a value in the letters of its field, or None."""
    aliases = FIELDS_LOCKED if name in ("lock", "hide") else near.VALUES.get(name, {})
    if isinstance(field, Flag):
        return near.FLAGS.get(text.lower())
    if isinstance(field, Number):
        if field.whole and re.fullmatch(r"[0-9]{1,3}([,. ’'][0-9]{3})+", text):  # thousands: it has no decimals
            return re.sub("[^0-9]", "", text)
        number = typed_number.read(text, "%")
        return None if number is None else repr(number)
    if isinstance(field, Widths):
        is_list = re.fullmatch(r"[0-9]{1,9}((\s*x\s*|[^0-9A-Za-z.%+]+)[0-9]{1,9})*", text)
        return "-".join(re.findall("[0-9]+", text)) if is_list else None
    if isinstance(field, Subset | Names):
        found = near.list_of(text, field.options, aliases)
        return "-".join(found) if found else None
    return near.same(text, field.options, aliases) if isinstance(field, Choice) else None
