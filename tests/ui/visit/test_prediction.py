"""The question that comes before Play: nothing trains before it is answered, by whatever way, and the answer stays."""

import asyncio
from dataclasses import replace
from urllib.parse import parse_qsl

import numpy as np
import pytest
import streamlit as st

from engine.experiments.experiment import Experiment
from engine.experiments.image_experiment import ImageExperiment
from engine.experiments.sequence_experiment import SequenceExperiment
from engine.runs.run import evaluate, start_run
from tests import loops
from tests.ui.server.opening import Socket, serve
from tests.ui.visiting import visit_with
from ui.images import actions as image_actions
from ui.images import picture as image_picture
from ui.players import goal
from ui.players.player import Player
from ui.players.updates import Live
from ui.playground import actions, stage
from ui.sequences import actions as sequence_actions
from ui.sequences import picture as sequence_picture
from ui.server import pacing
from ui.visit import address_bar, changes, links, locks, prediction, session, task

ASKED = {"ask": "Which gets there first?", "choice_1": "ReLU", "choice_2": "tanh", "choice_4": "neither"}
KINDS = {
    "stage": (Experiment(points=40, layers=(3,)), task.PAGE, actions),
    "images": (ImageExperiment(data="bars", images=60, filters=(2,)), task.IMAGES_PAGE, image_actions),
    "sequences": (SequenceExperiment(data="parity", examples=60, units=4), task.SEQUENCES_PAGE, sequence_actions),
}


def frame_of(name, player):
    """What the picture of a page shows of its Player."""
    scores = evaluate(player.shown)
    if name == "stage":
        return stage.make_frame(player, session.current().view, scores)
    if name == "images":
        return image_picture.make_frame(player, scores)
    return sequence_picture.make_frame(player, scores, session.own())


@pytest.fixture(params=KINDS)
def opened(request, monkeypatch):
    """A visitor under a Task with a question, on each page: the picture's name, its Player and actions."""
    experiment, page, does = KINDS[request.param]
    player = Player(start_run(experiment, dtype=np.float32))
    visit = visit_with(experiment, player, page=page, own_settings={page.name: page.settings(**ASKED)})
    visit.desk.given = experiment
    monkeypatch.setattr(st, "session_state", {"visit": visit})
    yield request.param, player, does
    pacing._playing.clear()


def test_nothing_trains_before_an_answer_whoever_asks(opened):
    name, player, does = opened
    visit = session.current()
    live = Live(visit, name, player, lambda: frame_of(name, player), does.moves(player))
    act = does.handler(player)
    doors = [
        lambda: live.act("play", True),  # keys and buttons take this way, over the line
        lambda: live.act("step", None),
        lambda: act({"kind": "play", "value": True}),  # and this one where there is no line
        lambda: act({"kind": "step"}),
        lambda: act({"kind": "resume", "value": [500, True, True]}),
        lambda: player.play(True),
        lambda: player.step("mini_batch"),
        lambda: player.train_to(0, plays_on=True),  # &play=true in a link
    ]
    for door in doors:
        visit.notices.clear()
        door()
        assert (player.state, player.run.step, player.target_step) == ("ready", 0, 0)
        assert visit.notices == [prediction.FIRST]
    live.act("play", True)
    assert visit.notices == [prediction.FIRST]  # said once, however often it is pressed
    assert not prediction.is_fixed()
    for wrong in (0, 3, 5, -1, None, "1", 1.5):
        prediction.choose(wrong)
        assert prediction.is_awaited()
    prediction.choose(2)
    player.step("mini_batch")
    assert player.run.step == 1


def test_an_answer_can_be_changed_until_play_and_then_stays(opened):
    _, player, does = opened
    prediction.choose(1)
    prediction.choose(4)
    assert locks.current_task().said == "neither"
    player.play(True)
    player.play(False)
    does.handler(player)({"kind": "reset"})
    for number in (1, 2, 0, None):
        prediction.choose(number)
        assert locks.current_task().answer == 4
    assert prediction.STAYS in session.current().notices
    # The back button, or the teacher's link once more, brings the question without its answer.
    page = session.current().page
    again = prediction.kept(page.settings(**ASKED))
    assert again.answer == 4
    assert prediction.kept(replace(again, ask="Another question?", answer=1)).answer == 1


