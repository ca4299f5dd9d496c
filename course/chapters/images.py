"""What the chapters on images share: panels that show images, and convolution and pooling of one by the engine."""

from collections.abc import Callable, Sequence

import numpy as np

from engine.layers.conv import Conv
from engine.layers.pool import Pool
from pictures.sketch.scene import Panel


def convolve(image: np.ndarray, kernel: np.ndarray, stride: int = 1, padding: int = 0, bias: float = 0.0) -> np.ndarray:
    """Return the map of one kernel (k, k) on one image (height, width), without an activation."""
    layer = Conv((1, *image.shape), 1, len(kernel), stride, padding, "linear")
    matrix = np.append(kernel.ravel(), bias)[None, None]
    return layer.forward((matrix,), image[None, None, :, :, None]).a[0, 0, :, :, 0]


def pool(image: np.ndarray, kind: str) -> np.ndarray:
    """Return an image (height, width) after 2 × 2 pooling; kind is max or mean."""
    return Pool((1, *image.shape), kind).forward((), image[None, None, :, :, None]).a[0, 0, :, :, 0]


def short(value: float) -> str:
    """Return a number with at most two decimal places, without zeros at its end."""
    return f"{value:.2f}".rstrip("0").rstrip(".") or "0"


def image_panel(
    label: str,
    title: str,
    values: np.ndarray,
    signed: bool = False,
    share: float = 1.0,
    numbers: bool = False,
    window: Sequence[float] = (),
    colour: str = "red",
    scale: float = 1.0,
    write: Callable[[float], str] = short,
) -> Panel:
    """Return a square panel that an image (rows, columns) fills; x and y count pixels, y from the bottom.

    An image is shown divided by `scale`. With numbers, each pixel has its value. window is framed: see Panel.pixels.
    """
    rows, columns = values.shape
    texts = [write(value) for value in values.ravel()] if numbers else ()
    panel = Panel(label, (0, columns), (0, rows), title, axes=False, square=True, share=share)
    return panel.pixels(values / scale, (0, columns, 0, rows), signed, texts, window, colour)


def place(x: float, y: float, rows: int, columns: int, side: int = 1) -> tuple[int, int]:
    """Return the row and the column of the window of this side whose middle is nearest to a point of an image_panel."""
    row = round(min(max(rows - y - side / 2, 0), rows - side))
    return row, round(min(max(x - side / 2, 0), columns - side))


def middle(row: float, column: float, rows: int, height: float = 1, width: float = 1) -> tuple[float, float]:
    """Return the middle of a window of an image with so many rows, in the units of an image_panel."""
    return column + width / 2, rows - row - height / 2
