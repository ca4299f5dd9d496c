"""The code of a room, as guests type it and as an address has it: see ui/rooms."""

import re

ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # without I, L, O, 0 and 1, which look alike
LENGTH = 7  # letters and digits: 27 thousand million codes
ACCEPTED = f"A code has {LENGTH} letters and digits, such as ABC2345: there is no I, L, O, 0 or 1 in it."
LONGEST = 40  # characters of a text that can say a code
GAPS = re.compile(r"[\s.:_–—-]+")


def read(text: str) -> str | None:
    """Return the code that a text says, in any letters, with gaps or dashes; None if it says none."""
    if len(text) > LONGEST:
        return None
    code = GAPS.sub("", text).upper()
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else None


class Code:
    """The field of a room's code; "" is none."""

    accepts = f"{LENGTH} letters and digits"

    def valid(self, value: object) -> bool:
        return value == "" or (isinstance(value, str) and read(value) == value)

    def parse(self, text: str) -> tuple[str | None, bool]:
        code = read(text) if text else ""
        return (code, True) if code is not None else (None, False)

    def write(self, value: str) -> str:
        return value
