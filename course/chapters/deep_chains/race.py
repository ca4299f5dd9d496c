"""Three deep networks that learn side by side: sigmoids with two optimizers, and tanh."""

from course.chapters import live_race
from course.chapters.deep_chains.starts import experiment
from course.chapters.parts import Check, Screen, Settings, Try, near
from engine.experiments.experiment import Experiment, change
from ui.players.race import Member

WIDTH = 8  # neurons of each of the six hidden layers
DESCENT_STEP, ADAM_STEP = 0.1, 0.01
SOLVED_AT = 0.3  # test loss
RIGHT = 2  # of the three learn


def members(seed: int = 1) -> dict[str, Experiment]:
    """Return the three trainings by the names that are shown."""
    sigmoid = experiment(width=WIDTH, activation="sigmoid", step_size=DESCENT_STEP, weight_seed=seed)
    return {
        "Sigmoid, gradient descent": sigmoid,
        "Sigmoid, Adam": change(sigmoid, optimizer="adam", step_size=ADAM_STEP),
        "tanh, gradient descent": change(sigmoid, activation="tanh"),
    }


def show(s: Settings) -> None:
    """Show the three networks."""
    live_race.show(
        [Member(name, training) for name, training in members().items()],
        f"The same for all: the data, six hidden layers of {WIDTH} neurons, first weights by Xavier. Step size "
        f"{DESCENT_STEP} for gradient descent, {ADAM_STEP} for Adam.",
        colours=(1, 2, 0),
        solved_at=SOLVED_AT,
    )


def _hint(s: Settings, answer: float | None) -> str:
    if near(answer, 1):
        return "One learns at once. Watch the others for forty epochs."
    if near(answer, 3):
        return "One of the maps keeps one colour. Is it right about the disc?"
    return "Look at the maps after forty epochs: which of them show the disc?"


SCREEN = Screen(
    "Deep networks that learn",
    "Press Play. Six layers of sigmoids and plain gradient descent: the slope that reaches the first layers is too "
    "small to move them. With the same first weights, **Adam** learns after all: it divides each step by the size of "
    "the gradients so far, so that small ones count as well. With tanh, plain descent is enough.",
    tries=(
        Try(
            "The sigmoids in the Playground",
            opens="?activation=sigmoid&layers=8-8-8-8-8-8&optimizer=gradient_descent&step_size=0.1&play=true",
        ),
    ),
    checks=(
        Check(
            "learn",
            "How many of the three networks separate the disc from the ring within forty epochs?",
            lambda s, answer: near(answer, RIGHT),
            _hint,
            "",
        ),
    ),
    live=show,
)
