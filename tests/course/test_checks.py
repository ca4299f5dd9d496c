"""What the chapters promise: formulas that agree with the engine, figures that take any drag, checks that are fair."""

import itertools
import math
from dataclasses import replace

import numpy as np
import pytest

from course.path import CHAPTERS
from engine.experiments.kinds import EXPERIMENTS
from pictures.live.packing import pack
from pictures.sketch import scene
from ui.visit import address_bar, typed_number

FORMULAS = [
    pytest.param(formula, id=f"{chapter.name}-{screen.title}-{i}")
    for chapter in CHAPTERS
    for screen in chapter.screens
    for i, formula in enumerate(screen.formulas)
    if formula.computed_by
]


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_formula_is_the_function_that_the_figure_uses(formula):
    rng = np.random.default_rng(7)
    for _ in range(50):
        arguments = formula.sample_arguments(rng)
        np.testing.assert_allclose(
            np.squeeze(formula.computed_by(*arguments)), formula.written_out(*arguments), rtol=1e-9, atol=1e-12
        )


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.name)
def test_figures_answer_any_drag(chapter):
    default = chapter.page.settings()
    for screen in chapter.screens:
        if not screen.drag:
            continue
        for panel in screen.figure(default).panels:
            for handle in panel.handles:
                for x, y in ((0.0, 0.0), (1e8, -1e8), (-3.0, 2.0)):
                    changes = dict(screen.drag(default, handle["name"], x, y))
                    for name, value in changes.items():
                        assert chapter.page.fields[name].valid(value), (name, value)
                    assert len(pack(scene.pack(screen.figure(replace(default, **changes))))) < 60_000


