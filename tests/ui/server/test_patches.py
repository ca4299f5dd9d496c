"""What takes the place of Streamlit's own functions does what they do."""

from functools import cache
from importlib import import_module, util

import pytest
from streamlit import config
from streamlit.proto.NewSession_pb2 import NewSession
from streamlit.runtime import app_session
from streamlit.runtime.state.common import WidgetMetadata
from streamlit.runtime.state.session_state import SessionState

from ui.server import patches
from ui.server.patches import Patch

SECTIONS = ("theme", "theme.light", "theme.dark", "theme.sidebar", "theme.light.sidebar", "theme.dark.sidebar")
ALL = patches.PATCHES
FILL, PRESENTER = ALL
EVENTS, COMPONENT = "an id of events", "an id"


@cache
def theirs(patch):
    """Streamlit's own function, from a copy of its module: in this one another test may have replaced it already."""
    spec = util.find_spec(patch.module)
    module = util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return getattr(module, patch.name)


def used(patch):
    """The function that Streamlit uses now."""
    return getattr(import_module(patch.module), patch.name)


@pytest.fixture(autouse=True)
def _as_streamlit_comes(monkeypatch):
    for patch in ALL:
        monkeypatch.setattr(import_module(patch.module), patch.name, theirs(patch))


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
    assert read(patches.fill_once(theirs(FILL))) == message


def test_no_theme_stays_none():
    message = read(patches.fill_once(lambda msg, section: None))
    assert not message.HasField("custom_theme")


def test_it_asks_once_for_each_section():
    asked = []
    fill = patches.fill_once(lambda msg, section: asked.append(section))
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
        make(EVENTS, COMPONENT, {"act"})(state, session(said, kind))
        for make in (theirs(PRESENTER), patches.make_presenter)
    ]
    assert shown[0] == shown[1]
    if kind == "json_trigger_value" and said == [ACT] and state == {}:
        assert shown[1] == {"act": ACT["value"]}


def test_a_component_that_is_not_there_yet_is_shown_as_it_is():
    assert patches.make_presenter(EVENTS)({"more": 1}, SessionState()) == {"more": 1}


def test_each_is_applied_once(monkeypatch):
    made = []

    def noting(patch):
        return patch._replace(replace=lambda original: made.append(patch) or patch.replace(original))

    monkeypatch.setattr(patches, "PATCHES", [noting(patch) for patch in ALL])
    patches.apply()
    replaced = {patch.name: used(patch) for patch in ALL}
    assert all(theirs(patch).__module__.startswith("streamlit.") for patch in ALL)
    assert all(replaced[patch.name] is not theirs(patch) for patch in ALL)
    patches.apply()
    assert {patch.name: used(patch) for patch in ALL} == replaced
    assert made == list(ALL)


@pytest.mark.parametrize("patch", ALL, ids=lambda patch: patch.name)
def test_the_tested_versions_of_streamlit_are_patched(patch):
    assert patches.signature_of(theirs(patch)) == patch.signature


@pytest.mark.parametrize("patch", ALL, ids=lambda patch: patch.name)
def test_a_function_with_another_signature_is_left_alone(monkeypatch, patch):
    def newer(*args, one_more=None):
        raise AssertionError("not called")

    monkeypatch.setattr(import_module(patch.module), patch.name, newer)
    patches.apply()
    assert used(patch) is newer


def test_a_streamlit_without_them_is_left_alone(monkeypatch):
    monkeypatch.delattr(app_session, FILL.name)
    missing = Patch("streamlit.no_such_module", "nothing", "()", lambda original: None)
    monkeypatch.setattr(patches, "PATCHES", [*ALL, missing])
    patches.apply()
    assert not hasattr(app_session, FILL.name)
