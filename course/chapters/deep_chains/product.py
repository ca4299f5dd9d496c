"""A product of slopes: a chain of linear neurons, and what is left of a slope at its first one."""

from collections.abc import Mapping

from course.chapters.deep_chains.chain import chain, power, scientific, way_back
from course.chapters.parts import Check, Formula, Screen, Settings, Slider, Try, near, within
from engine.experiments.fields import Number
from engine.numerals import significant
from pictures.sketch.scene import Panel, Scene

WEIGHT, DEEPEST, TOP = Number(0.4, 2.5), 10, 4  # neurons; powers of ten on the axis
FIELDS = {"w": (WEIGHT, 0.5), "deep": (Number(1, DEEPEST, whole=True), 4)}
RIGHT = 0.0625  # four factors of 0.5
LOST, GENTLE = 0.01, 0.5  # a slope that counts as lost, and a factor that counts as harmless


def last_slope(s: Settings) -> float:
    """Return ∂aₙ/∂a₀ of the chain that is set."""
    return float(chain("linear", s.w, 1.0, s.deep).slope_of_output[0])


def figure(s: Settings) -> Scene:
    """Show the way back on a logarithmic scale; the handle stands at the beginning of the chain."""
    sizes = chain("linear", s.w, 1.0, s.deep).slope_of_output
    panel = Panel(
        f"The slope of the output at each of {s.deep} neurons, as a power of ten",
        (-0.4, s.deep + 0.4),
        (-TOP, TOP),
        "The slope ∂aₙ/∂aₖ, from the output back to the input, as a power of ten",
        "neuron k (0 is the input)",
    )
    panel.line([(-1, 0), (s.deep + 1, 0)], "quiet", 1.5, dash=True)
    way_back(panel, sizes, "blue", factors=True)
    panel.handle("first", (0, power(sizes[0])), "Slope at the input", "red", "y", (0, 0, -TOP, TOP))
    caption = (
        f"Back through {s.deep} neuron{'s' * (s.deep > 1)}, each time × {significant(s.w)}: {significant(s.w)}"
        f"{str(s.deep).translate(str.maketrans('0123456789', '⁰¹²³⁴⁵⁶⁷⁸⁹'))} = {scientific(sizes[0])}."
    )
    return Scene([panel], caption, height=380)


def drag(s: Settings, name: str, x: float, y: float) -> Mapping[str, float]:
    """Choose the weight that leads to the slope at which the handle is."""
    exponent = min(max(y, -TOP), TOP) / s.deep
    return {"w": within(WEIGHT, 10**exponent)}


def _hint(s: Settings, answer: float | None) -> str:
    if near(answer, 2):
        return "Slopes along one path are multiplied, not added."
    if near(answer, 0.125) or near(answer, 0.5**5, 0.001):
        return "Count the neurons on the way: four, so four factors."
    return "Begin with 1 at the output, and multiply by 0.5 at each of the four neurons."


def _lost_hint(s: Settings) -> str:
    if s.w < GENTLE:
        return f"The slope at the input is {scientific(last_slope(s))}, but w is below {GENTLE}. Use the depth instead."
    return f"The slope at the input is {scientific(last_slope(s))}. How many factors does it take?"


SCREEN = Screen(
    "A product of slopes",
    "Backpropagation multiplies one slope for each layer on its way. Take the simplest deep network: a **chain** of "
    "single neurons without activation, all with the same weight w. Each one multiplies the slope by w. Drag the red "
    "dot: below 1 the product **vanishes**, above 1 it **explodes**, and both the faster the longer the chain is.",
    figure=figure,
    formulas=(
        Formula(
            r"\frac{\partial a_n}{\partial a_0} = \frac{\partial a_n}{\partial a_{n-1}} \cdots "
            r"\frac{\partial a_2}{\partial a_1} \cdot \frac{\partial a_1}{\partial a_0} = w^n",
            {"a_k": "output of neuron k", "a_0": "the input", "n": "number of neurons", "w": "the weight of each"},
            computed_by=lambda w, n: float(chain("linear", w, 1.0, n).slope_of_output[0]),
            written_out=lambda w, n: w**n,
            sample_arguments=lambda rng: (float(rng.uniform(0.3, 2)), int(rng.integers(1, DEEPEST + 1))),
        ),
    ),
    controls=(Slider("w", "Weight w", 0.05), Slider("deep", "Neurons", 1)),
    tries=(Try("w = 1", {"w": 1.0}), Try("w = 2, ten neurons", {"w": 2.0, "deep": 10})),
    checks=(
        Check(
            "four",
            "Four linear neurons, w = 0.5 each. What is the slope of the output at the input?",
            lambda s, answer: near(answer, RIGHT, 0.001),
            _hint,
            "",
        ),
        Check(
            "lost",
            f"Bring the slope at the input below {LOST}, with a weight of {GENTLE} or more.",
            lambda s, _: s.w >= GENTLE and last_slope(s) < LOST,
            lambda s, _: _lost_hint(s),
        ),
    ),
    drag=drag,
)
