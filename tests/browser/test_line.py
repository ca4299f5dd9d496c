"""The two ways of a live picture to its Frames: the line, and the component where there is no line."""

import re
import time

import pytest
from playwright.sync_api import expect

from tests.browser.looking import PATIENCE, button, picture, reading, stage, wait_for

pytestmark = pytest.mark.browser

HIDE = """hidden => {
    Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
}"""


class Sockets:
    """The WebSockets of a page, by their path: how many messages each has brought, and a way to end one."""

    def __init__(self):
        self.counts, self.open = {}, {}

    def connect(self, socket):
        server, path = socket.connect_to_server(), socket.url.rsplit("/", 1)[1]
        self.open[path] = socket, server
        self.counts.setdefault(path, 0)

        def answer(message):
            self.counts[path] += 1
            socket.send(message)

        server.on_message(answer)

    def end(self, path):
        """Let the connection break."""
        socket, server = self.open[path]
        server.close()
        socket.close(code=1011)


def open_way(open_page, address, way, waits="stage"):
    """Open a page whose pictures get their Frames in this way; return it and its WebSockets.

    Without a line, as behind a proxy that passes only what it knows of Streamlit, the files of code do not come either.
    """
    sockets = Sockets()

    def prepare(page):
        page.route_web_socket("**/_stcore/stream", sockets.connect)
        page.route_web_socket("**/live", sockets.connect if way == "line" else lambda socket: socket.close(code=1011))
        if way != "line":  # an error would be written to the console, and be a fault of the page
            page.route("**/pictures/*.js", lambda route: route.fulfill(content_type="text/javascript", body=""))

    return open_page(address, waits=waits, prepare=prepare), sockets


@pytest.mark.parametrize("way", ["line", "component"])
def test_a_page_works_in_either_way(address, open_page, way):
    page, sockets = open_way(open_page, f"{address}/", way)
    assert ("live" in sockets.counts) is (way == "line")
    button(page, "Play").click()
    wait_for(page, "d.state === 'playing' && +d.epoch >= 3")
    expect(button(page, "Pause")).to_be_visible()
    page.keyboard.press("Space")
    wait_for(page, "d.state === 'paused'")
    expect(button(page, "Play")).to_be_visible()  # the page knows what the key has done

    scrub = stage(page).get_by_role("slider", name="Look back at an epoch")
    scrub.evaluate("e => { e.value = 1; e.dispatchEvent(new Event('input')); }")
    wait_for(page, "d.state === 'past' && d.epoch === '1'")
    stage(page).get_by_role("button", name="Back to now").click()
    wait_for(page, "d.state === 'paused' && +d.epoch >= 3")

    stage(page).get_by_role("application").click(position={"x": 60, "y": 60})
    expect(stage(page).get_by_role("group", name="The traced point")).to_be_visible()
    stage(page).get_by_role("button", name="Hidden 1, neuron 1").click()
    slopes = stage(page).locator(".editor td.slope")
    expect(slopes.first).to_have_text(re.compile(r"^−?\d+\.\d+$"))
    page.keyboard.press("Escape")

    step = reading(page)["step"]
    page.keyboard.press("r")
    wait_for(page, "d.state === 'ready' && d.step === '0'")
    page.keyboard.press("ArrowRight")
    wait_for(page, "+d.step > 0")
    assert step != "0"


def test_while_it_plays_on_the_line_the_page_s_script_rests(address, open_page):
    page, sockets = open_way(open_page, f"{address}/", "line")
    button(page, "Play").click()
    expect(button(page, "Pause")).to_be_visible()
    wait_for(page, "+d.epoch >= 5")
    page.locator(".stApp[data-test-script-state=notRunning]").wait_for()
    before, epoch = dict(sockets.counts), int(reading(page)["epoch"])
    wait_for(page, f"+d.epoch >= {epoch + 10}")
    assert sockets.counts["stream"] == before["stream"]
    assert sockets.counts["live"] > before["live"] + 3


