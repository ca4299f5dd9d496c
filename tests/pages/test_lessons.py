"""Every chapter under AppTest: all screens, all buttons, checks that are marked, formulas against the engine."""

import math
from dataclasses import replace

import numpy as np
import pytest

from course.chapters import backprop, data_size, softmax, transfer
from course.path import CHAPTERS
from pictures.sketch import scene
from tests.pages.opening import header, header_of, open_page, visit
from ui.visit import address_bar

SCREENS = [
    pytest.param(chapter, number, id=f"{chapter.name}-{number}")
    for chapter in CHAPTERS
    for number in range(1, len(chapter.screens) + 1)
]
FORMULAS = [
    pytest.param(formula, id=f"{chapter.name}-{screen.title}-{i}")
    for chapter in CHAPTERS
    for screen in chapter.screens
    for i, formula in enumerate(screen.formulas)
    if formula.computes
]


@pytest.mark.parametrize(("chapter", "number"), SCREENS)
def test_every_screen_opens_and_every_button_works(chapter, number):
    page = open_page(f"learn/{chapter.name}", screen=str(number))
    assert not page.toast
    screen = chapter.screens[number - 1]
    for i, attempt in enumerate(screen.tries):
        if not attempt.opens:
            page.button(key=f"try_{i}").click().run()
            assert not page.exception
            own = visit(page).own_settings[chapter.name]
            for name, value in attempt.changes.items():
                assert getattr(own, name) == value
    if screen.figure:
        assert header(page)["panels"]


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_formula_is_the_function_that_the_figure_uses(formula):
    rng = np.random.default_rng(7)
    for _ in range(50):
        arguments = formula.sample(rng)
        np.testing.assert_allclose(
            np.squeeze(formula.computes(*arguments)), formula.written(*arguments), rtol=1e-9, atol=1e-12
        )


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.name)
def test_figures_answer_any_drag(chapter):
    usual = chapter.page.settings()
    for screen in chapter.screens:
        if not screen.drag:
            continue
        for panel in screen.figure(usual).panels:
            for handle in panel.handles:
                for x, y in ((0.0, 0.0), (1e8, -1e8), (-3.0, 2.0)):
                    changes = dict(screen.drag(usual, handle["name"], x, y))
                    for name, value in changes.items():
                        assert chapter.page.fields[name].valid(value), (name, value)
                    assert len(scene.pack(screen.figure(replace(usual, **changes)), 1)) < 60_000


def test_answers_are_marked_and_kept():
    page = open_page("learn/neuron")
    page.number_input(key="answer_sum").set_value(7.0)
    page.button(key="mark_sum").click().run()
    assert any("Multiply first" in item.value for item in page.markdown)
    assert any("0 of" in item.value for item in page.markdown)
    page.number_input(key="answer_sum").set_value(-1.25)
    page.button(key="mark_sum").click().run()
    assert not any("Multiply first" in item.value for item in page.markdown)
    assert any("1 of" in item.value for item in page.markdown)
    page.button(key="next").click().run()
    assert any("1 of" in item.value for item in page.markdown)


