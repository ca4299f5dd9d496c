"""What the chapter on text claims, measured with the engine over several seeds."""

import math
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from course.chapters.measured import SEEDS, table
from course.chapters.text import CHAPTER, amount, copies, following, heat, meaning, one_hot, writer
from engine.data.sequences import texts
from engine.study.sampling import copied, generate, training_text

DEFAULT = CHAPTER.page.settings()


def test_a_letter_is_dragged_to_its_row_and_read():
    for k in range(one_hot.PLACES):
        for place in range(len(one_hot.LETTERS)):
            s = replace(DEFAULT, **{f"letter_{k + 1}": place})
            handle = one_hot.figure(s).panels[0].handles[k]
            assert one_hot.drag(s, handle["name"], *handle["at"]) == {f"letter_{k + 1}": place, "read_place": k + 1}
    assert one_hot.word(DEFAULT) == "elsa"
    assert len(texts.alphabet(texts.content("names_spanish"))) == one_hot.SYMBOLS == len(writer.alphabet())


def test_a_network_that_has_read_the_beginning_expects_unseen_names_better_than_pairs():
    for seed in SEEDS:
        single, pairs, network = writer.losses(seed)
        assert single > 2.8
        assert 2.25 <= pairs < 2.45
        assert 2.05 <= network < 2.25


def test_no_name_that_is_shown_has_been_in_training():
    known = set(training_text(writer.trained()))
    assert not known & {*following.NAMES, *meaning.NAMES}
    assert {*following.NAMES, *meaning.NAMES} <= set(texts.entries(texts.content("names_spanish")))
    np.testing.assert_allclose(writer.pairs().sum(axis=1), 1)


def test_the_probabilities_are_those_after_what_has_been_read():
    s = replace(DEFAULT, read_name="adrián", read_to=6)
    network, counted, follows = following.chances(s)
    assert writer.alphabet()[follows] == texts.END
    assert network.sum() == pytest.approx(1, abs=1e-5)
    assert network[0] > 0.5 > counted[0]
    assert following.is_ahead(s)
    short = replace(DEFAULT, read_name="lucas", read_to=8)  # a longer name was read to its end before
    assert following.begun(short) == "lucas"
    assert following.figure(short).panels[0].handles[0]["at"][0] == 5


def test_a_low_temperature_makes_names_alike_and_a_high_one_noise():
    for seed in SEEDS:
        run = writer.trained(seed)
        cold, warm, hot = (generate(run, 100, temperature=t, seed=1) for t in (0.1, 1, 3))
        assert len(set(cold)) < len(set(warm)) / 1.5
        pairs = [
            np.mean([writer.pairs(seed)[a, b] for name in names if name for a, b in _steps(name)])
            for names in (cold, warm, hot)
        ]
        assert pairs[0] > pairs[1] > pairs[2]
    assert heat.tempered(np.array([2.0, 0.0]), 2)[0] == pytest.approx(heat.RIGHT, abs=1e-3)
    assert heat.tempered(np.array([2.0, 0.0]), 1)[0] == pytest.approx(heat.AT_ONE, abs=1e-3)
    assert heat.tempered(np.array([2.0, 0.0]), 0.5)[0] == pytest.approx(heat.MULTIPLIED, abs=1e-3)
    assert heat.first_letters(0.2).max() > heat.HALF > heat.first_letters(0.4).max()


def _steps(name):
    code = writer.codes(name)[:, 0]
    return list(pairwise(code))


def test_names_are_learned_by_heart_after_the_test_loss_is_lowest():
    trainings = table("copies")
    assert {int(np.argmin(rows["test"])) for rows in trainings} <= {5, 6, 7}
    for rows in trainings:
        assert 0.005 <= rows["copied"][5] <= 0.025
        assert rows["copied"][40] > 0.5
        assert rows["test"][40] > rows["test"][5] + 0.5
        assert rows["train"][40] < rows["train"][5] - 0.5
        assert len(rows["train"]) == copies.EPOCHS + 1
    assert math.exp(2.1) == pytest.approx(copies.RIGHT, abs=0.01)
    assert pytest.approx(copies.IN_BITS, abs=0.01) == 2**2.1
    (again,) = copies.measure(epochs=3, seeds=(1,))
    assert again["test"] == pytest.approx(trainings[0]["test"][:4], abs=0.05)
    assert max(again["copied"]) < 0.05
    known = set(training_text(writer.trained(1)))
    for names in trainings[0]["names"]:
        assert all(name.startswith("*") == (name.strip("*") in known) for name in names)


def test_one_unit_tells_vowels_from_consonants_in_some_networks_better_than_in_others():
    found = [meaning.best(seed) for seed in SEEDS]
    shares = [share for _, share in found]
    assert 0.86 < min(shares) < 0.9
    assert 0.97 < max(shares) < 0.99
    assert found[writer.SEED - 1] == (12, max(shares))
    others = [meaning.accuracy(unit, 0.0) for unit in range(writer.UNITS) if unit != 12]
    assert max(others) < meaning.GOAL
    for seed in SEEDS:
        assert 1 - meaning.states(seed)[2].mean() == pytest.approx(0.51, abs=0.01)


def test_more_names_make_a_lower_test_loss_and_fewer_copies():
    medians = np.array([np.median(amount.lowest(size)) for size in amount.SIZES])
    falls = -np.diff(medians)
    assert falls.min() > 0.08
    assert falls.max() < 0.16
    assert min(table("amount")["20"]["copied"]) > 0.99
    assert max(table("amount")["640"]["copied"]) < 0.2
    assert [size for size in amount.SIZES if amount.is_enough(size)] == ["320", "640"]
    assert amount.RIGHT == 720
    losses, _ = amount.losses_of(2, 20, 60)
    assert min(losses) == pytest.approx(float(amount.lowest("20")[1]), abs=0.1)
    assert losses[-1] > min(losses)


def test_what_is_copied_is_what_the_list_has():
    run = writer.trained()
    assert copied(run, [*training_text(run)[:3], "xxx"]) == 0.75
