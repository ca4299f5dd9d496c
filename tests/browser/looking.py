"""How the browser tests look at the Stage and wait for it."""

import os
import time

import pytest

from benchmarks.serving import chromium_path

# Milliseconds between two looks at a page. A look at each of its pictures, as is usual, has the browser draw them all.
LOOK_EVERY = 50
PATIENCE = 60  # seconds, after which what is waited for counts as missing: a busy machine can be many times slower

# Hashes what the Stage's canvases show together, made small.
PICTURE = """stage => {
    const small = document.createElement("canvas");
    [small.width, small.height] = [160, 80];
    const context = small.getContext("2d");
    const [wide, high] = [160 / stage.clientWidth, 80 / stage.clientHeight];
    for (const canvas of stage.querySelectorAll("canvas:not([hidden])")) {
        const { offsetLeft, offsetTop, offsetWidth, offsetHeight } = canvas;
        context.drawImage(canvas, offsetLeft * wide, offsetTop * high, offsetWidth * wide, offsetHeight * high);
    }
    const pixels = new Uint32Array(context.getImageData(0, 0, 160, 80).data.buffer);
    return { hash: pixels.reduce((h, p) => (Math.imul(h, 31) + p) | 0, 7), colours: new Set(pixels).size };
}"""

# Resolves to the picture's hash once it has been the same for ten pictures.
SETTLED = f"""stage => new Promise(resolve => {{
    const picture = {PICTURE};
    let [last, same] = [null, 0];
    const look = () => {{
        const {{ hash }} = picture(stage);
        same = hash === last ? same + 1 : 0;
        last = hash;
        if (same === 10) resolve(hash);
        else requestAnimationFrame(look);
    }};
    look();
}})"""

# Follows the Stage over many pictures; resolves to how many differed, and how many updates there were.
WATCH = f"""stage => new Promise(resolve => {{
    const picture = {PICTURE};
    const [pictures, steps] = [new Set(), new Set()];
    const begun = performance.now();
    const look = () => {{
        pictures.add(picture(stage).hash);
        steps.add(stage.dataset.step);
        if (steps.size > 8 || performance.now() - begun > 15000) resolve([pictures.size, steps.size]);
        else requestAnimationFrame(look);
    }};
    look();
}})"""


class Line:
    """What a page and its server say to each other; the answers can be held up, as on a slow network.

    Unless has_live, the live picture has no WebSocket of its own, so that it asks through its component.
    """

    def __init__(self, has_live=False):
        self.has_live = has_live
        self.holds = False
        self.asked = 0  # how often the page has said something since the answers are held up
        self.held = []

    def connect(self, socket):
        server = socket.connect_to_server()

        def ask(message):
            self.asked += self.holds
            server.send(message)

        def answer(message):
            if self.asked:
                self.held.append(lambda: socket.send(message))
            else:
                socket.send(message)

        socket.on_message(ask)
        server.on_message(answer)

    def hold(self):
        """Hold up all answers from when the page says something next."""
        self.holds = True

    def wait(self, page):
        """Wait until the page has said something."""
        end = time.monotonic() + PATIENCE
        while not self.asked:
            assert time.monotonic() < end
            page.wait_for_timeout(20)

    def release(self):
        held, self.holds, self.asked, self.held = self.held, False, 0, []
        for send in held:
            send()


def chromium_or_skip():
    """Return the path of a Chromium; without one the tests are skipped, but in CI they fail."""
    path = chromium_path()
    if path is None:
        message = "no Chromium on this machine: install one to run the browser tests"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    return path


def stage(page):
    return page.get_by_test_id("stage")


def reading(page):
    return stage(page).evaluate("stage => ({ ...stage.dataset })")


def button(page, name):
    return page.get_by_role("button", name=name, exact=True)


def choose_panel(page, name):
    """Choose a panel, and wait until the page has begun to show it: until then it rests with the one before."""
    radio = page.get_by_role("radio", name=name, exact=True)
    if radio.is_checked():
        return
    text = "document.querySelector('.st-key-more').innerText"
    before = page.evaluate(text)
    radio.click()
    page.wait_for_function(f"before => {text} !== before", arg=before)


def unfold(page):
    """Show all controls of a page."""
    page.locator(".st-key-unfold button:visible").click()
    page.locator(".st-key-unfold button:visible").get_by_text("Fewer").wait_for(state="attached")
    page.locator(".st-key-rest").wait_for()


def picture(page, name):
    """Return the live picture of this name, such as wall."""
    return page.get_by_test_id(name)


def wait_for(page, condition, name="stage", seconds=PATIENCE):
    """Wait until a condition on the data, d, of a live picture holds."""
    page.wait_for_function(
        f"""() => {{
            const find = root => {{
                for (const e of root.querySelectorAll("*")) {{
                    if (e.dataset.testid === "{name}") return e;
                    const inner = e.shadowRoot && find(e.shadowRoot);
                    if (inner) return inner;
                }}
            }};
            const d = find(document)?.dataset;
            return d && ({condition});
        }}""",
        timeout=1000 * seconds,
        polling=LOOK_EVERY,
    )


def wait_for_promise(page, expression, arg=None, seconds=PATIENCE):
    """Wait until a promise resolves to something true; wait_for_function takes the promise itself for that."""
    end = time.monotonic() + seconds
    while not page.evaluate(expression, arg):
        assert time.monotonic() < end, expression
        page.wait_for_timeout(LOOK_EVERY)


def train(page, epochs=3):
    """Step for some epochs."""
    first = int(reading(page)["epoch"])
    for epoch in range(first + 1, first + epochs + 1):
        button(page, "Step").click()
        wait_for(page, f"d.epoch === '{epoch}'")
