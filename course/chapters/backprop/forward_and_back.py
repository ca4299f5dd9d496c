"""Forward, then back: the network 2-2-1 as a graph, one step of the computation at a time."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from course.chapters.backprop import one_pass
from course.chapters.backprop.one_pass import NAMES, THETA, Numbers, signed
from course.chapters.parts import Check, Formula, Screen, Settings, Slider, Try, near, number_check
from engine import activations
from engine.experiments.fields import Number
from pictures.sketch.scene import Panel, Scene, link

INPUT = Number(-3, 3)
# Stages: 0 the inputs, 1 and 2 hidden neurons, 3 output, 4 loss, 5 dL/dŷ, 6 dL/dv, 7 dL/da, 8 dL/dz, 9 and 10 dL/dw,
# 11 dL/dx.
LAST_STAGE = 11
FIELDS = {
    "stage": (Number(0, LAST_STAGE, whole=True), 0),
    "x1": (INPUT, 1.0),
    "x2": (INPUT, 2.0),
    "target": (INPUT, 1.0),
}

NODES = {"x1": (0.9, 4.6), "x2": (0.9, 1.4), "h1": (4.3, 4.6), "h2": (4.3, 1.4), "y": (7.7, 3.0), "L": (10.6, 3.0)}


class Edge(NamedTuple):
    """An edge of the graph: the name of its weight, its position in THETA, and the stage at which its slope is new."""

    start: str
    end: str
    name: str
    position: int
    slope_at: int


EDGES = (
    Edge("x1", "h1", "w₁₁", 0, 9),
    Edge("x2", "h1", "w₁₂", 1, 9),
    Edge("x1", "h2", "w₂₁", 3, 10),
    Edge("x2", "h2", "w₂₂", 4, 10),
    Edge("h1", "y", "v₁", 6, 6),
    Edge("h2", "y", "v₂", 7, 6),
)


class Stage(NamedTuple):
    """What happens at a stage: the formula with its numbers, and the names of what is new and of what is used again."""

    sentence: str
    new: str
    again: str


def steps(n: Numbers) -> list[Stage]:
    """Return the stages. new and again have names of nodes and of weights, with spaces between them."""
    w = [link(name, signed(v)) for name, v in zip(NAMES, THETA[0], strict=True)]
    x1, x2 = (link(f"x{k}", signed(v)) for k, v in enumerate(n.x, 1))
    z1, z2 = (link(f"h{k}", signed(v)) for k, v in enumerate(n.z, 1))
    a1, a2 = (link(f"h{k}", signed(v)) for k, v in enumerate(n.a, 1))
    g = [link(name, signed(v)) for name, v in zip(NAMES, n.gradient, strict=True)]
    d_y = link("y", signed(n.d_y))
    d_a1, d_a2 = (link(f"h{k}", signed(v)) for k, v in enumerate(n.d_a, 1))
    d_z1, d_z2 = (link(f"h{k}", signed(v)) for k, v in enumerate(n.d_z, 1))
    s1, s2 = (signed(v) for v in activations.of("relu").slope(n.z, n.a))
    d_x1, d_x2 = (signed(v) for v in n.d_x)
    return [
        Stage("The inputs are given. Step forward, value by value.", "x1 x2", ""),
        Stage(f"z₁ = {w[0]} · {x1} + {w[1]} · {x2} + {w[2]} = {z1}, and a₁ = ReLU(z₁) = {a1}", "h1", "x1 x2"),
        Stage(f"z₂ = {w[3]} · {x1} + {w[4]} · {x2} + {w[5]} = {z2}, and a₂ = ReLU(z₂) = {a2}", "h2", "x1 x2"),
        Stage(f"ŷ = {w[6]} · {a1} + {w[7]} · {a2} + {w[8]} = {link('y', signed(n.y))}", "y", "h1 h2"),
        Stage(
            f"L = (ŷ − y)² = {link('L', signed(n.loss))}. Now the way back: how much does L grow with each number?",
            "L",
            "y",
        ),
        Stage(f"∂L/∂ŷ = 2 (ŷ − y) = {d_y}", "", "y"),
        Stage(
            f"∂L/∂v₁ = ∂L/∂ŷ · a₁ = {d_y} · {a1} = {g[6]}, and ∂L/∂v₂ = {d_y} · {a2} = {g[7]}, ∂L/∂c = {g[8]}",
            "v₁ v₂",
            "y h1 h2",
        ),
        Stage(
            f"∂L/∂a₁ = ∂L/∂ŷ · v₁ = {d_y} · {w[6]} = {d_a1}, and ∂L/∂a₂ = {d_y} · {w[7]} = {d_a2}", "h1 h2", "y v₁ v₂"
        ),
        Stage(
            f"∂L/∂z₁ = ∂L/∂a₁ · ReLU′(z₁) = {d_a1} · {s1} = {d_z1}, and ∂L/∂z₂ = {d_a2} · {s2} = {d_z2}", "", "h1 h2"
        ),
        Stage(
            f"∂L/∂w₁₁ = ∂L/∂z₁ · x₁ = {d_z1} · {x1} = {g[0]}, ∂L/∂w₁₂ = {d_z1} · {x2} = {g[1]}, ∂L/∂b₁ = {g[2]}",
            "w₁₁ w₁₂",
            "h1 x1 x2",
        ),
        Stage(
            f"∂L/∂w₂₁ = ∂L/∂z₂ · x₁ = {d_z2} · {x1} = {g[3]}, ∂L/∂w₂₂ = {d_z2} · {x2} = {g[4]}, ∂L/∂b₂ = {g[5]}",
            "w₂₁ w₂₂",
            "h2 x1 x2",
        ),
        Stage(
            "A layer before this one would go on from here. x₁ feeds both hidden neurons, so two paths are added: "
            f"∂L/∂x₁ = ∂L/∂z₁ · w₁₁ + ∂L/∂z₂ · w₂₁ = {d_z1} · {w[0]} + {d_z2} · {w[3]} = {d_x1}, and ∂L/∂x₂ = {d_x2}",
            "x1 x2",
            "h1 h2 w₁₁ w₁₂ w₂₁ w₂₂",
        ),
    ]


def figure(s: Settings) -> Scene:
    """Show the network as a graph, with what is known at this stage: what is new is blue, what is used again red."""
    n = one_pass.numbers(np.array([s.x1, s.x2]), s.target)
    stage = steps(n)[s.stage]
    new, again = stage.new.split(), stage.again.split()
    colours = dict.fromkeys(new, "blue") | dict.fromkeys(again, "red")
    panel = Panel("The network 2-2-1 as a graph", (0, 12), (0, 6), axes=False)
    _add_edges(panel, s.stage, n, colours)
    _add_nodes(panel, s, n, colours)
    panel.text((12, 5.7), "new at this step", "blue", 13, "end", bold=True)
    panel.text((12, 5.25), "known before, used again", "red", 13, "end", bold=True)
    return Scene([panel], stage.sentence + "." * (not stage.sentence.endswith((".", "?"))), height=380)


def _add_edges(panel: Panel, stage: int, n: Numbers, colours: Mapping[str, str]) -> None:
    for edge in EDGES:
        (x0, y0), (x1, y1) = NODES[edge.start], NODES[edge.end]
        colour = colours.get(edge.name)
        start, end = (x0 + 0.42, y0 + (y1 - y0) * 0.12), (x1 - 0.5, y1 - (y1 - y0) * 0.14)
        panel.arrow(start, end, colour or "quiet", 3 if colour else 1.8).part(edge.name)
        weight = f"{edge.name} = {signed(THETA[0, edge.position])}"
        if stage >= edge.slope_at:
            weight += f", ∂ {signed(n.gradient[edge.position])}"
        # A label on a level edge stands beside its middle, any other on its first third: on a phone nodes are near.
        level = y0 == y1
        share = 0.5 if level else 0.33
        beside = (0.6 if y0 > 3 else -0.6) if level else 0.0
        position = (x0 + (x1 - x0) * share, y0 + (y1 - y0) * share + beside)
        panel.text(position, weight, colour or "ink", 13, box=True).part(edge.name)
    panel.arrow((8.3, 3.0), (10.0, 3.0), "quiet", 2)


def _add_nodes(panel: Panel, s: Settings, n: Numbers, colours: Mapping[str, str]) -> None:
    def node(name: str, text: str, beside: str, bias: str = "", right: float = 0.0) -> None:
        colour = colours.get(name)
        panel.circle(NODES[name], 27, colour or "ink", "paper", text, 15).part(name)
        x, y = NODES[name]
        outwards = 0.85 if y > 3 or name == "L" else -0.85
        panel.text((x + right, y + outwards), beside, colour or "quiet", 13).part(name)
        if bias:
            panel.text((x, y - outwards), bias, "ink", 13).part(bias.split()[0])

    for k, x in enumerate((s.x1, s.x2), 1):
        slope = f", ∂L/∂x = {signed(n.d_x[k - 1])}" if s.stage >= LAST_STAGE else ""
        node(f"x{k}", signed(x), f"x{'₁₂'[k - 1]}{slope}")
    for k in (1, 2):
        beside = f"a{'₁₂'[k - 1]}"
        if s.stage in (7, 8):  # where it is used; later there is no room for it on a phone
            beside += f", ∂L/∂a = {signed(n.d_a[k - 1])}"
        if s.stage >= 8:
            beside += f", ∂L/∂z = {signed(n.d_z[k - 1])}"
        bias = f"b{'₁₂'[k - 1]} = {signed(THETA[0, 3 * k - 1])}"
        node(f"h{k}", signed(n.a[k - 1]) if s.stage >= k else "", beside, bias)
    output_slope = f", ∂L/∂ŷ = {signed(n.d_y)}" if s.stage >= 5 else ""
    node("y", signed(n.y) if s.stage >= 3 else "", "ŷ" + output_slope, f"c = {signed(THETA[0, 8])}", 0.5)
    node("L", signed(n.loss) if s.stage >= 4 else "", f"L, for y = {signed(s.target)}")


def _two_paths(x1: float, x2: float, target: float) -> float:
    """Return dL/dx₁ of the network 2-2-1, path by path."""
    w11, w12, b1, w21, w22, b2, v1, v2, c = (float(v) for v in THETA[0])
    z1, z2 = w11 * x1 + w12 * x2 + b1, w21 * x1 + w22 * x2 + b2
    d_y = 2 * (v1 * max(z1, 0.0) + v2 * max(z2, 0.0) + c - target)
    return d_y * v1 * (z1 > 0) * w11 + d_y * v2 * (z2 > 0) * w21


SCREEN = Screen(
    "Forward, then back",
    "Training needs the slope of the loss along every weight. **Forward**: each neuron computes its value from the "
    "ones before it, up to the loss. **Back**: by the chain rule, the slope at a neuron is a **sum** over all that it "
    "feeds, of their slope times the local derivative on the way there. Step through it: what is used again is red.",
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
        Formula(
            r"\frac{\partial L}{\partial x_1} = w_{11} \frac{\partial L}{\partial z_1} + "
            r"w_{21} \frac{\partial L}{\partial z_2}",
            {"x_1": "what feeds two neurons", "w_{11}, w_{21}": "the weights on the way to them"},
            computed_by=one_pass.input_slope,
            written_out=_two_paths,
            sample_arguments=lambda rng: tuple(float(v) for v in rng.normal(size=3)),
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
            "paths",
            "A neuron feeds two others, with weights 2 and −1. There ∂L/∂z is 3 and 4. What is ∂L/∂a of the neuron?",
            lambda s, answer: near(answer, 2),
            lambda s, answer: (
                "That is one of the two paths. What of the other?"
                if near(answer, 6) or near(answer, -4)
                else "Along each path: the slope at its end times the weight. Then add both, as in the last step."
            ),
            "",
        ),
        number_check(
            "v1",
            "At x = (1, 2) and y = 1: what is ∂L/∂v₁, for the upper weight into the output?",
            2,
            "It is ∂L/∂ŷ times a₁, the value that v₁ is multiplied by on the way forward.",
            {
                1: "That is ∂L/∂ŷ, or the slope along v₂. What is v₁ multiplied by?",
                -1: "Mind the sign: ŷ is above y, so L grows with ŷ.",
            },
        ),
    ),
)
