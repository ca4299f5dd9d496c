"""No cell always wins: six tasks, three kinds of cell, five trainings of each, measured once."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from course.chapters.measured import EVERY, curves, solved_at, table
from course.chapters.parts import Check, Pick, Screen, Settings, Slider, near
from course.chapters.trainings import add_curves, nearest_step, said, steps_panel
from engine.experiments.fields import Choice, Number
from engine.experiments.sequence_experiment import CELLS
from pictures.sketch.scene import Panel, Scene

# label, and settings of a SequenceExperiment
TASKS: dict[str, tuple[str, dict[str, Any]]] = {
    "recall": ("Recall over 20", {"data": "recall", "length": 20}),
    "echo": ("Echo of 8 ago", {"data": "echo", "length": 20, "delay": 8, "step_size": 0.02}),
    "parity": ("Parity of 20", {"data": "parity", "length": 20, "step_size": 0.02}),
    "anbn": ("aⁿbⁿ", {"data": "anbn", "length": 16, "step_size": 0.02}),
    "brackets": ("Brackets", {"data": "brackets", "length": 20, "step_size": 0.02}),
    "adding": ("Adding", {"data": "adding", "length": 10, "step_size": 0.02}),
}
STEPS = 500
FIELDS = {
    "contest": (Choice(TASKS), "adding"),
    "contest_step": (Number(0, STEPS, whole=True), 100),
}
COLOURS = {"rnn": "blue", "lstm": "orange", "gru": "green"}
SOONER = 4  # of five draws in which the plain network recalls sooner than the LSTM
ASKED = {
    "recall": "One of six letters comes first, then blanks; after 20 moments it is asked.",
    "echo": "Which of four letters came eight moments ago?",
    "parity": "Was the number of ones so far odd?",
    "anbn": "As many b as a: what comes next?",
    "brackets": "Which of three kinds of bracket has to close next?",
    "adding": "The sum of two marked numbers; the error has to be below 0.005.",
}


def measure() -> dict[str, dict[str, list[list[float]]]]:
    """Train five networks of each kind on each task; return their accuracies, or mean squared errors."""
    return {task: {cell: curves(STEPS, cell=cell, **changes) for cell in CELLS} for task, (_, changes) in TASKS.items()}


@lru_cache(maxsize=1)
def solved() -> dict[str, dict[str, list[int | None]]]:
    """Return for each task and each kind of cell the steps at which the five networks had solved it."""
    return {
        task: {cell: [solved_at(scores, task == "adding") for scores in rows] for cell, rows in cells.items()}
        for task, cells in table("tasks").items()
    }


def figure(s: Settings) -> Scene:
    """Show the scores of the three kinds of cell on the task that is set, and the steps until it was solved."""
    is_error = s.contest == "adding"
    what = "Mean squared error" if is_error else "Accuracy"
    top = 0.2 if is_error else 1.05
    scores = Panel(f"{what} on unseen sequences", (0, STEPS), (0, top), f"{what}, five trainings each", "step")
    rows = table("tasks")[s.contest]
    for cell, curves_of in rows.items():
        add_curves(scores, curves_of, COLOURS[cell])
    at = nearest_step(s.contest_step, STEPS)
    scores.line([(at, 0), (at, top)], "red", 1, dash=True)
    scores.handle("step", (at, 0.02 * top), "Step to read", "red", "x", (0, STEPS, 0.02 * top, 0.02 * top), EVERY)
    steps = solved()[s.contest]
    dots = steps_panel(
        "Steps until it is solved",
        STEPS,
        {CELLS[cell]: steps[cell] for cell in CELLS},
        {CELLS[cell]: COLOURS[cell] for cell in CELLS},
        0.8,
    )
    words = "; ".join(f"{CELLS[cell]} {said(steps[cell])}" for cell in CELLS)
    return Scene([scores, dots], f"{ASKED[s.contest]} Steps until solved: {words}.", height=330)


def drag(s: Settings, name: str, x: float, y: float) -> Mapping[str, int]:
    """Read the nearest step that was measured."""
    return {"contest_step": nearest_step(x, STEPS)}


def only_plain(task: str) -> bool:
    """Return whether a plain network has solved a task and no gated one has."""
    steps = solved()[task]
    return any(step is not None for step in steps["rnn"]) and not any(
        step is not None for cell in ("lstm", "gru") for step in steps[cell]
    )


def _only_hint(s: Settings) -> str:
    steps = solved()[s.contest]
    gated = [step for cell in ("lstm", "gru") for step in steps[cell] if step is not None]
    return (
        f"Here {len(gated)} of the ten gated networks have solved it. Look for a task on which all their dots are "
        f"hollow."
    )


SCREEN = Screen(
    "Where the plain cell wins",
    "Six tasks, five trainings of each kind of cell with 16 units; the plain ones begin with an orthogonal matrix and "
    "tanh. In the median gates learn parity sooner, and adding and brackets are theirs. But a plain network recalls a "
    "letter over 20 moments sooner than a GRU in all five draws, and it alone learns the echo of eight moments ago: a "
    "matrix that only turns the state can hand eight letters on in order, like a queue. **No cell is "
    "the best one for every task.**",
    figure=figure,
    controls=(
        Pick("contest", "Task", {name: label for name, (label, _) in TASKS.items()}),
        Slider("contest_step", "Step", EVERY),
    ),
    checks=(
        Check(
            "only",
            f"Choose the task that plain networks learn within {STEPS} steps, and no gated one.",
            lambda s, _: only_plain(s.contest),
            lambda s, _: _only_hint(s),
        ),
        Check(
            "sooner",
            "Recall: the dots of each kind stand in the order of the five draws. In how many draws is the plain "
            "network sooner than the LSTM?",
            lambda s, answer: near(answer, SOONER),
            lambda s, answer: (
                "In one of the draws the LSTM is sooner. Compare draw by draw."
                if near(answer, 5)
                else "Compare the first number of the RNN with the first of the LSTM, the second with the second, …"
            ),
            "draws",
        ),
    ),
    drag=drag,
)
