"""Chapter 8: backpropagation."""

import itertools
from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import streamlit as st

from course.chapters.parts import Chapter, Check, Formula, Pick, Screen, Settings, Slider, Try, near
from engine import activations, network
from engine.experiments.experiment import Experiment, change
from engine.experiments.fields import Choice, Number
from engine.losses import LOSSES
from engine.runs import training
from engine.runs.run import Run, evaluate, start_run
from engine.study import inspection
from pictures.sketch.scene import Panel, Scene

LAYERS = network.dense(2, (2,), 1, ("relu",))
# Rows of [W b], layer by layer: numbers that one can compute with in one's head.
THETA = np.array([[1.0, 0.5, 0.0, 1.0, -0.5, 1.0, 1.0, -1.0, 0.5]])
X, TARGET = np.array([1.0, 2.0]), 1.0
INPUT = Number(-3, 3)


class Numbers(NamedTuple):
    """All numbers of one pass through the network 2-2-1, forward and back, by the engine."""

    x: np.ndarray
    z: np.ndarray  # of the hidden neurons
    a: np.ndarray
    y: float
    loss: float
    d_y: float  # dL/dŷ
    d_a: np.ndarray
    d_z: np.ndarray
    gradient: np.ndarray  # dL/dθ, (9,), in the order of THETA


def numbers(x: np.ndarray, target: float) -> Numbers:
    """Return the numbers of a pass for one point; the loss is the squared error (ŷ − y)²."""
    layout = network.layout(LAYERS)
    theta, gradient = THETA.copy(), np.zeros_like(THETA)
    trace = network.forward(LAYERS, layout.views(theta), LAYERS[0].layer_input(np.asarray(x, float)[None, :, None]))
    wanted = np.array([[[float(target)]]])
    loss = LOSSES["mse"]
    d_y = loss.slope(trace.output, wanted)
    network.backward(LAYERS, layout.views(theta), layout.views(gradient), trace, d_y)
    z, a = (part[0, :, 0] for part in trace.layers[0])
    d_a = THETA[0, 6:8] * d_y.item()
    d_z = d_a * activations.of("relu").slope(z, a)
    value = float(loss.value(trace.output, wanted).squeeze())
    return Numbers(np.asarray(x, float), z, a, float(trace.output.squeeze()), value, d_y.item(), d_a, d_z, gradient[0])


# What each step shows: a name, its formula with numbers filled in, and which numbers it uses again.
FORWARD = 5
NODES = {"x1": (0.9, 4.6), "x2": (0.9, 1.4), "h1": (4.3, 4.6), "h2": (4.3, 1.4), "y": (7.7, 3.0), "L": (10.6, 3.0)}
EDGES = {("x1", "h1"): 0, ("x2", "h1"): 1, ("x1", "h2"): 3, ("x2", "h2"): 4, ("h1", "y"): 6, ("h2", "y"): 7}


def _signed(value: float) -> str:
    return f"{value:g}".replace("-", "−")


