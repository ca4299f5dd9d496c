"""The Sequences page under AppTest: every choice of every control, addresses, bad input, and the panels."""

import numpy as np
import pytest

from engine.data.sequences import own
from engine.experiments.sequence_experiment import FIELDS
from tests.pages.opening import change, header, keys, open_page, query, rest, step, visit
from ui.sequences import panels, start
from ui.sequences.gallery import CHALLENGES
from ui.visit import view
from ui.widgets import settings, take_away

PAGE = "play/sequences"
SMALL = {"examples": "60", "units": "4"}
SELECTS = {
    **{name: FIELDS[name].options for name in ("optimizer", "cell", "activation", "regularization", "schedule")},
    "initializer": FIELDS["initializer"].options,
    "step_size": settings.SEQUENCE_STEP_SIZES,
    "units": settings.UNITS,
    "recurrent_scale": settings.RECURRENT_SCALES,
    "speed": tuple(view.SPEEDS),
    "step_by": view.FIELDS["step_by"].options,
}
LIST = "\n".join(f"{name}{n}" for name in ("ana", "bea", "carla", "dora") for n in range(4))
PROSE = "the cat sat on the mat and the rat sat on the cat. " * 8


@pytest.mark.parametrize("name", SELECTS)
def test_every_choice_of_every_list(name):
    page = open_page(PAGE, **SMALL)
    for option in SELECTS[name]:
        if name not in keys(page):  # such as the activation, which only the plain cell has
            page = open_page(PAGE, **SMALL)
        change(page, "selectbox", name, option)
        shown = getattr(visit(page).view if name in view.FIELDS else visit(page).experiment, name)
        assert shown == option
        assert header(page)["state"] == "ready"


def test_the_forget_bias_is_there_for_an_lstm_alone():
    for cell in FIELDS["cell"].options:
        page = open_page(PAGE, cell=cell, **SMALL)
        assert ("forget_bias" in keys(page)) is (cell == "lstm")
        assert ("activation" in keys(page)) is (cell == "rnn")
    page = open_page(PAGE, cell="lstm", **SMALL)
    for bias in settings.FORGET_BIASES:
        change(page, "selectbox", "forget_bias", bias)
        assert visit(page).experiment.forget_bias == bias


def test_every_set_of_sequences_and_every_text():
    for data in FIELDS["data"].options:
        page = open_page(PAGE, data=data, **SMALL)
        assert header(page)["data"] == data
        assert ("text" in keys(page), "delay" in keys(page), "own" in keys(page)) == (
            data == "text",
            data == "echo",
            data == "own",
        )
        for text in FIELDS["text"].options if data == "text" else ():
            change(page, "selectbox", "text", text)
            assert visit(page).experiment.text == text
            assert header(page)["letters"]
        step(page)
        assert (header(page)["epoch"] > 0) is (data != "own")


def test_other_data_bring_the_network_that_suits_them_unless_one_was_chosen():
    page = open_page(PAGE)
    change(page, "segmented_control", "data", "text")
    e = visit(page).experiment
    assert {name: getattr(e, name) for name in start.SUITED["text"]} == start.SUITED["text"]
    change(page, "selectbox", "cell", "lstm")
    change(page, "segmented_control", "data", "parity")
    e = visit(page).experiment
    assert (e.data, e.cell, e.units) == ("parity", "lstm", 64)


@pytest.mark.parametrize(("name", "value"), [("length", 5), ("examples", 20), ("batch_size", 1), ("truncate", 3)])
def test_every_slider(name, value):
    page = open_page(PAGE, **SMALL)
    change(page, "slider", name, value)
    assert getattr(visit(page).experiment, name) == value
    assert query(page)[name] == str(value)


def test_a_delay_is_shorter_than_the_sequence():
    page = open_page(PAGE, data="echo", length="6", **SMALL)
    assert page.slider(key="delay").max == 5
    change(page, "slider", "delay", 5)
    change(page, "slider", "length", 4)
    assert (visit(page).experiment.length, visit(page).experiment.delay) == (4, 3)


