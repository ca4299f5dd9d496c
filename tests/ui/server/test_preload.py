"""The scripts of Streamlit that a browser loads from the first: those that a picture needs, each once."""

import re
from pathlib import Path

from streamlit import file_util

from ui.server import preload, scripts


def test_the_page_names_all_scripts_that_a_picture_needs_and_none_twice():
    folder = Path(file_util.get_static_dir())
    page = preload.add((folder / "index.html").read_bytes(), "/nn/").decode()
    names = re.findall(r'(?:href|src)="\./static/js/([^"]+)"', page)
    assert len(names) == len(set(names))
    for element in preload.ELEMENTS:
        assert any(name.startswith(f"{element}.") for name in names), f"Streamlit has no script {element} any more"
    for name in names:
        needed = re.findall(r'(?:from|import)"\./([^"]+\.js)"', (folder / preload.SCRIPTS / name).read_text("utf-8"))
        assert set(needed) <= set(names), name
    assert page.index("BidiComponent") < page.index(scripts.address("stage")) < page.index("</head>")
