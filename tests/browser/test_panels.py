"""What lies below the Stage: settings, analysis, gallery, files."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.looking import button, reading, stage, train, unfold, wait_for

pytestmark = pytest.mark.browser


def test_a_table_is_pasted_with_its_bad_rows_explained(address, open_page):
    page = open_page(address)
    button(page, "Upload or paste a table").click()
    dialog = page.get_by_role("dialog")
    box = dialog.get_by_role("textbox", name="or paste it")
    box.fill("len,wid,animal\n1,1,cat\n-1,-1,dog\n2,2,cat\nnorth,1,dog\n-2,-2,dog\n")
    box.press("Control+Enter")
    expect(dialog).to_contain_text("4 points: cat → orange (2), dog → blue (2).")
    expect(dialog).to_contain_text("text in place of a number in “len”, such as “north”: 1 row, the first in line 5")
    dialog.get_by_role("button", name="Use these points").click()
    expect(dialog).to_have_count(0)
    expect(page).to_have_url(re.compile("data=own&drawn=0[A-Za-z0-9_-]{8}.1[A-Za-z0-9_-]{8}"))
    for text in ("x₁: len", "x₂: wid", "cat", "dog"):
        expect(stage(page)).to_contain_text(text)
    with page.expect_download() as download:
        button(page, "Download").click()
    lines = download.value.path().read_text().splitlines()
    assert lines == ["len,wid,animal", "1,1,cat", "2,2,cat", "-1,-1,dog", "-2,-2,dog"]


def test_classes_can_be_chosen(address, open_page):
    page = open_page(f"{address}/?data=spiral")
    unfold(page)
    page.get_by_role("combobox", name="Classes").click()
    page.get_by_role("option", name="4", exact=True).click()
    expect(page).to_have_url(re.compile("classes=4"))
    expect(stage(page).get_by_role("button", name="Output 4")).to_be_visible()
    page.get_by_role("radio", name="Function").click()
    page.get_by_role("combobox", name="Boundary").click()
    page.get_by_role("option", name="Cubic").click()
    expect(page).to_have_url(re.compile("boundary=cubic"))


def test_it_stops_where_it_is_told_to_and_sums_up(address, open_page):
    page = open_page(f"{address}/?stop=accuracy&stop_accuracy=90&speed=full")
    button(page, "Play").click()
    wait_for(page, "d.state === 'paused' && +d.testAccuracy >= 0.9")
    expect(stage(page).locator(".message")).to_contain_text(re.compile(r"Stopped at epoch \d+: .*test accuracy 9"))
    page.get_by_role("radio", name="Summary").click()
    expect(page.get_by_text("Confusion matrix of the test points")).to_be_visible()
    accuracy = 100 * float(reading(page)["testAccuracy"])
    expect(page.get_by_test_id("stMetric").filter(has_text="Test accuracy")).to_contain_text(f"{accuracy:.1f} %")
    counts = [int(text) for text in page.locator("table td").all_text_contents() if text.isdigit()]
    assert sum(counts) == 250
    assert 100 * (counts[0] + counts[3]) / 250 == pytest.approx(accuracy)


def test_a_preset_opens_and_plays(address, open_page):
    page = open_page(address)
    page.get_by_role("radio", name="Gallery").click()
    button(page, "Five classes and softmax").click()
    wait_for(page, "d.state === 'playing' && +d.epoch > 1")
    expect(page).to_have_url(re.compile("data=pinwheel&classes=5"))
    expect(stage(page)).to_be_in_viewport(ratio=0.9)


@pytest.mark.everywhere
def test_the_analysis_draws_each_chart(address, open_page):
    page = open_page(f"{address}/?layers=3-2")
    train(page, 3)
    page.get_by_role("radio", name="Analysis").click()
    for chart, words in (
        ("Losses", "Mean over all points"),
        ("Gradients", "Gradient norm of each layer"),
        ("Weights", "Weights of each layer"),
        ("Activations", "Activations of each hidden layer"),
        ("Output in 3-D", "Probability"),
        ("Warped space", "The plane as hidden layer 2 maps it"),
    ):
        page.get_by_role("radio", name=chart, exact=True).click()
        expect(page.locator(".js-plotly-plot").filter(has_text=words)).to_be_visible()


def test_a_program_is_taken_home_and_a_network_comes_back(address, open_page, tmp_path):
    page = open_page(f"{address}/?layers=3")
    train(page, 2)
    page.get_by_role("radio", name="Take away").click()
    expect(page.locator("code").first).to_contain_text("import numpy as np")
    with page.expect_download() as download:
        button(page, "Weights and settings, JSON").click()
    saved = tmp_path / "network.json"
    download.value.save_as(saved)
    loss = reading(page)["trainLoss"]
    button(page, "Add a neuron to hidden layer 1").click()
    wait_for(page, "d.epoch === '0'")
    page.locator("input[type=file]").set_input_files(saved)
    button(page, "Use this network").click()
    wait_for(page, f"d.trainLoss === '{loss}'")
    expect(page).to_have_url(re.compile("layers=3$"))


def pick(page, box, option):
    """Choose an option of a drop-down list; scrolling to the list closes it, typing opens it again."""
    page.get_by_role("combobox", name=box, exact=True).click()
    page.keyboard.type(option)
    page.get_by_role("option", name=option, exact=True).click()


def test_each_layer_has_an_activation_of_its_own(address, open_page):
    page = open_page(f"{address}/?layers=3-3&data=moons")
    before = reading(page)["trainLoss"]
    pick(page, "Hidden 2", "ReLU")
    expect(page).to_have_url(re.compile("activation=tanh-relu"))
    wait_for(page, f"d.trainLoss !== '{before}'")
    card = stage(page).locator(".card:not(.editor)")
    for layer, formula in ((1, "a = tanh(z)"), (2, "a = ReLU(z)")):
        stage(page).get_by_role("button", name=f"Hidden {layer}, neuron 1").hover()
        expect(card).to_contain_text(formula)
    button(page, "Undo").click()
    wait_for(page, f"d.trainLoss === '{before}'")
    expect(page.get_by_role("combobox", name="Hidden 2", exact=True)).to_have_value("tanh")


def test_options_are_there_only_where_they_apply(address, open_page):
    page = open_page(address)
    unfold(page)
    number = lambda name: page.get_by_role("textbox", name=name, exact=True)  # noqa: E731
    expect(number("β₂")).to_be_visible()
    pick(page, "Optimizer", "Momentum")
    expect(number("Momentum μ")).to_be_visible()
    expect(number("β₂")).to_have_count(0)
    pick(page, "Optimizer", "Gradient descent")
    expect(number("Momentum μ")).to_have_count(0)
    expect(number("Weight scale")).to_have_count(0)
    pick(page, "First weights", "Normal")
    loss = reading(page)["trainLoss"]
    number("Weight scale").fill("two")
    number("Weight scale").press("Enter")
    expect(page.get_by_text("“two” cannot be read as a number")).to_be_visible()
    expect(number("Weight scale")).to_have_value("0.5")
    number("Weight scale").fill("1,5")
    number("Weight scale").press("Enter")
    expect(page).to_have_url(re.compile("initializer=normal.*weight_scale=1.5"))
    wait_for(page, f"d.trainLoss !== '{loss}'")
    number("Data seed").press("ArrowUp")
    number("Data seed").press("ArrowUp")
    expect(page).to_have_url(re.compile("data_seed=3"))
    page.get_by_role("combobox", name="Step size").click()
    page.get_by_role("combobox", name="Step size").fill("1/40")
    page.get_by_role("option", name="Add: 1/40").click()
    expect(page).to_have_url(re.compile("step_size=0.025"))
    pick(page, "Stop playing", "at a test loss")
    number("Loss").fill("0,25")
    number("Loss").press("Enter")
    expect(page).to_have_url(re.compile("stop_loss=0.25"))
    expect(number("Loss")).to_have_value("0.25")
    pick(page, "Schedule", "Step")
    expect(number("Period T")).to_be_visible()
    page.get_by_role("slider", name="Dropout").press("ArrowRight")
    expect(page).to_have_url(re.compile("dropout=5"))
    train(page, 1)
