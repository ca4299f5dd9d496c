"""What a class does with a task: takes it on, solves it, hands it in; and the teacher opens what was handed in."""

import pytest
from playwright.sync_api import expect

from tests.browser.looking import button, reading, stage, wait_for
from ui.playground.challenges import CHALLENGES
from ui.visit import prediction

pytestmark = pytest.mark.browser


@pytest.mark.everywhere
def test_a_challenge_is_solved_and_its_result_opened(address, open_page):
    page = open_page(f"{address}/?speed=full")
    challenge = CHALLENGES["by_hand"]
    page.get_by_role("radio", name="Challenges", exact=True).click()
    page.locator(".st-key-challenge_by_hand").get_by_role("button", name="Take it on").click()
    expect(page.get_by_text(challenge.text).first).to_be_visible()
    expect(page.get_by_test_id("goal")).to_contain_text("test accuracy at least 98 % — now")
    expect(stage(page).get_by_role("button", name="Add a hidden layer")).to_have_attribute("aria-disabled", "true")
    for name in ("x₁²", "x₂²"):
        feature = stage(page).get_by_role("button", name=f"Input {name}", exact=True)
        feature.click()
        expect(feature).to_have_attribute("aria-pressed", "true")
    button(page, "Play").click()
    expect(page.get_by_text("Solved! The result")).to_be_visible()
    wait_for(page, "d.state === 'paused' && +d.testAccuracy >= 0.98")
    solved = reading(page)
    expect(page.get_by_test_id("goal")).to_contain_text("— met")
    link = page.get_by_test_id("goal").get_by_role("link", name="link to the result").get_attribute("href")
    assert f"at_step={solved['step']}" in link

    teacher = open_page(link)
    wait_for(teacher, f"d.state === 'paused' && d.step === '{solved['step']}'")
    assert reading(teacher) == solved
    expect(teacher.get_by_text(challenge.text).first).to_be_visible()


def test_a_text_from_a_link_is_text(address, open_page):
    text = "<img src=x onerror=\"document.title='caught'\"> **bold** [link](https://example.org) :red[x] $x^2$"
    page = open_page(f"{address}/?task={text.replace(' ', '%20').replace('#', '%23')}")
    expect(page.get_by_text(text)).to_be_visible()
    task = page.locator(".st-key-task")
    assert task.locator("img, strong, a, .katex").count() == 0
    assert page.title() != "caught"


def test_a_teacher_asks_and_a_student_predicts_before_anything_plays(address, open_page):
    teacher = open_page(f"{address}/?speed=full", media={"color_scheme": "dark"})
    button(teacher, "Share").click()
    teacher.get_by_text("Set a task: text, question").click()
    said = {
        "Predict first": "من أسرع؟ 👩‍🔬",
        "Answer 1": "ReLU & co",
        "Answer 2": "**tanh** <i>",
        "Test accuracy": "60",
    }
    for label, text in said.items():
        teacher.get_by_label(label).fill(text)
    teacher.keyboard.press("Tab")
    last = teacher.get_by_role("radiogroup", name="What lies below the picture")
    expect(link := teacher.get_by_test_id("stCode")).to_contain_text("goal_accuracy=60")  # the dialog has run
    last.scroll_into_view_if_needed()
    last.get_by_text("hidden").click()
    expect(link).to_contain_text("hide=panels")
    small = teacher.get_by_role("button", name="QR code of this link: fill the screen")
    for shown in (link, small, button(teacher, "Copy the link")):  # in sight, wherever the list is
        box = shown.bounding_box()
        assert 0 <= box["y"] < box["y"] + box["height"] <= 800
    small.click()
    large = teacher.get_by_test_id("full_code")
    box = large.locator("svg").bounding_box()
    assert box["height"] >= 0.85 * 800
    assert large.evaluate("dialog => getComputedStyle(dialog).backgroundColor") == "rgb(255, 255, 255)"
    teacher.keyboard.press("Escape")
    expect(large).to_have_count(0)
    expect(link).to_be_visible()  # the dialog below is still open

    student = open_page(link.inner_text().strip())
    expect(student.locator(".st-key-question")).to_contain_text(said["Predict first"])
    expect(student.get_by_role("radio", name=said["Answer 2"])).to_be_visible()
    assert student.locator(".st-key-question").locator("img, strong, i, a").count() == 0
    expect(button(student, "Play")).to_be_disabled()
    student.keyboard.press("Space")
    expect(student.get_by_test_id("stToast")).to_contain_text(prediction.FIRST)
    assert reading(student)["state"] == "ready"
    student.get_by_text(said["Answer 1"]).click()
    expect(button(student, "Play")).to_be_enabled()
    student.get_by_text(said["Answer 2"]).click()  # until Play is pressed
    expect(student.get_by_test_id("goal")).to_contain_text(f"Predicted: {said['Answer 2']} — nothing trained yet")
    student.get_by_label("Your initials").fill("ab")
    student.keyboard.press("Enter")
    expect(student.get_by_test_id("goal")).to_contain_text("ab predicted")
    student.locator("h1").click(force=True)
    student.keyboard.press("Space")
    expect(student.get_by_test_id("goal")).to_contain_text("Solved! The result")
    expect(student.get_by_role("radio", name=said["Answer 1"])).to_be_disabled()
    done = reading(student)
    result = student.get_by_test_id("goal").get_by_role("link", name="link to the result").get_attribute("href")

    handed_in = open_page(result)
    wait_for(handed_in, f"d.state === 'paused' && d.step === '{done['step']}'")
    assert reading(handed_in) == done
    expect(handed_in.get_by_test_id("goal")).to_contain_text(
        f"ab predicted: {said['Answer 2']} — at epoch {done['epoch']}"
    )


ASKED = "task=Look%20closely&ask=Which%20gets%20there%20first%3F&choice_1=ReLU&choice_2=sigmoid&answer=1&goal_loss=0.01"
# Whether the question is there, and the end of the loss curve is above a height.
IN_SIGHT = """height => {
    const find = (root) => [...root.querySelectorAll("*")].flatMap((e) =>
        e.ariaLabel === "Look back at an epoch" ? [e] : e.shadowRoot ? find(e.shadowRoot) : []);
    const box = find(document)[0]?.getBoundingClientRect();
    return box?.height > 0 && box.bottom <= height && document.querySelector(".st-key-question");
}"""


@pytest.mark.parametrize("path", ["", "images", "sequences"])
def test_a_page_with_a_question_and_a_goal_is_on_one_screen_of_a_projector(address, open_page, path):
    page = open_page(f"{address}/{path}?projector=true&{ASKED}", width=1280, height=720, waits=path or "stage")
    page.wait_for_function(IN_SIGHT, arg=720)
