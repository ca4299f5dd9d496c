"""Compare activations: the same network with each of them, live, side by side."""

from dataclasses import dataclass
from typing import Any

import streamlit as st

from engine.activations import ACTIVATIONS
from engine.experiments.experiment import Experiment, change
from engine.experiments.fields import MAX_LAYERS, MAX_NEURONS, Choice, Number, Subset
from pictures.curves import curves
from pictures.wall.frame import Look
from ui.compare import lessons, point_lessons, race_view
from ui.players.race import Member, Race
from ui.visit import session
from ui.visit.page import Page
from ui.visit.view import Arrival
from ui.widgets import bars, layout, live, own, settings, view_settings

LABELS = {name: entry.label for name, entry in ACTIVATIONS.items()}
PARTS = {"wall": "Wall", "depth": "Wall by depth", "curves": "Curves"}
STARTS = {"suitable": "suitable for each", "identical": "identical"}
START_HELP = (
    "Suitable: the same normal draws, scaled to variance 2/n (He) for ReLU and its kin, which silence half of the "
    "signal, and to 1/n (LeCun) for the others. Identical: the very same numbers for all."
)
DEPTHS = range(1, MAX_LAYERS + 1)
ON_WALL = tuple(ACTIVATIONS)[:10]  # that are shown at first ...
ON_CURVES = ("tanh", "relu", "sigmoid")  # ... and of these the curves, which would be a heap


@dataclass(frozen=True, slots=True)
class Settings:
    """What this page has of its own: the part on show, the activations, how they start, what counts as solved.

    No activations are the usual ones of the part.
    """

    part: str = "wall"
    shown: tuple[str, ...] = ()
    start: str = "suitable"
    target: float = 0.1
    width: int = 4
    probe: float = 1.0


PAGE = Page(
    "activations",
    {
        "part": Choice(PARTS),
        "shown": Subset(ACTIVATIONS, may_be_none=True),
        "start": Choice(STARTS),
        "target": Number(0, 1000),
        "width": Number(1, MAX_NEURONS, whole=True),
        "probe": Number(-curves.REACH, curves.REACH),
    },
    Settings,
)


def shown(chosen: Settings) -> tuple[str, ...]:
    """Return the activations that are shown."""
    return chosen.shown or (ON_CURVES if chosen.part == "curves" else ON_WALL)


def with_activation(name: str, start: str) -> Experiment:
    """Return the network with this activation and, unless all start alike, the first weights that suit it."""
    experiment = session.current().experiment
    if start == "identical":
        return change(experiment, activation=name)
    return change(experiment, activation=name, initializer=ACTIVATIONS[name].initializer)


def members_of(chosen: Settings) -> list[Member]:
    """Return a member for each activation that is shown."""
    return [Member(LABELS[name], with_activation(name, chosen.start)) for name in shown(chosen)]


def layers_of(count: int) -> str:
    """Return so many layers in words."""
    return f"{count} {'layers' if count > 1 else 'layer'}"


def show_head() -> None:
    """Show the title and the choice of the part and of the activations."""
    bars.head("Compare activations")
    with st.container(horizontal=True, vertical_alignment="center", key="choice"):
        own.buttons("part", "Part", PARTS)
        own.subset("shown", "Activations", LABELS, shown(session.own()))
    lessons.show_buttons(point_lessons.ACTIVATIONS, lambda: members_of(session.own()))


def show_curves(chosen: Settings) -> None:
    """Show the curves of the activations and of their slopes, and facts about them."""

    def probe(value: object) -> None:
        """Keep the place of the probe in the address."""
        if type(value) in (int, float) and PAGE.fields["probe"].valid(value):
            session.update_own(probe=value)

    indices = [list(ACTIVATIONS).index(name) for name in shown(chosen)]
    above, picture, below = layout.places()
    with layout.picture_first("curves", picture):
        live.show("curves", curves.pack(shown(chosen), indices, chosen.probe), live.handler({"probe": probe}))
    with above:
        show_head()
    with below:
        st.markdown(curves.facts(shown(chosen)))


def members_by_depth(chosen: Settings) -> tuple[list[Member], list[Look]]:
    """Return a member for each activation and depth, and its row and column on the Wall."""
    members, looks = [], []
    for column, name in enumerate(shown(chosen)):
        base = with_activation(name, chosen.start)
        for row, depth in enumerate(DEPTHS):
            title = f"{LABELS[name]}, {depth} hidden {'layers' if depth > 1 else 'layer'}"
            members.append(Member(title, change(base, layers=(chosen.width,) * depth)))
            looks.append(Look(list(ACTIVATIONS).index(name), row, column))
    return members, looks


def show_controls(chosen: Settings, race: Race) -> None:
    """Show Play, the settings of all networks and the data."""
    with bars.controls(race, bars.what_is_equal(member.experiment for member in race.members)):
        settings.number_list("step_size", settings.STEP_SIZES)
        settings.select("optimizer")
        if chosen.part == "wall":
            settings.widths()
        else:
            own.number("width", "Neurons in each layer")
    layout.data_row()
    with bars.rest():
        view_settings.speed()
        own.select("start", "First weights", STARTS, START_HELP)
        if chosen.start == "identical":
            settings.select("initializer")
        own.number("target", "Solved at test loss", "The dotted line; the table counts the epochs to it.")
        layout.data_options()


def equal_for_all(chosen: Settings) -> str:
    """Return what all networks have in common, in words."""
    text = "data, mini-batches, optimizer, step size"
    text += ", shape" if chosen.part == "wall" else ""
    text += ", first weights" if chosen.start == "identical" else ", the draw of the first weights"
    return text


def show_wall(chosen: Settings, arrival: Arrival) -> None:
    """Show the networks side by side, of one depth or of all."""
    if chosen.part == "wall":
        members = members_of(chosen)
        looks = [Look(list(ACTIVATIONS).index(name)) for name in shown(chosen)]
        heads: dict[str, Any] = {}
        varies = "the activation of the hidden layers"
    else:
        members, looks = members_by_depth(chosen)
        heads = {"rows": [layers_of(depth) for depth in DEPTHS], "columns": [LABELS[name] for name in shown(chosen)]}
        varies = (
            "the activation, and the number of hidden layers (Adam makes up for faded gradients: try Gradient descent)"
        )
    race = race_view.arrive(members, arrival)
    above, picture, _ = layout.places()
    with layout.picture_first("wall", picture):
        race_view.show(
            race,
            looks,
            chosen.target,
            more=lambda: lessons.header(point_lessons.ACTIVATIONS, race.leader.epoch),
            asked_for=lessons.asked_for(point_lessons.ACTIVATIONS),
            **heads,
        )
    with above:
        show_head()
        show_controls(chosen, race)
        bars.about(
            f"Equal for all: {equal_for_all(chosen)}. What varies: {varies}. "
            "A click on a picture opens it in the Playground."
        )


arrival = layout.begin(PAGE)
chosen = session.own()
if chosen.part == "curves":
    show_curves(chosen)
else:
    show_wall(chosen, arrival)
layout.finish()
