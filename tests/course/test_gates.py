"""What the chapter on LSTM and GRU claims, measured with the engine over several seeds."""

import re
from dataclasses import replace

import numpy as np
import pytest

from course.chapters.gates import CHAPTER, adding, counting, forget, gates_by_hand, lengths, tasks
from course.chapters.measured import SEEDS, SMALL_ERROR, curve, solved_at
from engine.experiments.sequence_experiment import CELLS

DEFAULT = CHAPTER.page.settings()


def test_the_cell_of_the_check_by_hand():
    assert gates_by_hand.lstm_cell(2, 0.5, 0.25, -0.8, 1)[0] == pytest.approx(gates_by_hand.RIGHT)
    assert gates_by_hand.lstm_cell(2, 0.5, 0.25, 0.8, 1)[0] == pytest.approx(gates_by_hand.WRONG_SIGN)
    for candidate in (-1.0, 0.3, 1.0):  # an open forget gate and a closed input gate keep the cell
        assert gates_by_hand.lstm_cell(1.7, 1, 0, candidate, 0.4)[0] == pytest.approx(1.7)
    assert gates_by_hand.gru_unit(0.6, 1, -1) == pytest.approx(0.6)
    assert gates_by_hand.gru_unit(0.6, 0, -1) == pytest.approx(-1)


@pytest.mark.parametrize("kind", gates_by_hand.KINDS)
def test_every_gate_is_dragged_to_where_it_is_put(kind):
    s = replace(DEFAULT, gate_kind=kind)
    handles = gates_by_hand.figure(s).panels[0].handles
    assert len(handles) == {"lstm": 4, "gru": 2}[kind]
    for handle in handles:
        name = handle["name"]
        assert gates_by_hand.drag(s, name, *handle["at"]) == {name: getattr(s, name)}
        assert gates_by_hand.drag(s, name, 0, 0.25) == {name: 0.25}


def test_the_forget_bias_decides_whether_an_lstm_learns_recall():
    solved = forget.solved()
    assert [sum(step is not None for step in solved[name]) for name in forget.MEASURED] == [0, 1, 5, 5, 5]
    assert forget.kept(0, 4) == forget.RIGHT
    assert forget.kept(0, 20) == pytest.approx(1e-6, rel=0.1)
    assert forget.kept(3.3, 20) < forget.HALF < forget.kept(3.4, 20)
    for seed in (4, 5):
        assert solved_at(curve(100, seed, cell="lstm", forget_bias=3)) is not None
        assert max(curve(100, seed, cell="lstm", forget_bias=0)) < 0.5


def test_a_small_lstm_counts_and_a_little_beyond_what_it_was_trained_to():
    """The network that is shown, and five that differ in data and weights: four have a cell that counts."""
    assert counting.counters(counting.trained()) == [0]
    assert counting.first_wrong() == 11
    assert all(counting.answers_right(n) == (n < 11) for n in range(1, counting.MOST + 1))
    runs = [counting.trained(seed, 300) for seed in SEEDS]
    assert sum(bool(counting.counters(run)) for run in runs) == 4
    assert all(counting.TRAINED_TO <= counting.counts_to(run) < 20 for run in runs)


def test_gates_add_and_a_plain_network_does_not():
    solved = tasks.solved()["adding"]
    assert solved["rnn"] == [None] * 5
    assert all(gru < lstm < tasks.STEPS for gru, lstm in zip(solved["gru"], solved["lstm"], strict=True))
    near_and_far = [adding.errors(replace(DEFAULT, first_number=a, second_number=a)) for a in (0.1, 0.5, 1.0)]
    assert all(max(errors["lstm"], errors["gru"]) < adding.CLOSE for errors in near_and_far)
    assert near_and_far[0]["rnn"] > adding.FAR
    for seed in (2, 3):
        final = {
            cell: curve(200, seed, cell=cell, data="adding", length=10, step_size=0.02)[-1] for cell in ("rnn", "gru")
        }
        assert final["gru"] < SMALL_ERROR < final["rnn"]


def test_no_cell_wins_every_task():
    solved = tasks.solved()
    pairs = {task: np.array([[s or np.inf for s in rows[cell]] for cell in CELLS]) for task, rows in solved.items()}
    plain, lstm, gru = pairs["recall"]
    assert (plain < gru).all()
    assert (plain < lstm).sum() == tasks.SOONER
    plain, lstm, gru = pairs["parity"]
    assert (lstm < plain).all()
    assert max(np.median(lstm), np.median(gru)) < np.median(plain)
    assert [task for task in tasks.TASKS if tasks.only_plain(task)] == ["echo"]
    assert np.isfinite(pairs["echo"][0]).sum() == 4
    assert np.isinf(pairs["brackets"][0]).all()
    assert np.isfinite(pairs["brackets"][1:]).sum() == 9
    words = " ".join(screen.text for screen in CHAPTER.screens)
    assert not re.search(r"(LSTM|GRU|gates?) always", words)


def test_a_plain_network_has_learned_the_number_20():
    """At 20 all are right; at 19 and 21 no plain network is, and every gated one still is."""
    assert all((shares == 1).all() for shares in lengths.at(20).values())
    for length in (19, 21):
        assert lengths.at(length)["rnn"].max() <= 0.35
        assert lengths.is_apart(length)
    for length in range(16, 26):
        assert min(lengths.at(length)[cell].min() for cell in ("lstm", "gru")) == 1
    assert min(lengths.at(30)[cell].min() for cell in ("lstm", "gru")) < lengths.GOOD
    for seed in (1, 4):
        row = lengths.rows_of("rnn", seed)
        assert row[lengths.TRAINED_AT - lengths.SHORTEST] == 1
        assert max(row[9], row[11]) < 0.6
    assert min(lengths.rows_of("gru", 2)[6:16]) == 1


def test_a_handle_is_dragged_to_the_places_it_can_have():
    for n in range(1, counting.MOST + 1):
        (handle,) = counting.figure(replace(DEFAULT, counted=n)).panels[0].handles
        assert counting.drag(DEFAULT, "last_a", *handle["at"]) == {"counted": n}
    for length in range(lengths.SHORTEST, lengths.LONGEST + 1):
        (handle,) = lengths.figure(replace(DEFAULT, asked_at=length)).panels[0].handles
        assert lengths.drag(DEFAULT, "asked", *handle["at"]) == {"asked_at": length}