def steps(n: Numbers) -> list[tuple[str, tuple[str, ...]]]:
    """Return each step's sentence and the names of what is computed before and used again in it."""
    w = [_signed(v) for v in THETA[0]]
    x1, x2 = (_signed(v) for v in n.x)
    z1, z2 = (_signed(v) for v in n.z)
    a1, a2 = (_signed(v) for v in n.a)
    g = [_signed(v) for v in n.gradient]
    d_y, (d_a1, d_a2), (d_z1, d_z2) = _signed(n.d_y), map(_signed, n.d_a), map(_signed, n.d_z)
    s1, s2 = (_signed(v) for v in activations.of("relu").slope(n.z, n.a))
    return [
        ("The inputs are there. Step forward, value by value.", ()),
        (f"z₁ = {w[0]} · {x1} + {w[1]} · {x2} + {w[2]} = {z1}, and a₁ = ReLU(z₁) = {a1}", ()),
        (f"z₂ = {w[3]} · {x1} + {w[4]} · {x2} + {w[5]} = {z2}, and a₂ = ReLU(z₂) = {a2}", ()),
        (f"ŷ = {w[6]} · {a1} + {w[7]} · {a2} + {w[8]} = {_signed(n.y)}", ("a1", "a2")),
        (f"L = (ŷ − y)² = {_signed(n.loss)}. Now the way back: how much does L grow with each number?", ("y",)),
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


LAST = 10


def graph(s: Settings) -> Scene:
    """The network as a graph, with what is known at this step; what is used again lights up."""
    n = numbers(np.array([s.x1, s.x2]), s.target)
    sentence, again = steps(n)[s.stage]
    panel = Panel("The network 2-2-1 as a graph", (0, 12), (0, 6), axes=False)
    learned_at = {0: 9, 1: 9, 3: 10, 4: 10, 6: 6, 7: 6}
    for (start, end), place in EDGES.items():
        (x0, y0), (x1, y1) = NODES[start], NODES[end]
        hot = s.stage == learned_at[place] or (place in (6, 7) and s.stage == 7)
        panel.arrow(
            (x0 + 0.42, y0 + (y1 - y0) * 0.12),
            (x1 - 0.5, y1 - (y1 - y0) * 0.14),
            "red" if hot else "quiet",
            3 if hot else 1.8,
        )
        at = 0.3 if y0 != y1 else 0.5
        weight = _signed(THETA[0, place])
        if s.stage >= learned_at[place]:
            weight += f", ∂ {_signed(n.gradient[place])}"
        panel.text(
            (x0 + (x1 - x0) * at, y0 + (y1 - y0) * at + (0.32 if y0 == y1 else 0.0)),
            weight,
            "red" if hot else "ink",
            13,
            box=True,
        )
    panel.arrow((8.3, 3.0), (10.0, 3.0), "red" if s.stage == 5 else "quiet", 2)

    def node(name: str, text: str, below: str, lit: bool) -> None:
        panel.circle(NODES[name], 27, "red" if lit else "ink", "paper", text, 15)
        x, y = NODES[name]
        panel.text((x, y + (0.82 if y > 3 else -0.82)), below, "red" if lit else "quiet", 13)

    node("x1", _signed(s.x1), "x₁", s.stage == 9)
    node("x2", _signed(s.x2), "x₂", s.stage == 10)
    for k in (1, 2):
        below = f"a{'₁₂'[k - 1]}"
        if s.stage >= 7:
            below += f", ∂L/∂a = {_signed(n.d_a[k - 1])}"
        if s.stage >= 8:
            below += f", ∂L/∂z = {_signed(n.d_z[k - 1])}"
        node(f"h{k}", _signed(n.a[k - 1]) if s.stage >= k else "", below, f"dz{k}" in again or f"da{k}" in again)
    node(
        "y",
        _signed(n.y) if s.stage >= 3 else "",
        "ŷ" + (f", ∂L/∂ŷ = {_signed(n.d_y)}" if s.stage >= 5 else ""),
        "dy" in again or "y" in again,
    )
    node("L", _signed(n.loss) if s.stage >= 4 else "", f"L, for y = {_signed(s.target)}", s.stage == 4)
    used = " In red: computed before, and used again here." if s.stage > 5 and again else ""
    return Scene([panel], sentence + "." * (not sentence.endswith((".", "?"))) + used, height=370)


def costs(inputs: int, width: int, depth: int) -> tuple[int, int]:
    """Return the multiplications that all derivatives of a network with one output take, with and without reuse.

    With reuse, backpropagation: for every layer one product for each weight, one for each weight to pass the
    slope on, one for each unit's own slope. Without: for every weight the products along each path to the
    output, each from its beginning.
    """
    widths = [inputs, *[width] * depth, 1]
    shared = sum(2 * a * b + b for a, b in itertools.pairwise(widths)) - widths[0] * widths[1]
    apart = 0
    for layer, (a, b) in enumerate(itertools.pairwise(widths)):
        paths = int(np.prod(widths[layer + 2 :])) if layer + 2 <= len(widths) else 1
        factors = (
            2 * (len(widths) - 2 - layer) + 2
        )  # a weight and a slope for each layer above, its own slope and input
        apart += a * b * paths * factors
    return shared, apart


def reuse(s: Settings) -> Scene:
    """Two bars on a logarithmic scale."""
    found = [costs(2, s.width, depth) for depth in range(1, 7)]
    panel = Panel(
        "Multiplications by depth",
        (0, 6),
        (0, 10),
        "Multiplications for one point, as powers of ten",
        categories=[f"{d} hidden" for d in range(1, 7)],
    )
    for depth, (shared, apart) in enumerate(found):
        strong = 0.9 if depth + 1 == s.depth else 0.4
        panel.bar(depth + 0.1, depth + 0.48, 0, np.log10(apart), "orange", strong)
        panel.bar(depth + 0.52, depth + 0.9, 0, np.log10(shared), "blue", strong)
    shared, apart = found[s.depth - 1]
    says = f"{s.depth} hidden layers of {s.width}: {apart:,} multiplications path by path, {shared:,} with reuse: {apart / shared:,.0f} times fewer."
    return Scene([panel], says, height=380)


@lru_cache(maxsize=1)
def _small() -> Run:
    run = start_run(change(Experiment(), layers=(2,), activation="tanh", points=60, data="moons"))
    training.advance(run, 10)
    return run


def prove(s: Settings) -> Scene:
    """The slope of the loss along one weight, by nudging it."""
    run = _small()
    check = inspection.gradcheck(run)
    k = s.weight - 1
    theta = run.theta[0]
    reach = 1.5
    at = np.linspace(theta[k] - reach, theta[k] + reach, 81)
    others = np.repeat(theta[None], len(at), axis=0)
    others[:, k] = at
    losses = inspection.mean_loss(run, others)
    here = float(inspection.mean_loss(run, theta[None])[0])
    panel = Panel(
        "Loss over one weight",
        (at[0], at[-1]),
        (float(losses.min()) - 0.05, float(losses.max()) + 0.05),
        f"Loss over {check.names[k]}, all others held",
        check.names[k],
        "L",
    )
    panel.curve(at, losses, "quiet", 2.5)
    slope = float(check.analytic[0, k])
    panel.line([(at[0], here + slope * (at[0] - theta[k])), (at[-1], here + slope * (at[-1] - theta[k]))], "blue", 2)
    h = 10.0**-s.nudge
    two = theta[None].repeat(2, axis=0)
    two[0, k] += h
    two[1, k] -= h
    ends = inspection.mean_loss(run, two)
    measured = float((ends[0] - ends[1]) / (2 * h))
    panel.dots([(theta[k] + h, ends[0]), (theta[k] - h, ends[1])], colour="orange", size=6)
    says = f"By backpropagation {slope:.8f}; by a nudge of ±{h:g}: {measured:.8f}. They differ by {abs(slope - measured):.1e}."
    return Scene([panel], says, height=390)


BREAKS = {
    "none": "nothing",
    "slope": "the slope h′(z)",
    "weights": "the weights above",
    "sign": "the sign",
    "input": "the input x",
}


@lru_cache(maxsize=16)
def broken(what: str, seed: int = 3, count: int = 400) -> tuple[list[float], float]:
    """Return the training losses of 2-6-1 tanh on the moons with a factor of the chain rule left out, and the accuracy.

    It is gradient descent over all points with the engine's forward pass, loss and slopes.
    """
    experiment = Experiment(data="moons", layers=(6,), points=200, weight_seed=seed)
    run = start_run(experiment, snapshots=False)
    layout, (x, y) = network.layout(run.layers), run.inputs[0]
    loss, history = LOSSES["cross_entropy"], []
    for _ in range(count):
        trace = network.forward(run.layers, run.parameters, x)
        history.append(float(loss.value(trace.output, y).mean()))
        d = loss.slope(trace.output, y) / x.shape[-1]
        gradient = np.zeros_like(run.theta)
        views = layout.views(gradient)
        for i in (1, 0):
            (matrix,), signal = run.parameters[i], trace.layers[i]
            if i == 0 and what != "slope":
                d = d * activations.of("tanh").slope(signal.z, signal.a)
            fed = trace.inputs[i]
            if what == "input" and i == 0:
                fed = np.ones_like(fed)
            views[i][0][:] = np.matmul(d, fed.mT)
            if i:
                above = np.abs(matrix[..., :-1]) * 0 + 1 if what == "weights" else matrix[..., :-1]
                d = np.matmul(above.mT, d)
        run.theta -= 0.5 * (-1 if what == "sign" else 1) * gradient
        if not np.isfinite(run.theta).all() or history[-1] > 20:
            break
    return history, float(evaluate(run).train_accuracy[0])


def breaking(s: Settings) -> Scene:
    """Training with all factors, and without one."""
    whole, good = broken("none")
    history, accuracy = broken(s.broken)
    panel = Panel("Training loss", (0, 400), (0, 1.6), "Training loss, 2-6-1 on the moons", "step", "cross-entropy")
    panel.line(enumerate(whole), "quiet", 2.5, dash=True)
    panel.line([(i, min(v, 3)) for i, v in enumerate(history)], "blue" if s.broken == "none" else "red", 3)
    says = f"Left out: {BREAKS[s.broken]}. Training accuracy {100 * accuracy:.0f} %, against {100 * good:.0f} % with all factors."
    return Scene([panel], says, height=390)


BLANKS = {
    "z1": ("z₁", lambda n: n.z[0]),
    "a2": ("a₂", lambda n: n.a[1]),
    "y": ("ŷ", lambda n: n.y),
    "loss": ("L", lambda n: n.loss),
    "d_y": ("∂L/∂ŷ", lambda n: n.d_y),
    "d_v1": ("∂L/∂v₁", lambda n: n.gradient[6]),
    "d_a2": ("∂L/∂a₂", lambda n: n.d_a[1]),
    "d_w11": ("∂L/∂w₁₁", lambda n: n.gradient[0]),
    "d_w22": ("∂L/∂w₂₂", lambda n: n.gradient[4]),
}
# The sheet's own inputs: other numbers than those of the first screen, all easy.
SHEETS = {1: ((2.0, 2.0), 1.0), 2: ((2.0, -2.0), 4.0), 3: ((4.0, 2.0), 3.0), 4: ((-1.0, 4.0), 2.0)}


def sheet(number: int) -> Numbers:
    """Return the numbers of a worksheet."""
    return numbers(np.array(SHEETS[number][0]), SHEETS[number][1])


def marks(number: int, filled: dict[str, float | None]) -> dict[str, bool]:
    """Return for each blank whether it is filled in rightly."""
    n = sheet(number)
    return {name: near(filled.get(name), float(right(n)), 0.006) for name, (_, right) in BLANKS.items()}


def printable(number: int, key: bool) -> str:
    """Return a worksheet, or its key, as a page to print; it needs nothing from elsewhere."""
    n = sheet(number)
    (x1, x2), y = SHEETS[number]
    rows = "".join(
        f"<tr><th>{label}</th><td>{_signed(float(right(n))) if key else ''}</td></tr>"
        for label, right in BLANKS.values()
    )
    return f"""<!doctype html><html lang="en"><meta charset="utf-8"><title>Backpropagation, sheet {number}</title>
<style>body{{font:16px/1.5 sans-serif;max-width:42rem;margin:2rem auto;color:#000}}table{{border-collapse:collapse}}
th,td{{border:1px solid #666;padding:.5rem 1rem;text-align:left}}td{{min-width:9rem;height:1.6rem}}@media print{{body{{margin:0}}}}</style>
<h1>Backpropagation by hand, sheet {number}{": key" if key else ""}</h1>
<p>A network 2-2-1: z₁ = {_signed(THETA[0, 0])}·x₁ + {_signed(THETA[0, 1])}·x₂ + {_signed(THETA[0, 2])},
z₂ = {_signed(THETA[0, 3])}·x₁ − {_signed(-THETA[0, 4])}·x₂ + {_signed(THETA[0, 5])}, a = ReLU(z),
ŷ = v₁a₁ + v₂a₂ + c with v₁ = {_signed(THETA[0, 6])}, v₂ = {_signed(THETA[0, 7])}, c = {_signed(THETA[0, 8])}; L = (ŷ − y)².</p>
<p>The point is x = ({_signed(x1)}, {_signed(x2)}), and y = {_signed(y)}. Fill in:</p>
<table>{rows}</table></html>"""


def worksheet(s: Settings) -> Callable[[], None]:
    """Show a sheet to fill in, each number marked at once."""
    (x1, x2), y = SHEETS[s.sheet]
    w = [_signed(v) for v in THETA[0]]
    st.markdown(
        f"**x = ({_signed(x1)}, {_signed(x2)})**, **y = {_signed(y)}**. z₁ = {w[0]}·x₁ + {w[1]}·x₂ + {w[2]}, z₂ = {w[3]}·x₁ + ({w[4]})·x₂ + {w[5]}, "
        f"a = ReLU(z), ŷ = v₁a₁ + v₂a₂ + c with v₁ = {w[6]}, v₂ = {w[7]}, c = {w[8]}, L = (ŷ − y)²."
    )
    columns = st.columns(3)
    filled: dict[str, Any] = {}
    for i, (name, (label, _)) in enumerate(BLANKS.items()):
        with columns[i % 3]:
            filled[name] = st.number_input(
                label, value=None, key=f"blank_{s.sheet}_{name}", format="%g", step=None, placeholder="?"
            )
            if filled[name] is not None:
                good = marks(s.sheet, filled)[name]
                st.markdown(":material/check_circle: :green[right]" if good else ":material/close: :red[not yet]")
    count = sum(marks(s.sheet, filled).values())
    st.session_state["sheet_right"] = count
    st.progress(count / len(BLANKS), f"{count} of {len(BLANKS)} right")
    with st.container(horizontal=True):
        for key, label in ((False, "Print the sheet"), (True, "Print the key")):
            st.download_button(
                label,
                printable(s.sheet, key),
                f"backpropagation-{s.sheet}{'-key' if key else ''}.html",
                "text/html",
                icon=":material/print:",
            )
    return lambda: None


def _by_hand(v: float, w: float, x: float, y: float) -> float:
    """The chain rule along the one path of a network 1-1-1 without bias and bend, factor by factor."""
    return 2 * (v * w * x - y) * v * x


def _by_engine(v: float, w: float, x: float, y: float) -> float:
    layers = network.dense(1, (1,), 1, ("linear",))
    layout = network.layout(layers)
    theta, gradient = np.array([[w, 0.0, v, 0.0]]), np.zeros((1, 4))
    trace = network.forward(layers, layout.views(theta), layers[0].layer_input(np.array([[[x]]])))
    network.backward(
        layers, layout.views(theta), layout.views(gradient), trace, LOSSES["mse"].slope(trace.output, np.array([[[y]]]))
    )
    return float(gradient[0, 0])


CHAPTER = Chapter(
    "backprop",
    8,
    "Backpropagation",
    "Forward value by value, back factor by factor, and nothing computed twice.",
    {
        "stage": (Number(0, LAST, whole=True), 0),
        "x1": (INPUT, 1.0),
        "x2": (INPUT, 2.0),
        "target": (INPUT, 1.0),
        "width": (Number(2, 10, whole=True), 4),
        "depth": (Number(1, 6, whole=True), 3),
        "sheet": (Number(1, len(SHEETS), whole=True), 1),
        "weight": (Number(1, 9, whole=True), 1),
        "nudge": (Number(0, 8, whole=True), 1),
        "broken": (Choice(BREAKS), "none"),
    },
    (
        Screen(
            "Forward, then back",
            "Training needs the slope of the loss along every weight. **Forward**: each neuron computes its value from the ones before it, up to the loss. "
            "**Back**: by the chain rule, each slope is the slope behind it times one local derivative. Step through it; what lights up in red has been "
            "computed before and is used again.",
            graph,
            (
                Formula(
                    r"\frac{\partial L}{\partial w} = \frac{\partial L}{\partial \hat y} \cdot \frac{\partial \hat y}{\partial a} \cdot \frac{\partial a}{\partial z} \cdot \frac{\partial z}{\partial w}",
                    {
                        "L": "loss",
                        "w": "a weight of the first layer",
                        r"\hat y": "the output",
                        "a": "a hidden neuron's output",
                        "z": "its sum",
                    },
                    _by_engine,
                    _by_hand,
                    lambda rng: tuple(float(v) for v in rng.normal(size=4)),
                ),
            ),
            (
                Slider("stage", "Step", 1),
                Slider("x1", "x₁", 0.5),
                Slider("x2", "x₂", 0.5),
                Slider("target", "Target y", 0.5),
            ),
            (
                Try("The way back begins", {"stage": 5}),
                Try("To the end", {"stage": LAST}),
                Try("A silent neuron", {"x1": -2.0, "x2": 1.0, "stage": 8}),
            ),
            (
                Check(
                    "end",
                    "Step to where the slopes of all weights are known.",
                    lambda s, _: s.stage == LAST,
                    lambda s, _: "Move the slider on, step by step, and read the sentence below the graph each time.",
                ),
                Check(
                    "v1",
                    "At x = (1, 2) and y = 1: what is ∂L/∂v₁, for the upper weight into the output?",
                    lambda s, answer: near(answer, 2),
                    lambda s, answer: "It is ∂L/∂ŷ times a₁: what the weight is multiplied with on the way forward.",
                    "",
                ),
            ),
        ),
        Screen(
            "What is saved",
            "Every weight reaches the loss along many paths, and all paths share their last part. Multiplying each path out from its beginning costs more with "
            "every layer, by the number of neurons in it. Backpropagation computes each shared part **once** and hands it on, so it costs about twice as much as "
            "the way forward.",
            reuse,
            (),
            (Slider("depth", "Hidden layers", 1), Slider("width", "Neurons in each", 1)),
            (),
            (
                Check(
                    "thousand",
                    "Find a network for which reuse saves more than a factor of 1,000.",
                    lambda s, _: costs(2, s.width, s.depth)[1] > 1000 * costs(2, s.width, s.depth)[0],
                    lambda s, _: "The number of paths grows by the width with every layer: go deeper, or wider.",
                ),
            ),
        ),
        Screen(
            "By hand",
            "Nothing shows it like doing it once. Fill in the sheet: the way forward first, then the way back; each number is marked as you go. There are four "
            "sheets, and each can be printed, with its key.",
            None,
            (),
            (Slider("sheet", "Sheet", 1),),
            (),
            (
                Check(
                    "sheet",
                    "Fill in a whole sheet, all nine numbers right.",
                    lambda s, _: st.session_state.get("sheet_right", 0) == len(BLANKS),
                    lambda s, _: f"{st.session_state.get('sheet_right', 0)} of {len(BLANKS)} are right so far.",
                ),
            ),
            live=worksheet,
        ),
        Screen(
            "Prove it",
            "A slope can be measured without any chain rule: nudge one weight up and down, and see how the loss changes. That takes two whole passes for every "
            "weight, so nobody trains like this; but it is how one **checks** a gradient. The blue tangent is backpropagation's, the orange dots are the nudges.",
            prove,
            (
                Formula(
                    r"\frac{\partial L}{\partial w} \approx \frac{L(w + h) - L(w - h)}{2h}",
                    {"w": "the weight", "h": "the nudge", "L": "the loss"},
                    lambda v, w, x, y: _by_engine(v, w, x, y),
                    lambda v, w, x, y: ((v * (w + 0.5) * x - y) ** 2 - (v * (w - 0.5) * x - y) ** 2) / 1.0,
                    lambda rng: tuple(float(v) for v in rng.normal(size=4)),
                ),
            ),
            (
                Slider("weight", "Which of the nine weights and biases", 1),
                Slider("nudge", "Nudge 10 to the power of minus", 1),
            ),
            (),
            (
                Check(
                    "close",
                    "Choose a nudge with which both agree to within 0.000001.",
                    lambda s, _: 3 <= s.nudge <= 7,
                    lambda s, _: (
                        "Too large a nudge leaves the tangent: make it smaller."
                        if s.nudge < 3
                        else "So small a nudge drowns in the rounding of the computer's numbers: make it larger."
                    ),
                ),
            ),
        ),
        Screen(
            "Break it",
            "The chain rule has many factors, and training may go on for a while with one of them missing: it is the most common mistake of those who write it "
            "themselves. Leave one out, and compare.",
            breaking,
            (),
            (Pick("broken", "Leave out", BREAKS),),
            (),
            (
                Check(
                    "worst",
                    "Which one sends the loss up instead of down? Choose it.",
                    lambda s, _: s.broken == "sign",
                    lambda s, _: "Try each one, and look for the curve that leaves through the top.",
                ),
            ),
        ),
    ),
    ("Backpropagation",),
)
