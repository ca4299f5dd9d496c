"""Has a browser load the scripts that a live picture needs, of Streamlit and its own, together with the first ones.

Streamlit's page names the scripts that every page needs, and asks for others only when it comes upon an element that
needs them: on a long line the picture would wait for one round trip more for each.
"""

import re
from functools import lru_cache
from pathlib import Path

from streamlit import file_util

from ui.server import scripts

SCRIPTS = "static/js"  # below Streamlit's folder of static files, and below the app's address
ELEMENTS = ("BidiComponent", "Html")  # the scripts for a picture, and for what stands before it
# The pictures of pages that always have the same one, by the last part of the path.
PICTURES = {"": "stage", "images": "images", "sequences": "sequences"}
_IMPORT = re.compile(r'(?:\bfrom|\bimport)"\./([^"/]+\.js)"')


def add(page: bytes, path: str) -> bytes:
    """Return an HTML page of Streamlit, the app's page with this path, with links to the scripts."""
    found = links()
    if picture := PICTURES.get(path.rsplit("/", 1)[-1]):
        found += _link(scripts.address(picture))
    return page.replace(b"</head>", found.encode() + b"</head>", 1)


@lru_cache(maxsize=1)
def links() -> str:
    """Return the links to all scripts that Streamlit's page does not name itself."""
    folder = Path(file_util.get_static_dir())
    page = (folder / "index.html").read_text(encoding="utf-8")
    found: list[str] = []
    names = [path.name for element in ELEMENTS for path in (folder / SCRIPTS).glob(f"{element}.*.js")]
    while names:
        name = names.pop(0)
        if name in found or name in page:
            continue
        found.append(name)
        names += _IMPORT.findall((folder / SCRIPTS / name).read_text(encoding="utf-8"))
    return "".join(_link(f"./{SCRIPTS}/{name}") for name in found)


def _link(address: str) -> str:
    return f'<link rel="modulepreload" crossorigin href="{address}">\n'