# For each check: what passes it, and two that do not; settings, and the answer that is typed in.
ANSWERS = {
    "data_size.close": ([{"size": 6}], [{}, {"size": 2}]),
    "data_size.band": ([10, 20], [160, 320]),
    "data_size.harm": ([{"task": "exclusive_or", "kind": "flip"}], [{}, {"task": "exclusive_or", "kind": "jitter"}]),
    "data_size.safe": ([{}, {"kind": "flip"}], [{"kind": "jitter"}, {"task": "exclusive_or", "kind": "scaling"}]),
    "data_size.fit": ([2], [1, 4]),
    "transfer.frozen": ([41], [65, 24]),
    "transfer.hinder": ([{"task": "far"}], [{}, {"task": "near"}]),
    "transfer.few": ([32], [64, 5]),
    "transfer.start": ([59], [90, 40]),
    "backprop.end": ([{"stage": 10}], [{}, {"stage": 9}]),
    "backprop.v1": ([2], [1, -1]),
    "backprop.thousand": ([{"depth": 6, "width": 10}], [{}, {"depth": 2, "width": 10}]),
    "backprop.close": ([{"nudge": 5}], [{}, {"nudge": 8}]),
    "backprop.worst": ([{"broken": "sign"}], [{}, {"broken": "slope"}]),
    "learning.form": ([{"form": "network"}], [{}, {"form": "parabola", "scatter": 0.0}]),
    "learning.circle": ([2], [1, 3]),
    "learning.feature": ([25], [7, 5]),
    "depth_of.corral": (
        [{"neurons": 4, "x1": 2.7, "y1": 0.0, "x2": -2.7, "y2": 0.0, "x3": 0.0, "y3": 2.7, "x4": 0.0, "y4": -2.7}],
        [{}, {"neurons": 2}],
    ),
    "depth_of.most": ([3], [2, 4]),
    "depth_of.strip": ([{"hidden": "two", "x1": 1.5, "y1": -1.5, "x2": -1.5, "y2": 1.5}], [{}, {"hidden": "two"}]),
    "depth_of.count": ([105], [88, 80]),
    "neuron.part": ([{"w1": -1.0, "w2": 0.6}], [{}, {"w1": 0.0, "w2": 0.0, "b": 1.0}]),
    "neuron.sum": ([-1.25], [1.25, 2.75]),
    "neuron.silent": ([{"h": "relu", "x1": -4.0}], [{"x1": -4.0}, {"h": "relu"}]),
    "neuron.relu": ([0.5], [0.0, 1.0]),
    "neuron.learns": ([{"part": "synapse"}], [{}, {"part": "axon"}]),
    "activation.steepest": ([0.25], [1.0, 0.5]),
    "activation.saturated": ([{"of": "tanh", "z": -3.5}], [{"of": "tanh"}, {"of": "sigmoid", "z": 5.0}]),
    "activation.bend": ([{"between": "tanh"}], [{}, {"a": 2.0, "c": -2.0}]),
    "activation.product": ([6], [5, 2]),
    "activation.dead": ([{"of": "relu", "bias": -4.0}], [{"of": "relu"}, {"of": "tanh", "bias": -4.0}]),
    "activation.alive": ([{"of": "tanh"}], [{}, {"of": "tanh", "bias": 4.0}]),
    "softmax.sure": ([{"z3": 5.0}], [{}, {"z3": 3.0}]),
    "softmax.half": ([0.5], [0.33, 0.693]),
    "softmax.shift": ([{"z1": 3.0, "z2": 4.0, "z3": 2.0}], [{}, {"z1": 2.0, "z2": 4.0, "z3": 0.0}]),
    "softmax.soft": ([{"temperature": 5.0}], [{}, {"z1": 0.0, "z2": 0.0, "z3": 0.0}]),
    "softmax.nothing": ([{"steepness": 0.0}], [{}, {"turn": 0.0}]),
    "loss.raise": ([{"slope": 1.1, "shift": -0.1}], [{}, {"slope": 4.0, "shift": 0.0}]),
    "loss.log": ([2.079], [0.125, 0.903]),
    "loss.turn": ([{"out_x": 3.5, "out_y": 11.0}], [{}, {"out_x": 0.0, "out_y": 11.0}]),
    "loss.mse": ([4.667], [2.0, 14.0]),
    "loss.fine": ([{"bins": 8}], [{"bins": 7}, {"bins": 9}]),
    "descending.once": ([{"alpha": 1.0}], [{}, {"alpha": 1.0, "start": 0.0}]),
    "descending.frontier": ([0.5], [0.25, 2.0]),
    "descending.ravine": ([{"mu": 0.7, "rate": 0.04}], [{}, {"mu": 0.7, "rate": 0.04, "x": 0.1}]),
    "descending.over": ([{"push": 0.95}], [{}, {"hill": 3.6}]),
    "descending.hundredth": ([0.05], [0.005, 0.5]),
}
CHECKS = {
    f"{chapter.name}.{check.name}": (chapter, check)
    for chapter in CHAPTERS
    for screen in chapter.screens
    for check in screen.checks
}


def test_only_definitions_go_without_a_test():
    bare = [f.latex for chapter in CHAPTERS for s in chapter.screens for f in s.formulas if not f.computes]
    assert len(bare) == 1
    assert r"\approx f(x)" in bare[0]


def test_every_check_has_answers_here():
    assert set(ANSWERS) == set(CHECKS) - {"backprop.sheet"}  # which is filled in below


@pytest.mark.parametrize("name", ANSWERS)
def test_a_right_action_passes_and_two_wrong_ones_do_not(name):
    chapter, check = CHECKS[name]
    right, wrong = ANSWERS[name]
    assert len(wrong) >= 2

    def said(given):
        settings = chapter.page.settings()
        if isinstance(given, dict):
            for key, value in given.items():
                assert chapter.page.fields[key].valid(value), key
            return replace(settings, **given), None
        return settings, float(given)

    for given in right:
        assert check.passed(*said(given))
    for given in wrong:
        assert not check.passed(*said(given))
        assert len(check.hint(*said(given))) > 10
    if check.unit is not None:
        assert not check.passed(chapter.page.settings(), None)
        assert not check.passed(chapter.page.settings(), math.nan)


def test_bad_addresses_open_the_nearest_screen_and_say_so():
    page = open_page("learn/neuron", screen="99", w1="x", part="<b>")
    assert len(page.toast) == 3


def test_the_friendly_numbers_are_what_a_hand_computes():
    n = backprop.numbers(np.array([1.0, 2.0]), 1.0)
    assert (n.z.tolist(), n.y, n.loss, n.d_y) == ([2.0, 1.0], 1.5, 0.25, 1.0)
    assert n.gradient.tolist() == [1, 2, 1, -1, -2, -1, 2, 1, 1]
    for x, y in backprop.SHEETS.values():
        base, h = backprop.numbers(np.array(x), y), 1e-6
        for k in range(9):
            theta = backprop.THETA.copy()
            losses = []
            for nudge in (h, -h):
                backprop.THETA[0, k] = theta[0, k] + nudge
                losses.append(backprop.numbers(np.array(x), y).loss)
            backprop.THETA[:] = theta
            assert base.gradient[k] == pytest.approx((losses[0] - losses[1]) / (2 * h), abs=1e-5)


