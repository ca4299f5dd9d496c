"""Checks that the documentation matches the code: its paths, its names, its example and its picture of the rooms."""

import re
from functools import cache
from pathlib import Path

import pytest

from docs import plan, rooms

ROOT = Path(__file__).parents[1]
DOCUMENTS = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")),
    *sorted((ROOT / "deploy").glob("*.md")),
    *sorted((ROOT / "docs").glob("*.md")),
]
# Documents that name functions and constants of the code.
ABOUT_CODE = [ROOT / name for name in ("CONTRIBUTING.md", "docs/architecture.md", "docs/engine.md")]
NOT_OURS = {".venv", "node_modules", ".git", ".cache", "dist"}  # folders of what is brought or made
SOURCE_SUFFIXES = {".py", ".js", ".mjs", ".css", ".toml", ".yaml", ".cfg", ".txt", ".json"}


def prose(path):
    """Return a document's text without its blocks of code."""
    return re.sub(r"^```.*?^```", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)


def anchors(path):
    """Return the anchors that GitHub makes of a document's headings."""
    headings = re.findall(r"^#+ (.+)$", prose(path), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def repository_paths(path):
    """Return the backticked words of a document that are paths of the repository.

    Left out are addresses (?, :), paths on a server (/…), and the virtual environment.
    """
    words = {word for code in re.findall(r"`([^`\n]+)`", prose(path)) for word in code.split()}
    words = {word for word in words if not re.search(r"[?:<*=$]", word) and not word.startswith(("/", ".venv"))}
    return {word for word in words if "/" in word or word.endswith((".py", ".js", ".md", ".yaml", ".toml", ".cfg"))}


@cache
def repository_names():
    """Return the names of all files and folders, without their paths."""
    return {path.name for path in ROOT.rglob("*") if not NOT_OURS & set(path.parts)}


def exists(word, folder):
    """Whether a path exists; one without an inner slash may be anywhere in the repository."""
    return (ROOT / word).exists() or (folder / word).exists() or word.rstrip("/") in repository_names()


@cache
def names_of_the_code():
    """Return all identifiers in the source files."""
    files = (path for path in ROOT.rglob("*") if path.suffix in SOURCE_SUFFIXES or path.name == "Makefile")
    files = (path for path in files if not NOT_OURS & set(path.parts) and path != Path(__file__))
    return {name for path in files for name in re.findall(r"[A-Za-z_]\w*", path.read_text(encoding="utf-8"))}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_relative_links_lead_somewhere(path):
    for link in re.findall(r"\]\(([^)\s]+)\)", prose(path)):
        if "://" in link:
            continue
        target, _, anchor = link.partition("#")
        file = (path.parent / target).resolve() if target else path
        assert file.exists(), link
        assert not anchor or anchor in anchors(file), link


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_paths_exist(path):
    assert not {word for word in repository_paths(path) if not exists(word, path.parent)}


@pytest.mark.parametrize("path", ABOUT_CODE, ids=lambda path: str(path.relative_to(ROOT)))
def test_names_are_those_of_the_code(path):
    words = re.findall(r"`([A-Za-z_][\w.]*)(?:\(\))?`", prose(path))
    words = {word for word in words if not (ROOT / word).exists()}
    unknown = {word for word in words for part in word.split(".") if part not in names_of_the_code()}
    assert words
    assert not unknown


def test_contributing_names_each_room():
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    folders = {path.name for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith((".", "_"))}
    assert {name for name in folders if f"`{name}/`" not in text} <= {"node_modules", "dist"}


def test_architecture_names_each_room_two_levels_deep():
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    for name in plan.FLOORS + plan.OUTSIDE:
        assert f"| `{name}/` |" in text or f"| `{name}` |" in text
    for room in plan.read_room(ROOT / "ui").rooms + plan.read_room(ROOT / "engine").rooms:
        assert f"| `{room.path}/` |" in text


def test_the_example_of_the_engine_runs(capsys):
    text = (ROOT / "docs" / "engine.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"^```python\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    names = {}
    exec(compile(example, "docs/engine.md", "exec"), names)
    assert capsys.readouterr().out
    assert names["past"].step == 500
    assert len(names["results"]) == 64


def test_the_picture_of_the_rooms_is_up_to_date():
    assert rooms.PICTURE.read_text(encoding="utf-8") == rooms.svg(), "run: python -m docs.rooms"


def test_every_room_has_a_sign():
    floors = [plan.read_room(ROOT / name) for name in plan.FLOORS]
    packages = [room for floor in floors if floor.path != "pages" for room in [floor, *floor.rooms]]
    assert not [room.path for room in packages if not room.sign]


def test_rooms_are_listed_before_those_that_they_import():
    names = [plan.Room(name, "") for name in ("a", "b", "c")]
    imports = plan.Counter({("b", "a"): 1, ("a", "c"): 2})
    assert [room.path for room in plan.in_import_order(names, imports)] == ["b", "a", "c"]
    circle = plan.Counter({("a", "b"): 1, ("b", "a"): 1})
    assert sorted(room.path for room in plan.in_import_order(names, circle)) == ["a", "b", "c"]


def test_imports_are_counted_once_for_each_pair_of_files(tmp_path):
    for name, text in {
        "app.py": 'from ui import one\n\nTEXT = "pages/first.py"\n',
        "ui/one.py": "from engine import two\nfrom engine.two import thing\nimport engine.two\n",
        "engine/two.py": "import json\n",
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert plan.imports_between(1, tmp_path) == {("app.py", "ui"): 1, ("ui", "engine"): 1}
    assert plan.scripts_run(tmp_path) == {("app.py", "pages")}
