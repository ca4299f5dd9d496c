"""A link with a task: its text, locked and hidden controls, and the way to its goal."""

from urllib.parse import parse_qsl, urlsplit

import pytest

from engine.experiments.experiment import change as change_experiment
from engine.runs.storage import Saved
from tests.pages.opening import change, header, open_page, query, step, visit
from tests.pages.test_share import link
from ui.playground.challenges import CHALLENGES
from ui.visit import session, task
from ui.widgets import set_task, take_away

SOLVABLE = {"layers": "4", "step_size": "0.03", "goal_accuracy": "90", "most_weights": "17"}


def keys(page):
    """The keys of all widgets that can be set."""
    kinds = ("selectbox", "slider", "text_input", "button_group", "button")
    return {widget.key for kind in kinds for widget in getattr(page, kind)}


def test_the_text_is_shown_as_it_is():
    page = open_page(task="**Bold** $x$ <img src=x onerror=alert(1)>")
    assert [text.value for text in page.text] == ["**Bold** $x$ <img src=x onerror=alert(1)>"]


@pytest.mark.parametrize("name", task.CONTROLS)
def test_what_is_hidden_is_not_there_and_what_is_locked_cannot_be_changed(name):
    free, hidden, locked = open_page(), open_page(hide=name), open_page(lock=name)
    gone = keys(free) - keys(hidden)
    assert gone or name == "weights"  # these are edited on the picture, which is told
    assert ("weights" in header(locked)["locked"]) == (name == "weights")
    for kind in ("selectbox", "slider", "text_input"):
        for widget in getattr(locked, kind):
            field = "activation" if str(widget.key).startswith("activation_") else widget.key
            assert widget.disabled == (task.CONTROL_OF.get(field) == name), widget.key


def test_the_stage_is_told_what_is_locked():
    assert header(open_page(lock="shape"))["locked"] == ["layers"]
    assert header(open_page())["locked"] == []


def test_steps_on_the_way_to_the_goal_end_at_it_with_a_link_that_replays_it():
    page = open_page(**SOLVABLE)
    assert not all(met for _, _, met in header(page)["goal"]["parts"])
    for _ in range(60):
        step(page)
        if header(page)["goal"]["solved"]:
            break
    solved = dict(parse_qsl(header(page)["goal"]["result"][0]))
    assert solved["at_step"] == str(visit(page).player.run.step)
    assert solved["goal_accuracy"] == "90"
    again = open_page(**solved)
    player = visit(again).player
    while player.target_step:
        with session.of(visit(again)):
            player.advance(0.2)
    assert (player.run.theta == visit(page).player.run.theta).all()


def test_a_task_can_be_left_and_its_experiment_stays():
    page = open_page(task="Do this", lock="data-shape", goal_loss="0.1", data="spiral", hide="pace")
    page.button(key="leave").click().run()
    assert query(page) == {"data": "spiral"}
    assert not page.text
    assert not page.selectbox(key="speed").disabled


def test_another_experiment_ends_a_task_that_locks_nothing():
    for asked in ({"task": "Do this"}, {"task": "Do this", "hide": "pace"}):
        page = open_page(**asked)
        change(page, "segmented_control", "panel", "Gallery")
        page.button(key="open_xor_flat").click().run()
        assert not page.exception
        is_locked = "hide" in asked
        assert ("task" in query(page)) is is_locked
        assert visit(page).experiment.data == ("circle" if is_locked else "exclusive_or")
        assert any("leave the task first" in toast.value for toast in page.toast) is is_locked
    page.button(key="leave").click().run()
    page.button(key="open_xor_flat").click().run()
    assert visit(page).experiment.data == "exclusive_or"


def test_the_dialog_builds_a_task():
    page = open_page(data="spiral")
    asked = {"task": "Below 0.05, please", "goal_loss": "0,05", "most_weights": "40"}
    built = link(page, **asked, control_data="locked", control_panels="hidden")
    assert dict(parse_qsl(urlsplit(built).query)).items() - {("v", "2"), ("end", built[-5:])} == {
        "data": "spiral", "task": "Below 0.05, please", "lock": "data", "hide": "panels",
        "goal_loss": "0.05", "most_weights": "40",
    }.items()  # fmt: skip


def test_a_goal_that_cannot_be_read_is_said_and_not_asked_for():
    built = link(page := open_page(data="spiral"), goal_loss="low", goal_accuracy="95 %", most_layers="2.5")
    assert dict(parse_qsl(urlsplit(built).query)).keys() == {"data", "goal_accuracy", "v", "end"}
    said = [each.value for each in page.error]
    assert "“low” cannot be read" in said[0]
    assert "Hidden layers at most must be a whole number" in said[1]


def test_a_control_is_free_locked_or_hidden_and_nothing_else():
    page = open_page(lock="data-shape-panels", hide="shape-weights")
    said = dict(parse_qsl(urlsplit(link(page)).query))
    assert (said["lock"], said["hide"]) == ("data-weights", "shape")  # what it amounts to, in one list
    rows = [row for row in page.button_group if str(row.key).startswith("share_control_")]
    states = {row.key: (row.value, row.options) for row in rows}
    assert len(states) == len(task.CONTROLS)
    assert states["share_control_panels"] == ("free", ["free", "hidden"])
    assert states["share_control_weights"] == ("locked", ["free", "locked"])


