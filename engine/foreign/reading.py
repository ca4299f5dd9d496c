"""The door: a file or a pasted text → a network for a page, or a sentence on why there is none.

It can be this app's own file, or the weights of NumPy, scikit-learn, PyTorch, Keras or a library of JavaScript.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from engine.foreign import collecting, images, javascript, points, sequences
from engine.foreign.arrays import LARGEST, listed
from engine.foreign.found import Found
from engine.numerals import significant
from engine.runs import storage, text
from engine.runs.storage import Saved

FITTED: dict[str, Callable[[Found, Any], Saved]] = {
    "points": points.fitted,
    "images": images.fitted,
    "sequences": sequences.fitted,
}
BINARY = {
    b"PK": "a packed file, such as .pt, .keras or .npz",
    b"\x80": "a pickle, which could hold code",
    b"\x93NUMPY": "a file of numpy.save",
    b"\x89HDF": "an HDF5 file",
}
# Keys by which files of other tools are known, what these are, and the library that prints the weights.
TOOLS = (
    (("modelTopology",), "a model of TensorFlow.js, whose weights are in a file beside it", "TensorFlow.js"),
    (("weightsManifest",), "a model of TensorFlow.js, whose weights are in a file beside it", "TensorFlow.js"),
    (("class_name", "config"), "the shape of a Keras model, without its weights", "Keras"),
    (("hidden_layer_sizes",), "the settings of a network of scikit-learn, without its weights", "scikit-learn"),
    (("neurons", "connections"), "a network of Synaptic, which has no layers of matrices", ""),
    (("nodes", "connections"), "a network of Neataptic, which has no layers of matrices", ""),
    (("nbformat", "cells"), "a notebook; paste what it prints", ""),
)


def read(raw: bytes | str, experiment: Any) -> Saved:
    """Return the network of a file or a text; one from elsewhere gets the data and the settings of an Experiment.

    Raises ValueError, with the reason, where there is none.
    """
    if isinstance(raw, bytes):
        for start, what in BINARY.items():
            if raw.startswith(start):
                raise ValueError(f"it is {what}; the text must be JSON")
        raw = text.decode(raw)
    content = text.plain(raw)
    if isinstance(content, dict) and ("format" in content or {"experiment", "theta"} & content.keys()):
        saved = storage.from_plain(content)
    else:
        content = listed(content)
        found = javascript.read(content) or _collected(content)
        saved = FITTED[experiment.KIND](found, experiment)
    if (largest := np.abs(saved.theta).max()) > LARGEST:
        limit = significant(LARGEST, 2)
        raise ValueError(f"its weights must be at most {limit} in size, got {significant(largest, 2)}")
    return saved


def _collected(content: Any) -> Found:
    try:
        return collecting.collect(content)
    except collecting.NoWeights as nothing:
        for keys, what, library in TOOLS:
            if isinstance(content, dict) and all(key in content for key in keys):
                raise ValueError(f"it is {what}" + (f". {text.PRINTS[library]} has them" if library else "")) from None
        raise ValueError(f"{nothing}; lists such as [W1, b1, W2, b2] have some, or names such as W1 and b1") from None
