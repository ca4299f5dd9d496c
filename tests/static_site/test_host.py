"""What runs in a browser's worker in place of a server: the app without threads, and what of Streamlit that takes."""

import json
import subprocess
import sys
import time
from functools import cache
from pathlib import Path

import pytest
import streamlit
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner

from static_site.host import replaced
from static_site.host.media import DataAddresses
from ui.server import where

ROOT = Path(__file__).parents[2]


@cache
def scripts():
    """All scripts of Streamlit's pages."""
    folder = Path(streamlit.__file__).parent / "static"
    return "\n".join(path.read_text(encoding="utf-8", errors="replace") for path in folder.rglob("*.js"))


@pytest.fixture(scope="module")
def visit():
    """What a visit to the Playground gives where no thread can be started."""
    program = ROOT / "tests" / "static_site" / "without_threads.py"
    done = subprocess.run(
        [sys.executable, "-m", "tests.static_site.without_threads"], cwd=ROOT, capture_output=True, text=True
    )
    assert program.exists()
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    return json.loads(done.stdout)


def test_a_page_runs_without_threads(visit):
    assert {"network_stage", "network_stage_code"} <= set(visit["components"])
    assert not visit["errors"]


def test_a_picture_is_sent_before_the_script_of_its_page_has_ended(visit):
    assert "network_stage" in visit["early"]


def test_the_picture_that_is_shown_first_has_no_session(visit):
    (header,) = visit["first"]
    assert header["state"] == "ready"
    assert header["networks"]
    assert "token" not in header


def test_a_picture_plays_on_its_line_without_threads(visit):
    assert visit["states"][0] == "ready"
    assert visit["states"][-1] == "playing"
    assert visit["steps"] == sorted(visit["steps"])
    assert visit["steps"][-1] > visit["steps"][0]


def test_pause_can_be_pressed_while_it_trains_at_full_speed(visit):
    """The pages promise it within 0.2 s; a browser's Python is two to four times slower, but slices are as short."""
    assert 0 < visit["longest"] < 0.1  # seconds of the processor, which other programs do not lengthen


def test_a_line_on_which_nonsense_is_said_ends(visit):
    assert visit["closed"] == [1008]


def test_uploads_are_kept_and_removed(visit):
    assert visit["uploads"] == ["x,y\n"]
    assert visit["left"] == 0


def test_no_panel_chart_or_file_asks_for_a_package_that_is_left_out():
    done = subprocess.run(
        [sys.executable, "-m", "tests.static_site.only_carried"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert len(found) > 10
    assert not {name: error for name, error in found.items() if error}, done.stderr


def test_everything_private_of_streamlit_is_there():
    assert replaced.missing() == []


@pytest.mark.parametrize(("text", "use"), replaced.SAID.items())
def test_streamlit_s_pages_still_say(text, use):
    assert text in scripts(), f"Streamlit's pages do not say {text} any more: {use}"


def test_what_has_gone_is_named_in_a_sentence(monkeypatch):
    monkeypatch.delattr(ScriptRunner, "start")
    monkeypatch.delattr("streamlit.runtime.runtime_util.serialize_forward_msg")
    first, second = replaced.missing()
    assert first == "ScriptRunner has no start any more, which is replaced: it would start a thread."
    assert "serialize_forward_msg any more, by which a message to the page goes out" in second


def test_what_is_replaced_is_put_back():
    before = [getattr(each.module, each.name) for each in replaced.REPLACED]
    with replaced.replaced():
        assert time.thread_time is time.process_time
        assert not hasattr(ScriptRunner.start, "__wrapped__")
    assert [getattr(each.module, each.name) for each in replaced.REPLACED] == before


def test_a_file_s_address_holds_the_file_and_its_name():
    storage = DataAddresses("/media")
    name = storage.load_and_get_id(b"x,y\n", "text/csv", "downloadable", "my points, é.csv")
    assert storage.get_url(name) == "data:text/csv;name=my%20points%2C%20%C3%A9.csv;base64,eCx5Cg=="
    plain = storage.load_and_get_id(b"<svg/>", "image/svg+xml", "media")
    assert storage.get_url(plain) == "data:image/svg+xml;base64,PHN2Zy8+"


def test_a_server_knows_that_it_is_one():
    assert not where.IN_BROWSER
    assert where.MACHINE == "on this server"
