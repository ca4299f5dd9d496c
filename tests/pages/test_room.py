"""The page Room, and the pages of its guests: a class that works on one task."""

from urllib.parse import urlencode

import pytest

from engine.experiments.experiment import Experiment
from engine.runs.run import evaluate
from tests.pages.opening import change, header, keys, open_page, query, says, step, visit
from ui.rooms import codes, limits, seat, teaching
from ui.rooms.hub import hub
from ui.rooms.limits import Tries
from ui.rooms.room import room_text
from ui.server import where
from ui.visit import room_code, session

TASK = "https://host/?data=spiral&layers=5&task=Part+the+arms&goal_loss=0.4&lock=data&room=AAAAAAA&initials=ab"


@pytest.fixture(autouse=True)
def _no_rooms(monkeypatch):
    """Rooms of the tests before are gone."""
    monkeypatch.setattr(limits, "_of_all", Tries())
    yield
    hub.held.clear()


def open_room(link=TASK):
    """A teacher's page, and the code of the room."""
    page = open_page("play/room", room_task=link) if link else open_page("play/room")
    page.button(key="open_room").click().run()
    assert not page.exception
    return page, visit(page).teaches.state.code


def join(code, name="Ada", screen="play/playground.py"):
    """A guest's page, in the task of the room, which is on a screen."""
    page = open_page("play/room", code=code)
    page.text_input(key="guest_name").set_value(name)
    page.button(key="take_seat_now").click().run()
    assert not page.exception
    return page.switch_page(screen)  # where the script has gone to


def press(page, key):
    page.button(key=key).click().run()
    assert not page.exception
    return page


def texts(page):
    return " ".join(each.value for each in (*page.text, *page.caption, *page.markdown, *page.error, *page.toast))


def test_who_presses_join_twice_has_one_seat():
    teacher, code = open_room()
    page = open_page("play/room", code=code)
    name = page.text_input(key="guest_name").value
    press(page, "take_seat_now")
    page.switch_page("play/room.py")  # the second press came from there
    page.query_params["code"] = code
    press(page.run(), "take_seat_now")
    assert [guest.name for guest in visit(teacher).teaches.guests()] == [name]
    assert seat.of(visit(page)).place.name == name


def test_a_class_works_on_the_teachers_task():
    teacher, code = open_room()
    assert query(teacher)["teach"] == code
    assert visit(teacher).teaches.state.query == urlencode(
        {"data": "spiral", "layers": "5", "task": "Part the arms", "goal_loss": "0.4", "lock": "data"}
    )
    assert code in {each.value for each in teacher.header}
    guest = join(code)
    assert f"In room {code} as Ada" in texts(guest)
    assert visit(guest).experiment == Experiment(data="spiral", layers=(5,))
    assert query(guest)["room"] == code
    assert any(each.value == "Part the arms" for each in guest.text)
    step(guest)
    (seen,) = visit(teacher).teaches.guests()
    assert (seen.name, seen.report.step) == ("Ada", visit(guest).player.run.step)
    teacher.run()
    assert header(teacher)["count"] == 1
    assert header(teacher)["has_goal"]
    press(teacher, "start_all")
    guest.run()
    assert visit(guest).player.playing
    press(teacher, "pause_all")
    guest.run()
    assert not visit(guest).player.playing
    press(guest, "leave_room")
    assert "room" not in query(guest)
    assert "in_room" not in keys(guest)
    assert visit(teacher).teaches.guests()[0].has_left
    assert visit(guest).player.run.step  # the network stays


