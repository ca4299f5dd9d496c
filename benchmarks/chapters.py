"""Makes the pictures of the chapters: python -m benchmarks.chapters

Each picture is a reduced screenshot of the chapter's figure.
"""

import io
import sys

from PIL import Image
from playwright.sync_api import sync_playwright

from benchmarks.serving import CHROMIUM_FLAGS, chromium_path, serve
from course.path import CHAPTERS, PICTURES, picture

WIDTH, HEIGHT = 420, 250  # pixels of a picture
# The query of the figure that is shown, for chapters whose first figure is not the one that shows most.
QUERIES = {
    "learning": "form=network",
    "depth_of": "neurons=3&x1=3&y1=2&x2=-3&y2=2&x3=0&y3=-3.4",
    "loss": "screen=2&out_x=3.5&out_y=11",
    "descending": "alpha=1.75",
    "backprop": "stage=9",
    "data_size": "screen=3&kind=rotation",
    "transfer": "screen=3",
    "convolution": "preset=sobel_across",
    "deep_chains": "w=0.6&deep=6",
    "recurrent": "now=5",
    "in_time": "factor=-0.93",
    "text": "screen=5&read_unit=13",
}


def main() -> None:
    """Open every chapter and save its picture."""
    path = chromium_path()
    if path is None:
        sys.exit("benchmarks.chapters needs Chromium or Chrome: install it")
    PICTURES.mkdir(exist_ok=True)
    with serve() as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        for chapter in CHAPTERS:
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            page.goto(f"{server.address}/{chapter.name}?{QUERIES.get(chapter.name, '')}")
            row = page.get_by_test_id("sketch").locator(".row")
            row.locator("svg").first.wait_for()
            page.locator("[data-test-script-state=notRunning]").wait_for()
            figure = Image.open(io.BytesIO(row.screenshot())).convert("RGB")
            figure.thumbnail((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
            image = Image.new("RGB", (WIDTH, HEIGHT), "white")
            image.paste(figure, ((WIDTH - figure.width) // 2, (HEIGHT - figure.height) // 2))
            image.convert("P", palette=Image.Palette.ADAPTIVE, colors=128).save(picture(chapter), optimize=True)
            print(f"{chapter.name:12} {picture(chapter).stat().st_size} bytes")
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
