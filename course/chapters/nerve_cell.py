"""The nerve cell beside the artificial neuron that has its name."""

import math

import numpy as np

from course.chapters.parts import Check, Pick, Screen, Settings, near
from engine.experiments.fields import Choice
from pictures.sketch.scene import Panel, Scene

PARTS = {"dendrites": "Dendrites", "body": "Cell body", "axon": "Axon", "synapse": "Synapses"}
# What each part of a nerve cell does, and what stands for it in the artificial neuron.
COUNTERPARTS = {
    "dendrites": ("receive signals from other cells", "the inputs x₁, x₂, …"),
    "synapse": ("let a signal pass strongly or weakly, and can learn to", "the weights w₁, w₂, …"),
    "body": ("collects the signals that come in, and fires when there are enough", "the sum z with its bias, and h"),
    "axon": ("carries one signal on to many other cells", "the output y"),
}
FIELDS = {"part": (Choice(PARTS), "dendrites")}


def figure(s: Settings) -> Scene:
    """Show a nerve cell above an artificial neuron; the chosen part stands out in both."""
    panel = Panel("A nerve cell and an artificial neuron", (0, 12), (0, 8), "", axes=False)

    def shade(part: str) -> str:
        return "blue" if s.part == part else "quiet"

    wide = {part: 6 if s.part == part else 3 for part in PARTS}
    for y in (7.4, 6.2, 5.0):  # dendrites, with synapses at their ends
        bend = [(0.7 + t * 2.3, y + (6.2 - y) * t**1.7 + 0.16 * math.sin(5 * t + y)) for t in np.linspace(0, 1, 20)]
        panel.line(bend, shade("dendrites"), wide["dendrites"])
        panel.line([(0.7, y), (0.25, y + 0.35)], shade("dendrites"), wide["dendrites"] / 1.6)
        panel.circle((0.75, y), 8 if s.part == "synapse" else 5, shade("synapse"), shade("synapse"))
    panel.line(
        [(3.6 + t * 4.8, 6.2 + 0.14 * math.sin(3 * t)) for t in np.linspace(0, 1, 30)], shade("axon"), wide["axon"] + 2
    )
    for y in (7.2, 6.2, 5.2):
        panel.line([(8.4, 6.22), (9.6, y)], shade("axon"), wide["axon"])
        panel.circle((9.7, y), 5, shade("axon"), shade("axon"))
    panel.circle((3.3, 6.2), 34, shade("body"), "paper", "", 14)
    panel.circle((3.3, 6.2), 10, shade("body"), shade("body"))
    for k, y in enumerate((3.4, 2.2, 1.0)):
        panel.circle((0.9, y), 16, shade("dendrites"), "paper", f"x{'₁₂₃'[k]}", 14)
        panel.arrow((1.4, y), (2.75, 2.2 + (y - 2.2) * 0.25), shade("synapse"), wide["synapse"] / 1.3)
        panel.text((1.95, y + (0.38 if k != 2 else -0.38)), f"w{'₁₂₃'[k]}", shade("synapse"), 14)
    panel.circle((3.3, 2.2), 34, shade("body"), "paper", "Σ + b, h", 14)
    panel.arrow((4.0, 2.2), (9.4, 2.2), shade("axon"), wide["axon"])
    panel.text((9.7, 2.2), "y", shade("axon"), 17, "start", bold=True)
    cell, neuron = COUNTERPARTS[s.part]
    return Scene([panel], f"{PARTS[s.part]} {cell}. In the artificial neuron: {neuron}.", height=400)


SCREEN = Screen(
    "Beside a nerve cell",
    "The nerve cell gave the artificial neuron its name and the idea of its parts, but the likeness is very "
    "rough. A nerve cell fires in pulses over time; ours is a formula, evaluated once. What they share is the "
    "idea: many inputs, each with a strength that can be learned, and one output.",
    figure=figure,
    controls=(Pick("part", "Part", PARTS),),
    checks=(
        Check(
            "learns",
            "How many numbers can training change in the artificial neuron of the figure, with its three inputs?",
            lambda s, answer: near(answer, 4),
            lambda s, answer: (
                "Those are the weights, the counterpart of the synapses. What else does it add to the sum?"
                if near(answer, 3)
                else "Training changes what is learned, neither the inputs nor h: which numbers are left?"
            ),
            "",
        ),
    ),
)
