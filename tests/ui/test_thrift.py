"""The theme that is remembered is the one that Streamlit would have read."""

from streamlit import config
from streamlit.proto.NewSession_pb2 import NewSession
from streamlit.runtime import app_session

from ui import thrift

SECTIONS = ("theme", "theme.light", "theme.dark", "theme.sidebar", "theme.light.sidebar", "theme.dark.sidebar")


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
    fill = getattr(app_session, thrift.NAME)
    message = read(fill)
    assert message.custom_theme.dark.primary_color == config.get_option("theme.dark.primaryColor") != ""
    assert read(thrift.once(fill)) == message


def test_no_theme_stays_none():
    message = read(thrift.once(lambda part, section: None))
    assert not message.HasField("custom_theme")


def test_it_asks_once_for_each_section():
    asked = []
    fill = thrift.once(lambda part, section: asked.append(section))
    read(fill)
    read(fill)
    assert asked == list(SECTIONS)


def test_it_takes_its_place_once(monkeypatch):
    def fill(message, section="theme"):
        raise AssertionError("is not to be asked here")

    monkeypatch.setattr(app_session, thrift.NAME, fill)
    thrift.remember_theme()
    own = getattr(app_session, thrift.NAME)
    assert own is not fill
    thrift.remember_theme()
    assert getattr(app_session, thrift.NAME) is own


def test_a_streamlit_without_it_is_left_alone(monkeypatch):
    monkeypatch.delattr(app_session, thrift.NAME)
    thrift.remember_theme()
    assert not hasattr(app_session, thrift.NAME)
