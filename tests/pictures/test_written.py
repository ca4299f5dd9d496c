"""Numbers on the screen are written by engine/numerals.py: no text groups digits with commas, or has 1e-05."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
SHOWN = ("engine", "pictures", "ui", "course", "pages")
OTHERS = {  # what is read by programs, or by nobody but those who run the server
    "course/show.py", "engine/numerals.py", "engine/study/export/program.py", "engine/study/export/points.py",
    "pictures/curves/curves.py", "ui/server/messages.py", "ui/tables/excel.py", "ui/tables/labels.py",
    "ui/widgets/thumbnails.py",
}  # fmt: skip


def rounded_by(tree):
    """The f-strings that float() reads again: 0.1 * 3 rounded to 0.3."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func) == "float"]
    return {id(node) for call in calls for node in ast.walk(call)}


def own_formats(path):
    """The places of numbers in a file's texts that have a format of their own: "1,234", "1e-05"."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    skipped = rounded_by(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.FormattedValue) and node.format_spec and id(node) not in skipped:
            form = ast.unparse(node.format_spec)
            if "," in form or re.search(r"[geE]'$", form):
                yield f"{path.relative_to(ROOT)}:{node.lineno} {form}"


def test_texts_have_no_number_formats_of_their_own():
    files = [path for room in SHOWN for path in (ROOT / room).rglob("*.py")]
    assert len(files) > 200
    assert [found for path in files if str(path.relative_to(ROOT)) not in OTHERS for found in own_formats(path)] == []
