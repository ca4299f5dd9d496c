"""Takes the README's moving picture from the running app: python -m benchmarks.picture

It plays the gallery's spiral and joins screenshots of the page to an animated WebP.
"""

import io

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from benchmarks.serving import CHROMIUM_FLAGS, ROOT, chromium_path, serve
from ui.playground.gallery import SPIRAL

PICTURE = ROOT / "docs" / "playground.webp"
ADDRESS = f"/?{SPIRAL.replace('speed=full', 'speed=30')}&data_seed=6&weight_seed=6"
EPOCHS = 420
WIDTH = 960  # pixels of the picture
PACE = 110  # milliseconds that each screenshot is shown
LAST = 2500  # and the last one


def shots(page: Page) -> list[Image.Image]:
    """Return screenshots of the page while it plays, until EPOCHS are over."""
    stage = page.get_by_test_id("stage")
    images, epoch, wanted = [], 0, 0.0
    page.get_by_role("button", name="Play", exact=True).click()
    page.mouse.move(5, 5)
    while epoch < EPOCHS:
        epoch = int(stage.get_attribute("data-epoch"))
        if epoch < wanted:
            page.wait_for_timeout(20)
            continue
        wanted = epoch + EPOCHS / 80
        image = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
        images.append(image.resize((WIDTH, WIDTH * image.height // image.width), Image.Resampling.LANCZOS))
    return images


def main() -> None:
    """Let the network learn the spiral, and save what the page shows."""
    with serve() as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 720})
        page.goto(server.address + ADDRESS)
        page.get_by_test_id("stage").wait_for()
        images = shots(page)
        browser.close()
    paces = [PACE] * (len(images) - 1) + [LAST]
    images[0].save(PICTURE, save_all=True, append_images=images[1:], duration=paces, loop=0, quality=72, method=4)
    print(f"{PICTURE}: {len(images)} pictures, {PICTURE.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