@pytest.mark.parametrize("text", [LIST, PROSE])
def test_a_text_of_ones_own_is_learned(text):
    page = open_page(PAGE, data="own", cell="gru", units="4", length="12")
    assert "Nothing to learn from yet" in page.caption[0].value.replace("\\", "")
    change(page, "text_area", "own", text)
    assert visit(page).experiment.own == text
    step(page)
    assert header(page)["epoch"] == 1
    assert header(page)["samples"]["texts"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("x", "this one has 1 character, 1 different"),
        ("".join(map(chr, range(0x4E00, 0x4E00 + 3000))), "the rarest 2\u202f936"),
        ("ab" * 15_000, "the first 20\u202f000 were kept, 10\u202f000 were not"),
    ],
)
def test_a_text_that_cannot_be_used_is_explained_and_stays_in_the_box(text, says):
    page = open_page(PAGE, data="own", own=PROSE, units="4")
    change(page, "text_area", "own", text)
    captions = " ".join(caption.value for caption in page.caption).replace("\\", "")
    assert says in captions
    if not own.read(text).text:
        assert page.text_area(key="own").value == text
        assert visit(page).experiment.own == PROSE
    assert header(page)["letters"]


@pytest.mark.parametrize("panel", panels.PANELS)
def test_every_panel(panel):
    page = open_page(PAGE, at_step="5", **SMALL)
    page.session_state["panel"] = panel
    page.run()
    assert not page.exception
    for program in take_away.PROGRAMS if panel == "Take away" else ():
        page.session_state["program"] = program
        page.run()
        assert not page.exception


def test_the_panel_of_weights_adds_up():
    for cell in FIELDS["cell"].options:
        page = open_page(PAGE, cell=cell, units="5")
        page.session_state["panel"] = "Weights"
        page.run()
        (table,) = (each.value for each in page.markdown if "weights and biases |" in each.value)
        rows = [row.split("|") for row in table.splitlines()[2:]]
        counts = [int(row[2].split("=")[-1].replace(",", "")) for row in rows]
        assert counts[-1] == sum(counts[:-1]) == visit(page).player.run.theta.shape[1]


def test_what_a_visitor_looks_at_is_in_the_link():
    page = open_page(PAGE, data="anbn", written="anbn:aabb", unit="3", moment="2", **SMALL)
    shown = header(page)
    assert (shown["letters"], shown["unit"], shown["moment"]) == (list("aabb"), 3, 2)
    page = open_page(PAGE, asked="25", length="10", **SMALL)
    assert len(header(page)["letters"]) == 25
    assert header(page)["measured"] is not None


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ({"data": "recall", "length": "2", "asked": "1"}, (2, 0, None)),  # that is as trained
        ({"data": "adding", "length": "5", "asked": "2"}, (4, 4, "a new sequence of 4 moments")),
    ],
)
def test_a_length_that_a_task_cannot_have_becomes_its_shortest_one_everywhere(address, shown):
    """The title, the sentence on 200 new sequences and the choice of lengths all speak of the same sequences."""
    page = open_page(PAGE, **address, **SMALL)
    told = header(page)
    moments, asked, title = shown
    assert (len(told["asked_for"]), told["asked"], told["shortest"]) == (moments, asked, moments)
    assert told["title"] == (title or "test sequence 1 of 12")
    assert (told["measured"] is None) is (asked == 0)


@pytest.mark.parametrize(
    "wrong",
    [
        {"cell": "transformer"},
        {"length": "1"},
        {"delay": "99", "data": "echo"},
        {"written": "nowhere:abc"},
        {"unit": "0"},
        {"text": "bible"},
        {"own": "x"},
    ],
)
def test_a_wrong_address_is_explained(wrong):
    page = open_page(PAGE, **{**SMALL, **wrong})
    assert page.toast
    assert header(page)["state"] == "ready"


def test_a_link_replays_to_the_same_bits():
    first, second = (rest(open_page(PAGE, at_step="30", **SMALL)) for _ in range(2))
    assert header(first)["step"] == 30
    assert np.array_equal(visit(first).player.run.theta, visit(second).player.run.theta)


@pytest.mark.parametrize("name", CHALLENGES)
def test_a_challenge_can_be_taken_on(name):
    page = open_page(PAGE)
    page.session_state["panel"] = "Challenges"
    page.run()
    page.button(key=f"take_{name}").click().run()
    assert not page.exception
    assert header(page)["goal"]["parts"]
    assert any(f"Challenge: {CHALLENGES[name].title}" in caption.value for caption in page.caption)


def test_without_a_text_play_says_what_is_missing():
    page = open_page(PAGE, data="own")
    page.button(key="play").click().run()
    assert header(page)["state"] == "ready"
    assert "There is no text to learn from yet" in page.toast[0].value.replace("\\", "")