# For each check: what passes it, and what does not; settings, or the answer as it is typed. Among the wrong ones are
# near misses and what can be guessed.
RIGHT_CORRAL = {"neurons": 4, "x1": 2.7, "y1": 0.0, "x2": -2.7, "y2": 0.0, "x3": 0.0, "y3": 2.7, "x4": 0.0, "y4": -2.7}
ANSWERS = {
    "learning.form": (["0.536", "0,54"], ["0.551", "0.024", "0.5", "0.13"]),
    "learning.circle": (["2"], ["1", "3"]),
    "learning.feature": (["25"], ["7", "5"]),
    "neuron.part": ([{"w1": -1.0, "w2": 0.6}], [{}, {"w1": 0.0, "w2": 0.0, "b": 1.0}]),
    "neuron.sum": (["-1.25", "−1.25", "-1,25", "−5/4", " -1.25 "], ["1.25", "2.75", "-125", "1,25", "-1.30"]),
    "neuron.silent": ([{"h": "relu", "x1": -4.0}], [{"x1": -4.0}, {"h": "relu"}, {"h": "relu", "x1": -0.5}]),
    "neuron.relu": (["0.5", "1/2"], ["0", "1", "-0.5", "5"]),
    "neuron.learns": (["4"], ["3", "7", "5", "8"]),
    "activation.steepest": (["0.25", "1/4"], ["1", "0.5", "0.2"]),
    "activation.saturated": ([{"of": "tanh", "z": -3.5}], [{"of": "tanh"}, {"of": "sigmoid", "z": 5.0}]),
    "activation.bend": ([{"between": "tanh"}], [{}, {"a": 2.0, "c": -2.0}]),
    "activation.product": (["6"], ["5", "2", "-6"]),
    "activation.dead": ([{"of": "relu", "bias": -4.0}], [{"of": "relu"}, {"of": "tanh", "bias": -4.0}]),
    "activation.alive": ([{"of": "tanh"}], [{}, {"of": "tanh", "bias": 4.0}]),
    "depth_of.corral": ([RIGHT_CORRAL], [{}, {"neurons": 2}]),
    "depth_of.most": (["3"], ["2", "4"]),
    "depth_of.strip": ([{"hidden": "two", "x1": 1.5, "y1": -1.5, "x2": -1.5, "y2": 1.5}], [{}, {"hidden": "two"}]),
    "depth_of.count": (["105"], ["88", "80", "104"]),
    "softmax.sure": (
        [{"z3": 5.0}, {"z3": 5.0, "temperature": 5.0}],
        [{}, {"z3": 3.0}, {"z3": 3.0, "temperature": 0.1}],
    ),
    "softmax.half": (["0.5", "1/2"], ["0.33", "0.693", "2"]),
    "softmax.shift": (
        [{"z1": 3.0, "z2": 4.0, "z3": 2.0}],
        [{}, {"z1": 2.0, "z2": 4.0, "z3": 0.0}, {"z1": 2.0, "z2": 4.0, "z3": 0.0, "temperature": 2.0}],
    ),
    "softmax.soft": ([{"temperature": 5.0}], [{}, {"z1": 0.0, "z2": 0.0, "z3": 0.0}]),
    "softmax.nothing": ([{"steepness": 0.0}], [{}, {"turn": 0.0}]),
    "loss.raise": ([{"slope": 1.1, "shift": -0.1}], [{}, {"slope": 4.0, "shift": 0.0}]),
    "loss.log": (["2.079", "2,08"], ["0.125", "0.903", "1.04", "-2.079"]),
    "loss.turn": ([{"out_x": 3.5, "out_y": 11.0}], [{}, {"out_x": 0.0, "out_y": 11.0}, {"out_x": 3.5, "out_y": 4.0}]),
    "loss.mse": (["4.667", "14/3", "4,7"], ["2", "14", "6"]),
    "loss.fine": ([{"bins": 8}], [{"bins": 7}, {"bins": 9}]),
    "descending.once": (
        [{"alpha": 1.0}, {"alpha": 0.5, "curvature": 2.0}],
        [{}, {"alpha": 1.0, "start": 0.0}, {"alpha": 0.9}],
    ),
    "descending.frontier": (["0.5", "1/2", "2/4"], ["0.25", "2", "4"]),
    "descending.ravine": (
        [{"mu": 0.7, "rate": 0.04}, {"mu": 0.5, "rate": 0.07}],
        [
            {},
            {"mu": 0.7, "rate": 0.04, "x": 0.1},
            *({"rate": rate} for rate in (0.071, 0.073, 0.076, 0.079)),  # no momentum
            {"rate": 0.19, "y": 0.0},  # on the floor, where the steep side sets no limit
        ],
    ),
    "descending.over": ([{"push": 0.95}], [{}, {"hill": 3.6}]),
    "descending.hundredth": (["0.05", "1/20"], ["0.005", "0.5"]),
    "backprop.paths": (["2"], ["6", "-4", "10", "-24", "7", "-2"]),
    "backprop.v1": (["2"], ["1", "-1"]),
    "backprop.thousand": ([{"depth": 6, "width": 10}], [{}, {"depth": 2, "width": 10}]),
    "backprop.close": (
        [{"nudge": 5}, {"nudge": 8}, {"nudge": 2, "weight": 7}, {"nudge": 9}],
        [{}, {"nudge": 2}, {"nudge": 12}, {"nudge": 14}],
    ),
    "backprop.forgets": (["6"], ["1.5", "0.75", "24", "0.5"]),
    "data_size.close": ([{"size": 6}], [{}, {"size": 2}]),
    "data_size.band": (["10", "10 points"], ["20", "40", "160", "320"]),
    "data_size.harm": ([{"task": "exclusive_or", "kind": "flip"}], [{}, {"task": "exclusive_or", "kind": "rotation"}]),
    "data_size.safe": (
        [{"kind": "flip"}],
        [{}, {"kind": "jitter"}, {"kind": "scaling"}, {"task": "exclusive_or", "kind": "scaling"}],
    ),
    "data_size.fit": (["2"], ["1", "3", "4"]),
    "transfer.frozen": (["41"], ["65", "24", "40"]),
    "transfer.few": (["16.5", "17"], ["11", "4", "8", "32", "78"]),
    "transfer.guessing": (["50", "50 %"], ["25", "0.5", "100", "60"]),
    "transfer.start": (["64", "64 %"], ["62", "66", "59", "0.64"]),
    "convolution.upright": (
        [{"preset": "sobel_across"}, {"preset": "own"} | dict(zip(("k1", "k3", "k5"), (-1.0, 1.0, 0.0), strict=True))],
        [{}, {"preset": "sobel_down"}, {"preset": "edge"}, {"preset": "sharpen"}, {"preset": "own"}],
    ),
    "convolution.darkest": ([{"row": 2, "column": 2}], [{}, {"row": 2, "column": 4}, {"row": 1, "column": 1}]),
    "convolution.sum": (["3"], ["4", "7", "8", "5", "12"]),
    "convolution.same": (
        [{"window_side": "5", "zeros": 2}],
        [{}, {"zeros": 1}, {"window_side": "5", "zeros": 1}, {"window_side": "5", "zeros": 2, "walk": 2}],
    ),
    "convolution.size": (["14", "14 pixels"], ["13", "14.5", "12", "28"]),
    "convolution.count": (["80"], ["72", "73", "81", "56448"]),
    "convolution.fooled": (
        [{"bar_column": 9}, {"ending": "pooled", "bar_kind": "lying", "bar_column": 8}],
        [{}, {"ending": "largest", "bar_column": 9}, {"bar_kind": "lying"}],
    ),
    "convolution.anywhere": (
        [{"ending": "largest", "bar_column": 8}, {"ending": "largest", "bar_column": 10}],
        [{}, {"ending": "largest"}, {"ending": "flatten", "bar_column": 9}],
    ),
    "convolution.good": ([{"epoch": 3}], [{}, {"epoch": 2}, {"epoch": 4}, {"epoch": 3, "way": "random"}]),
    "convolution.second": (["1168"], ["160", "1152", "1280", "1169"]),
    "pooling.lone": ([{"cell_column": 1}], [{}, {"cell_row": 2, "cell_column": 1}, {"cell_row": 4, "cell_column": 2}]),
    "pooling.mean": (["0.4", "0,4"], ["0.9", "1.6", "0.3"]),
    "pooling.same_map": ([{"moved": 2}, {"moved": 4}], [{}, {"moved": 1}, {"moved": 3}]),
    "pooling.twice": (["4", "4 pixels"], ["2", "1", "8"]),
    "pooling.find": (
        [{"map_number": 2, "map_row": 1, "map_column": 1}],
        [{}, {"map_number": 2, "map_row": 1, "map_column": 2}, {"map_number": 1, "map_row": 1, "map_column": 1}],
    ),
    "pooling.place": (["57"], ["54", "58", "9", "49"]),
    "pooling.eight": (
        [{"between_them": "pool"}],
        [{}, {"windows_of": "5"}, {"windows_of": "5", "between_them": "pool"}],
    ),
    "pooling.field": (["14", "14 pixels"], ["9", "10", "13", "5"]),
    "pooling.small": (
        [{"first_filters": 4, "pooled_by": "max", "trained_for": 20}],
        [
            {},
            {"trained_for": 30},
            {"pooled_by": "global_max", "trained_for": 30},
            {"first_filters": 4, "pooled_by": "max", "trained_for": 5},
        ],
    ),
    "deep_chains.four": (["0.0625", "1/16", "0,0625"], ["2", "0.125", "0.5", "0.03125"]),
    "deep_chains.lost": (
        [{"deep": 7}, {"w": 0.6, "deep": 10}],
        [{}, {"w": 0.4, "deep": 7}, {"deep": 6}, {"w": 0.7, "deep": 10}],
    ),
    "deep_chains.bound": (["1/64", "0.015625", "0.0156"], ["0.25", "0.75", "1/12", "0.0625", "1/256"]),
    "deep_chains.through": (
        [{"strength": 1.7, "a0": -1.0}, {"strength": 1.9, "a0": -1.0}],
        [{}, {"strength": 1.7}, {"strength": 4.0}, {"through": "relu"}, {"through": "tanh", "a0": 0.0}],
    ),
    "deep_chains.root": (["0.1", "1/10"], ["0.01", "10", "1", "0.05"]),
    "deep_chains.keep": (
        [{"wide": 64, "spread": 0.125}, {"wide": 32, "spread": 0.18}],
        [{}, {"wide": 16, "spread": 0.25}, {"wide": 64, "spread": 0.25}, {"wide": 32, "spread": 0.15}],
    ),
    "deep_chains.keeps": (
        [{"start": "he", "kind": "relu"}],
        [{}, {"start": "xavier"}, {"start": "xavier", "kind": "relu"}, {"start": "large", "kind": "relu"}],
    ),
    "deep_chains.he": (["0.0625", "1/16", "2/32"], ["0.25", "1/32", "2", "0.0442"]),
    "deep_chains.learn": (["2"], ["1", "3", "0"]),
    "deep_chains.last": ([{"factor": 2.0}, {"factor": 2.1}], [{}, {"factor": 1.4}, {"factor": 2.8}, {"factor": 4.0}]),
    "deep_chains.factor": (["1.41", "1,414", "1.42"], ["2", "1", "0.125", "0.35"]),
    "recurrent.negative": ([{"now": 5, "w": -0.5}], [{}, {"now": 5}, {"now": 4, "w": -0.5}, {"now": 5, "w": 0.0}]),
    "recurrent.weights": (["18"], ["360", "15", "9", "6"]),
    "recurrent.third": (["2.5", "2,5", "5/2"], ["5", "6", "0", "3", "-2.5"]),
    "recurrent.forget": (
        [{"in2": -1.0}, {"in3": -0.5}, {"in1": 1.0, "in2": -0.5, "by": "tanh", "in3": 0.0}],
        [{}, {"in1": 0.0}, {"keep": 0.0}, {"in2": -0.5}],
    ),
    "recurrent.echo": ([{"chain": 5}], [{}, {"chain": 4}, {"chain": 6}]),
    "recurrent.units": (["4", "4.0"], ["3", "9", "16", "5"]),
    "recurrent.first": (
        [{"lag": 4, "after": 75}],
        [{}, {"lag": 4}, {"lag": 4, "after": 50}, {"lag": 4, "after": 100}, {"after": 50}],
    ),
    "recurrent.sum": (["1.5", "3/2"], ["-1", "0.375", "3.5", "2.5"]),
    "recurrent.cancel": ([{"same_w": -0.9}], [{}, {"same_w": -0.5}, {"same_w": 0.0}, {"same_w": 1.5}]),
    "pooling.worst": ([{"broken": 2}], [{}, {"broken": 4}, {"broken": 7}]),
    "in_time.sign": ([{"factor": -1.0}], [{}, {"factor": 1.0}, {"factor": -0.99}, {"factor": -0.9}]),
    "in_time.below": (["44", "44 moments"], ["43", "22", "45", "100"]),
    "in_time.kept": ([{"scale": 1.4}, {"scale": 1.6}], [{}, {"scale": 1.0}, {"scale": 1.1}, {"scale": 2.0}]),
    "in_time.halves": (["16", "16 times"], ["8", "32", "0.0625", "4"]),
    "in_time.smallest": ([{"raced": "1"}], [{}, {"raced": "0.8"}, {"raced": "1.6"}, {"raced": "4"}]),
    "in_time.median": (["50", "50 steps"], ["48", "60", "30", "350"]),
    "in_time.stuck": ([{"changed_by": "momentum"}], [{}, {"changed_by": "adam_large"}]),
    "in_time.adam_step": (["0.004", "0,004"], ["0.000000004", "0.000001", "0.04"]),
    "in_time.quarter": (
        [{"slope_1": 8.0, "slope_2": 0.0}, {"slope_1": -4.8, "slope_2": 6.4}, {"limit": 1.25}],
        [{}, {"slope_1": 0.5, "slope_2": 0.0}, {"slope_1": 6.0, "slope_2": 8.0}],
    ),
    "in_time.first": (["0.6", "3/5"], ["1", "0.8", "6"]),
    "in_time.ahead": (
        [{"clip_scale": "2", "clip_step": 80}, {"clip_scale": "2", "clip_step": 90}],
        [{}, {"clip_scale": "2"}, {"clip_scale": "2", "clip_step": 50}, {"clip_scale": "1.5", "clip_step": 100}],
    ),
    "in_time.lost": (["2", "2 networks"], ["3", "0", "1"]),
    "gates.keep": (
        [{"forget_gate": 1.0, "input_gate": 0.0}, {"forget_gate": 1.0, "input_gate": 0.0, "output_gate": 0.0}],
        [{}, {"forget_gate": 1.0}, {"input_gate": 0.0}, {"gate_kind": "gru", "forget_gate": 1.0, "input_gate": 0.0}],
    ),
    "gates.cell": (["0.8", "4/5"], ["1.2", "0.2", "1"]),
    "gates.half": ([{"gate_bias": 3.4}, {"gate_bias": 5.0}], [{}, {"gate_bias": 3.0}, {"gate_bias": 1.0}]),
    "gates.four": (["0.0625", "1/16"], ["0.125", "0.5", "0", "2"]),
    "gates.counter": ([{"counting_cell": "1"}], [{}, {"counting_cell": "3"}]),
    "gates.beyond": ([{"counted": 11}], [{}, {"counted": 10}, {"counted": 12}, {"counted": 14}]),
    "gates.apart": (
        [{"first_number": 0.1, "second_number": 0.1}, {"first_number": 1.0, "second_number": 0.9}],
        [{}, {"first_number": 0.5}, {"first_number": 0.3, "second_number": 0.6}],
    ),
    "gates.mean": (["0.25", "1/4"], ["0.5", "-0.5", "0.167"]),
    "gates.only": ([{"contest": "echo"}], [{}, {"contest": "recall"}, {"contest": "brackets"}]),
    "gates.sooner": (["4", "4 draws"], ["5", "3", "1"]),
    "gates.apart_in_length": ([{"asked_at": 21}, {"asked_at": 19}], [{}, {"asked_at": 12}, {"asked_at": 30}]),
    "text.spell": (
        [dict(zip(("letter_1", "letter_2", "letter_3", "letter_4"), (4, 2, 6, 0), strict=True))],
        [{}, {"letter_1": 4, "letter_2": 2}, {"letter_1": 4, "letter_2": 2, "letter_3": 6, "letter_4": 1}],
    ),
    "text.weights": (["2112", "2112 weights"], ["97", "33", "4096", "2176"]),
    "text.context": (
        [{"read_name": "adrián", "read_to": 6}, {"read_name": "salvador", "read_to": 8}],
        [{}, {"read_name": "salvador", "read_to": 1}, {"read_to": 7}],
    ),
    "text.pairs": (["0.6", "3/5"], ["0.75", "30", "0.2"]),
    "text.half": ([{"heat": 0.1}, {"heat": 0.2}], [{}, {"heat": 0.5}, {"heat": 3.0}]),
    "text.share": (["0.731", "0,73"], ["0.881", "0.982", "0.5", "1"]),
    "text.stop": ([{"names_epoch": 5}, {"names_epoch": 7}], [{}, {"names_epoch": 2}, {"names_epoch": 15}]),
    "text.guess": (["8.17", "8", "8.2 characters"], ["2.1", "4.29", "33"]),
    "text.vowels": (
        [{"read_unit": 13}, {"read_unit": 13, "level": 0.1}],
        [{}, {"read_unit": 6}, {"read_unit": 13, "level": -0.8}],
    ),
    "text.enough": ([{"amount": "320"}], [{}, {"amount": "160"}, {"amount": "640"}]),
    "text.fifths": (["720", "720 names"], ["180", "900", "4.5"]),
}
CHECKS = {
    f"{chapter.name}.{check.name}": (chapter, check)
    for chapter in CHAPTERS
    for screen in chapter.screens
    for check in screen.checks
}


