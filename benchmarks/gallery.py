"""Makes the pictures of the gallery: python -m benchmarks.gallery

Each preset is trained for its number of epochs. Its picture is the output map with the training points, in the
colours of the Stage.
"""

import numpy as np
from PIL import Image, ImageDraw

from engine import losses
from engine.data.datasets import HALF_WIDTH
from engine.experiments import address
from engine.runs import training
from engine.runs.training import Run
from pictures.live.maps import grid
from ui.playground.gallery import PICTURES, PRESETS, picture
from ui.widgets.thumbnails import COLOURS

SIZE = 240  # pixels across
OVERSAMPLING = 3  # the picture is painted this many times larger, then reduced
POINT_RADIUS = 3.1  # pixels
MAX_POINTS = 150  # that are painted
MIDDLE = np.array([246, 247, 249])


def _rgb(colour: str) -> np.ndarray:
    return np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)])


def background(run: Run) -> np.ndarray:
    """Return the output map as RGB colours, (SIZE, SIZE, 3)."""
    z = training.predict(run, grid(SIZE)).output[0].astype(float)
    if len(z) > 1:
        tints = np.array([MIDDLE + (_rgb(colour) - MIDDLE) * 0.58 for colour in COLOURS[: len(z)]])
        colours = losses.softmax(z).T @ tints
    else:
        classes = run.experiment.class_count
        shade = 2 * losses.sigmoid(z[0]) - 1 if classes else np.clip(z[0], -1, 1)
        strong = np.where(shade[:, None] < 0, _rgb(COLOURS[0]), _rgb(COLOURS[1]))
        colours = MIDDLE + (strong - MIDDLE) * 0.58 * np.abs(shade)[:, None]
    return colours.reshape(SIZE, SIZE, 3)


def paint(run: Run) -> Image.Image:
    """Return the picture of a Run: its output map and its training points."""
    pixels = np.clip(background(run), 0, 255).astype(np.uint8)
    image = Image.fromarray(pixels).resize((SIZE * OVERSAMPLING, SIZE * OVERSAMPLING), Image.Resampling.BICUBIC)
    pen = ImageDraw.Draw(image)
    radius = POINT_RADIUS * OVERSAMPLING
    for (x1, x2), label in list(zip(run.train.points.T, run.train.labels, strict=True))[:MAX_POINTS]:
        x, y = ((value / HALF_WIDTH + 1) / 2 * SIZE * OVERSAMPLING for value in (x1, -x2))
        if run.experiment.class_count:
            colour = tuple(_rgb(COLOURS[label]))
        else:
            strong = _rgb(COLOURS[int(label > 0)])
            colour = tuple((MIDDLE + (strong - MIDDLE) * min(abs(label), 1)).astype(int))
        pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour, outline="white", width=OVERSAMPLING)
    return image.resize((SIZE, SIZE), Image.Resampling.LANCZOS)


def main() -> None:
    """Train every preset and save its picture."""
    PICTURES.mkdir(exist_ok=True)
    for name, preset in PRESETS.items():
        experiment, _ = address.from_query(preset.query)
        run = training.start(experiment, dtype=np.float32)
        training.advance(run, preset.epochs * run.epoch_steps)
        scores = training.evaluate(run)
        image = paint(run).convert("P", palette=Image.Palette.ADAPTIVE, colors=128)
        image.save(picture(name), optimize=True)
        size = picture(name).stat().st_size
        accuracy = "" if scores.test_accuracy is None else f"{100 * scores.test_accuracy[0]:.1f} %"
        losses_now = f"train {scores.train_loss[0]:9.4g} test {scores.test_loss[0]:9.4g}"
        print(f"{name:18} epoch {run.epoch:4} {losses_now} {accuracy:8} {size} bytes")


if __name__ == "__main__":
    main()
