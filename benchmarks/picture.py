"""Takes the README's picture from the running app: python -m benchmarks.picture"""

from playwright.sync_api import sync_playwright

from benchmarks.serving import CHROMIUM_FLAGS, ROOT, chromium_path, serve

ADDRESS = "/?data=spiral&layers=8-8&noise=0&speed=full&step_size=0.01&train_share=70"


def main() -> None:
    """Let the network learn the spiral, pause, and save what the page shows."""
    with serve() as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 720}, device_scale_factor=1.5)
        page.goto(server.address + ADDRESS)
        stage = page.get_by_test_id("stage")
        stage.wait_for()
        page.get_by_role("button", name="Play", exact=True).click()
        learned = "stage => +stage.dataset.testLoss < 0.05 && +stage.dataset.epoch > 300"
        page.wait_for_function(learned, arg=stage.element_handle(), timeout=60_000)
        page.get_by_role("button", name="Pause", exact=True).click()
        page.get_by_role("button", name="Play", exact=True).wait_for()
        page.mouse.move(5, 5)
        page.wait_for_timeout(800)  # for the last glide and the button's own fading
        page.screenshot(path=ROOT / "docs" / "playground.png")
        browser.close()


if __name__ == "__main__":
    main()
