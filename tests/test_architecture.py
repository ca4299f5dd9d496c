"""Imports run one way: app → pages → course → ui → pictures → engine."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LAYERS = ["engine", "pictures", "ui", "course", "pages", "app"]  # each may import those before it
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
FILES = [path for layer in LAYERS[:-1] for path in sorted((ROOT / layer).rglob("*.py"))] + [ROOT / "app.py"]


def imported(path: Path) -> set[str]:
    """Return the dotted names of all modules that a file imports."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_run_one_way(path):
    layer = path.relative_to(ROOT).parts[0].removesuffix(".py")
    above = (
        LAYERS[LAYERS.index(layer) + (layer != "pages") :] if layer == "pages" else LAYERS[LAYERS.index(layer) + 1 :]
    )
    roots = {name.split(".")[0] for name in imported(path)}
    assert not roots & set(above), f"{path.name} imports {roots & set(above)}"
    if layer in ("engine", "pictures"):
        assert "streamlit" not in roots
    if layer == "engine":
        import sys

        assert roots <= {"numpy", "engine"} | set(sys.stdlib_module_names)


@pytest.mark.parametrize("name", LEAVES)
def test_engine_leaves_import_nothing_of_the_engine(name):
    modules = {module for module in imported(ROOT / "engine" / f"{name}.py") if module.startswith("engine")}
    assert modules <= {"engine.options.Option"}


def test_scikit_learn_is_not_imported_at_start():
    heavy = [
        path
        for path in FILES
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.Import | ast.ImportFrom) and re.search(r"'sklearn[.']", ast.dump(node))
    ]
    assert not heavy
