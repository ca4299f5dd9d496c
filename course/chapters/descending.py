"""Chapter 7: descent."""

import math

import numpy as np

from course.chapters.parts import Chapter, Check, Formula, Screen, Settings, Slider, Try, near, within
from engine.experiments.fields import Number
from engine.optimizers import OPTIMIZERS
from engine.schedules import SCHEDULES
from engine.study import descent
from engine.study.surfaces import SURFACES
from pictures.sketch.scene import Panel, Scene

CURVATURE, START, STEP, MOMENTUM = Number(0.5, 4), Number(-4, 4), Number(0.01, 2), Number(0, 0.97)
STEPS = 40
LONG = 120


def walk(
    slope, start: float, step_size: float, momentum: float = 0.0, steps: int = STEPS, far: float = 1e4
) -> list[float]:
    """Return the places of (heavy-ball) gradient descent in one dimension, by the engine's optimizer."""
    optimizer = OPTIMIZERS["momentum"]
    place = np.array([[float(start)]])
    state = optimizer.init(place)
    places = [start]
    for _ in range(steps):
        delta, state = optimizer.update(np.array([[slope(place[0, 0])]]), state, step_size, place, momentum=momentum)
        place = place + delta
        places.append(float(place[0, 0]))
        if abs(places[-1]) > far:
            break
    return places


def regime(step_size: float, curvature: float) -> str:
    """Return what gradient descent does on ½ λ x²: by the factor 1 − αλ that every step multiplies x by."""
    factor = 1 - step_size * curvature
    if abs(factor) < 1e-3:
        return "one step to the minimum"
    if abs(factor) >= 1:
        return "swings for ever" if abs(abs(factor) - 1) < 1e-9 else "diverges"
    return "swings and settles" if factor < 0 else "creeps" if factor > 0.9 else "settles"


def parabola(s: Settings) -> Scene:
    """Steps on ½ λ x²."""
    lam = s.curvature
    panel = Panel("A parabola and the steps on it", (-5, 5), (-1, 14), "L(x) = ½ λ x²", "x", "L")
    x = np.linspace(-5, 5, 161)
    panel.curve(x, lam * x * x / 2, "quiet", 2.5)
    places = walk(lambda at: lam * at, s.start, s.alpha, 0.0)
    shown = [(at, lam * at * at / 2) for at in places]
    panel.line(shown, "blue", 2)
    panel.dots(shown[1:], colour="blue", size=4)
    panel.handle("start", (s.start, lam * s.start**2 / 2), "Where to begin", "orange", "x")
    time = Panel("Distance from the minimum over steps", (0, 20), (-5, 5), "x after each step", "step", "x", share=0.8)
    time.line([(i, at) for i, at in enumerate(places[:21])], "blue", 2.5)
    time.dots([(i, at) for i, at in enumerate(places[:21])], colour="blue", size=4)
    frontier = descent.largest_step(lam)
    says = f"α = {s.alpha:.3g}: {regime(s.alpha, lam)}. Each step multiplies x by 1 − αλ = {1 - s.alpha * lam:.2f}; the frontier is 2/λ = {frontier:.3g}."
    return Scene([panel, time], says, height=360)


def ravine(s: Settings) -> Scene:
    """Descent in a bowl that is much steeper across than along."""
    surface = SURFACES["ravine"]
    left, right, bottom, top = surface.box
    panel = Panel("The ravine from above", (left, right), (bottom, top), "Height lines of ½ (x² + 25 y²)", "x", "y")
    for level in (0.3, 1.5, 4, 8, 14, 22, 32, 44):
        turn = np.linspace(0, 2 * np.pi, 73)
        panel.line(
            zip(np.sqrt(2 * level) * np.cos(turn), np.sqrt(2 * level / 25) * np.sin(turn), strict=True), "faint", 1.5
        )
    made = _ravine(s)
    panel.line(made.positions[: LONG + 1], "blue", 2.2)
    panel.dots(made.positions[: LONG + 1], colour="blue", size=3)
    panel.handle("from", (s.x, s.y), "Where to begin", "orange")
    height = float(made.heights()[-1])
    end = f"diverged at step {made.diverged}" if made.diverged >= 0 else f"height {height:.2g} after {made.step} steps"
    return Scene(
        [panel], f"α = {s.rate:.3g}, μ = {s.mu:.2f}: {end}. Without momentum the frontier is 2/25 = 0.08.", height=400
    )


def _ravine(s: Settings) -> descent.Walk:
    made = descent.begin("ravine", "momentum", (s.x, s.y), s.rate, momentum=s.mu)
    descent.go_on(made, 60)
    return made


def _hills(x):
    """Return the height of a landscape in one dimension: two dips, the right one lower."""
    return 0.05 * x**4 - 0.6 * x**2 - 0.35 * x + 3


def _hills_slope(x):
    return 0.2 * x**3 - 1.2 * x - 0.35


DIPS = sorted(float(root.real) for root in np.roots([0.2, 0, -1.2, -0.35]))  # left dip, the rim between, right dip