def test_a_new_task_reaches_everyone_on_the_page_of_its_kind():
    teacher, code = open_room("")
    guest = join(code)
    step(guest)
    change(teacher, "text_input", "sent_task", "https://host/?data=moons&step_size=0.1&task=Again")
    press(teacher, "send_task")
    guest.run()
    assert visit(guest).experiment == Experiment(data="moons", step_size=0.1)
    assert visit(guest).player.run.step == 0
    assert any("new task" in toast.value for toast in guest.toast)
    assert visit(teacher).teaches.guests()[0].report is None
    change(teacher, "text_input", "sent_task", "https://host/images?data=bars")
    press(teacher, "send_task")
    guest.run()
    assert not guest.exception
    assert visit(guest).page.name == "images"
    guest.switch_page("play/images.py")  # where the script has gone to
    assert visit(guest).experiment.data == "bars"
    assert f"In room {code} as Ada" in texts(guest)
    step(guest)
    assert visit(teacher).teaches.guests()[0].report.kind == "images"


def test_one_network_is_shown_to_all_as_the_rule_says():
    teacher, code = open_room("")
    guest = join(code, "<b>Ada</b>")
    step(guest)
    teacher.run()
    press(teacher, "show_it")
    shown = header(teacher)
    assert shown["step"] == visit(guest).player.run.step
    assert shown["locked"] == ["layers", "features", "data", "weights"]
    assert "Ada" not in texts(teacher)
    guest.run()
    assert "Your network is shown to all now" in texts(guest)
    step(guest)
    teacher.run()
    assert header(teacher)["step"] == visit(guest).player.run.step
    press(teacher, "show_all")
    assert header(teacher)["count"] == 1


@pytest.mark.parametrize("screen", ["play/images", "play/sequences"])
def test_networks_of_every_kind_are_shown_to_all(screen):
    sizes = {"play/images": "images?data=bars&images=60", "play/sequences": "sequences?examples=40&length=5&units=3"}
    teacher, code = open_room(f"https://host/{sizes[screen]}")
    guest = join(code, screen=f"{screen}.py")
    step(guest)
    teacher.run()
    assert header(teacher)["count"] == 1
    press(teacher, "show_it")
    network = visit(guest).player.run
    assert (header(teacher)["step"], header(teacher)["state"]) == (network.step, "paused")
    assert header(teacher)["scores"][0] == pytest.approx(float(evaluate(network).train_loss[0]), rel=0.02)


def test_a_closed_room_says_goodbye_and_takes_nothing_away():
    teacher, code = open_room()
    guest = join(code)
    step(guest)
    trained = visit(guest).player.run.step
    press(teacher, "close_room")
    assert f"Room {code} is closed" in texts(teacher)
    guest.run()
    assert any("Goodbye" in toast.value for toast in guest.toast)
    assert visit(guest).player.run.step == trained
    assert "room" not in query(guest)
    assert f"no room {code}" in texts(open_page("play/room", code=code))
    press(teacher, "other_room")
    assert "open_room" in keys(teacher)


def test_a_teacher_sends_somebody_out():
    teacher, code = open_room("")
    ada, ben = join(code), join(code, "Ben")
    own = visit(teacher).teaches
    teacher.run()
    teacher.selectbox(key="who_leaves").set_value(seat.of(visit(ben)).place.id).run()
    press(teacher, "send_out")
    for page in (ada, ben):
        page.run()
    assert any("goes on without you" in toast.value for toast in ben.toast)
    assert "room" not in query(ben)
    assert f"In room {code} as Ada" in texts(ada)
    assert [guest.name for guest in own.guests()] == ["Ada"]


def test_a_link_of_who_is_in_a_room_takes_nobody_else_in():
    _, code = open_room()
    guest = join(code)
    press(guest, "share")
    assert "room=" not in guest.code[0].value
    stranger = open_page(**query(guest))
    assert f"Looking for your seat in room {code}" in texts(stranger)
    visit(stranger).not_kept.add(code)  # the browser has none
    stranger.run()
    assert f"This page belongs to room {code}" in texts(stranger)
    assert seat.of(visit(stranger)) is None
    press(stranger, "leave_room")
    assert "room" not in query(stranger)


