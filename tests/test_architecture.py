"""The rooms and their direction: app → pages → course → ui → pictures → engine, and within each room one way too."""

import ast
import re
import subprocess
import sys
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ["engine", "pictures", "ui", "course", "pages", "app"]  # each may import those before it
# The rooms within ui/: what each may import of the others.
UI = {
    "server": set(),
    "visit": {"server"},
    "players": {"server", "visit"},
    "widgets": {"server", "visit", "players"},
    "tables": set(),
    "rooms": {"server", "visit", "players", "widgets"},
    "playground": {"server", "visit", "players", "widgets", "tables"},
    "images": {"server", "visit", "players", "widgets"},
    "sequences": {"server", "visit", "players", "widgets"},
    "compare": {"server", "visit", "players", "widgets"},
}
# The leaves of the engine: registries that know nothing of each other's subject.
LEAVES = [
    "initializers",
    "schedules",
    "optimizers",
    "regularizers",
    "data/datasets",
    "data/features",
    "layers/parameters",
    "activations",
    "data/augmentations",
    "metrics",
]
FILES = [path for room in ROOMS[:-1] for path in sorted((ROOT / room).rglob("*.py"))] + [ROOT / "app.py"]
MAX_LINES, MAX_FUNCTION = 300, 60
LONG_FILES: dict[str, str] = {}  # path -> the reason why it may be longer
LONG_FUNCTIONS: dict[str, str] = {}  # path:name -> the reason


def module_of(path: Path) -> str:
    """Return the dotted name of a file."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


MODULES = {module_of(path) for path in FILES}


def imported(path: Path) -> set[str]:
    """Return the dotted names of all modules, or names in modules, that a file imports, wherever it does so."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def modules_imported(path: Path) -> set[str]:
    """Return the modules of this project that a file imports."""
    return {name if name in MODULES else name.rpartition(".")[0] for name in imported(path)} & MODULES


@pytest.mark.parametrize("path", FILES, ids=module_of)
def test_imports_run_one_way_between_rooms(path):
    room = path.relative_to(ROOT).parts[0].removesuffix(".py")
    above = set(ROOMS[ROOMS.index(room) + 1 :])
    if room == "pages":
        above.add("pages")  # a page imports no page
    roots = {name.split(".")[0] for name in imported(path)}
    assert not roots & above, f"{path.name} imports {roots & above}"
    if room in ("engine", "pictures"):
        assert "streamlit" not in roots
    if room == "engine":
        assert roots <= {"numpy", "engine"} | set(sys.stdlib_module_names)


@pytest.mark.parametrize("path", [path for path in FILES if module_of(path).startswith("ui.")], ids=module_of)
def test_imports_run_one_way_within_ui(path):
    room = module_of(path).split(".")[1]
    others = {name.split(".")[1] for name in imported(path) if name.startswith("ui.")} - {room}
    assert others <= UI[room], f"{path.name} of {room} imports {others - UI[room]}"


def test_every_room_of_ui_is_listed():
    assert set(UI) == {path.parent.name for path in (ROOT / "ui").glob("*/__init__.py")}


@pytest.mark.parametrize("depth", [2, 99])
def test_there_are_no_circles(depth):
    """Neither between the rooms within rooms, or files beside them, nor between any files."""
    graph: dict[str, set[str]] = {}
    for path in FILES:
        here = ".".join(module_of(path).split(".")[:depth])
        targets = {".".join(name.split(".")[:depth]) for name in modules_imported(path)}
        # A package's own __init__ is its door sign; it imports nothing.
        graph.setdefault(here, set()).update(target for target in targets if target != here)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as circle:
        pytest.fail(" → ".join(reversed(circle.args[1])))


@pytest.mark.parametrize("name", LEAVES)
def test_engine_leaves_import_nothing_of_the_engine(name):
    modules = {module for module in imported(ROOT / "engine" / f"{name}.py") if module.startswith("engine")}
    assert modules <= {"engine.options.Option", "engine.constants.constants"}


def test_scikit_learn_is_not_imported_at_start():
    heavy = [
        path
        for path in FILES
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.Import | ast.ImportFrom) and re.search(r"'sklearn[.']", ast.dump(node))
    ]
    assert not heavy


def test_files_and_functions_are_short():
    listed = subprocess.run(["git", "ls-files", "*.py"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    long = {}
    for name in listed.split():
        if not (ROOT / name).exists():
            continue
        text = (ROOT / name).read_text(encoding="utf-8")
        if (count := text.count("\n")) > MAX_LINES and name not in LONG_FILES:
            long[name] = count
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                count = node.end_lineno - node.lineno + 1
                if count > MAX_FUNCTION and f"{name}:{node.name}" not in LONG_FUNCTIONS:
                    long[f"{name}:{node.name}"] = count
    assert not long


def test_every_callback_of_a_widget_keeps_the_page():
    """An exception in a callback would leave an error in place of the page: see ui/widgets/guard.py."""
    found = 0
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.keyword) and node.arg in ("on_click", "on_change"):
                found += 1
                assert ast.unparse(node.value) in ("changed", "pressed", "'ignore'", "'rerun'"), f"{path}:{node.lineno}"
    assert found > 30
