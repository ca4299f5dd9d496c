"""The pages for everybody: on a phone, by finger, by keyboard, by ear, in light and dark, from the back row."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import TimeoutError as PlaywrightTimeout
from playwright.sync_api import expect

from course.path import CHAPTERS
from tests.browser.boxes import BOTTOM, FAULTS
from tests.browser.looking import LOOK_EVERY, button, choose_panel, picture, reading, stage, wait_for
from ui.playground.panels import PANELS

pytestmark = pytest.mark.browser

COMPARE = {
    "activations": "wall",
    "activations?part=depth": "wall",
    "activations?part=curves": "curves",
    "optimizers": "slope",
    "optimizers?part=network": "wall",
    "step_size?epochs=5": "cells",
    "step_size?part=schedules": "wall",
    "luck?seeds=3&epochs=5": "wall",
    "depth?seeds=1&epochs=5": "wall",
    "image_networks?data=bars&train_side=left&images=1600&filters=4": "wall",
    "cells?examples=200&length=6&units=4&at_step=30": "wall",
    "cells?against=scale&examples=200&length=6&units=4": "wall",
}
PAGES = {
    "": "stage",
    "?data=pinwheel&at_step=20": "stage",
    "?task=Part%20the%20circle&goal_loss=0.1&most_weights=40&lock=data"
    "&ask=Which%20one%20gets%20there%20first%3F&choice_1=ReLU&choice_2=sigmoid&choice_3=They%20never%20do": "stage",
    "images": "images",
    "images?data=own": "images",
    "images?filters=6-12&layers=16&at_step=10": "images",
    "sequences": "sequences",
    "sequences?data=own": "sequences",
    "sequences?data=text&cell=gru&at_step=10": "sequences",
    **COMPARE,
    "results": "room",
    "learn": "stImage",
    "glossary": "stMarkdown",
    "room": "stMarkdown",
    **{
        f"{chapter.name}?screen={next(i for i, screen in enumerate(chapter.screens, 1) if screen.figure)}": "sketch"
        for chapter in CHAPTERS
    },
}
IN_THE_DARK = set({name: path for path, name in reversed(PAGES.items())}.values())  # a page with each picture

# How far anything goes beyond the window, and what can be pressed but is smaller than a finger needs. A link within a
# sentence may be small (WCAG 2.2, 2.5.8); a box is pressed by its label, a slider of Streamlit's by its whole track.
FITS = """() => {
    const main = document.querySelector("[data-testid=stMain]");
    const wide = Math.max(main.scrollWidth - main.clientWidth, document.documentElement.scrollWidth - innerWidth);
    const small = [];
    const look = (root) => {
        for (const e of root.querySelectorAll("*")) {
            if (e.shadowRoot) look(e.shadowRoot);
            if (!e.matches("button, a[href], input, select, textarea, summary, [role=slider], [role=button], [tabindex='0']")) continue;
            if (e.matches("p a, p [data-part], input[type=checkbox], input[type=radio], .stSlider input")) continue;
            const box = e.getBoundingClientRect();
            if (box.right <= 0 || Math.min(box.width, box.height) <= 2) continue;  // out of sight
            if (Math.min(box.width, box.height) < 23.5) small.push(`${e.tagName} ${e.ariaLabel || e.textContent}`);
        }
    };
    look(document);
    return [wide, small];
}"""  # noqa: E501


COLOURS = ["color-contrast", "link-in-text-block"]  # the rules of axe-core that look at colours


def found(page, rules=None):
    """Return what axe-core finds by these rules, or all, that is serious or critical, each with where it is."""
    # Streamlit's own: a notice points to a title that it does not have, and a phone's list of pages has headings
    # between its items. What they say is read all the same.
    context = {"exclude": [[".stToast"], ["[data-testid=stSidebarNavItems]"]]}
    options = {"resultTypes": ["violations"]} | ({"runOnly": rules} if rules else {})
    violations = Axe().run(page, context=context, options=options).response["violations"]
    return [
        f"{each['id']}: {node['target']} {node['html'][:120]}"
        for each in violations
        if each["impact"] in ("serious", "critical")
        for node in each["nodes"]
        # Chromium and Firefox let the keys scroll a table that is too wide, though nothing in it can be focused.
        if (each["id"], node["html"][:6]) != ("scrollable-region-focusable", "<table")
    ]


def settle(page):
    """Wait until the page has run to its end, and its colours no longer change."""
    page.wait_for_function("() => document.querySelector('[data-test-script-state=notRunning]')")
    page.wait_for_function("() => document.getAnimations().every((each) => each.playState !== 'running')")


def show_in(page, scheme):
    """Show a page in light or in dark colours."""
    page.emulate_media(color_scheme=scheme)
    page.wait_for_function(f"() => getComputedStyle(document.querySelector('.stApp')).colorScheme === '{scheme}'")
    settle(page)


PROJECTORS = ((1280, 720), (1920, 1080))
OTHERS = ((844, 390), (768, 1024), (390, 844))  # a phone on its side, a tablet, a phone


@pytest.mark.parametrize("path", PAGES)
def test_a_page_fits_every_window_and_shuts_nobody_out(address, open_page, path):
    has_projector = PAGES[path] not in ("stImage", "stMarkdown", "sketch")
    projected = path + ("&" if "?" in path else "?") + "projector=true" if has_projector else path
    page = open_page(f"{address}/{projected}", width=1280, height=720, waits=PAGES[path])
    if has_projector:
        for width, height in PROJECTORS:
            resize(page, width, height)
            wait_until_it_fits(page, height, PAGES[path])
        button(page, "Projector").click()
        page.wait_for_url(lambda url: "projector" not in url)
    resize(page, 1280, 800)
    assert not found(page)
    for width, height in OTHERS:
        resize(page, width, height)
        wait_until_it_fits(page)
    wide, small = page.evaluate(FITS)
    assert wide <= 0
    assert not small
    if path in IN_THE_DARK:
        show_in(page, "dark")
        assert not found(page, COLOURS)  # all else is as before


def wait_until_it_fits(page, height=None, name=None):
    """Wait until nothing is cut or overlaps, and this picture ends above this height; charts take a moment."""
    bottom = f"document.querySelector('[data-testid=stMain]').scrollTop === 0 && ({BOTTOM})('{name}') <= {height}"
    fits = f"() => ({FAULTS})().length === 0" + (f" && {bottom}" if name else "")
    try:
        page.wait_for_function(fits, timeout=5000, polling=LOOK_EVERY)
    except PlaywrightTimeout:
        assert page.evaluate(FAULTS) == []
        assert page.evaluate(BOTTOM, name) <= (height or 0)


def resize(page, width, height):
    """Give a page's window another size, and wait until the page has taken it on."""
    page.set_viewport_size({"width": width, "height": height})
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    settle(page)


