"""Reads the bytes of a Frame, and evaluates its networks, as the scripts in pictures/live/ do, and checks them."""

import json

import numpy as np
import pytest

from engine.activations import ACTIVATIONS
from engine.data import features
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


def outputs(header, theta, points):
    """Return the output (outputs, n) at points (2, n) of each network that a Frame describes, or None for a blank."""
    found, at = [], 0
    for described in header["networks"]:
        if described is None:
            found.append(None)
            continue
        a = features.apply(described["features"], points)
        for kind, inputs, units, activation in described["layers"]:
            assert kind == "dense"
            assert len(a) == inputs
            matrix = theta[at : at + units * (inputs + 1)].reshape(units, inputs + 1)
            at += matrix.size
            a = ACTIVATIONS[activation].function(matrix[:, :-1] @ a + matrix[:, -1:])
        found.append(a)
    assert at == len(theta)
    return found