def test_a_hidden_page_costs_nothing_and_goes_on_when_it_is_looked_at(address, open_page):
    page, sockets = open_way(open_page, f"{address}/?play=true", "line")
    wait_for(page, "+d.epoch >= 2")
    page.evaluate(HIDE, True)
    count = -1
    while sockets.counts["live"] != count:  # one Frame may still be under way
        count = sockets.counts["live"]
        page.wait_for_timeout(1000)
    epoch = int(reading(page)["epoch"])
    page.evaluate(HIDE, False)
    wait_for(page, f"+d.epoch > {epoch + 3}")
    assert sockets.counts["live"] > count


def test_a_lost_line_is_said_and_comes_back(address, open_page):
    sockets, refused = Sockets(), []

    def connect(socket):
        if len(sockets.counts) and refused != ["no more"]:
            refused.append(socket.url)
            socket.close(code=1011)
        else:
            sockets.connect(socket)

    def prepare(page):
        page.route_web_socket("**/live", connect)

    page = open_page(f"{address}/?play=true", prepare=prepare)
    wait_for(page, "+d.epoch >= 2")
    sockets.end("live")
    epoch = int(reading(page)["epoch"])
    wait_for(page, f"+d.epoch > {epoch + 3}")  # through the component, meanwhile
    expect(stage(page).get_by_text("Waiting for the server")).to_be_visible()
    assert len(refused) >= 2  # it has tried again
    refused[:] = ["no more"]
    count = sockets.counts["live"]
    end = time.monotonic() + PATIENCE
    while sockets.counts["live"] < count + 3:
        assert time.monotonic() < end
        page.wait_for_timeout(50)
    expect(stage(page).get_by_text("Waiting for the server")).to_be_hidden()


@pytest.mark.parametrize("name", ["activations", "luck"])
def test_other_pages_move_on_the_line_too(address, open_page, name):
    page, sockets = open_way(open_page, f"{address}/{name}?play=true", "line", waits="wall")
    wait_for(page, "+d.epoch >= 5", "wall")
    count = sockets.counts["live"]
    epoch = int(picture(page, "wall").get_attribute("data-epoch"))
    wait_for(page, f"+d.epoch >= {epoch + 5} || d.state === 'done'", "wall")
    assert sockets.counts["live"] > count


def test_two_presses_of_play_without_a_line_end_at_rest(address, open_page):
    page, _ = open_way(open_page, f"{address}/", "component")
    # In one go, so that the page cannot run in between.
    page.locator(".st-key-play button:visible").evaluate("play => { play.click(); play.click(); }")
    stage(page).get_by_role("application").click(position={"x": 60, "y": 60})
    expect(stage(page).get_by_role("group", name="The traced point")).to_be_visible()
    assert reading(page)["state"] in ("ready", "paused")
    expect(button(page, "Play")).to_be_visible()


def test_the_picture_comes_before_the_controls(address, open_page):
    """A long list of controls would take a browser longer to draw than all else."""
    first = []

    def prepare(page):
        page.expose_function("saw", lambda seen: first.append(seen))
        page.add_init_script("""(() => {
            const all = (root, css) => [root, ...root.querySelectorAll("*")].some(
                each => each.querySelector?.(css) || (each.shadowRoot && each.shadowRoot.querySelector(css)));
            const wanted = ["[data-testid=stage]", ".st-key-activation input"];
            const look = () => {
                const seen = document.body && wanted.map(css => all(document, css));
                if (seen?.some(Boolean)) saw(seen);
                else requestAnimationFrame(look);
            };
            look();
        })()""")

    open_page(f"{address}/", prepare=prepare)
    assert first == [[True, False]]


def test_a_refused_connection_is_said_and_no_more_once_there_is_one(address, open_page):
    is_refused = True

    def connect(socket):
        if is_refused:
            socket.close()
        else:
            socket.connect_to_server()

    page = open_page(address, waits=None, complains=False, prepare=lambda page: page.route_web_socket("**/*", connect))
    alert = page.get_by_role("alert").filter(has_text="There is no connection to the server yet")
    expect(alert).to_be_visible()
    is_refused = False
    expect(alert).to_have_count(0)
