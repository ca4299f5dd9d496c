"""Makes the README's animated picture from the running app: python -m benchmarks.picture

It plays the gallery's spiral and joins screenshots of the page to an animated WebP.
"""

import io

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from benchmarks.serving import CHROMIUM_FLAGS, ROOT, chromium_path, serve
from ui.playground.gallery import SPIRAL

PICTURE = ROOT / "docs" / "playground.webp"
ADDRESS = f"/?{SPIRAL.replace('speed=full', 'speed=30')}&data_seed=6&weight_seed=6"
EPOCHS = 420  # until the picture ends
SCREENSHOTS = 80  # at most
WIDTH = 960  # pixels of the picture
SHOW_TIME = 110  # milliseconds that each screenshot is shown
LAST_SHOW_TIME = 2500  # milliseconds that the last one is shown


def take_screenshots(page: Page) -> list[Image.Image]:
    """Return screenshots of the page while it plays, evenly spread over EPOCHS."""
    stage = page.get_by_test_id("stage")
    images, epoch, next_epoch = [], 0, 0.0
    page.get_by_role("button", name="Play", exact=True).click()
    page.mouse.move(5, 5)  # away from the Stage, which would show a neuron's card
    while epoch < EPOCHS:
        epoch = int(stage.get_attribute("data-epoch") or 0)
        if epoch < next_epoch:
            page.wait_for_timeout(20)
            continue
        next_epoch = epoch + EPOCHS / SCREENSHOTS
        image = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
        images.append(image.resize((WIDTH, WIDTH * image.height // image.width), Image.Resampling.LANCZOS))
    return images


def main() -> None:
    """Record the page while the network learns the spiral, and save the picture."""
    with serve() as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 720})
        page.goto(server.address + ADDRESS)
        page.get_by_test_id("stage").wait_for()
        images = take_screenshots(page)
        browser.close()
    durations = [SHOW_TIME] * (len(images) - 1) + [LAST_SHOW_TIME]
    images[0].save(PICTURE, save_all=True, append_images=images[1:], duration=durations, loop=0, quality=72, method=4)
    print(f"{PICTURE}: {len(images)} screenshots, {PICTURE.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
