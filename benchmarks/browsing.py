"""Opens a page of the app in Chromium, and counts and times what its live picture shows; for the benchmarks."""

from typing import Any

from playwright.sync_api import Browser, BrowserContext

# Counts updates, pictures and epochs of the Stage for some milliseconds.
COUNT = """([stage, milliseconds]) => new Promise(resolve => {
    const small = document.createElement("canvas");
    [small.width, small.height] = [160, 80];
    const context = small.getContext("2d", { willReadFrequently: true });
    const epochs = () => +stage.dataset.epoch;
    let [pictures, updates, last, step] = [0, 0, null, stage.dataset.step];
    const [start, firstEpoch] = [performance.now(), epochs()];
    const look = () => {
        const [wide, high] = [160 / stage.clientWidth, 80 / stage.clientHeight];
        for (const canvas of stage.querySelectorAll("canvas:not([hidden])")) {
            const { offsetLeft, offsetTop, offsetWidth, offsetHeight } = canvas;
            context.drawImage(canvas, offsetLeft * wide, offsetTop * high, offsetWidth * wide, offsetHeight * high);
        }
        const pixels = new Uint32Array(context.getImageData(0, 0, 160, 80).data.buffer);
        const hash = pixels.reduce((h, p) => (Math.imul(h, 31) + p) | 0, 7);
        if (hash !== last) pictures++;
        if (stage.dataset.step !== step) updates++;
        [last, step] = [hash, stage.dataset.step];
        const passed = performance.now() - start;
        if (passed < milliseconds) return requestAnimationFrame(look);
        resolve({ seconds: passed / 1000, pictures, updates, epochs: epochs() - firstEpoch });
    };
    look();
})"""

# Counts the animation frames of the page, without what it costs to compare them.
FRAMES = """milliseconds => new Promise(resolve => {
    const start = performance.now();
    let frames = 0;
    const count = () => {
        frames++;
        const passed = performance.now() - start;
        if (passed < milliseconds) requestAnimationFrame(count);
        else resolve(1000 * frames / passed);
    };
    requestAnimationFrame(count);
})"""

# Records, by the page's own clock, when the live picture first exists and when something was last pressed: a wait
# outside the page ends up to half a second late.
RECORD_TIMES = """(() => {
    addEventListener("pointerdown", () => { window.pressed = performance.now(); }, true);
    const find = root => root.querySelector("[data-testid=PICTURE]")
        ?? [...root.querySelectorAll("*")].map(e => e.shadowRoot && find(e.shadowRoot)).find(Boolean);
    const look = () => {
        if (document.body && find(document)) window.opened = performance.now();
        else requestAnimationFrame(look);
    };
    look();
})()"""

# Records when a condition on the picture's data attributes, named d, becomes true.
RECORD_REACHED = """(picture, condition) => {
    const isReached = new Function("d", `return ${condition}`);
    window.reached = null;
    new MutationObserver((_, observer) => {
        if (!isReached(picture.dataset)) return;
        observer.disconnect();
        window.reached = performance.now();
    }).observe(picture, { attributes: true });
}"""
SIZE: Any = {"width": 1280, "height": 800}
PAGE_RESTS = "() => document.querySelector('[data-test-script-state]').dataset.testScriptState === 'notRunning'"


class Visit:
    """One page of the app in a browser. picture is the name of its live picture, such as "wall".

    Without has_line its Frames come through the component.
    """

    def __init__(
        self,
        browser: Browser | BrowserContext,
        address: str,
        query: str,
        path: str = "",
        picture: str = "stage",
        has_line: bool = True,
    ):
        self.received_bytes: list[int] = []  # of each websocket message
        # The pages of a context have the size of the context.
        self.page = browser.new_page(viewport=SIZE) if isinstance(browser, Browser) else browser.new_page()
        self.page.on("websocket", lambda socket: socket.on("framereceived", self._count))
        self.page.add_init_script(RECORD_TIMES.replace("PICTURE", picture))
        if not has_line:
            self.page.route_web_socket("**/live", lambda socket: socket.close(code=1011))
        self.page.goto(f"{address}/{path}?{query}")
        self.picture = self.page.get_by_test_id(picture)
        self.picture.wait_for()

    def _count(self, payload: str | bytes) -> None:
        self.received_bytes.append(len(payload))

    def press(self, name: str) -> None:
        """Press the button with this name."""
        self.page.get_by_role("button", name=name, exact=True).click()

    def play(self) -> None:
        """Press Play, and return when the first update has come."""
        self.press("Play")
        self.wait("d.state === 'playing' && +d.step > 0")

    def answer_time(self, name: str, condition: str) -> float:
        """Press a button; return the seconds until the picture meets a condition on its data attributes, named d."""
        self.page.wait_for_function(PAGE_RESTS)
        self.picture.evaluate(RECORD_REACHED, condition)
        self.press(name)
        self.page.wait_for_function("window.reached")
        return self.page.evaluate("(reached - pressed) / 1000")

    def count(self, seconds: float) -> dict[str, float]:
        """Return what the picture showed in these seconds: updates, pictures, epochs, and kB per update."""
        self.received_bytes.clear()
        counts = self.page.evaluate(COUNT, [self.picture.element_handle(), 1000 * seconds])
        return counts | {"kb_per_update": sum(self.received_bytes) / 1000 / max(counts["updates"], 1)}

    def frame_rate(self, seconds: float) -> float:
        """Return how many animation frames a second the page has: at most so many pictures it can show."""
        rate: float = self.page.evaluate(FRAMES, 1000 * seconds)
        return rate

    def wait(self, condition: str) -> None:
        """Wait until a JavaScript condition on the picture's data attributes, named d, is true."""
        handle = self.picture.element_handle()
        self.page.wait_for_function(f"picture => {{ const d = picture.dataset; return {condition}; }}", arg=handle)
