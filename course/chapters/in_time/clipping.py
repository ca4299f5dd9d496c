"""Where clipping helps: networks with ReLU, whose slopes do not hold an exploding gradient back."""

from collections.abc import Mapping
from functools import lru_cache

import numpy as np

from course.chapters.measured import EVERY, SEEDS, begin, curves, solved_at, table
from course.chapters.parts import Check, Pick, Screen, Settings, Slider, near
from course.chapters.trainings import add_curves, nearest_step, said, steps_panel
from engine.experiments.fields import Choice, Number
from engine.numerals import significant
from engine.study import inspection
from pictures.sketch.scene import Panel, Scene

SCALES = {name: name for name in ("1", "1.5", "2")}
STEPS, LIMIT = 400, 1.0  # steps, and the largest norm with clipping
CLIPS = {"clipped": LIMIT, "free": 0.0}
FIELDS = {"clip_scale": (Choice(SCALES), "1"), "clip_step": (Number(0, STEPS, whole=True), 200)}
NEVER = 2  # networks with scale 2 and without clipping that have not solved it
READY = 4  # networks with clipping, in the check


def measure() -> dict[str, dict[str, list[list[float]]]]:
    """Train five networks with ReLU on recall over 20 moments, with and without clipping; return their accuracies."""
    return {
        scale: {
            name: curves(STEPS, activation="relu", recurrent_scale=float(scale), clip_norm=limit)
            for name, limit in CLIPS.items()
        }
        for scale in SCALES
    }


@lru_cache(maxsize=1)
def solved() -> dict[str, dict[str, list[int | None]]]:
    """Return for each scale, with and without clipping, the steps at which the five networks had solved the task."""
    return {
        scale: {name: [solved_at(scores) for scores in table("clipping")[scale][name]] for name in CLIPS}
        for scale in SCALES
    }


@lru_cache(maxsize=len(SCALES))
def first_norms(scale: str) -> np.ndarray:
    """Return the norms of the gradients of the five networks before the first step."""
    runs = [begin(seed, activation="relu", recurrent_scale=float(scale), examples=200) for seed in SEEDS]
    return np.array([float(np.linalg.norm(inspection.gradient(run)[0])) for run in runs])


def _short(norm: float) -> str:
    return f"{norm:.1f}" if norm < 10 else significant(norm, 2)


def figure(s: Settings) -> Scene:
    """Show the accuracies with and without clipping, and the steps until it was solved."""
    accuracy = Panel("Accuracy on unseen sequences", (0, STEPS), (0, 1.05), "Accuracy", "step", share=1.1)
    rows = table("clipping")[s.clip_scale]
    add_curves(accuracy, rows["free"], "orange")
    add_curves(accuracy, rows["clipped"], "blue")
    at = nearest_step(s.clip_step, STEPS)
    accuracy.line([(at, 0), (at, 1.05)], "red", 1, dash=True)
    accuracy.handle("step", (at, 0.02), "Step to read", "red", "x", (0, STEPS, 0.02, 0.02), EVERY)
    steps = {"with clipping": solved()[s.clip_scale]["clipped"], "without": solved()[s.clip_scale]["free"]}
    dots = steps_panel(
        "Steps until it is solved", STEPS, steps, {"with clipping": "blue", "without": "orange"}, share=0.75
    )
    norms = first_norms(s.clip_scale)
    caption = (
        f"ReLU, scale {s.clip_scale}: the first gradients have norms {_short(norms.min())} to {_short(norms.max())}. "
        f"Steps until solved: {said(steps['with clipping'])} with clipping, {said(steps['without'])} without."
    )
    return Scene([accuracy, dots], caption, height=330)


def drag(s: Settings, name: str, x: float, y: float) -> Mapping[str, int]:
    """Read the nearest step that was measured."""
    return {"clip_step": nearest_step(x, STEPS)}


def done(s: Settings) -> dict[str, int]:
    """Return how many networks have solved the task by the step that is set, with and without clipping."""
    return {
        name: sum(step is not None and step <= s.clip_step for step in solved()[s.clip_scale][name]) for name in CLIPS
    }


def _ahead_hint(s: Settings) -> str:
    count = done(s)
    return (
        f"With scale {s.clip_scale}, {count['clipped']} with clipping and {count['free']} without have solved it by "
        f"step {s.clip_step}. Look at the dots of the other scales."
    )


SCREEN = Screen(
    "Where clipping helps",
    "Tanh holds an exploding gradient back: where the state is large, its slope is near 0. The slope of **ReLU** is 1 "
    "however large the state is. With an orthogonal matrix times **2** its gradients are huge, and a single step can "
    "spoil what was learned. With the norm clipped to 1 (blue) all five networks learn the task within 300 steps, each "
    "one sooner than without (orange). With scale 1 clipping makes little difference.",
    figure=figure,
    controls=(Pick("clip_scale", "Recurrent scale", SCALES), Slider("clip_step", "Step", EVERY)),
    checks=(
        Check(
            "ahead",
            "Find a scale and a step by which four networks with clipping have solved the task, and none without.",
            lambda s, _: done(s)["clipped"] >= READY and done(s)["free"] == 0,
            lambda s, _: _ahead_hint(s),
        ),
        Check(
            "lost",
            f"With scale 2 and without clipping: how many of the five networks have not learned it after {STEPS} "
            "steps?",
            lambda s, answer: near(answer, NEVER),
            lambda s, answer: (
                "So many have learned it." if near(answer, 5 - NEVER) else "Choose scale 2 and count the hollow dots."
            ),
            "networks",
        ),
    ),
    drag=drag,
)
