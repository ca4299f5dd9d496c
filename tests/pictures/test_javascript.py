"""The pictures' JavaScript: the syntax of what a browser gets, the names that scripts import, and their unit tests."""

import re
from pathlib import Path

import numpy as np
import pytest

from pictures import catalogue
from pictures.live import packing
from pictures.live.packing import Frame

HERE = Path(__file__).parent
SCRIPTS = sorted(path for path in catalogue.HERE.rglob("*.js") if path.name not in ("mount.js", "load.js"))
IMPORT = re.compile(r'^import \{([^{}]+)\} from "([^"]+)";', re.MULTILINE)
EXPORT = re.compile(r"^export (?:const|function\*?|class) (\w+)", re.MULTILINE)


@pytest.mark.parametrize("name", [*catalogue.PICTURES, *catalogue.OTHERS])
def test_the_code_of_a_picture_is_a_module_in_which_every_name_is_unique(name, node, tmp_path):
    for text, file in (
        (catalogue.code(name), "code.mjs"),
        (catalogue.mount(name), "mount.mjs"),
        (catalogue.load(name), "load.mjs"),
    ):
        (tmp_path / file).write_text(text, encoding="utf-8")
        node("--check", tmp_path / file)


def test_node_would_complain_of_a_name_that_is_used_twice(node, tmp_path):
    (tmp_path / "twice.mjs").write_text("const a = 1;\nfunction a() {}\n", encoding="utf-8")
    with pytest.raises(AssertionError, match="already been declared"):
        node("--check", tmp_path / "twice.mjs")


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_a_script_imports_is_exported(path):
    for names, source in IMPORT.findall(path.read_text(encoding="utf-8")):
        exported = EXPORT.findall((path.parent / source).read_text(encoding="utf-8"))
        assert {name.strip() for name in names.split(",")} <= {*exported, ""}, source


def test_no_script_is_unused():
    codes = [catalogue.code(name) for name in (*catalogue.PICTURES, *catalogue.OTHERS)]
    for path in SCRIPTS:
        comment = path.read_text(encoding="utf-8").splitlines()[0]
        assert any(comment in code for code in codes), f"{path.name} is in no picture"


def test_units(node, tmp_path):
    blocks = {
        "weights": np.array([0.5, -1.25, 3e38], np.float32),
        "places": np.array([[32767, -32767], [16384, 0]], np.int16),
        "labels": np.array([0, 1, 255], np.uint8),
    }
    first = Frame({"state": "ready – é", "half_width": 6}, blocks)
    longer = {**blocks, "weights": np.array([0.5, -1.25, 3e38, 7], np.float32)}
    del longer["labels"]
    frame, changes = tmp_path / "frame", tmp_path / "changes"
    frame.write_bytes(packing.pack(first))
    changes.write_bytes(packing.pack(Frame({"state": "playing", "step": 5}, longer), first))
    tests = sorted((HERE / "js").glob("*.test.mjs"))
    report = node("--test", "--test-reporter=tap", *tests, FRAME=str(frame), CHANGES=str(changes))
    passed = int(re.search(r"^# pass (\d+)", report, re.MULTILINE)[1])
    assert passed >= 94, report
