"""Forward, then back: the network 2-2-1 as a graph, one step of the computation at a time."""

import numpy as np

from course.chapters.backprop import one_pass
from course.chapters.backprop.one_pass import THETA, Numbers, signed
from course.chapters.parts import Check, Formula, Screen, Settings, Slider, Try, number_check
from engine import activations
from engine.experiments.fields import Number
from pictures.sketch.scene import Panel, Scene

INPUT = Number(-3, 3)
# Stages: 0 the inputs, 1 and 2 hidden neurons, 3 output, 4 loss, 5 dL/dŷ, 6 dL/dv, 7 dL/da, 8 dL/dz, 9 and 10 dL/dw.
LAST_STAGE = 10
FIELDS = {
    "stage": (Number(0, LAST_STAGE, whole=True), 0),
    "x1": (INPUT, 1.0),
    "x2": (INPUT, 2.0),
    "target": (INPUT, 1.0),
}

NODES = {"x1": (0.9, 4.6), "x2": (0.9, 1.4), "h1": (4.3, 4.6), "h2": (4.3, 1.4), "y": (7.7, 3.0), "L": (10.6, 3.0)}
# Of each edge: the index of its weight in THETA, and the stage from which on the slope of that weight is known.
EDGES = {
    ("x1", "h1"): (0, 9),
    ("x2", "h1"): (1, 9),
    ("x1", "h2"): (3, 10),
    ("x2", "h2"): (4, 10),
    ("h1", "y"): (6, 6),
    ("h2", "y"): (7, 6),
}


def steps(n: Numbers) -> list[tuple[str, tuple[str, ...]]]:
    """Return each stage's formula with its numbers, and the names of the earlier results that it uses again."""
    w = [signed(v) for v in THETA[0]]
    x1, x2 = (signed(v) for v in n.x)
    z1, z2 = (signed(v) for v in n.z)
    a1, a2 = (signed(v) for v in n.a)
    g = [signed(v) for v in n.gradient]
    d_y, (d_a1, d_a2), (d_z1, d_z2) = signed(n.d_y), map(signed, n.d_a), map(signed, n.d_z)
    s1, s2 = (signed(v) for v in activations.of("relu").slope(n.z, n.a))
    return [
        ("The inputs are given. Step forward, value by value.", ()),
        (f"z₁ = {w[0]} · {x1} + {w[1]} · {x2} + {w[2]} = {z1}, and a₁ = ReLU(z₁) = {a1}", ()),
        (f"z₂ = {w[3]} · {x1} + {w[4]} · {x2} + {w[5]} = {z2}, and a₂ = ReLU(z₂) = {a2}", ()),
        (f"ŷ = {w[6]} · {a1} + {w[7]} · {a2} + {w[8]} = {signed(n.y)}", ("a1", "a2")),
        (f"L = (ŷ − y)² = {signed(n.loss)}. Now the way back: how much does L grow with each number?", ("y",)),
        (f"∂L/∂ŷ = 2 (ŷ − y) = {d_y}", ("y",)),
        (f"∂L/∂v₁ = ∂L/∂ŷ · a₁ = {d_y} · {a1} = {g[6]}, and ∂L/∂v₂ = {d_y} · {a2} = {g[7]}, ∂L/∂c = {g[8]}", ("dy",)),
        (f"∂L/∂a₁ = ∂L/∂ŷ · v₁ = {d_y} · {w[6]} = {d_a1}, and ∂L/∂a₂ = {d_y} · {w[7]} = {d_a2}", ("dy",)),
        (
            f"∂L/∂z₁ = ∂L/∂a₁ · ReLU′(z₁) = {d_a1} · {s1} = {d_z1}, and ∂L/∂z₂ = {d_a2} · {s2} = {d_z2}",
            ("dy", "da1", "da2"),
        ),
        (
            f"∂L/∂w₁₁ = ∂L/∂z₁ · x₁ = {d_z1} · {x1} = {g[0]}, ∂L/∂w₁₂ = {d_z1} · {x2} = {g[1]}, ∂L/∂b₁ = {g[2]}",
            ("dy", "da1", "dz1"),
        ),
        (
            f"∂L/∂w₂₁ = ∂L/∂z₂ · x₁ = {d_z2} · {x1} = {g[3]}, ∂L/∂w₂₂ = {d_z2} · {x2} = {g[4]}, ∂L/∂b₂ = {g[5]}",
            ("dy", "da2", "dz2"),
        ),
    ]


def figure(s: Settings) -> Scene:
    """Show the network as a graph, with what is known at this stage; what is used again is red."""
    n = one_pass.numbers(np.array([s.x1, s.x2]), s.target)
    sentence, again = steps(n)[s.stage]
    panel = Panel("The network 2-2-1 as a graph", (0, 12), (0, 6), axes=False)
    _add_edges(panel, s.stage, n)
    _add_nodes(panel, s, n, again)
    used = " In red: computed before, and used again here." if s.stage > 5 and again else ""
    return Scene([panel], sentence + "." * (not sentence.endswith((".", "?"))) + used, height=370)


