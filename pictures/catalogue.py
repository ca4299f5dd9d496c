"""The live pictures: each is a folder beside this file and a line here.

A picture's folder holds its scripts, a style sheet of its own name, and the Python module that packs its Frames.
"""

import json
from pathlib import Path

HERE = Path(__file__).parent
SHARED = ("dom.js", "frames.js", "colours.js", "paint.js", "talk.js", "herald.js")  # of every picture, in live/

# The scripts of each picture, in the order in which they use each other.
PICTURES: dict[str, tuple[str, ...]] = {
    "stage": ("place.js", "draw.js", "cards.js", "tools.js", "labels.js", "stage.js"),
    "wall": ("chart.js", "tiles.js", "wall.js"),
    "cells": ("cells.js",),
    "slope": ("view.js", "slope.js"),
    "curves": ("curves.js",),
    "sketch": ("sketch.js",),
}


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def code(name: str) -> str:
    """Return a picture's whole drawing code, the shared scripts and its own, as one JavaScript module."""
    paths = [HERE / "live" / script for script in SHARED] + [HERE / name / script for script in PICTURES[name]]
    css = json.dumps(_text(HERE / name / f"{name}.css"))
    return "\n".join(map(_text, paths)).replace("PICTURE_CSS", css)


def mount(name: str) -> str:
    """Return the few lines of JavaScript that find a picture's drawing code and hand it a Frame."""
    return _text(HERE / "live" / "mount.js").replace("PICTURE", name)
