"""Reads the rooms of the code: the packages with their signs and files, and the imports between them.

A sign is the first line of a package's docstring. An import is counted once for each pair of an importing and an
imported file.
"""

import ast
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[1]

FLOORS = ("app.py", "pages", "course", "ui", "pictures", "engine")  # each imports only from those after it
OUTSIDE = ("benchmarks", "deploy", "docs", "tests")
# Folders without an __init__.py. Streamlit puts pages/ on sys.path, so pages/ must not be a package.
SIGNS = {
    "pages": "What a visitor opens: one script for each page.",
    "tests": "Tests, in folders like those of the code; browser/ has those that need Chromium.",
}
SHOWN = (".py", ".js")  # files whose names are shown

Pair = tuple[str, str]  # the paths of an importing and an imported room


@dataclass
class Room:
    """A folder or top-level script: its path from the root, its sign, its files, and the rooms in it."""

    path: str
    sign: str
    files: list[str] = field(default_factory=list)
    rooms: list["Room"] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The last part of the path, with a slash for a folder."""
        return self.path.split("/")[-1] + ("" if self.path.endswith(".py") else "/")


def sources(root: Path = ROOT) -> list[Path]:
    """Return all Python files of the app itself."""
    return [
        path for name in FLOORS for path in ([root / name] if name.endswith(".py") else (root / name).rglob("*.py"))
    ]


def sign(path: Path) -> str:
    """Return the first line of a script's or a package's docstring, or an empty string."""
    script = path / "__init__.py" if path.is_dir() else path
    text = ast.get_docstring(ast.parse(script.read_text(encoding="utf-8"))) if script.exists() else None
    return text.splitlines()[0].replace("`", "") if text else SIGNS.get(path.name, "")


def read_room(path: Path, root: Path = ROOT) -> Room:
    """Return the room at a path, with its files and the rooms in it."""
    room = Room(str(path.relative_to(root)), sign(path))
    if path.is_dir():
        for entry in sorted(path.iterdir()):
            if entry.is_dir() and any(file.suffix in SHOWN for file in entry.rglob("*")):
                room.rooms.append(read_room(entry, root))
            elif entry.suffix in SHOWN and entry.name != "__init__.py":
                room.files.append(entry.name.removesuffix(".py"))
    return room


def imported_files(path: Path, root: Path = ROOT) -> set[Path]:
    """Return the project's files that a file imports, without packages' own __init__.py."""
    dotted = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            dotted |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            dotted |= {f"{node.module}.{alias.name}" for alias in node.names} | {node.module}
    files = {root / f"{name.replace('.', '/')}.py" for name in dotted}
    return {file for file in files if file.exists()}


def imports_between(depth: int, root: Path = ROOT) -> Counter[Pair]:
    """Return the number of imports between different folders, seen `depth` folders deep: (from, to) -> number."""

    def folder(path: Path) -> str:
        parts = path.relative_to(root).parts
        return "/".join(parts[: min(depth, max(len(parts) - 1, 1))])

    pairs = ((folder(path), folder(file)) for path in sources(root) for file in imported_files(path, root))
    return Counter(pair for pair in pairs if pair[0] != pair[1])


def scripts_run(root: Path = ROOT) -> set[Pair]:
    """Return (from, to) of top-level scripts that name a script of a folder by its path, such as app.py."""
    return {
        (name, node.value.split("/")[0])
        for name in FLOORS
        if (root / name).is_file()
        for node in ast.walk(ast.parse((root / name).read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if node.value.endswith(".py") and node.value.split("/")[0] in FLOORS and "/" in node.value
    }


def in_import_order(rooms: list[Room], imports: Counter[Pair]) -> list[Room]:
    """Return rooms so that each comes before those that it imports from; a circle of imports is broken by name."""
    ordered: list[Room] = []
    entered: set[str] = set()

    def visit(room: Room) -> None:
        if room.path in entered:
            return
        entered.add(room.path)
        for other in reversed(rooms):
            if imports[room.path, other.path]:
                visit(other)
        ordered.append(room)

    for room in reversed(rooms):
        visit(room)
    return ordered[::-1]
