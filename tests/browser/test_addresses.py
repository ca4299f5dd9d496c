"""What an address opens, and how a page finds back to what it showed."""

import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import expect

from benchmarks.serving import free_port, serve
from tests.browser.looking import PATIENCE, button, reading, stage, wait_for

pytestmark = pytest.mark.browser

FRAME = '<!doctype html><title>A course</title><iframe src="%s/?layers=2" width="1260" height="1050"></iframe>'


@pytest.fixture
def course(address):
    """The address of a page with the app in a frame. For a browser localhost is another site than 127.0.0.1."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write((FRAME % address).encode())

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Page) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://localhost:{server.server_port}/"
        server.shutdown()
        thread.join()


def test_the_same_address_gives_the_same_bits(address, open_page):
    numbers = []
    for _ in range(2):
        page = open_page(f"{address}/?data=spiral&layers=8-8&step_by=mini_batch")
        for step in range(1, 4):
            button(page, "Step").click()
            wait_for(page, f"d.step === '{step}'")
        numbers.append(reading(page))
    assert numbers[0] == numbers[1]


def test_a_page_comes_back_to_its_step_when_the_server_was_started_anew(open_page):
    port = free_port()
    with serve(port) as server:
        page = open_page(f"{server.address}/?data=spiral&layers=5&speed=full", complains=False)
        button(page, "Play").click()
        wait_for(page, "+d.step > 500")
    step = int(reading(page)["step"])
    with serve(port):
        wait_for(page, f"+d.step > {step}", seconds=2 * PATIENCE)  # it trains anew to where it was
        assert page.url.endswith("/?data=spiral&layers=5&speed=full")
        expect(page.get_by_text("Not the network that you saw")).to_have_count(0)
        button(page, "Pause").click()
        wait_for(page, "d.state === 'paused'")


def test_a_page_that_stood_still_comes_back_too_and_answers(open_page):
    port = free_port()
    with serve(port) as server:
        page = open_page(f"{server.address}/?data=spiral&layers=5", complains=False)
        button(page, "Step").click()
        wait_for(page, "d.state === 'paused' && d.epoch === '1'")
        page.get_by_role("combobox", name="Step size α").click()
        page.get_by_role("option", name="0.1", exact=True).click()
        expect(page).to_have_url(re.compile("step_size=0.1"))
        wait_for(page, "d.state === 'paused' && d.epoch === '1'")  # the weights stay
        page.wait_for_function("network_before.exact === false")
        token = page.evaluate("network_before.token")
    with serve(port):
        # Nothing ran when the line broke: Streamlit connects again, and runs nothing.
        page.wait_for_function(f"network_before.token !== '{token}'", timeout=2000 * PATIENCE)
        expect(page.get_by_text("Not the network that you saw")).to_be_visible()
        wait_for(page, "d.state === 'paused' && d.epoch === '1'")
        stage(page).get_by_role("button", name="Add a neuron to hidden layer 1").click()
        expect(page).to_have_url(re.compile("layers=6"))


def test_a_page_that_is_loaded_again_offers_to_train_to_its_step(address, open_page):
    page = open_page(f"{address}/?data=moons&speed=full")
    button(page, "Play").click()
    wait_for(page, "+d.epoch > 20")
    button(page, "Pause").click()
    wait_for(page, "d.state === 'paused'")
    there = reading(page)
    page.reload()
    offer = stage(page).get_by_role("button", name=f"Train to epoch {there['epoch']} again")
    offer.click()
    wait_for(page, f"d.state === 'paused' && d.step === '{there['step']}'")
    assert reading(page)["testLoss"] == there["testLoss"]
    expect(offer).to_have_count(0)
    page.get_by_role("combobox", name="Step size α").click()
    page.get_by_role("option", name="0.1", exact=True).click()
    expect(page).to_have_url(re.compile("step_size=0.1"))
    page.wait_for_function("network_before.exact === false")
    page.reload()
    expect(stage(page).get_by_text("was changed on the way, and is lost")).to_be_visible()
    stage(page).get_by_role("button", name="Close", exact=True).click()
    expect(stage(page).get_by_text("The page was loaded again")).to_have_count(0)


def test_play_in_the_address_starts_at_once(address, open_page):
    page = open_page(f"{address}/?play=true&data=moons")
    wait_for(page, "d.state === 'playing' && +d.step > 0")
    expect(button(page, "Pause")).to_be_visible()


def test_a_link_opens_trained_to_its_step(address, open_page):
    played = open_page(f"{address}/?data=spiral&layers=8-8")
    for epoch in range(1, 4):
        button(played, "Step").click()
        wait_for(played, f"d.epoch === '{epoch}'")
    there = reading(played)
    page = open_page(f"{address}/?data=spiral&layers=8-8&speed=1&at_step={there['step']}")
    wait_for(page, f"d.state === 'paused' && d.step === '{there['step']}'")
    arrived = reading(page)
    assert [arrived[name] for name in ("epoch", "testLoss", "trainLoss")] == [
        there[name] for name in ("epoch", "testLoss", "trainLoss")
    ]


def test_a_deep_link_on_a_cold_server(open_page):
    """The first visitor of a page that is not the default one sees it, and no dialog that says it does not exist."""
    with serve() as cold:
        page = open_page(f"{cold.address}/softmax?screen=2", waits="sketch")
        expect(page.get_by_role("heading", name="Only differences count")).to_be_visible()
        expect(page.get_by_role("dialog")).to_have_count(0)
        page.close()
    with serve() as cold:
        page = open_page(f"{cold.address}/?data=pinwheel&layers=5-5&activation=relu")
        expect(stage(page)).to_have_attribute("aria-label", re.compile("hidden layers of 5, 5 ReLU neurons$"))
        expect(page.get_by_role("dialog")).to_have_count(0)
        page.close()


def test_the_back_button_undoes_and_forward_does_it_again(address, open_page):
    page = open_page(address)
    page.get_by_role("radio", name="Moons").click()
    expect(page).to_have_url(re.compile("data=moons"))
    moons = reading(page)
    page.go_back()
    expect(page.get_by_role("radio", name="Circle")).to_be_checked()
    wait_for(page, f"d.trainLoss !== '{moons['trainLoss']}'")
    page.go_forward()
    expect(page.get_by_role("radio", name="Moons")).to_be_checked()
    wait_for(page, f"d.trainLoss === '{moons['trainLoss']}'")


def test_a_bad_address_is_explained_and_not_interpreted(address, open_page):
    page = open_page(f"{address}/?step_size=fast&shape=<img src=x onerror=alert(1)>&data=**torus**")
    expect(page.get_by_text("step_size must be a number in (0, 10], got “fast”: 0.01 is used.")).to_be_visible()
    expect(page.get_by_text("got “**torus**”")).to_be_visible()
    assert reading(page)["state"] == "ready"


@pytest.mark.everywhere
def test_a_shared_link_opens_the_trained_network(address, open_page):
    page = open_page(f"{address}/?data=moons")
    button(page, "Step").click()
    wait_for(page, "d.epoch === '1'")
    there = reading(page)
    button(page, "Share").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("Trained to step 25").click()
    code = dialog.get_by_test_id("stCode")
    expect(code).to_contain_text("at_step=25")
    expect(dialog.get_by_role("button", name="QR code of this link")).to_be_visible()
    other = open_page(code.inner_text().strip())
    wait_for(other, "d.state === 'paused' && d.step === '25'")
    assert reading(other)["testLoss"] == there["testLoss"]


def test_an_address_that_came_back_changed_and_a_link_that_is_pasted_open_what_they_mean(address, open_page):
    page = open_page(f"{address}/%3Fdata=spiral&amp;layers=5-5)")
    expect(page).to_have_url(f"{address}/?data=spiral&layers=5-5")
    expect(stage(page)).to_have_attribute("aria-label", re.compile("hidden layers of 5, 5 "))
    page.get_by_role("radio", name="Take away", exact=True).click()
    box = page.get_by_role("textbox", name="Open a link")
    box.fill("https://playground.tensorflow.org/#activation=relu&dataset=xor&networkShape=4,2&seed=0.5&hideText=true")
    box.press("Enter")
    button(page, "Open it here").click()
    expect(page).to_have_url(re.compile("data=exclusive_or"))
    expect(stage(page)).to_have_attribute("aria-label", re.compile("hidden layers of 4, 2 ReLU"))
    expect(page.get_by_text("Without an equal here: hideText, its seed.")).to_be_visible()
    page.go_back()
    expect(stage(page)).to_have_attribute("aria-label", re.compile("hidden layers of 5, 5 "))
    unknown = page.request.get(f"{address}/learn/nothing", headers={"Accept": "text/html"})
    assert (unknown.status, "There is no page at this address" in unknown.text()) == (404, True)


def test_an_embedded_page_is_the_stage_with_its_controls(address, open_page):
    page = open_page(f"{address}/?embed=true&data=moons", width=1100, height=640)
    expect(button(page, "Play")).to_be_visible()
    expect(page.get_by_test_id("stHeader")).to_be_hidden()
    expect(button(page, "Share")).to_be_hidden()
    expect(page.get_by_text("Take away")).to_be_hidden()
    button(page, "Play").click()
    wait_for(page, "d.state === 'playing' && +d.step > 0")


@pytest.mark.everywhere
def test_files_are_uploaded_in_a_frame_on_another_site(course, tabs):
    """Browsers keep cookies out of such a frame."""
    page = tabs.new({"width": 1280, "height": 1100}, {})
    refused = []
    page.on("response", lambda answer: refused.append(answer.url) if answer.status >= 400 else None)
    page.goto(course)
    frame = page.frame_locator("iframe")
    neuron = frame.get_by_role("button", name="Add a neuron to hidden layer 1")
    expect(neuron).to_be_visible()
    frame.get_by_role("radio", name="Take away").click()
    network = {"name": "network.json", "mimeType": "application/json", "buffer": b"[[[0.5, -1.2]], [0.1]]"}
    frame.locator("input[type=file]").set_input_files(network)
    button(frame, "Use this network").click()
    expect(neuron).to_have_count(0)  # it has no hidden layer
    frame.get_by_role("radio", name="Settings").click()
    button(frame, "Upload or paste a table").click()
    table = {"name": "table.csv", "mimeType": "text/csv", "buffer": b"x,y,label\n1,2,a\n2,1,b\n0,1,a\n"}
    frame.locator("input[type=file]").set_input_files(table)
    expect(frame.get_by_text("3 points: a → orange (2), b → blue (1).")).to_be_visible()
    assert page.evaluate("document.querySelector('iframe').contentDocument") is None  # it is of another site
    assert not [url for url in refused if "upload_file" in url]
    page.close()
