"""Makes the pictures of the gallery: python -m benchmarks.gallery

Each preset is trained for its number of epochs. Its picture is the output map with the training points, in the
colours of the Stage.
"""

from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from engine import losses
from engine.activations import sigmoid
from engine.data.datasets import HALF_WIDTH
from engine.experiments import address
from engine.experiments.experiment import Experiment
from engine.experiments.image_experiment import ImageExperiment
from engine.experiments.sequence_experiment import SequenceExperiment
from engine.experiments.training_settings import TrainingSettings
from engine.runs import training
from engine.runs.run import Run, evaluate, predict, start_run
from engine.study import sampling, through_time
from pictures.live.maps import grid
from pictures.palette import CLASS_COLOURS, rgb
from ui.images import gallery as images
from ui.playground.gallery import PICTURES, PRESETS
from ui.sequences import gallery as sequences
from ui.widgets.presets import Preset

SIZE = 240  # pixels across
OVERSAMPLING = 3  # the picture is painted this many times larger, then reduced
POINT_RADIUS = 3.1  # pixels
MAX_POINTS = 150  # that are painted
NEUTRAL = np.array([246, 247, 249])  # the colour of an output of 0
STRENGTH = 0.58  # of a class's colour in the map, so that points of the same class stand out from it
LETTERS = 22  # pixels, the height of the input of a sequence
COLOURS = np.array([rgb(colour) for colour in CLASS_COLOURS])


def background(run: Run) -> np.ndarray:
    """Return the output map as RGB colours, (SIZE, SIZE, 3)."""
    z = predict(run, grid(SIZE)).output[0].astype(float)
    if len(z) > 1:
        tints = np.array([NEUTRAL + (colour - NEUTRAL) * STRENGTH for colour in COLOURS[: len(z)]])
        colours = losses.softmax(z).T @ tints
    else:
        classes = run.experiment.class_count
        shade = 2 * sigmoid(z[0]) - 1 if classes else np.clip(z[0], -1, 1)
        strong = np.where(shade[:, None] < 0, COLOURS[0], COLOURS[1])
        colours = NEUTRAL + (strong - NEUTRAL) * STRENGTH * np.abs(shade)[:, None]
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
            colour = tuple(COLOURS[label])
        else:
            strong = COLOURS[int(label > 0)]
            colour = tuple((NEUTRAL + (strong - NEUTRAL) * min(abs(label), 1)).astype(int))
        pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour, outline="white", width=OVERSAMPLING)
    return image.resize((SIZE, SIZE), Image.Resampling.LANCZOS)


def signed(values: np.ndarray) -> np.ndarray:
    """Return colours (…, 3) of weights: blue above zero, orange below, by their share of the largest."""
    share = np.abs(values / np.abs(values).max())[..., None]
    return 255 + (np.where(values[..., None] < 0, COLOURS[0], COLOURS[1]) - 255) * share


def paint_images(run: Run) -> Image.Image:
    """Return the picture of a network on images: six test images, and below them the first kernels."""
    x, _, count = run.scored
    shades = 255 * (1 - x[0, 0, :, :, count : count + 6])
    (matrix,) = run.parameters[0]
    kernels = signed(matrix[0, :4, :-1]).reshape(-1, 3, 3, 3)
    image = Image.new("RGB", (SIZE, SIZE), "white")
    side, gap = SIZE // 3, 6
    for k in range(6):
        tile = Image.fromarray(shades[..., k].astype(np.uint8)).resize((side - gap,) * 2, Image.Resampling.NEAREST)
        image.paste(tile, (k % 3 * side + gap // 2, k // 3 * side + gap // 2))
    small = SIZE // 4
    for k, kernel in enumerate(kernels):
        tile = Image.fromarray(kernel.astype(np.uint8)).resize((small - gap,) * 2, Image.Resampling.NEAREST)
        image.paste(tile, (k * small + gap // 2, 2 * side + (side - small) // 2))
    return image


def paint_sequences(run: Run) -> Image.Image:
    """Return the picture of a network on sequences: its state over a test sequence; of a text, what it writes."""
    image = Image.new("RGB", (SIZE, SIZE), "white")
    pen = ImageDraw.Draw(image)
    if run.experiment.data == "text":
        plain = [text for text in sampling.generate(run, 40) if text.isascii()]  # the font has no ñ
        for i, text in enumerate(plain[:8]):
            pen.text((16, 8 + 28 * i), text, fill=(26, 34, 51), font=ImageFont.load_default(size=24))
        return image
    points = run.test.points[..., :1]
    found = through_time.moments(run, points)
    state = (found.h if found.c is None else found.c)[..., 0]
    tile = Image.fromarray(signed(state).astype(np.uint8)).resize((SIZE, SIZE - LETTERS), Image.Resampling.NEAREST)
    image.paste(tile, (0, LETTERS))
    pitch = SIZE / len(points)
    for t, place in enumerate(points[:, 0]):
        letter = run.experiment.symbols[place]
        pen.text(((t + 0.5) * pitch, LETTERS / 2), letter, (26, 34, 51), ImageFont.load_default(size=15), "mm")
    return image


def save(preset: Preset, path: Path, kind: type[TrainingSettings], paint: Callable[[Run], Image.Image]) -> None:
    """Train a preset and save its picture."""
    path.parent.mkdir(exist_ok=True)
    experiment, _ = address.from_query(preset.query, kind)
    run = start_run(experiment, dtype=np.float32)
    training.advance(run, preset.epochs * run.epoch_steps)
    scores = evaluate(run)
    image = paint(run).convert("P", palette=Image.Palette.ADAPTIVE, colors=128)
    image.save(path, optimize=True)
    accuracy = "" if scores.test_accuracy is None else f"{100 * scores.test_accuracy[0]:.1f} %"
    losses_now = f"train {scores.train_loss[0]:9.4g} test {scores.test_loss[0]:9.4g}"
    print(f"{path.stem:18} epoch {run.epoch:4} {losses_now} {accuracy:8} {path.stat().st_size} bytes")


def main() -> None:
    """Train every preset and save its picture."""
    for name, preset in PRESETS.items():
        save(preset, PICTURES / f"{name}.png", Experiment, paint)
    for name, preset in images.PRESETS.items():
        save(preset, images.PICTURES / f"{name}.png", ImageExperiment, paint_images)
    for name, preset in sequences.PRESETS.items():
        save(preset, sequences.PICTURES / f"{name}.png", SequenceExperiment, paint_sequences)


if __name__ == "__main__":
    main()
