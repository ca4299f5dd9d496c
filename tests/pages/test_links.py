"""Links that were changed on their way open what is meant, on every page; those that are shared tell if they are whole.

links.json holds addresses as they came back from mail and chats: the settings that they open, how many notices there
are, and the address that stands there then.
"""

import json
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest

from engine.experiments.experiment import Experiment
from tests.pages.opening import change, open_page, query, visit
from tests.pages.test_addresses import changes
from tests.pages.test_share import link
from ui.visit import tidy

LINKS = json.loads(Path(__file__).with_name("links.json").read_text(encoding="utf-8"))


def opened(address, screen=None):
    """Open a page with an address as it stands behind the ?."""
    return open_page(screen, **dict(parse_qsl(address, keep_blank_values=True)))


def toasts(page):
    return [toast.value.replace("\\", "") for toast in page.toast]


@pytest.mark.parametrize("entry", LINKS, ids=lambda entry: entry["address"])
def test_a_link_that_was_changed_on_its_way_opens_what_is_meant(entry):
    page = opened(entry["address"])
    assert changes(visit(page).experiment, Experiment()) == entry["opens"]
    assert len(page.toast) == entry["notices"]
    assert query(page) == entry["written"]


def test_it_is_so_on_every_page():
    for screen, address, said in (
        ("play/images", "DATA=Bars&amp;layers=16)", {"data": "bars", "layers": "16"}),
        ("play/sequences", "data%3Decho%26cell%3DLSTM.", {"data": "echo", "cell": "lstm"}),
        ("compare/activations", "data=moon&fbclid=a&step_size=0,1", {"data": "moons", "step_size": "0.1"}),
        ("learn/softmax", "Screen=2)&amp;utm_source=mail", {"screen": "2"}),
        ("learn/glossary", "term=epoch.", {"term": "epoch"}),
    ):
        page = opened(address, screen)
        assert query(page) == said, screen
        assert not page.toast, screen


def test_a_page_that_runs_again_stays_as_it_is():
    page = opened("data=spiral&amp;layers=8-8&amp;play=true")
    assert query(page) == {"data": "spiral", "layers": "8-8", "play": "true"}
    change(page, "selectbox", "activation", "relu")
    assert query(page) == {"data": "spiral", "layers": "8-8", "activation": "relu"}
    page.button(key="undo").click().run()
    assert query(page) == {"data": "spiral", "layers": "8-8"}


def test_a_shared_link_says_when_its_end_is_missing():
    page = open_page(data="spiral")
    built = urlsplit(link(page, task="Find f(x1, x2).", goal_loss="0.1", control_data="locked")).query
    whole = opened(built)
    assert not whole.toast
    assert whole.text[0].value == "Find f(x1, x2)."
    assert not opened(f"{built})&fbclid=abc").toast
    for cut in (built[: built.index("&goal_loss")], built[:-1], built[: built.index("x2")]):
        page = opened(cut)
        assert toasts(page)[0] == tidy.CUT
        assert visit(page).experiment.data == "spiral"


def test_a_link_of_any_page_tells_whether_it_is_whole():
    for screen, asked in (
        ("play/sequences", {"data": "echo", "unit": "2"}),
        ("compare/activations", {"shown": "relu-tanh", "noise": "7"}),
        ("learn/softmax", {"screen": "2"}),
    ):
        built = urlsplit(link(open_page(screen, **asked))).query
        assert not opened(built, screen).toast
        assert toasts(opened(built[:-2], screen)) == [tidy.CUT]


def test_a_pasted_link_is_opened_and_can_be_undone():
    page = change(open_page(), "segmented_control", "panel", "Take away")
    change(page, "text_input", "pasted_link", "no link")
    assert "no link of the playground" in page.error[0].value
    theirs = "https://playground.tensorflow.org/#activation=relu&dataset=spiral&networkShape=8,8&seed=0.5&cosX=true"
    change(page, "text_input", "pasted_link", theirs)
    assert any("cosX, its seed" in caption.value.replace("\\", "") for caption in page.caption)
    page.button(key="open_link").click().run()
    assert not page.exception
    assert visit(page).experiment.layers == (8, 8)
    assert query(page)["data"] == "spiral"
    assert page.text_input(key="pasted_link").value == ""
    page.button(key="undo").click().run()
    assert visit(page).experiment == Experiment()
    change(page, "text_input", "pasted_link", "See https://host/?v=2&data=moons&amp;lock=data.")
    page.button(key="open_link").click().run()
    assert visit(page).experiment.data == "moons"
    assert toasts(page)[0] == tidy.CUT
    change(page, "text_input", "pasted_link", theirs)
    page.button(key="open_link").click().run()
    assert visit(page).experiment.data == "moons"
    assert any("leave the task first" in said for said in toasts(page))


def test_widths_are_read_with_any_dash():
    page = change(open_page(), "text_input", "layers", "8–8")
    assert visit(page).experiment.layers == (8, 8)
    assert not page.toast