def test_no_panel_and_no_dialog_shuts_anybody_out(address, open_page):
    page = open_page(f"{address}/?at_step=50")
    wait_for(page, "d.step === '50' && d.state === 'paused'")
    for scheme, rules in (("light", None), ("dark", COLOURS)):
        show_in(page, scheme)
        for name in PANELS:
            choose_panel(page, name)
            settle(page)
            assert not found(page, rules), f"{name}, {scheme}"
    button(page, "Share").click()
    page.get_by_text("Set a task: text, question").click()
    expect(page.get_by_label("Task, shown above the picture")).to_be_visible()
    settle(page)
    assert not found(page)
    page.keyboard.press("Escape")
    stage(page).get_by_role("button", name="Hidden 1, neuron 1").click()
    expect(stage(page).get_by_role("dialog")).to_be_visible()
    assert not found(page)


def test_a_class_is_taught_from_a_projector_by_one_switch(address, open_page):
    page = open_page(f"{address}/?at_step=50")
    wait_for(page, "d.step === '50'")
    plain = sizes(page)
    button(page, "Projector").click()
    page.wait_for_url("**projector=true**")
    page.wait_for_function("() => document.querySelector('.st-key-stage').currentCSSZoom > 1")
    large = sizes(page)
    assert all(large[name] >= 1.1 * plain[name] for name in plain)
    box = picture(page, "stage").bounding_box()
    assert box["x"] + box["width"] <= 1280
    assert box["y"] + box["height"] <= 800  # it is still on the first screen
    # A press on the zoomed map is where it seems to be: at its middle.
    plane = stage(page).locator(".plane")
    size = plane.bounding_box()["width"]
    plane.click(position={"x": 0.5 * size, "y": 0.5 * size})
    expect(stage(page).get_by_role("group", name="The traced point")).to_contain_text("(0.0")
    page.reload()
    page.wait_for_function("() => document.querySelector('.st-key-stage')?.currentCSSZoom > 1")
    button(page, "Projector").click()
    page.wait_for_function("() => document.querySelector('.st-key-stage').currentCSSZoom === 1")
    page.wait_for_url(lambda url: "projector" not in url)