def test_only_definitions_have_no_function_to_compare_with():
    bare = [f.latex for chapter in CHAPTERS for s in chapter.screens for f in s.formulas if not f.computed_by]
    assert len(bare) == 1
    assert r"\approx f(x)" in bare[0]


def test_every_check_has_answers_here():
    assert set(ANSWERS) == set(CHECKS) - {
        "backprop.sheet",
        "recurrent.sheet",
    }  # which tests/pages/test_lessons.py fills in


@pytest.mark.parametrize("name", ANSWERS)
def test_right_answers_pass_and_wrong_ones_get_a_hint(name):
    chapter, check = CHECKS[name]
    right, wrong = ANSWERS[name]
    assert len(wrong) >= 2

    def arguments(given):
        settings = chapter.page.settings()
        if isinstance(given, dict):
            assert check.unit is None
            for key, value in given.items():
                assert chapter.page.fields[key].valid(value), key
            return replace(settings, **given), None
        answer = typed_number.read(given, check.unit)
        assert answer is not None, given
        return settings, answer

    for given in right:
        assert check.passed(*arguments(given)), given
    for given in wrong:
        assert not check.passed(*arguments(given)), given
        assert len(check.hint(*arguments(given))) > 10
    if check.unit is not None:
        assert not check.passed(chapter.page.settings(), None)
        assert not check.passed(chapter.page.settings(), math.nan)


