"""Addresses that have been shared open as before, and widgets keep their keys.

addresses.json holds fifty addresses with what they have opened since: the settings that differ from the defaults, how
many notices there are, the address that the page writes, and the keys of all widgets and containers. An entry may be
added; what is there may only change with a reason to break links.
"""

import json
from dataclasses import fields
from pathlib import Path
from urllib.parse import parse_qsl

import pytest

from engine.experiments.experiment import Experiment
from tests.pages.opening import change, keys, open_page, query, step, visit
from ui.visit.view import View

ADDRESSES = json.loads(Path(__file__).with_name("addresses.json").read_text(encoding="utf-8"))


def changes(settings, default):
    """The fields that differ from the default, as JSON has them."""
    values = {f.name: getattr(settings, f.name) for f in fields(default)}
    changed = {name: value for name, value in values.items() if value != getattr(default, name)}
    return json.loads(json.dumps(changed))


def test_there_are_fifty():
    assert len({(entry["page"], entry["address"]) for entry in ADDRESSES}) >= 50


@pytest.mark.parametrize("entry", ADDRESSES, ids=lambda entry: f"{entry['page']}?{entry['address']}")
def test_an_address_opens_what_it_always_has(entry):
    page = open_page(entry["page"], **dict(parse_qsl(entry["address"])))
    state = visit(page)
    own = state.own_settings[state.page.name]
    assert changes(state.experiment, Experiment()) == entry["experiment"]
    assert changes(state.view, View()) == entry["view"]
    assert changes(own, state.page.settings()) == entry["own"]
    assert len(page.toast) == entry["notices"]
    assert query(page) == entry["written"]
    assert set(entry["keys"]) <= keys(page)


def test_a_press_that_was_on_its_way_while_the_address_changed_is_no_way_back():
    page = open_page()
    change(page, "selectbox", "activation", "relu")
    assert query(page)["activation"] == "relu"
    page.query_params.clear()  # what the browser had when it was pressed
    step(page)
    assert visit(page).experiment.activation == "relu"
    assert query(page)["activation"] == "relu"


def test_the_way_back_is_still_one():
    page = open_page()
    change(page, "selectbox", "activation", "relu")
    page.query_params.clear()
    page.run()
    assert visit(page).experiment.activation == "tanh"
