"""A second message that was on its way while the first one changed the page: it brings the values of all old widgets.

Streamlit calls the callbacks of whatever differs in it, with values that the page may no longer offer. At most the
visitor reads a notice.
"""

from itertools import zip_longest

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetStates
from streamlit.testing.v1.element_tree import Widget

from course.path import CHAPTERS
from tests.pages.opening import _walk, open_page

PAGES = {
    "": {},
    "own": {"data": "own", "drawn": "0AAAABBBB.1zzzzyyyyxxxx"},
    "play/room": {},
    "compare/activations": {},
    "compare/optimizers": {},
    "compare/step_size": {"epochs": "5"},
    "compare/luck": {"epochs": "5", "seeds": "3"},
    "compare/depth": {"epochs": "5", "seeds": "1"},
    "compare/image_networks": {"against": "kernel", "images": "60"},
    "compare/cells": {"against": "length", "examples": "40", "units": "4"},
    "play/results": {},
    **{f"learn/{chapter.name}": {} for chapter in CHAPTERS},
}
MOST_OPTIONS = 1  # of a list that are tried
TYPED = ("", "3", "x")
LAYERS = ("8-8", "1-1-1-1-1-1")


def states(page):
    return page._tree.get_widget_states()


def altered(page, message):
    """Yield (message, what) for each other value of each widget, as a visitor could give it."""
    widgets = {node.proto.id: node for node in _walk(page._tree) if isinstance(node, Widget)}
    for i, state in enumerate(message.widgets):
        proto, kind = widgets[state.id].proto, state.WhichOneof("value")
        if getattr(proto, "disabled", False):
            continue
        for value in _values(proto, kind, state, widgets[state.id].key):
            other = WidgetStates.FromString(message.SerializeToString())
            if isinstance(value, list):
                getattr(other.widgets[i], kind).data[:] = value
            else:
                setattr(other.widgets[i], kind, value)
            yield other, (widgets[state.id].key, value)


def _values(proto, kind, state, key):
    if kind == "trigger_value":
        return [True]
    if kind == "bool_value":
        return [not state.bool_value]
    if kind == "double_value":
        return [value for value in (proto.min, proto.max) if value != state.double_value]
    if kind == "double_array_value":
        return [[value] for value in (proto.min, proto.max) if [value] != state.double_array_value.data]
    if kind == "string_array_value":
        return [[option.content] for option in proto.options if [option.content] != state.string_array_value.data]
    if hasattr(proto, "options"):
        return [option for option in proto.options if option != state.string_value][:MOST_OPTIONS]
    if kind != "string_value":
        return []
    return TYPED + (LAYERS if key in ("layers", "filters") else ())


@pytest.mark.parametrize("name", PAGES)
def test_a_message_from_before_a_change_is_a_notice_at_most(name, caplog):
    screen = None if name in ("", "own") else name
    page = open_page(screen, **PAGES[name])
    before = states(page)
    changes = list(altered(page, before))
    middle = (len(changes) + 1) // 2
    # One from each half in turn: each message is late for the change before it, mostly of another widget.
    in_turn = [each for pair in zip_longest(changes[:middle], changes[middle:]) for each in pair if each]
    what = None
    for message, then in in_turn:
        page._run(message)
        assert not page.exception, f"{what}, then {then}"
        errors = [record.getMessage() for record in caplog.records if record.levelname == "ERROR"]
        assert not errors, f"{what}, then {then}"
        what = then