def _add_edges(panel: Panel, stage: int, n: Numbers) -> None:
    for (start, end), (index, known_at) in EDGES.items():
        (x0, y0), (x1, y1) = NODES[start], NODES[end]
        active = stage == known_at or (end == "y" and stage == 7)
        panel.arrow(
            (x0 + 0.42, y0 + (y1 - y0) * 0.12),
            (x1 - 0.5, y1 - (y1 - y0) * 0.14),
            "red" if active else "quiet",
            3 if active else 1.8,
        )
        weight = signed(THETA[0, index])
        if stage >= known_at:
            weight += f", ∂ {signed(n.gradient[index])}"
        level = y0 == y1  # a label on a level edge stands above its middle, any other on its first third
        share = 0.5 if level else 0.3
        position = (x0 + (x1 - x0) * share, y0 + (y1 - y0) * share + (0.32 if level else 0.0))
        panel.text(position, weight, "red" if active else "ink", 13, box=True)
    panel.arrow((8.3, 3.0), (10.0, 3.0), "red" if stage == 5 else "quiet", 2)


def _add_nodes(panel: Panel, s: Settings, n: Numbers, again: tuple[str, ...]) -> None:
    def node(name: str, text: str, below: str, active: bool) -> None:
        panel.circle(NODES[name], 27, "red" if active else "ink", "paper", text, 15)
        x, y = NODES[name]
        panel.text((x, y + (0.82 if y > 3 else -0.82)), below, "red" if active else "quiet", 13)

    node("x1", signed(s.x1), "x₁", s.stage == 9)
    node("x2", signed(s.x2), "x₂", s.stage == 10)
    for k in (1, 2):
        below = f"a{'₁₂'[k - 1]}"
        if s.stage >= 7:
            below += f", ∂L/∂a = {signed(n.d_a[k - 1])}"
        if s.stage >= 8:
            below += f", ∂L/∂z = {signed(n.d_z[k - 1])}"
        node(f"h{k}", signed(n.a[k - 1]) if s.stage >= k else "", below, f"dz{k}" in again or f"da{k}" in again)
    node(
        "y",
        signed(n.y) if s.stage >= 3 else "",
        "ŷ" + (f", ∂L/∂ŷ = {signed(n.d_y)}" if s.stage >= 5 else ""),
        "dy" in again or "y" in again,
    )
    node("L", signed(n.loss) if s.stage >= 4 else "", f"L, for y = {signed(s.target)}", s.stage == 4)


SCREEN = Screen(
    "Forward, then back",
    "Training needs the slope of the loss along every weight. **Forward**: each neuron computes its value from the "
    "ones before it, up to the loss. **Back**: by the chain rule, each slope is the slope that follows it in the "
    "network times one local derivative. Step through it: numbers in red have been computed before and are used again.",
    figure=figure,
    formulas=(
        Formula(
            r"\frac{\partial L}{\partial w} = \frac{\partial L}{\partial \hat y} \cdot "
            r"\frac{\partial \hat y}{\partial a} \cdot \frac{\partial a}{\partial z} \cdot "
            r"\frac{\partial z}{\partial w}",
            {
                "L": "loss",
                "w": "a weight of the first layer",
                r"\hat y": "the output",
                "a": "a hidden neuron's output",
                "z": "its sum",
            },
            computed_by=one_pass.chain_slope,
            written_out=lambda v, w, x, y: 2 * (v * w * x - y) * v * x,  # factor by factor along the only path
            sample_arguments=lambda rng: tuple(float(v) for v in rng.normal(size=4)),
        ),
    ),
    controls=(
        Slider("stage", "Step", 1),
        Slider("x1", "x₁", 0.5),
        Slider("x2", "x₂", 0.5),
        Slider("target", "Target y", 0.5),
    ),
    tries=(
        Try("The way back begins", {"stage": 5}),
        Try("To the end", {"stage": LAST_STAGE}),
        Try("A silent neuron", {"x1": -2.0, "x2": 1.0, "stage": 8}),
    ),
    checks=(
        Check(
            "end",
            "Step to where the slopes of all weights are known.",
            lambda s, _: s.stage == LAST_STAGE,
            lambda s, _: "Move the slider on, step by step, and read the sentence below the graph each time.",
        ),
        number_check(
            "v1",
            "At x = (1, 2) and y = 1: what is ∂L/∂v₁, for the upper weight into the output?",
            2,
            "It is ∂L/∂ŷ times a₁, the value that v₁ is multiplied by on the way forward.",
        ),
    ),
)
