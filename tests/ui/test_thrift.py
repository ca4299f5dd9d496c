"""What takes the place of Streamlit's own functions does what they do."""

from functools import cache
from importlib import import_module, util

import pytest
from streamlit import config
from streamlit.proto.NewSession_pb2 import NewSession
from streamlit.runtime import app_session
from streamlit.runtime.state.common import WidgetMetadata
from streamlit.runtime.state.session_state import SessionState

from ui.server import patches as thrift

SECTIONS = ("theme", "theme.light", "theme.dark", "theme.sidebar", "theme.light.sidebar", "theme.dark.sidebar")
FILL, PRESENTER = thrift.REPLACED
EVENTS, COMPONENT = "an id of events", "an id"


@cache
def theirs(which):
    """Streamlit's own function, from a copy of its module: in this one another test may have replaced it already."""
    path, name = which
    spec = util.find_spec(path)
    module = util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return getattr(module, name)


def used(which):
    """The function that Streamlit uses now."""
    path, name = which
    return getattr(import_module(path), name)


@pytest.fixture(autouse=True)
def _as_streamlit_comes(monkeypatch):
    for path, name in thrift.REPLACED:
        monkeypatch.setattr(import_module(path), name, theirs((path, name)))


def read(fill):
    """What a page is sent: the sections lie within each other, the outer ones are filled first."""
    message = NewSession()
    for section in SECTIONS:
        part = message.custom_theme
        for name in section.split(".")[1:]:
            part = getattr(part, name)
        fill(part, section)
    return message


def test_pages_are_sent_the_theme_of_the_options():
    message = read(theirs(FILL))
    assert message.custom_theme.dark.primary_color == config.get_option("theme.dark.primaryColor") != ""
    assert read(thrift.once(theirs(FILL))) == message


def test_no_theme_stays_none():
    message = read(thrift.once(lambda part, section: None))
    assert not message.HasField("custom_theme")


def test_it_asks_once_for_each_section():
    asked = []
    fill = thrift.once(lambda part, section: asked.append(section))
    read(fill)
    read(fill)
    assert asked == list(SECTIONS)


def session(said, kind="json_trigger_value"):
    """A session in which this has been done to a component; None is nothing."""
    state = SessionState()
    about = WidgetMetadata(EVENTS, lambda value: value, lambda value: value, value_type=kind)
    state._new_widget_state.set_widget_metadata(about)
    if said is not None:
        state._new_widget_state.set_from_value(EVENTS, said)
    return state


ACT = {"event": "act", "value": {"kind": "seek", "value": 3}}


@pytest.mark.parametrize("said", [None, [], [ACT], ACT, [ACT, {"event": "rerun"}], [7, {"event": 7}, {}], "rubbish"])
@pytest.mark.parametrize("state", [{}, {"act": "kept"}, {"more": 1}, None, "no dictionary"])
@pytest.mark.parametrize("kind", ["json_trigger_value", "json_value"])
def test_callbacks_are_told_what_streamlit_would_tell_them(said, state, kind):
    shown = [
        make(EVENTS, COMPONENT, {"act"})(state, session(said, kind)) for make in (theirs(PRESENTER), thrift.presenter)
    ]
    assert shown[0] == shown[1]
    if kind == "json_trigger_value" and said == [ACT] and state == {}:
        assert shown[1] == {"act": ACT["value"]}


def test_a_component_that_is_not_there_yet_is_shown_as_it_is():
    assert thrift.presenter(EVENTS)({"more": 1}, SessionState()) == {"more": 1}


def test_each_takes_its_place_once(monkeypatch):
    made = []
    for which, better in list(thrift.REPLACED.items()):
        make = lambda theirs, which=which, better=better: made.append(which) or better(theirs)  # noqa: E731
        monkeypatch.setitem(thrift.REPLACED, which, make)
    thrift.apply()
    saved = {which: used(which) for which in thrift.REPLACED}
    assert all(theirs(which).__module__.startswith("streamlit.") for which in saved)
    assert all(saved[which] is not theirs(which) for which in saved)
    thrift.apply()
    assert {which: used(which) for which in thrift.REPLACED} == saved
    assert made == [FILL, PRESENTER]


def test_a_streamlit_without_them_is_left_alone(monkeypatch):
    monkeypatch.delattr(app_session, FILL[1])
    monkeypatch.setitem(thrift.REPLACED, ("streamlit.no_such_module", "nothing"), lambda theirs: None)
    thrift.apply()
    assert not hasattr(app_session, FILL[1])