def test_a_link_may_train_first_and_plays_only_after_the_answer(opened):
    _, player, _ = opened
    player.train_to(3, plays_on=True)
    assert player.playing
    player.play(True)  # does not hold it up
    while player.target_step:
        player.advance(1)
    assert (player.run.step, player.playing) == (3, False)
    assert prediction.FIRST in session.current().notices


def test_the_prediction_stands_beside_what_came_out_and_in_the_link_of_the_result(opened):
    name, player, _ = opened
    player.task = locks.current_task()
    assert frame_of(name, player).header["goal"] is None
    prediction.choose(2)
    session.update_own(initials="ÄB")
    player.task = locks.current_task()
    shown = frame_of(name, player).header["goal"]
    assert (shown["said"], shown["by"], shown["result"]) == ("tanh", "ÄB", None)
    player.step("mini_batch")
    query, why_not = frame_of(name, player).header["goal"]["result"]
    parts = dict(parse_qsl(query))
    assert (parts["answer"], parts["at_step"], parts["initials"]) == ("2", str(player.run.step), "ÄB")
    assert why_not == ""
    changes.update(step_size=0.7)
    player.follow(session.current().experiment)
    player.exact = goal.is_replayable(player.run)
    query, why_not = frame_of(name, player).header["goal"]["result"]
    assert query == ""
    assert why_not.startswith("Changes on the way")


@pytest.mark.parametrize("opened", ["stage"], indirect=True)  # the others have too many weights for a link
def test_the_result_of_a_task_that_gives_weights_holds_them(opened):
    name, player, _ = opened
    prediction.choose(2)
    player.task = locks.current_task()
    player.begin_with(player.run.theta[0] / 2)
    player.step("mini_batch")
    query = dict(parse_qsl(frame_of(name, player).header["goal"]["result"][0]))
    again = Player(start_run(player.run.experiment, dtype=np.float32))
    again.begin_with(links.weights_of(query["weights"]))
    again.step("mini_batch")
    np.testing.assert_array_equal(again.run.theta, player.run.theta)


def test_a_raw_client_of_the_line_gets_nothing_trained_and_no_setting_changed(opened):
    name, player, does = opened
    visit = session.current()
    before = visit.experiment, visit.view, player.run.theta.copy()
    visit.channel.live = Live(visit, name, player, lambda: frame_of(name, player), does.moves(player))

    async def talk():
        socket = Socket()
        serving = serve(socket)
        socket.greet(visit.channel, name)
        await socket.frame()
        for kind in (*does.ACTIONS, "play", "step", "answer"):
            for value in (True, 1, [500, True, True], {"answer": 1}):
                socket.say({"act": kind, "value": value})
                header = await socket.frame()
                assert (header["step"], header["state"]) == (0, "ready")
        await socket.close()
        await serving

    loops.run(asyncio.wait_for(talk(), 60))
    assert (visit.experiment, visit.view) == before[:2]
    np.testing.assert_array_equal(player.run.theta, before[2])
    assert player.run.step == 0
    assert locks.current_task().awaits_answer


@pytest.mark.parametrize("text", ["خیلی‌خوب", "👩‍🔬 or 🧪?", "a&b=c#d%20?", "<b>**x** $y$</b>", "“quotes” — ‘more’"])
def test_any_characters_go_through_an_address(text):
    given = {"ask": text, "choice_1": text[:40], "choice_2": "&answer=2", "task": text}
    query = address_bar.parse_own(given, task.PAGE)
    assert query[1] == []
    assert (query[0].ask, query[0].choice_1, query[0].choice_2) == (text, text[:40], "&answer=2")


def test_what_is_too_long_or_no_letter_is_cut_with_a_sentence():
    own, notices = address_bar.parse_own(
        {"ask": "?" * 121, "choice_1": "x" * 41, "initials": "A1 b<c>de", "answer": "9"}, task.PAGE
    )
    assert (len(own.ask), len(own.choice_1), own.initials, own.answer) == (120, 40, "Abcd", 4)
    assert len(notices) == 4
    assert any("initials must be at most 4 letters" in notice for notice in notices)
    assert own.choices == {}  # one answer is no choice
    assert not own.awaits_answer


def test_a_task_is_the_same_whatever_is_answered():
    one, other = task.Task(**ASKED), task.Task(**ASKED, answer=2, initials="AB")
    assert one == other
    assert hash(one) == hash(other)
    assert one != task.Task(**{**ASKED, "choice_1": "sigmoid"})
    assert list(one.choices) == [1, 2, 4]
    assert (one.said, other.said) == ("", "tanh")
