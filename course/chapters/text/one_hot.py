"""One-hot: a character as a column of zeros with a single one, and what a matrix makes of it."""

from collections.abc import Mapping

import numpy as np

from course.chapters.images import image_panel, short
from course.chapters.parts import Answer, Check, Formula, Prediction, Screen, Settings, Slider, near
from engine.experiments.fields import Number
from engine.layers.recurrent import Recurrent
from pictures.sketch.scene import Panel, Scene

LETTERS = ("a", "e", "i", "l", "m", "n", "r", "s")
PLACES = 4
LETTER = Number(0, len(LETTERS) - 1, whole=True)
FIELDS = {f"letter_{k + 1}": (LETTER, place) for k, place in enumerate((1, 3, 7, 0))} | {
    "read_place": (Number(1, PLACES, whole=True), 1)
}
WORD = "mira"
WEIGHTS = np.array(
    [
        [0.9, 0.7, 0.8, -0.5, -0.7, -0.4, -0.6, -0.8],
        [0.1, -0.2, 0.4, 0.8, -0.3, -0.9, 0.6, 0.2],
        [-0.6, 0.3, 0.5, 0.0, 0.7, 0.2, -0.4, -0.1],
    ]
)
SHADE = 1.2  # the weight that would have the full colour
SYMBOLS, UNITS = 33, 64  # of the network in the check
RIGHT, ADDED = SYMBOLS * UNITS, SYMBOLS + UNITS


def weighted(matrix: np.ndarray, place: int) -> np.ndarray:
    """Return W x for the one-hot column of a place, by the engine's recurrent layer with no state and no activation."""
    units, symbols = matrix.shape
    x = np.zeros((1, symbols + 1, 1, 1))
    x[0, place] = x[0, -1] = 1
    whole = np.hstack([np.zeros((units, units)), matrix, np.zeros((units, 1))])
    return Recurrent(symbols, units, 1, "linear").forward((whole[None],), x).a[0, :, 0, 0]


def letters(s: Settings) -> list[int]:
    """Return the places of the four letters."""
    return [getattr(s, f"letter_{k + 1}") for k in range(PLACES)]


def word(s: Settings) -> str:
    """Return the word that is set."""
    return "".join(LETTERS[place] for place in letters(s))


def _product_panel(place: int) -> Panel:
    """Return a panel with the matrix, the column of a letter framed, and the product with its one-hot column."""
    rows, columns = WEIGHTS.shape
    at = columns + 1.2  # where the product stands
    panel = Panel("The weights W, a column for each letter, and the product W x", (0, at + 1), (0, rows + 1))
    panel.title, panel.axes, panel.square = "Weights W, and W x", False, True
    texts = [short(value) for value in WEIGHTS.ravel()]
    panel.pixels(WEIGHTS / SHADE, (0, columns, 0, rows), True, texts, (0, place, rows, 1))
    product = weighted(WEIGHTS, place)
    panel.pixels(product[:, None] / SHADE, (at, at + 1, 0, rows), True, [short(v) for v in product])
    for k, letter in enumerate(LETTERS):
        panel.text((k + 0.5, rows + 0.4), letter, "ink", 17, bold=True)
    panel.text((at + 0.5, rows + 0.4), "W x", "ink", 15, bold=True)
    return panel


def figure(s: Settings) -> Scene:
    """Show the word as four columns, the matrix, and its product with one of the columns."""
    chosen, rows, at = letters(s), len(LETTERS), s.read_place - 1
    columns = np.zeros((rows, PLACES))
    columns[chosen, range(PLACES)] = 1
    hot = image_panel(
        "Four columns of eight numbers", f"“{word(s)}”, one-hot", 0.85 * columns, window=(0, at, rows, 1), share=0.65
    )
    hot.x = (-1, PLACES)  # room for the letters
    for k, letter in enumerate(LETTERS):
        hot.text((-0.5, rows - k - 0.5), letter, "ink", 17, bold=True)
    for k, place in enumerate(chosen):
        middle = k + 0.5
        label = f"Letter {k + 1}"
        hot.handle(
            f"letter_{k + 1}", (middle, rows - place - 0.5), label, "red", "y", (middle, middle, 0.5, rows - 0.5), 1
        )
    matrix = _product_panel(chosen[at])
    numbers = ", ".join(short(value) for value in weighted(WEIGHTS, chosen[at]))
    caption = f"Letter {s.read_place} is {LETTERS[chosen[at]]}: seven zeros and a one. W x is its column, ({numbers})."
    return Scene([hot, matrix], caption, height=340)


def drag(s: Settings, name: str, x: float, y: float) -> Mapping[str, int]:
    """Change a letter, and read it."""
    place = round(min(max(len(LETTERS) - y - 0.5, 0), len(LETTERS) - 1))
    return {name: place, "read_place": int(name[-1])}


def _count_hint(s: Settings, answer: float | None) -> str:
    if near(answer, ADDED):
        return "Every symbol has a weight to every unit: multiply."
    return "The matrix has a row for each unit and a column for each symbol."


SCREEN = Screen(
    "One-hot",
    "A network computes with numbers, but letters are not numbers: b is not more than a. So each symbol is a column "
    "with as many entries as there are symbols, all 0 but one: **one-hot**. Times a matrix, such a column picks one "
    "column of it. So each symbol has weights of its own, which are learned. Drag the ones. The lists of names in this "
    "chapter have 33 symbols: letters, letters with accents, and one for the end of a name.",
    figure=figure,
    formulas=(
        Formula(
            r"W \, x = W_{\cdot k} \quad \text{if } x_k = 1",
            {"W": "weights", "x": "one-hot column", "k": "place of the symbol", r"W_{\cdot k}": "column k of W"},
            computed_by=weighted,
            written_out=lambda matrix, place: matrix[:, place],
            sample_arguments=lambda rng: (rng.normal(size=(3, 5)), int(rng.integers(0, 5))),
        ),
    ),
    prediction=Prediction(
        "The word has the letters e, l, s, a. The second letter becomes an e too. What is W x for it?",
        (
            Answer("Twice the column of e.", "Each letter is multiplied by itself: another e adds nothing."),
            Answer(
                "The same as for the first letter.", "W x depends on the symbol only. Its place is left to the state."
            ),
            Answer(
                "Another column: it is at another place.",
                "A column of W belongs to a symbol, not to a place in the word.",
            ),
        ),
        1,
        {"letter_2": 1, "read_place": 2},
    ),
    controls=(Slider("read_place", "Letter to multiply", 1),),
    checks=(
        Check(
            "spell",
            f"Spell “{WORD}”.",
            lambda s, _: word(s) == WORD,
            lambda s, _: f"It says “{word(s)}”. Each column is a letter: drag its one to the right row.",
        ),
        Check(
            "weights",
            f"A recurrent layer of {UNITS} units reads text of {SYMBOLS} symbols. How many weights lead from the input "
            "to the units, without biases?",
            lambda s, answer: near(answer, RIGHT),
            _count_hint,
            "weights",
        ),
    ),
    drag=drag,
)
