"""Break it: training with one factor of the chain rule left out."""

from functools import lru_cache

import numpy as np

from course.chapters.parts import Check, Pick, Screen, Settings, near
from engine import activations, network
from engine.experiments.experiment import Experiment
from engine.experiments.fields import Choice
from engine.losses import LOSSES
from engine.runs.run import evaluate, start_run
from pictures.sketch.scene import Panel, Scene

BREAKS = {
    "none": "nothing",
    "slope": "the slope h′(z)",
    "weights": "the weights above",
    "sign": "the sign",
    "input": "the input x",
}
FIELDS = {"broken": (Choice(BREAKS), "none")}
STEPS = 400
STEP_SIZE = 0.5
GIVEN_UP_AT = 20  # a loss at which training ends early
SHOWN_LOSS = 1.6  # the upper end of the axis
CUT_LOSS = 3  # larger losses are drawn here, above the end of the axis


@lru_cache(maxsize=16)
def broken(left_out: str, seed: int = 3, count: int = STEPS) -> tuple[list[float], float]:
    """Return the training losses of 2-6-1 tanh on the moons with one factor left out, and the training accuracy.

    It is gradient descent over all points with the engine's forward pass, loss and slopes.
    """
    experiment = Experiment(data="moons", layers=(6,), points=200, weight_seed=seed)
    run = start_run(experiment, snapshots=False)
    layout, (x, y) = network.layout(run.layers), run.inputs[0]
    loss, history = LOSSES["cross_entropy"], []
    for _ in range(count):
        trace = network.forward(run.layers, run.parameters, x)
        history.append(float(loss.value(trace.output, y).mean()))
        delta = loss.slope(trace.output, y) / x.shape[-1]
        gradient = np.zeros_like(run.theta)
        views = layout.views(gradient)
        for i in (1, 0):
            (matrix,), signal = run.parameters[i], trace.layers[i]
            if i == 0 and left_out != "slope":
                delta = delta * activations.of("tanh").slope(signal.z, signal.a)
            layer_input = trace.inputs[i]
            if left_out == "input" and i == 0:
                layer_input = np.ones_like(layer_input)
            views[i][0][:] = np.matmul(delta, layer_input.mT)
            if i:
                weights = matrix[..., :-1]
                delta = np.matmul((np.ones_like(weights) if left_out == "weights" else weights).mT, delta)
        run.theta -= STEP_SIZE * (-1 if left_out == "sign" else 1) * gradient
        if not np.isfinite(run.theta).all() or history[-1] > GIVEN_UP_AT:
            break
    accuracy = evaluate(run).train_accuracy
    assert accuracy is not None  # these data have classes
    return history, float(accuracy[0])


def figure(s: Settings) -> Scene:
    """Show training with all factors, and without one."""
    whole, whole_accuracy = broken("none")
    history, accuracy = broken(s.broken)
    panel = Panel(
        "Training loss",
        (0, STEPS),
        (0, SHOWN_LOSS),
        "Training loss, 2-6-1 on the moons; dashed: all factors",
        "step",
        "cross-entropy",
    )
    panel.line(enumerate(whole), "quiet", 2.5, dash=True)
    cut = [min(value, CUT_LOSS) for value in history]
    panel.line(enumerate(cut), "blue" if s.broken == "none" else "red", 3)
    caption = (
        f"Left out: {BREAKS[s.broken]}. Training accuracy {100 * accuracy:.0f} %, "
        f"compared with {100 * whole_accuracy:.0f} % with all factors."
    )
    return Scene([panel], caption, height=390)


SCREEN = Screen(
    "Break it",
    "Training may go on with one factor of the chain rule missing, so the mistake is easy to overlook. From ten "
    "initial weights, all factors end at 95–98 % accuracy; without the slope it is 91–93 %, without the input 88–95 "
    "%. The number 1 in place of the weights above does no harm here (95–98 %): a fixed way back can be enough, which "
    "is called **feedback alignment**.",
    figure=figure,
    controls=(Pick("broken", "Leave out", BREAKS),),
    checks=(
        Check(
            "forgets",
            "At a hidden neuron ∂L/∂a = 2 and h′(z) = 0.25, and its input is x = 3. Which number does somebody get for "
            "∂L/∂w who leaves out the slope h′(z)?",
            lambda s, answer: near(answer, 6),
            lambda s, answer: (
                "That is the right slope, with all three factors. Leave one out."
                if near(answer, 1.5)
                else "∂L/∂w = ∂L/∂a · h′(z) · x. Which two factors are left?"
            ),
            "",
        ),
    ),
)
