"""Which of Streamlit's scripts the site needs: those that its pages load, without elements that no page shows."""

import re
from pathlib import Path

from static_site.packages import ELEMENTS_LEFT_OUT

REFERENCE = re.compile(r"[\w.~-]+\.js\b")


def _element(name: str) -> str:
    return name.split(".")[0]


def needed(folder: Path, page: str) -> set[str]:
    """Return the names of the scripts in a folder that a page loads, now or later."""
    names = {path.name for path in folder.glob("*.js")}
    found: set[str] = set()
    ahead = set(REFERENCE.findall(page)) & names
    while ahead:
        name = ahead.pop()
        found.add(name)
        text = (folder / name).read_text(encoding="utf-8")
        ahead |= {each for each in _imported(text) & names if _element(each) not in ELEMENTS_LEFT_OUT} - found
    return found


def _imported(text: str) -> set[str]:
    """Return the names of the scripts that a script imports, at once or when it needs them."""
    return set(re.findall(r"(?:from|import)\s*\(?\s*[`\"']\./([\w.~-]+\.js)[`\"']", text))
