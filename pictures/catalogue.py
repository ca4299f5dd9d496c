"""The live pictures: each is a folder beside this file and a name here.

A picture's folder holds its scripts, the first of which has the picture's name, a style sheet, and the Python module
that packs its Frames. Scripts are ES modules; a browser gets them joined to one, since a component is one module.
"""

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path

from pictures.live import tables

HERE = Path(__file__).parent
PICTURES = ("stage", "images", "sequences", "wall", "cells", "slope", "curves", "sketch", "room")
OTHERS = ("link", "seat")  # components that are made in the same way, but are given no Frames

# Files that scripts import and that are not in the repository, because they are computed: what is in them.
COMPUTED: dict[Path, Callable[[], str]] = {HERE / "live" / "tables.json": tables.to_json}

# The forms of import and export that scripts use.
_SCRIPT = re.compile(r'import \{[^{}]+\} from "(?P<path>\.[^"]+\.js)";')
_VALUE = re.compile(r'import (?P<name>\w+) from "(?P<path>\.[^"]+)" with \{ type: "(?P<type>json|text)" \};')
_EXPORT = re.compile(r"export (const|(async )?function\*?|class) ")
# All imports, and all exports but that of a component.
_STATEMENT = re.compile(r"^import\b[^;]*;\n?|^export (?!default\b).*\n", re.MULTILINE)


def bundle(entry: Path, computed: Mapping[Path, Callable[[], str]] = COMPUTED) -> str:
    """Return a script and all that it imports as one JavaScript module, in which only `export default` is left.

    Each file comes once, after the files that it imports; JSON and text files become constants. computed has files that
    are not there, and what is in them.
    Raises ValueError for files that import each other, and for a form of import or export that is not known here.
    """
    parts: dict[Path, str] = {}  # in the order of the module

    def text_of(path: Path) -> str:
        return computed[path]() if path in computed else path.read_text(encoding="utf-8")

    def add_script(path: Path, importers: tuple[Path, ...]) -> None:
        if path in importers:
            circle = " → ".join(each.name for each in (*importers[importers.index(path) :], path))
            raise ValueError(f"scripts import each other: {circle}")
        if path in parts:
            return

        def inline(match: re.Match[str]) -> str:
            statement = match[0].rstrip()
            if script := _SCRIPT.fullmatch(statement):
                add_script((path.parent / script["path"]).resolve(), (*importers, path))
            elif value := _VALUE.fullmatch(statement):
                add_value((path.parent / value["path"]).resolve(), value["name"], value["type"])
            elif _EXPORT.match(statement):
                return match[0].removeprefix("export ")
            else:
                raise ValueError(f"{path.name}: not a form of import or export that the catalogue knows: {statement}")
            return ""

        source = _STATEMENT.sub(inline, text_of(path))  # adds what it imports first
        parts[path] = source

    def add_value(path: Path, name: str, kind: str) -> None:
        text = text_of(path)
        constant = f"const {name} = {text.rstrip() if kind == 'json' else json.dumps(text)};\n"
        if parts.setdefault(path, constant) != constant:
            raise ValueError(f"{path.name} is imported under two names, of which one is {name}")

    add_script(entry.resolve(), ())
    return "\n".join(parts.values())


def code(name: str) -> str:
    """Return a picture's whole code as one JavaScript module; its default export is a Streamlit component."""
    return bundle(HERE / name / f"{name}.js")


def load(address: str) -> str:
    """Return the few lines of JavaScript that load a picture's code from an address."""
    return (HERE / "live" / "load.js").read_text(encoding="utf-8").replace('"ADDRESS"', json.dumps(address))


def mount(name: str) -> str:
    """Return the few lines of JavaScript that find a picture's code and give it a Frame."""
    return (HERE / "live" / "mount.js").read_text(encoding="utf-8").replace("PICTURE", name)