def ball(s: Settings) -> Scene:
    """A ball with momentum over a rim."""
    panel = Panel("Two dips", (-4.2, 4.2), (-0.6, 6), "A local and a global minimum", "x", "L")
    x = np.linspace(-4.2, 4.2, 201)
    panel.curve(x, _hills(x), "quiet", 3)
    places = _rolled(s)
    shown = [(at, _hills(at)) for at in places]
    panel.line(shown, "blue", 1.6)
    panel.dots(shown, colour="blue", size=3)
    panel.dots([shown[-1]], colour="red", size=8)
    panel.text((DIPS[0], _hills(DIPS[0]) - 0.45), "local minimum", "ink", 14)
    panel.text((DIPS[2], _hills(DIPS[2]) - 0.45), "global minimum", "ink", 14)
    panel.handle("hill", (s.hill, _hills(s.hill)), "Where to begin", "orange", "x")
    return Scene([panel], f"It ends at x = {places[-1]:.2f}: {_ends(places[-1])}.", height=400)


def _rolled(s: Settings) -> list[float]:
    return walk(_hills_slope, s.hill, 0.02, s.push, 200, 50)


def _ends(at: float) -> str:
    if abs(at - DIPS[2]) < 0.2:
        return "the global minimum"
    return (
        "a local minimum, and nothing there says that a lower one exists" if abs(at - DIPS[0]) < 0.2 else "on its way"
    )


def schedule(s: Settings) -> Scene:
    """α / (n √i) beside a constant step size, on a slope that is measured with noise."""
    i = np.arange(1, LONG + 1)
    sizes = np.array([shrunk(s.first, s.by, int(step)) for step in i])
    panel = Panel("Step sizes", (0, LONG), (0, max(s.first, 0.05) * 1.1), "Step size", "step i", "αᵢ")
    panel.line([(0, s.first), (LONG, s.first)], "orange", 3)
    panel.curve(i, sizes, "blue", 3)
    noise = np.random.default_rng(4).normal(0, 2.5, LONG)
    way = Panel("Distance from the minimum", (0, LONG), (-4, 4), "x on a noisy slope", "step i", "x")
    ends = []
    for colour, steps in (("orange", np.full(LONG, s.first)), ("blue", sizes)):
        at, path = 3.5, [(0, 3.5)]
        for k in range(LONG):
            at -= steps[k] * (at + noise[k])
            path.append((k + 1, at))
        way.line(path, colour, 2.2)
        ends.append(float(np.std([x for _, x in path[-40:]])))
    says = f"In the last 40 steps, the constant step swings by {ends[0]:.2f}, the shrinking one by {ends[1]:.2f}."
    return Scene([panel, way], says, height=340)


def shrunk(alpha: float, divisor: float, i: int) -> float:
    """Return α / (n √i) by the engine's schedule."""
    return alpha * SCHEDULES["inverse_sqrt"].factor(i, divisor=divisor)


def drag(s: Settings, name: str, x: float, y: float) -> dict[str, float]:
    """Move a start."""
    if name == "from":
        return {"x": within(Number(-4, 4), x), "y": within(Number(-2, 2), y)}
    return {name: within(START, x)} if name in ("start", "hill") else {}


