"""Augmentation: moved copies of the training points, and whether training with them helps."""

import numpy as np

from course.chapters import live_race
from course.chapters.drawing import PLANE
from course.chapters.parts import Answer, Check, Pick, Prediction, Screen, Settings, number_check
from engine.data import augmentations, datasets
from engine.data.augmentations import AUGMENTATIONS
from engine.experiments.experiment import Experiment, change
from engine.experiments.fields import Choice
from pictures.sketch.scene import Panel, Scene
from ui.players.race import Member

KINDS = {name: AUGMENTATIONS[name].label for name in ("jitter", "rotation", "flip", "scaling")}
TASKS = {"circle": "Circle", "exclusive_or": "Exclusive or"}
FIELDS = {"kind": (Choice(KINDS), "rotation"), "task": (Choice(TASKS), "circle")}
CONTROLS = (Pick("task", "Data", TASKS), Pick("kind", "Augmentation", KINDS))
POINTS = {name: datasets.sample(name, 40, 5, 50, np.random.default_rng(6), 0, "sine")[0] for name in TASKS}
STRENGTHS = {"jitter": 0.5, "rotation": 60.0, "scaling": 20.0}  # units of the plane, degrees, per cent
EPOCHS_SHOWN = 5
EPOCHS_MEASURED = 20
BETWEEN_DISC_AND_RING = 3.0  # from the centre: the disc ends at 2.5, the ring begins at 3.5


def moved(kind: str, points: np.ndarray, seed: int) -> np.ndarray:
    """Return points moved as training would move them in one epoch."""
    return augmentations.apply((kind,), np.random.default_rng(seed), points, STRENGTHS)


def wrong_share(s: Settings) -> float:
    """Return the share of the moved copies whose label is not that of the true rule."""
    points, labels = POINTS[s.task].points, POINTS[s.task].labels
    wrong = []
    for seed in range(EPOCHS_MEASURED):
        x = moved(s.kind, points, seed)
        truth = x[0] * x[1] > 0 if s.task == "exclusive_or" else np.hypot(*x) < BETWEEN_DISC_AND_RING
        wrong.append((truth != (labels == 1)).mean())
    return float(np.mean(wrong))


def copies_figure(s: Settings) -> Scene:
    """Show twenty points, and the copies that augmentation makes of them."""
    points, labels = POINTS[s.task].points, POINTS[s.task].labels
    panel = Panel(
        "Points and their moved copies",
        PLANE,
        PLANE,
        "Large: the points. Small: their copies in five epochs",
        "x₁",
        "x₂",
        square=True,
    )
    for seed in range(EPOCHS_SHOWN):
        panel.dots(moved(s.kind, points, seed).T, labels, size=2.6)
    panel.dots(points.T, labels, size=6.5)
    caption = (
        f"{KINDS[s.kind]} assumes: {AUGMENTATIONS[s.kind].reason} "
        f"Here {100 * wrong_share(s):.0f} % of the copies have a wrong label."
    )
    return Scene([panel], caption, height=430)


def compare_training(s: Settings) -> None:
    """Show the same network on the same 20 points, without augmentation and with it."""
    base = Experiment(data=s.task, points=200, train_share=10, layers=(8, 8), step_size=0.03)
    base = change(base, **STRENGTHS)
    live_race.show(
        [
            Member("20 points as they are", base),
            Member(f"with {KINDS[s.kind].lower()}", change(base, augmentation=(s.kind,))),
        ],
        "The same for both: the 20 training points, the network, its initial weights. What differs: whether the points "
        "are moved during training.",
        colours=(1, 2),
        solved_at=0.2,
    )


COPIES_SCREEN = Screen(
    "New points from old ones",
    "**Augmentation** makes more of few points: it moves copies of them in ways that are assumed not to change the "
    "label. The network sees new copies in every epoch, and becomes robust to such moves. Augmentation is only as good "
    "as its assumption: where that is false, it teaches errors.",
    figure=copies_figure,
    prediction=Prediction(
        "No copy has a wrong label here. Now the same rotation, by up to 60°, with exclusive or: how many have?",
        (
            Answer(
                "None, as with the circle.", "The circle's label depends on the distance only. Here the angle counts."
            ),
            Answer("About a third.", "Those that were turned across an axis, into the neighbouring quadrant."),
            Answer("All.", "A point in the middle of its quadrant can turn by 45° and stay in it."),
        ),
        1,
        {"task": "exclusive_or", "kind": "rotation"},
    ),
    controls=CONTROLS,
    checks=(
        Check(
            "harm",
            "Find a transformation that makes about half of the labels wrong.",
            lambda s, _: wrong_share(s) > 0.35,
            lambda s, _: "For exclusive or, which move takes a point into a neighbouring quadrant?",
        ),
        Check(
            "safe",
            "A rotation makes no label of the circle wrong, although it moves points far. Find another transformation "
            "that does so.",
            lambda s, _: s.task == "circle" and s.kind == "flip" and wrong_share(s) == 0,
            lambda s, _: (
                "That is the rotation. Find another one."
                if s.task == "circle" and s.kind == "rotation"
                else "A label of the circle depends only on the distance from the centre. What keeps that distance?"
            ),
        ),
    ),
)

TRAINING_SCREEN = Screen(
    "Does it help?",
    "Twenty training points: once as they are, and once moved anew in each epoch. Choose data and transformation, "
    "press Play, and compare the test losses. In ten samples, after 200 epochs, a rotation lowered the loss on the "
    "circle every time (median 0.85 to 0.05), and a flip raised it on exclusive or every time (0.68 to 1.64).",
    controls=CONTROLS,
    checks=(
        number_check(
            "fit",
            "How many of these four transformations keep every label of the circle: jitter, rotation, flip, scaling?",
            2,
            "Which of them never change the distance from the centre?",
            {
                1: "A rotation does, and one more: what else only mirrors or turns?",
                3: "Jitter and scaling both change the distance from the centre.",
                4: "Some of them change the distance from the centre.",
            },
        ),
    ),
    live=compare_training,
)
