"""The Frame of a class at work: what each tile says of a guest, and how its network is opened."""

import pytest

from engine.experiments.experiment import Experiment, change
from engine.experiments.image_experiment import ImageExperiment
from tests.ui.rooms.making import BASE, NOW, guest, trained
from ui.rooms import reading, wall
from ui.rooms.wall import Class, Looking
from ui.visit.task import Task

TASK = Task(goal_loss=0.1, ask="Which?", choice_1="ReLU", choice_2="tanh")
WIDE = change(BASE, layers=(16, 16))  # too many weights for a link


def frame_of(*guests, task=TASK, base=BASE, now=NOW, **looking):
    return wall.make_frame(Class(lambda: guests, task, lambda: base), Looking(**looking), now).header


def test_a_tile_says_what_is_so_of_a_guest():
    header = frame_of(
        guest("Ana", change(BASE, step_size=0.3), 0, answer=2, has_reached=True),
        guest("Ben", None, 1),
        guest("Cem", BASE, 2, has_diverged=True, seen_at=NOW - 60),
    )
    assert header["members"] == ["id-Ana", "id-Ben", "id-Cem"]
    ana, ben, cem = (header[f"now:id-{name}"] for name in ("Ana", "Ben", "Cem"))
    assert (ana["states"], ana["says"], ana["answer"]) == (["reached"], "", "tanh")
    assert ana["step"] == trained(change(BASE, step_size=0.3), 1).step
    assert (ben["states"], ben["says"], "step" in ben) == (["waiting"], "has not begun", False)
    assert (cem["states"], cem["says"]) == (["diverged", "left"], "diverged, left")
    assert header["about:id-Ana"]["chosen"] == "α 0.3"
    assert header["about:id-Ana"]["values"] == {"step_size": "0.3"}
    assert header["about:id-Ben"]["face"] == "blank"
    assert (header["count"], header["has_goal"], header["question"]) == (3, True, "Which?")


@pytest.mark.parametrize(
    ("experiment", "more", "opens"),
    [
        (BASE, {}, "weights"),
        (Experiment(), {}, "weights"),
        (BASE, {"has_diverged": True}, "step"),
        (BASE, {"weights": b""}, "step"),
        (WIDE, {}, "step"),
        (ImageExperiment(images=60), {}, "step"),
    ],
)
def test_a_tile_opens_the_weights_that_it_shows_where_a_link_holds_them(experiment, more, opens):
    one = guest("Ana", experiment, **more)
    about = frame_of(one)["about:id-Ana"]
    assert about["opens"] == opens
    wanted = reading.link_of(one)
    assert wanted.startswith(about["link"])
    assert wanted.removeprefix(about["link"]).lstrip("?&").startswith("weights=" if opens == "weights" else "at_step=")


def test_covered_names_are_not_in_the_frame_and_numbers_stay_with_their_guests():
    guests = [guest("Zoe", BASE, 0, test_loss=0.5), guest("Ana", BASE, 1, test_loss=0.2)]
    header = frame_of(*guests, covered=True, sort="loss")
    assert [header[f"about:{member}"]["name"] for member in header["members"]] == ["No. 2", "No. 1"]
    assert "Zoe" not in str([header[name] for name in header if name.startswith(("about", "now"))])


def test_the_order_goal_is_offered_where_there_is_one():
    assert "goal" in dict(frame_of(guest("A", BASE))["sorts"])
    assert "goal" not in dict(frame_of(guest("A", BASE), task=Task())["sorts"])
    assert "goal" in dict(frame_of(guest("A", BASE), task=Task(), sort="goal")["sorts"])


def test_a_filter_leaves_out_tiles_and_what_came_of_their_answers():
    guests = [guest("A", BASE, 0, answer=1), guest("B", change(BASE, activation="relu"), 1, answer=1)]
    header = frame_of(*guests, only="activation:ReLU")
    assert header["members"] == ["id-B"]
    assert header["count"] == 2
    assert header["outcomes"][0][:2] == ["ReLU", 1]