CHAPTER = Chapter(
    "descending",
    7,
    "Descent",
    "Downhill step by step: too small, right, too large; momentum; local and global minima.",
    {
        "curvature": (CURVATURE, 1.0),
        "start": (START, 3.5),
        "alpha": (STEP, 0.3),
        "x": (Number(-4, 4), -3.6),
        "y": (Number(-2, 2), 1.0),
        "rate": (Number(0.001, 0.2), 0.07),
        "mu": (MOMENTUM, 0.0),
        "hill": (START, -3.6),
        "push": (MOMENTUM, 0.0),
        "first": (Number(0.01, 1.5), 0.9),
        "by": (Number(1, 10), 1.0),
    },
    (
        Screen(
            "The size of a step",
            "To make a loss small, step against its slope, again and again. The **step size** α decides what comes of it: too small, and it "
            "creeps; right, and it settles; too large, and every step lands higher on the other side. On a parabola with curvature λ the "
            "frontier is exactly 2/λ.",
            parabola,
            (
                Formula(
                    r"x \leftarrow x - \alpha \frac{dL}{dx} = (1 - \alpha\lambda)\, x",
                    {
                        "x": "what is learned, such as a weight",
                        r"\alpha": "step size",
                        r"\lambda": "curvature of the loss L",
                    },
                    lambda x, alpha, lam: walk(lambda at: lam * at, x, alpha, steps=1)[1],
                    lambda x, alpha, lam: (1 - alpha * lam) * x,
                    lambda rng: (float(rng.normal()), float(rng.uniform(0, 1)), float(rng.uniform(0.5, 4))),
                ),
            ),
            (Slider("alpha", "Step size α", 0.01), Slider("curvature", "Curvature λ", 0.1)),
            (
                Try("Too small", {"alpha": 0.02}),
                Try("Right", {"alpha": 0.6}),
                Try("Too large", {"alpha": 1.99, "curvature": 1.1}),
            ),
            (
                Check(
                    "once",
                    "Reach the minimum in a single step, from a start that is not at the minimum.",
                    lambda s, _: abs(s.start) > 0.5 and abs(1 - s.alpha * s.curvature) < 0.02,
                    lambda s, _: (
                        f"Each step multiplies x by {1 - s.alpha * s.curvature:.2f}. Which factor takes any x to 0?"
                        if abs(s.start) > 0.5
                        else "Begin farther away."
                    ),
                ),
                Check(
                    "frontier",
                    "A parabola has the curvature λ = 4. From which step size on does gradient descent no longer settle?",
                    lambda s, answer: near(answer, 0.5),
                    lambda s, answer: "The factor 1 − αλ must stay above −1.",
                    "",
                ),
            ),
            drag,
        ),
        Screen(
            "Ravines and momentum",
            "With two weights, the loss may be much steeper in one direction than in the other. The steep one dictates a small step size, "
            "and along the floor it creeps. **Momentum** remembers a part μ of the last move: what swings back and forth cancels, what "
            "points the same way adds up, like a ball that rolls.",
            ravine,
            (
                Formula(
                    r"v \leftarrow \mu v + \nabla L, \qquad \theta \leftarrow \theta - \alpha v",
                    {
                        "v": "velocity, 0 at first",
                        r"\mu": "momentum",
                        r"\theta": "the weights",
                        r"\nabla L": "slope of the loss",
                    },
                    lambda x, alpha, mu: walk(lambda at: 2 * at, x, alpha, mu, steps=2)[2],
                    lambda x, alpha, mu: (x - alpha * 2 * x) - alpha * (mu * 2 * x + 2 * (x - alpha * 2 * x)),
                    lambda rng: (float(rng.normal()), float(rng.uniform(0, 0.5)), float(rng.uniform(0, 0.9))),
                ),
            ),
            (Slider("rate", "Step size α", 0.001), Slider("mu", "Momentum μ", 0.01)),
            (
                Try("Plain descent", {"mu": 0.0, "rate": 0.07}),
                Try("With momentum", {"mu": 0.8, "rate": 0.03}),
                Try("Out of the ravine", {"mu": 0.0, "rate": 0.083}),
                Try("Seven optimizers on six surfaces", opens="optimizers?surface=ravine"),
            ),
            (
                Check(
                    "ravine",
                    "From at least 3 away in x, get below a height of 0.001 within the 60 steps.",
                    lambda s, _: abs(s.x) >= 3 and _ravine(s).diverged < 0 and float(_ravine(s).heights()[-1]) < 0.001,
                    lambda s, _: (
                        "Plain descent gets there only slowly: try a momentum of about 0.6 to 0.8."
                        if abs(s.x) >= 3
                        else "Begin farther away."
                    ),
                ),
            ),
            drag,
        ),
        Screen(
            "Local and global",
            "Descent goes down, and stops where it cannot. That may be a **local minimum** with a lower place beyond a rim. Where a loss is "
            "**convex**, one bowl, every minimum is global; the loss of a network with hidden layers is not convex, and where it ends "
            "depends on where it began, and on its momentum.",
            ball,
            (),
            (Slider("push", "Momentum μ", 0.01),),
            (
                Try("Begin on the right", {"hill": 3.6}),
                Try("64 beginnings of one network", opens="luck?layers=3&data=exclusive_or"),
            ),
            (
                Check(
                    "over",
                    "Begin left of the local minimum, at x below −3.5, and end in the global one.",
                    lambda s, _: s.hill < -3.5 and _ends(_rolled(s)[-1]) == "the global minimum",
                    lambda s, _: (
                        "Begin at the left end, and give it enough momentum to pass the rim, yet not so much that it is still rolling."
                        if s.hill < -3.5
                        else "Begin farther to the left."
                    ),
                ),
            ),
            drag,
        ),
        Screen(
            "Shrinking steps",
            "A mini-batch measures the slope with noise, and a constant step keeps swinging around the minimum. A usual compromise is to let "
            "the step size shrink with the number of the step: far at first, calm at the end. Shrink it too fast, and it stops short.",
            schedule,
            (
                Formula(
                    r"\alpha_i = \frac{\alpha}{n \sqrt{i}}",
                    {r"\alpha": "first step size", "n": "divisor", "i": "number of the step, from 1"},
                    shrunk,
                    lambda alpha, n, i: alpha / (n * math.sqrt(i)),
                    lambda rng: (float(rng.uniform(0, 1)), float(rng.uniform(1, 10)), int(rng.integers(1, 500))),
                ),
            ),
            (Slider("first", "First step size α", 0.05), Slider("by", "Divisor n", 0.5)),
            (
                Try("Shrinks too fast", {"first": 0.3, "by": 10.0}),
                Try("Six schedules on a network", opens="step_size?part=schedules&play=true"),
            ),
            (
                Check(
                    "hundredth",
                    "α = 0.5 and n = 1. How large is the step number 100?",
                    lambda s, answer: near(answer, 0.05, 0.001),
                    lambda s, answer: "The root of 100 is 10.",
                    "",
                ),
            ),
        ),
    ),
    ("Optimization", "Algorithms"),
)
