"""The page that compares recurrent networks, under AppTest."""

import pytest

from engine.data.sequences.datasets import SEQUENCES
from engine.experiments.experiment import change as changed_experiment
from tests.pages.opening import change, header, open_page, query, step, visit
from ui.compare.cell_contenders import QUESTIONS
from ui.compare.cell_lessons import LESSONS

PAGE = "compare/cells"
FEW = {"examples": "40", "units": "4"}


def names(page):
    return [tile["name"] for tile in header(page)["tiles"]]


def test_it_begins_with_four_cells_and_nothing_is_trained():
    page = open_page(PAGE)
    seen = header(page)
    assert page.title[0].value == "Compare cells"
    assert names(page) == ["RNN, usual weights", "RNN, orthogonal", "LSTM, forget bias 1", "GRU"]
    assert (seen["state"], seen["face"], seen["moments"]) == ("ready", "cells", [20, 20, 20, 20])
    assert (seen["chart"]["target"], seen["chart"]["chance"]) == (0.99, 1 / 6)
    assert any("PyTorch's default" in each.value for each in page.caption)
    assert not page.toast
    assert query(page) == {}


@pytest.mark.parametrize("against", QUESTIONS)
@pytest.mark.parametrize("data", SEQUENCES)
def test_every_question_on_all_data(against, data):
    page = open_page(PAGE, against=against, data=data, **FEW)
    assert len(names(page)) > (0 if against == "length" else 1)
    step(page)
    assert not page.exception
    assert (header(page)["step"] > 0) == (data != "own")  # nothing has been written
    assert "NaN" not in str(header(page))
    assert not page.toast


@pytest.mark.parametrize("against", QUESTIONS)
def test_every_choice_of_every_selector(against):
    page = open_page(PAGE, against=against, length="5", **FEW)
    for box in [each.key for each in page.selectbox]:
        if box not in {each.key for each in page.selectbox}:
            continue  # the activation of another cell than the plain one
        for option in page.selectbox(key=box).options:
            page.selectbox(key=box).select(option).run()
            assert not page.exception, (box, option)
    assert not page.toast
    assert len(names(page)) > 1


def test_what_varies_has_no_selector_of_its_own():
    for against, entry in QUESTIONS.items():
        page = open_page(PAGE, against=against, **FEW)
        shown = {each.key for kind in (page.selectbox, page.slider, page.text_input) for each in kind}
        assert not shown & entry.fields
        assert "clip_norm" in shown
        assert ("length" in shown) == (against != "length")


def test_the_address_restores_the_page():
    wanted = {"against": "scale", "curve": "loss", "cell": "gru", "length": "7", "clip_norm": "0", **FEW}
    page = open_page(PAGE, **wanted)
    assert not page.toast
    assert names(page)[0] == "Scale 0.3"
    assert header(page)["chart"]["title"].startswith("Test loss")
    assert query(page) == wanted
    change(page, "selectbox", "curve", "accuracy")
    assert header(page)["chart"]["shares"]
    del wanted["curve"]
    assert query(page) == wanted


def test_an_address_with_a_step_is_trained_to_it():
    page = open_page(PAGE, at_step="12", **FEW)
    for _ in range(100):
        if header(page)["state"] == "paused":
            break
        page.run()
    seen = header(page)
    assert (seen["step"], seen["state"], seen["gap"]) == (12, "paused", 2)
    assert all("at_step=12" in tile["link"] for tile in seen["tiles"])


def test_the_answer_goes_again_where_one_looks_back():
    page = open_page(PAGE)
    page.button(key="lesson_recall").click().run()
    race = visit(page).work
    race.play(False)
    race._train(LESSONS["recall"].until, 1000)
    page.run()
    assert header(page)["lesson"]["answer"]
    race.seek(1)
    page.run()
    assert (header(page)["state"], header(page)["lesson"]["answer"]) == ("past", "")


def test_a_length_that_does_not_fit_is_named_and_the_others_are_compared():
    page = open_page(PAGE, against="length", data="echo", delay="12", **FEW)
    assert names(page) == ["20 moments", "40 moments"]
    assert any("Not possible with these sequences: 5 moments; 10 moments" in each.value for each in page.caption)


def test_numbers_have_no_accuracy():
    page = open_page(PAGE, data="adding", length="6", **FEW)
    assert header(page)["score"] == "test loss"
    assert "curve" not in {box.key for box in page.selectbox}


def test_other_data_bring_their_step_size_and_length():
    page = open_page(PAGE)
    change(page, "segmented_control" if hasattr(page, "segmented_control") else "button_group", "data", "adding")
    experiment = visit(page).experiment
    assert (experiment.data, experiment.length, experiment.step_size) == ("adding", 10, 0.02)
    assert experiment == changed_experiment(LESSONS["adding"].experiment)


@pytest.mark.parametrize(
    "bad",
    [
        {"against": "<script>", "curve": "x" * 500},
        {"data": "spiral", "units": "999", "cell": "perceptron", "length": "1"},
        {"data": "own", "own": "!" * 50_000, "at_step": "-5"},
    ],
)
def test_a_bad_address_opens_the_nearest_page_and_says_so(bad):
    page = open_page(PAGE, **bad)
    assert page.toast
    assert all("<script>" not in toast.value for toast in page.toast)
    assert len(names(page)) > 1


def test_what_is_set_here_stays_for_the_sequences_page():
    page = open_page(PAGE, data="parity", **FEW)
    page.switch_page("play/sequences.py").run()
    assert not page.exception
    assert query(page) == {"data": "parity", **FEW}


def test_a_tile_opens_its_network_on_the_sequences_page():
    page = open_page(PAGE, **FEW)
    step(page)
    links = [tile["link"] for tile in header(page)["tiles"]]
    assert all(link.startswith("./sequences?") and "at_step=1" in link for link in links)
    assert "recurrent_scale=0.58" in links[0]
    assert "cell=lstm" in links[2]
