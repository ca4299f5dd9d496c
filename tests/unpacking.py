"""Reads the bytes of a Frame, as pictures/live/frames.js does, and checks them."""

import json

import numpy as np
import pytest

from pictures.live import packing


def unpack(frame, last=None, known=None):
    """Pack a Frame and return its header and blocks; with `last`, what differs is packed, and joined to `known`."""
    return unpack_bytes(packing.pack(frame, last), known)


def unpack_bytes(packed, known=None):
    """Return the header and the blocks of a Frame's bytes; with `known`, of what differs, joined to that."""
    length = int.from_bytes(packed[:4], "little")
    header = json.loads(packed[4 : 4 + length], parse_constant=lambda name: pytest.fail(f"{name} in a header"))
    known_header, blocks = known or ({}, {})
    at, blocks = 4 + length, dict(blocks)
    for name, dtype, count, kept in header.pop("blocks"):
        part = np.frombuffer(packed, dtype, count, at)
        assert at % part.itemsize == 0, f"{name} is not aligned"
        at += part.nbytes
        blocks[name] = np.concatenate([blocks[name][:kept], part]) if kept else part
    assert at == len(packed)
    gone = header.pop("gone", [])
    whole = {**known_header, **header}
    return (
        {name: value for name, value in whole.items() if name not in gone},
        {name: block for name, block in blocks.items() if name not in gone},
    )
