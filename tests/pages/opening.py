"""How the tests of the pages open one under AppTest, and read what its live picture was sent."""

import json
from pathlib import Path

from streamlit.testing.v1 import AppTest

MOST_UPDATES = 100  # in which a step is done
PATIENCE = 120  # seconds that a run of a page may take: a busy machine can be many times slower
APP = Path(__file__).parents[2] / "pages" / "contents.py"


def open_page(screen=None, /, **query):
    """Open the Playground, or another page by its file, with an address."""
    page = AppTest.from_file(APP, default_timeout=PATIENCE)
    if screen:
        page.switch_page(f"{screen}.py")
    for name, value in query.items():
        page.query_params[name] = value
    page.run()
    assert not page.exception
    return page


def header(page):
    """What the live picture was sent last."""
    packed = [e.proto.bytes for e in _walk(page._tree) if getattr(e, "type", "") == "bidi_component" and e.proto.bytes]
    return header_of(packed[-1])


def header_of(packed):
    """The header of a Frame."""
    length = int.from_bytes(packed[:4], "little")
    return json.loads(packed[4 : 4 + length])


def _walk(node):
    yield node
    for child in getattr(node, "children", {}).values():
        yield from _walk(child)


def change(page, kind, key, value):
    """Set a widget and run the page."""
    getattr(page, kind)(key=key).set_value(str(value) if kind == "text_input" else value).run()
    assert not page.exception
    return page


def says(page, text):
    return any(text in item.value for item in page.markdown)


def kept(page):
    """What the component that keeps the progress was sent."""
    (sent,) = (each for each in page.get("bidi_component") if each.proto.component_name.endswith("course_progress"))
    return json.loads(sent.proto.json)


def step(page):
    """Press Step, and run the page until the step is done: on a busy machine it takes several updates."""
    return rest(page.button(key="step").click().run())


def rest(page):
    """Run the page until it is where its address or a press wants it to be."""
    for _ in range(MOST_UPDATES):
        assert not page.exception
        if header(page)["state"] not in ("playing", "working"):
            return page
        page.run()
    raise AssertionError("it never comes to rest")


def query(page):
    """The address that the page has written."""
    return {name: value[0] if isinstance(value, list) else value for name, value in page.query_params.items()}


def visit(page):
    """What the server remembers of the page's session."""
    return page.session_state["visit"]


def keys(page):
    """The keys of all widgets and containers of a page."""
    return {node.key for node in _walk(page._tree) if isinstance(getattr(node, "key", None), str)}
