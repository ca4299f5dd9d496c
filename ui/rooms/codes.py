"""The code of a room, which its guests type, and the key, which only its teacher has.

The code is a slow hash of the key. So whoever holds the key can open the room again after a server has lost it, and
nobody else can open one under the same code.
"""

import hashlib
import re
import secrets
from typing import TypeGuard

from ui.visit.room_code import ALPHABET, LENGTH

KEY_BYTES = 16
KEY = re.compile(r"[A-Za-z0-9_-]{22}")  # KEY_BYTES in base 64
# Of scrypt: 16 MB and some 50 ms for one code. To find a key for a given code would take a processor many years.
COST, BLOCK_SIZE = 2**14, 8


def can_be_made() -> bool:
    """Return whether this Python has the slow hash: one that runs in a browser has not."""
    return hasattr(hashlib, "scrypt")


def new_key() -> str:
    """Return a random key."""
    return secrets.token_urlsafe(KEY_BYTES)


def is_key(text: object) -> TypeGuard[str]:
    """Return whether something can be a key."""
    return isinstance(text, str) and KEY.fullmatch(text) is not None


def code_of(key: str) -> str:
    """Return the code of the room that a key opens."""
    digest = hashlib.scrypt(key.encode(), salt=b"code of a room", n=COST, r=BLOCK_SIZE, p=1, dklen=16)
    rest, code = int.from_bytes(digest, "big"), ""
    for _ in range(LENGTH):
        rest, digit = divmod(rest, len(ALPHABET))
        code += ALPHABET[digit]
    return code


def lock_of(key: str) -> str:
    """Return what the key of a room is checked against: nobody can find the key from it."""
    return hashlib.sha256(f"lock of a room: {key}".encode()).hexdigest()


def opens(key: str, lock: str) -> bool:
    """Return whether a key is that of a lock."""
    return secrets.compare_digest(lock_of(key), lock)
