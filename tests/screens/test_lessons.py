"""Every chapter under AppTest: all screens, all buttons, checks that are marked, formulas against the engine."""

import math
from dataclasses import replace

import numpy as np
import pytest

from tests.screens.opening import header, open_page
from ui.lessons.path import CHAPTERS
from ui.sketch import scene

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
            own = page.session_state["own"][chapter.name]
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
    "descending.ravine": ([{"mu": 0.7, "step": 0.04}], [{}, {"mu": 0.7, "step": 0.04, "x": 0.1}]),
    "descending.over": ([{"push": 0.95}], [{}, {"hill": 3.6}]),
    "descending.hundredth": ([0.05], [0.005, 0.5]),
}
CHECKS = {
    f"{chapter.name}.{check.name}": (chapter, check)
    for chapter in CHAPTERS
    for screen in chapter.screens
    for check in screen.checks
}


def test_every_check_has_answers_here():
    assert set(ANSWERS) == set(CHECKS)


@pytest.mark.parametrize("name", CHECKS)
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