def test_the_count_of_multiplications_for_a_small_network():
    """2-2-1: back from one output to two hidden neurons and on to four weights."""
    shared, apart = backprop.costs(2, 2, 1)
    # Output: 1 slope, 2 weights, 2 passed on; hidden: 2 slopes, 4 weights.
    assert shared == 1 + 2 + 2 + 2 + 4
    # Output weights: slope and input, 2 each; hidden weights: slope, weight, slope, input, 4 each.
    assert apart == 2 * 2 + 4 * 4


def test_leaving_out_a_factor_makes_it_worse():
    whole, accuracy = backprop.broken("none")
    assert whole[-1] < 0.35
    for what in ("slope", "weights", "sign", "input"):
        history, other = backprop.broken(what)
        assert history[-1] > whole[-1], what
        assert other <= accuracy, what


def test_a_sheet_is_marked_blank_by_blank_and_printed():
    page = open_page("learn/backprop", screen="3", sheet="2")
    right = {name: float(of(backprop.sheet(2))) for name, (_, of) in backprop.BLANKS.items()}
    for name, value in right.items():
        page.number_input(key=f"blank_2_{name}").set_value(value if name != "loss" else value + 1)
    page.run()
    assert sum("not yet" in item.value for item in page.markdown) == 1
    page.button(key="mark_sheet").click().run()
    assert "backprop.sheet" not in visit(page).passed
    page.number_input(key="blank_2_loss").set_value(right["loss"]).run()
    page.button(key="mark_sheet").click().run()
    assert "backprop.sheet" in visit(page).passed
    blank, key = backprop.printable(2, False), backprop.printable(2, True)
    assert blank.count("<td></td>") == 9
    assert key.count("<td></td>") == 0
    assert "http" not in key


def test_the_learning_curve_comes_slice_by_slice():
    page = open_page("learn/data_size", screen="2")
    for _ in range(40):
        if header(page)["state"] == "done":
            break
        page.run()
    seen = header(page)
    assert seen["state"] == "done"
    assert len(seen["panels"]) == 6
    found = {(spread.family, spread.x): spread.losses for spread in data_size.spreads(30)}
    assert len(found) == 12
    assert np.median(found["Test loss", 320]) < np.median(found["Test loss", 10]) / 2
    assert all(len(losses) == 5 for losses in found.values())


def test_a_borrowed_layer_is_the_donors_and_stays_frozen():
    page = open_page("learn/transfer")
    race = visit(page).work
    frozen = race.seats[1].run
    first = transfer.donor().parameters[0][0]
    for _ in range(3):
        page.button(key="step").click().run()
    race = visit(page).work
    np.testing.assert_array_equal(race.runs[frozen].parameters[0][0], first)
    assert race.runs[race.seats[2].run].step == race.runs[frozen].step > 0
    tiles = header(page)["tiles"]
    assert [tile["link"] is None for tile in tiles] == [False, True, True]


def test_with_one_example_a_borrowed_start_helps_on_digits():
    found = transfer.digit_curves()
    medians = {name: np.median(rows[0]) for name, rows in found.items()}
    assert medians["lower layer from 0–4, then tuned"] > medians["from scratch"]
    assert transfer.digit_donor()[1] > 0.95


def test_the_index_counts_what_has_been_passed():
    page = open_page("learn/learn")
    assert len(page.get("page_link")) == len(CHAPTERS)
    visit(page).passed = {"neuron.sum", "softmax.half"}
    page.run()
    assert "2 of 48" in str(page.get("progress")[0].proto)


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.name)
def test_no_setting_of_a_chapter_is_taken_for_another(chapter):
    """A name that the Experiment has too would change the visitor's network, or be refused for it."""
    buttons = {"play", "step", "reset", "undo", "redo", "next", "back"}
    assert not (address_bar.PARAMETERS | buttons) & set(chapter.page.fields)


def test_one_can_go_through_all_pages_in_one_visit():
    page = open_page()
    places = [f"learn/{chapter.name}" for chapter in CHAPTERS]
    places += ["compare/activations", "compare/optimizers", "compare/step_size", "compare/luck", "compare/depth"]
    for place in [*places, "learn/learn", "play/playground", *reversed(places)]:
        page.switch_page(f"{place}.py").run()
        assert not page.exception, place
        assert not page.toast, place


def test_classes_are_blended_by_their_probabilities():
    s = replace(softmax.CHAPTER.page.settings(), steepness=2.0)
    panel = softmax.plane(s).panels[0]
    assert panel.values.shape == (3, 48, 48)
    np.testing.assert_allclose(panel.values.sum(axis=0), 255, atol=2)
    assert header_of(scene.pack(softmax.plane(s), 1))["panels"][0]["classes"] == 3