def test_every_other_page_keeps_the_seat():
    _, code = open_room()
    guest = join(code)
    guest.switch_page("compare/activations.py").run()
    assert not guest.exception
    assert query(guest)["room"] == code
    guest.query_params.clear()
    guest.query_params["data"] = "moons"
    guest.switch_page("play/playground.py").run()
    assert f"In room {code} as Ada" in texts(guest)


@pytest.mark.parametrize(
    ("typed", "said"),
    [("ABC", "A code has 7"), ("ABCDEFG", "There is no room ABCDEFG"), ("<b>", "A code has"), ("", "A code has")],
)
def test_a_code_that_is_none_is_said(typed, said):
    page = open_page("play/room")
    page.text_input(key="typed_code").set_value(typed)
    press(page, "find_room")
    assert said in texts(page)


def test_codes_cannot_be_tried_without_end():
    _, code = open_room()
    page = open_page("play/room")
    for letter in room_code.ALPHABET[: limits.WRONG_CODES]:
        page.text_input(key="typed_code").set_value("ABCDEF" + letter)
        press(page, "find_room")
    page.text_input(key="typed_code").set_value(code)
    press(page, "find_room")
    assert "Too many codes" in texts(page)
    page.query_params["code"] = code
    page.run()
    assert "Too many codes" in texts(page)
    assert f"In room {code}" in texts(join(code))  # everybody else gets in


@pytest.mark.parametrize("link", ["nonsense", "https://host/luck?seeds=4", "https://host/?" + "x" * 50, "?"])
def test_a_link_that_is_no_task_opens_no_room(link):
    page = open_page("play/room", room_task=link)
    assert page.error
    assert page.button(key="open_room").disabled


def test_share_opens_a_room_with_its_task():
    page = open_page(data="moons", task="Look")
    press(page, "share")
    (button,) = (each for each in page.get("link_button") if "room" in each.proto.url)
    assert button.proto.url.startswith("./room?room_task=")
    assert "data%3Dmoons" in button.proto.url


def test_the_teachers_browser_brings_a_lost_room_back():
    teacher, code = open_room()
    kept = visit(teacher).teaches.kept()
    press(teacher, "start_all")
    hub.held.clear()
    hub.store = type(hub.store)()  # the server has lost everything
    again = open_page("play/room", teach=code)
    assert "Looking for its key" in texts(again)
    visit(again).not_kept.add(f"{code}.key")  # another browser has it
    assert "does not have its key" in texts(again.run())
    with session.of(visit(again)):
        assert teaching.open_again(kept, code).state.query == visit(teacher).teaches.state.query
    again.run()
    assert code in {each.value for each in again.header}
    assert f"In room {code}" in texts(join(code))


def test_nobody_takes_over_a_room_with_another_key():
    teacher, code = open_room()
    kept = visit(teacher).teaches.kept()
    stranger = open_page("play/room", teach=code)
    other = codes.new_key()
    for wrong in (
        {},
        {"key": kept["key"]},
        {"key": other, "room": kept["room"]},
        {"key": other, "room": kept["room"] | {"lock": codes.lock_of(other)}},
        {"key": kept["key"], "room": kept["room"] | {"code": "ABCDEFG"}},
        {"key": kept["key"], "room": room_text(visit(teacher).teaches.state)},
        {"key": kept["key"], "room": kept["room"] | {"query": "x" * 5000}},
        {"key": ["a"], "room": kept["room"]},
        {"key": "é" * 22, "room": kept["room"]},
    ):
        with session.of(visit(stranger)):
            assert teaching.open_again(wrong, code) is None, wrong
    assert visit(stranger).teaches is None
    assert hub.room(code).lock == kept["room"]["lock"]


def test_without_a_server_the_page_says_why_there_are_no_rooms(monkeypatch):
    monkeypatch.setattr(where, "IN_BROWSER", True)
    page = open_page("play/room", code="ABC2345")
    assert says(page, "A room needs a server")
    assert not page.text_input
    guest = open_page(room="ABC2345")
    assert not guest.text
    assert "leave_room" not in keys(guest)