@pytest.mark.parametrize("state", task.STATES)
def test_one_press_sets_all_rows(state, monkeypatch):
    chosen = {}
    with monkeypatch.context() as patch:
        patch.setattr(set_task.st, "session_state", chosen)
        set_task._set_all(list(task.CONTROLS), state)
    page = open_page()
    built = link(page, **{name.removeprefix("share_"): value for name, value in chosen.items()})
    said = dict(parse_qsl(urlsplit(built).query))
    lock, hide = (set(said[name].split("-")) if name in said else set() for name in ("lock", "hide"))
    if state == "free":
        assert not lock | hide
    elif state == "locked":  # what lies below the picture can only be hidden, weights can only be locked
        assert (lock, hide) == (set(task.CONTROLS) - {"panels"}, set())
    else:
        assert (lock, hide) == ({"weights"}, set(task.CONTROLS) - {"weights"})


@pytest.mark.parametrize(
    ("screen", "gone"), [("play/images", {"inputs", "losses"}), ("play/sequences", {"inputs", "losses", "weights"})]
)
def test_the_dialog_offers_what_the_page_has(screen, gone):
    page = open_page(screen)
    link(page)
    rows = {row.key.removeprefix("share_control_") for row in page.button_group if "share_control_" in str(row.key)}
    assert rows == set(task.CONTROLS) - gone


def test_a_challenge_is_taken_on_and_counts_once_it_is_solved():
    page = change(open_page(), "segmented_control", "panel", "Challenges")
    page.button(key="take_three_weights").click().run()
    assert page.text[0].value == CHALLENGES["three_weights"].text
    assert query(page)["goal_loss"] == "0.003"
    assert "0 of 10" in " ".join(caption.value for caption in page.caption)
    change(page, "segmented_control", "panel", "Settings")
    change(page, "text_input", "layers", "0")
    for _ in range(40):
        step(page)
        if page.code:
            break
    change(page, "segmented_control", "panel", "Challenges")
    assert "1 of 10" in " ".join(caption.value for caption in page.caption)


def test_undo_stops_at_what_a_task_locks():
    page = change(open_page(data="gaussian"), "segmented_control", "panel", "Challenges")
    page.button(key="take_by_hand").click().run()
    change(page, "selectbox", "activation", "relu")  # free
    page.button(key="undo").click().run()
    assert page.text[0].value == CHALLENGES["by_hand"].text
    page.button(key="undo").click().run()  # the data of before
    assert visit(page).experiment.data == "circle"
    assert page.text[0].value == CHALLENGES["by_hand"].text
    assert any("The task keeps this as it is: data" in toast.value.replace("\\", "") for toast in page.toast)
    change(page, "segmented_control", "panel", "Challenges")
    page.button(key="take_triangle").click().run()  # one challenge may be left for another
    assert page.text[0].value == CHALLENGES["triangle"].text
    page.button(key="leave").click().run()
    for _ in range(2):
        page.button(key="undo").click().run()
    assert visit(page).experiment.data == "gaussian"


def test_a_network_with_other_data_is_not_taken_from_a_file():
    page = open_page(data="circle", lock="data", goal_accuracy="60")
    me = visit(page)
    with session.of(me):
        take_away.use(me.player, Saved(change_experiment(me.experiment, data="gaussian"), me.player.run.theta[0], 50))
    page.run()
    assert not page.exception
    assert (me.experiment.data, me.player.run.step) == ("circle", 0)
    assert query(page)["goal_accuracy"] == "60"
    assert any("The task keeps this" in toast.value for toast in page.toast)


def test_settings_changed_on_another_page_end_the_task():
    page = open_page(data="circle", lock="data", goal_accuracy="60")
    page.query_params.clear()
    page.switch_page("compare/activations.py").run()
    change(page, "segmented_control", "data", "gaussian")
    page.query_params.clear()
    page.switch_page("play/playground.py").run()
    assert not page.exception
    assert visit(page).experiment.data == "gaussian"
    assert query(page).get("goal_accuracy") is None


def test_a_link_names_the_challenge_that_it_is_and_says_if_it_was_changed():
    query = CHALLENGES["four_corners"].query
    for changes, said in (
        ({}, "Challenge: Four corners"),
        ({"step_size": "0.1", "layers": "8"}, "Challenge: Four corners"),  # which are free
        ({"goal_accuracy": "60"}, "Not the challenge “Four corners”: it was changed"),
        ({"most_weights": "100"}, "Not the challenge “Four corners”: it was changed"),
        ({"data": "gaussian"}, "Not the challenge “Four corners”: it was changed"),
        ({"lock": "inputs"}, "Not the challenge “Four corners”: it was changed"),
        ({"task": "Another text"}, None),
    ):
        captions = [caption.value for caption in open_page(**{**query, **changes}).caption]
        assert [text for text in captions if "hallenge" in text] == ([said] if said else [])
