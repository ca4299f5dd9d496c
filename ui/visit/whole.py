"""The marks by which a shared link tells whether it has arrived whole.

It begins with v=2 and ends with a checksum of the parameters between, whatever their order: so a link that was cut is
told from one without marks, such as that of the address bar.
"""

import re
import zlib
from collections.abc import Container, Mapping

FIRST, VERSION, LAST = "v", "2", "end"
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
LENGTH = 5  # digits of a checksum
CHECKSUM = re.compile(f"[0-9a-z]{{{LENGTH}}}")


def checksum(query: Mapping[str, str]) -> str:
    """Return the checksum of parameters, in any order."""
    said = "\n".join(f"{len(name)}:{name}={query[name]}" for name in sorted(query))
    rest, digits = zlib.crc32(said.encode("utf-8", "surrogatepass")), ""
    for _ in range(LENGTH):
        rest, digit = divmod(rest, len(DIGITS))
        digits += DIGITS[digit]
    return digits


def marked(query: Mapping[str, str]) -> dict[str, str]:
    """Return the parameters of a link with the marks around them; a link without parameters needs none."""
    return {FIRST: VERSION, **query, LAST: checksum(query)} if query else {}


def is_mark(name: str, value: str) -> bool:
    """Return whether a parameter is one of the marks."""
    return (name, value) == (FIRST, VERSION) or (name == LAST and CHECKSUM.fullmatch(value) is not None)


def is_announced(query: Mapping[str, str]) -> bool:
    """Return whether a link says that it has a checksum, or has one: its first parameter, or its last one, is there."""
    return next(iter(query.items()), None) == (FIRST, VERSION) or is_mark(LAST, query.get(LAST, ""))


def is_whole(query: Mapping[str, str], known: Container[str]) -> bool:
    """Return whether a link has a checksum, and the right one; names that are not known do not count."""
    between = {name: value for name, value in query.items() if name in known}
    return LAST in query and query[LAST] == checksum(between)