def sizes(page):
    """Return the heights, in pixels of the window, of words of the page and of the Stage, and the button's."""
    heights = {
        "tab": page.get_by_role("radio", name="Settings", exact=True),
        "score": stage(page).locator("dd").first,
        "play": button(page, "Play"),
    }
    return {name: each.bounding_box()["height"] for name, each in heights.items()}


# Notes each line that the Stage says to screen readers.
LISTEN = """(stage) => {
    const line = stage.querySelector(".announcer");
    [window.spoken, window.begun] = [[line.textContent], performance.now()];
    new MutationObserver(() => spoken.push(line.textContent)).observe(line, { childList: true });
}"""


def test_screen_readers_are_told_now_and_then_and_at_the_end(address, open_page):
    page = open_page(f"{address}/?speed=30")
    announcer = stage(page).locator(".announcer")
    expect(announcer).to_have_attribute("role", "status")
    expect(announcer).to_contain_text("Ready, epoch 0, step 0: train loss")
    stage(page).evaluate(LISTEN)
    button(page, "Play").click()
    wait_for(page, "+d.epoch > 60")
    lines, seconds = page.evaluate("() => [spoken, (performance.now() - begun) / 1000]")
    assert lines[1].startswith("Playing, epoch")
    assert len(lines) <= 2 + seconds // 10  # that it plays, and then one line every ten seconds
    button(page, "Pause").click()
    wait_for(page, "d.state === 'paused'")
    now = reading(page)
    expect(announcer).to_contain_text(f"Paused, epoch {now['epoch']}, step {now['step']}: train loss")
    expect(announcer).to_contain_text("test accuracy")
    button(page, "Step").click()
    expect(announcer).to_contain_text(f"Paused, epoch {int(now['epoch']) + 1}")


def test_the_keyboard_does_it_all_on_the_stage(address, open_page):
    page = open_page(f"{address}/?data=own")
    draw = button(page, "Draw data")
    for drawing in ("true", "false", "true"):  # an empty plane begins with drawing
        expect(draw).to_have_attribute("aria-pressed", drawing)
        draw.focus()
        page.keyboard.press("Enter")
    expect(draw).to_have_attribute("aria-pressed", "false")
    page.keyboard.press("Enter")
    map_ = stage(page).get_by_role("application")
    map_.focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowUp", "Enter"):
        page.keyboard.press(key)
    page.wait_for_url("**drawn=**")
    one = page.url
    for _ in range(8):
        page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "drawn=" in url and url != one)
    two = page.url
    page.keyboard.press("Delete")
    page.wait_for_url(one)
    assert two != one
    page.keyboard.press("Escape")
    expect(button(page, "Draw data")).to_have_attribute("aria-pressed", "false")


def test_the_focus_can_be_seen_wherever_it_goes(address, open_page):
    page = open_page(f"{address}/?at_step=20")
    wait_for(page, "d.state === 'paused'")
    page.add_style_tag(content="* { transition: none !important }")
    page.mouse.click(5, 400)
    seen = []
    for _ in range(60):
        page.keyboard.press("Tab")
        name, shows = page.evaluate(FOCUS)
        seen.append(name)
        assert shows, name
    # Play, a data set, the Stage's own buttons: all within reach.
    assert {"Pause", "Play"} & set(seen)
    assert "Add a hidden layer" in seen
    assert len(set(seen)) > 40


# The name of what has the focus, and whether it, what it stands in or what is drawn for it, looks other than without.
FOCUS = """async () => {
    let e = document.activeElement;
    while (e.shadowRoot?.activeElement) e = e.shadowRoot.activeElement;
    const wrapper = e.parentElement?.parentElement;
    const parts = [e, e.parentElement, wrapper, e.nextElementSibling, ...e.children].filter(Boolean);
    const look = () => JSON.stringify(parts.map((part) => {
        const style = getComputedStyle(part);
        return [style.outline, style.boxShadow, style.borderColor, style.backgroundColor];
    }));
    const name = (e.ariaLabel || e.textContent || e.labels?.[0]?.textContent || e.tagName).trim();
    const focused = look();
    e.blur();
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    const plain = look();
    e.focus({ focusVisible: true, preventScroll: true });
    return [name, focused !== plain];
}"""