BUTTONS = [
    pytest.param(chapter, screen, id=f"{chapter.name}-{screen.title}")
    for chapter in CHAPTERS
    for screen in chapter.screens
    if any(check.unit is None for check in screen.checks if check.name != "sheet")
]


@pytest.mark.parametrize(("chapter", "screen"), BUTTONS)
def test_no_button_of_a_screen_passes_its_checks(chapter, screen):
    """Neither a button alone nor two in a row, nor doing nothing at all."""
    changes = [attempt.changes for attempt in screen.tries if not attempt.opens]
    for check in screen.checks:
        if check.unit is not None or check.name == "sheet":
            continue
        assert not check.passed(chapter.page.settings(), None)
        for first, second in itertools.product([{}, *changes], repeat=2):
            settings = replace(chapter.page.settings(), **{**first, **second})
            assert not check.passed(settings, None), (check.name, first, second)


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.name)
def test_no_setting_of_a_chapter_has_the_name_of_an_experiment_field_or_button(chapter):
    """A name that the Experiment has too would change the visitor's network, or be refused for it."""
    buttons = {"play", "step", "reset", "undo", "redo", "next", "back"}
    taken = {*address_bar.VIEWING, *EXPERIMENTS[chapter.page.kind].FIELDS}
    assert not (taken | buttons) & set(chapter.page.fields)
