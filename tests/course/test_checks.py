"""What the chapters promise: formulas that agree with the engine, figures that take any drag, checks that are fair."""

import itertools
import math
from dataclasses import replace

import numpy as np
import pytest
import streamlit as st

from course import marking, predicting
from course.path import CHAPTERS
from engine.experiments.kinds import EXPERIMENTS
from pictures.live.packing import pack
from pictures.sketch import scene
from tests.course.answers import ANSWERS
from ui.visit import address_bar, typed_number
from ui.visit.page import Page
from ui.visit.session import TOO_LATE, Visit

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


@pytest.mark.parametrize("name", [name for name, (_, check) in CHECKS.items() if check.unit is not None])
def test_a_likely_mistake_has_an_answer_of_its_own(name):
    chapter, check = CHECKS[name]
    wrong = [typed_number.read(text, check.unit) for text in ANSWERS[name][1]]
    assert len({check.hint(chapter.page.settings(), number) for number in wrong}) >= 2


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


def test_a_press_that_comes_when_the_chapter_was_left_is_a_notice(monkeypatch):
    """The next page has other settings, of which a check or a question of the chapter knows nothing."""
    visit = Visit(page=Page("images"))
    monkeypatch.setattr(st, "session_state", {"visit": visit})
    for chapter in CHAPTERS:
        for screen in chapter.screens:
            for check in screen.checks:
                marking._mark(chapter, check)
            if screen.prediction:
                predicting._commit(chapter, screen, 0)
    assert set(visit.notices) == {TOO_LATE}
    assert not {**visit.tried, **visit.predicted, **dict.fromkeys(visit.passed)}
