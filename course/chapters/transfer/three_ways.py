"""Take over, freeze, tune: three ways to learn task B, side by side."""

from course.chapters import live_race
from course.chapters.parts import Pick, Screen, Settings, Slider, Try, number_check
from course.chapters.transfer.tasks import TASKS_B, donor, task_b
from engine.experiments.experiment import change
from engine.experiments.fields import Choice, Number
from ui.players.race import Member

FIELDS = {"task": (Choice(TASKS_B), "near"), "few": (Number(4, 64, whole=True), 8)}


def show(s: Settings) -> None:
    """Show task B learned from scratch, and with the lower layer taken over: frozen, or tuned too."""
    experiment = task_b(s.task, s.few)
    live_race.show(
        [
            Member("task B from scratch", experiment),
            Member("lower layer from task A, frozen", change(experiment, frozen=1), donor(), 1),
            Member("lower layer from task A, all tuned", experiment, donor(), 1),
        ],
        f"The same for all: the {s.few} training points of task B, the shape, the step size. What differs: the initial "
        "weights, and which of them are tuned.",
        colours=(1, 2, 0),
        solved_at=0.3,
    )


SCREEN = Screen(
    "Take over, freeze, tune",
    "The lower layers of a network extract features, the upper ones turn them into a decision. **Transfer learning** "
    "takes the lower layers of a network that has learned task A from plenty of data, **freezes** them, and tunes "
    "only the layers above on the few points of task B. Here A is to tell three rings apart, B a disc from a ring. "
    "Press Play: three ways to learn B.",
    controls=(Pick("task", "Task B", TASKS_B), Slider("few", "Training points of task B", 4)),
    tries=(Try("Freeze layers in the Playground", opens="?frozen=1&layers=8-4&play=true"),),
    checks=(
        number_check(
            "frozen",
            "In a network 2-8-4-1 the first layer is frozen. How many weights and biases are left to tune?",
            41,
            "The second layer has 4 · (8 + 1), and the output 4 + 1.",
            {
                65: "That is the whole network: 24 of them are frozen.",
                24: "Those are the frozen ones.",
                36: "That is the second layer. The output is tuned too.",
                40: "The output has a bias too.",
            },
        ),
    ),
    live=show,
)
