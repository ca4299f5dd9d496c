"""A lesson with a room: a teacher and three students, each in a tab of their own."""

import pytest
from playwright.sync_api import expect

from tests.browser.looking import button, picture, reading, stage, wait_for
from tests.browser.test_everybody import FITS, found

pytestmark = pytest.mark.browser

TASK = "data%3Dgauss%26task%3DPart%2Bthe%2Bclouds%26goal_accuracy%3D70%26speed%3Dfull"
NAMES = ("Ada", "<b>Ben</b>", "Cem")


def open_room(address, open_page):
    """Open a room, and return the teacher's page and the code."""
    teacher = open_page(f"{address}/room?room_task=https%3A%2F%2Fhost%2F%3F{TASK}", waits=None)
    button(teacher, "Open a room").click()
    code = teacher.locator(".st-key-room_way_in h2")
    expect(code).to_be_visible()
    teacher.get_by_role("button", name="QR code of this link: fill the screen").click()
    expect(teacher.get_by_test_id("full_code")).to_be_visible()
    teacher.keyboard.press("Escape")
    return teacher, code.inner_text()


def join(address, open_page, code, name, **options):
    """Join a room under a name, and return the student's page."""
    student = open_page(f"{address}/room?code={code}", waits=None, **options)
    student.get_by_label("Your name in the room").fill(name)
    student.keyboard.press("Enter")
    expect(student.get_by_text("Part the clouds")).to_be_visible()
    wait_for(student, "d.state === 'ready'")
    return student


def test_a_lesson_with_a_room(address, open_page):
    teacher, code = open_room(address, open_page)
    sizes = ({}, {"width": 390, "height": 844}, {})
    students = [join(address, open_page, code, name, **size) for name, size in zip(NAMES, sizes, strict=True)]
    ada, ben, _ = students
    expect(ben.locator(".st-key-in_room")).to_contain_text(f"In room {code} as <b>Ben</b>")
    wait_for(teacher, "d.tiles === '3'", name="room")
    room = picture(teacher, "room")
    expect(room).to_contain_text("3 not begun")
    for page in (teacher, ben):  # for a screen reader, and by finger
        assert not found(page)
        wide, small = page.evaluate(FITS)
        assert wide <= 0
        assert not small

    button(teacher, "Start all").click()
    for student in students:
        wait_for(student, "d.state === 'paused' && +d.testAccuracy >= 0.7")  # it stops at the goal
    expect(room).to_contain_text("3 reached the goal")
    assert room.locator("b").count() == 0
    room.get_by_label("Sort by").select_option("loss")
    wait_for(teacher, "d.sort === 'loss'", name="room")

    button(teacher, "Show one to all").click()
    button(teacher, "Show it large").click()
    wait_for(teacher, "+d.step > 0")
    assert reading(teacher)["step"] == reading(ada)["step"]
    expect(ada.locator(".st-key-in_room")).to_contain_text("Your network is shown to all now")
    button(teacher, "Back to all networks").click()
    wait_for(teacher, "d.tiles === '3'", name="room")

    button(teacher, "Send a task").click()
    teacher.get_by_label("Link of a task, or of other settings").fill("data=moons&task=Now+these")
    teacher.keyboard.press("Enter")
    button(teacher, "Send it to all").click()
    for student in students:
        expect(student.get_by_text("Now these")).to_be_visible()
        wait_for(student, "d.state === 'ready' && d.step === '0'")
    button(ada, "Step").click()
    wait_for(ada, "d.epoch === '1'")
    expect(room).to_contain_text("2 not begun")

    ada.reload()  # the seat is kept in the tab, the key in the browser
    expect(ada.locator(".st-key-in_room")).to_contain_text(f"In room {code} as Ada")
    teacher.reload()
    wait_for(teacher, "d.tiles === '3'", name="room")
    with teacher.expect_download() as download:
        button(teacher, "Table, CSV").click()
    assert download.value.path().read_text(encoding="utf-8").count("\n") == 4

    button(teacher, "Close the room").click()
    button(teacher, "Close it for everyone").click()
    expect(teacher.get_by_text(f"Room {code} is closed")).to_be_visible()
    for student in students:
        expect(student.get_by_test_id("stToast").filter(has_text="Goodbye")).to_be_visible()
        expect(student.locator(".st-key-in_room")).to_have_count(0)
        expect(stage(student)).to_be_visible()
