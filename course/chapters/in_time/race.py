"""What the scale does to learning: five trainings for each recurrent scale, measured once."""

from collections.abc import Mapping
from functools import lru_cache

from course.chapters.measured import EVERY, SOLVED, curves, solved_at, table
from course.chapters.parts import Check, Pick, Screen, Settings, Slider, near
from course.chapters.trainings import GREY, add_curves, nearest_step, said, steps_panel
from engine.experiments.fields import Choice, Number
from pictures.sketch.scene import Panel, Scene

SCALES = {name: name for name in ("0.5", "0.8", "1", "1.2", "1.6", "2.5", "4")}
ORTHOGONAL = "1"
STEPS = 400
FIELDS = {"raced": (Choice(SCALES), "0.5"), "race_step": (Number(0, STEPS, whole=True), 100)}
QUICK = 100  # steps
MEDIAN = 50  # steps that networks with an orthogonal matrix need
CHANCE = 1 / 6  # one of six letters


def measure() -> dict[str, list[list[float]]]:
    """Train five networks with each scale on recall over 20 moments; return their accuracies."""
    return {name: curves(STEPS, recurrent_scale=float(name)) for name in SCALES}


@lru_cache(maxsize=1)
def solved() -> dict[str, list[int | None]]:
    """Return for each scale the steps at which the five networks had solved the task."""
    return {name: [solved_at(scores) for scores in table("race")[name]] for name in SCALES}


def figure(s: Settings) -> Scene:
    """Show the accuracies with the chosen scale and with an orthogonal matrix, and the steps of all scales."""
    accuracy = Panel(
        "Accuracy on unseen sequences", (0, STEPS), (0, 1.05), "Accuracy on unseen sequences", "step", share=1.1
    )
    accuracy.line([(0, CHANCE), (STEPS, CHANCE)], "quiet", 1.5, dash=True)
    accuracy.text((0.98 * STEPS, 0.08), "guessing", "quiet", 13, "end")
    if s.raced != ORTHOGONAL:
        add_curves(accuracy, table("race")[ORTHOGONAL], GREY)
    chosen = table("race")[s.raced]
    add_curves(accuracy, chosen, "blue")
    at = nearest_step(s.race_step, STEPS)
    accuracy.line([(at, 0), (at, 1.05)], "red", 1, dash=True)
    accuracy.handle("step", (at, 0.02), "Step to read", "red", "x", (0, STEPS, 0.02, 0.02), EVERY)
    colours = {name: "blue" if name == s.raced else GREY for name in SCALES}
    dots = steps_panel(f"Steps until {100 * SOLVED:.0f} % are right", STEPS, solved(), colours)
    dots.x_title = "recurrent scale"
    now = sorted(scores[at // EVERY] for scores in chosen)
    caption = (
        f"Scale {s.raced}: after {at} steps {100 * now[0]:.0f} to {100 * now[-1]:.0f} % are right. Steps until solved: "
        f"{said(solved()[s.raced])}."
    )
    return Scene([accuracy, dots], caption, height=330)


def drag(s: Settings, name: str, x: float, y: float) -> Mapping[str, int]:
    """Read the nearest step that was measured."""
    return {"race_step": nearest_step(x, STEPS)}


def is_quick(name: str) -> bool:
    """Return whether all five networks with this scale have solved the task within QUICK steps."""
    return all(step is not None and step <= QUICK for step in solved()[name])


def _smallest_hint(s: Settings) -> str:
    if is_quick(s.raced):
        return "All five are that quick, but so they are with a smaller scale."
    return f"Their steps are {said(solved()[s.raced])}. Not all five are below {QUICK}."


def _median_hint(s: Settings, answer: float | None) -> str:
    if near(answer, sum(step or STEPS for step in solved()[ORTHOGONAL]) / 5):
        return "That is the mean. The median is the middle one of the five, in order."
    return "Choose scale 1 and put its five numbers in order: the median is the third."


SCREEN = Screen(
    "What it does to learning",
    "The same task, trained: recall one of six letters after 20 moments. With scale **0.5** the gradient at the first "
    "moment is some 10⁻⁷ of the last one, and all five networks need more than 300 steps. With an **orthogonal** "
    "matrix (grey) the plain network is quick. Scales of 1.2 and 1.6 are quicker still: a gradient that grows on its "
    "way back does no harm here. (Gradients that are too long are clipped: screen 5.) Only at 4 they are slow again.",
    figure=figure,
    controls=(Pick("raced", "Recurrent scale", SCALES), Slider("race_step", "Step", EVERY)),
    checks=(
        Check(
            "smallest",
            f"Choose the smallest of these scales with which all five networks have learned it within {QUICK} steps.",
            lambda s, _: is_quick(s.raced) and not any(is_quick(n) for n in SCALES if float(n) < float(s.raced)),
            lambda s, _: _smallest_hint(s),
        ),
        Check(
            "median",
            "How many steps do networks with an orthogonal matrix need: what is the median of the five?",
            lambda s, answer: near(answer, MEDIAN),
            _median_hint,
            "steps",
        ),
    ),
    drag=drag,
)
