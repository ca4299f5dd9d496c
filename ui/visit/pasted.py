"""Reads a link that is pasted as text: of this playground, of TensorFlow Playground, or what stands behind its ?."""

import re
from typing import NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit

from ui.visit import links, tensorflow_playground, tidy

LONGEST = 20_000  # characters
ACCEPTED = (
    "This is no link of the playground. Paste one whole, from https:// on, or what stands behind its ?, such as "
    "data=spiral&layers=8-8. A link of TensorFlow Playground is read too."
)
QUESTION_MARK = re.compile(r"\?|%(?:25)*3F", re.IGNORECASE)  # also one that was encoded
PAGES = {path.removeprefix("./"): kind for kind, path in links.PATHS.items()} | {"playground": "points"}


class Pasted(NamedTuple):
    """What a pasted link asks for: the name of its page, "" for the Playground or if it does not say, and its query."""

    page: str
    query: dict[str, str]

    @property
    def kind(self) -> str | None:
        """The kind of experiments of which its page trains one; None for any other page."""
        return PAGES.get(self.page)


def read(text: str) -> Pasted | None:
    """Return what a pasted text asks for, or None if there is no link in it. Never raises."""
    words = [word.strip(tidy.MARKS.translate({ord(mark): None for mark in "/?"})) for word in _words(text)]
    link = next((word for word in words if "://" in word), next((word for word in words if "=" in word), ""))
    before, _, fragment = link.partition("#")
    mark = QUESTION_MARK.search(before)
    address, behind = (before[: mark.start()], before[mark.end() :]) if mark else (before, "")
    if "=" in address:  # a query without its question mark
        address, behind = "", before
    try:
        parts = urlsplit(address)
    except ValueError:  # such as a bracket in the name of the host
        return None
    is_theirs = parts.netloc.lower() == tensorflow_playground.HOST
    # All that a link of TensorFlow Playground says stands behind its #, which no server is told.
    query = dict(parse_qsl(fragment if is_theirs else behind or fragment, keep_blank_values=True))
    if is_theirs:
        return Pasted("", tensorflow_playground.named(query))
    page = unquote(parts.path.rstrip(tidy.MARKS).rpartition("/")[2]).lower()
    return Pasted(page, query) if parts.netloc or query else None


def _words(text: str) -> list[str]:
    """Return the words of a text, those with an address in them from its beginning on."""
    plain = re.sub("&(?:amp;)+", "&", text[:LONGEST]).replace("®", "&reg")  # as HTML writes &, and reads &reg
    return [word[max(word.lower().find("http"), 0) :] for word in plain.split()]
