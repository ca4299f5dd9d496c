"""A network is pinned beside the present one: both are seen, what differs is said, and they train together."""

import re

import numpy as np
import pytest
from playwright.sync_api import expect

from engine.experiments.experiment import Experiment, change
from engine.runs import training
from engine.runs.run import predict, start_run
from pictures.live import maps
from tests.browser.looking import button, reading, stage, train, wait_for

pytestmark = pytest.mark.browser


def answers(experiment, steps):
    """Return the class that a network answers at each pixel of the plane after some steps."""
    run = start_run(experiment, dtype=np.float32)
    training.advance(run, steps)
    return predict(run, maps.grid(96)).output[0].argmax(axis=0)


def test_two_networks_are_compared_side_by_side(address, open_page):
    page = open_page(f"{address}/?data=pinwheel")
    train(page, 4)
    button(page, "Pin this network").click()
    titles = stage(page).locator(".pairtitle")
    expect(titles).to_contain_text(["Pinned", "Disagree", "Now"])
    expect(titles.filter(has_text="Disagree")).to_contain_text("on 0.0 %")
    page.get_by_role("combobox", name="Activation", exact=True).click()
    page.get_by_role("option", name="ReLU", exact=True).click()
    expect(titles.filter(has_text="Now")).to_contain_text("ReLU")
    expect(titles.filter(has_text="Pinned")).to_contain_text("tanh")
    train(page, 2)
    steps = int(reading(page)["step"])
    base = change(Experiment(), data="pinwheel")
    differ = (answers(base, steps) != answers(change(base, activation="relu"), steps)).mean()
    assert 0.02 < differ < 0.98
    shown = re.search(r"on ([\d.]+) %", titles.filter(has_text="Disagree").inner_text())
    assert float(shown[1]) == pytest.approx(100 * differ, abs=0.3)
    expect(page).to_have_url(re.compile("pinned=default"))
    button(page, "Swap the two networks").click()
    expect(titles.filter(has_text="Now")).to_contain_text("tanh")
    expect(page).not_to_have_url(re.compile("[?&]activation=relu"))
    wait_for(page, f"d.step === '{steps}'")
    button(page, "Take the pinned network away").click()
    expect(titles).to_have_count(0)
    expect(page).not_to_have_url(re.compile("pinned"))
