"""Compare activations: the same network with each of them, live, side by side."""

from dataclasses import dataclass

import streamlit as st

from engine.activations import ACTIVATIONS
from engine.experiments.experiment import Experiment, change
from engine.experiments.fields import MAX_LAYERS, MAX_NEURONS, Choice, Number, Subset
from pictures.curves import curves
from pictures.wall.frame import Look
from ui.compare import race_view as compare
from ui.players import race
from ui.players.race import Member
from ui.visit import session
from ui.widgets import bars, live, style
from ui.widgets import settings as controls

LABELS = {name: entry.label for name, entry in ACTIVATIONS.items()}
PARTS = {"wall": "Wall", "depth": "Wall by depth", "curves": "Curves"}
STARTS = {"suitable": "suitable for each", "identical": "identical"}


@dataclass(frozen=True, slots=True)
class Settings:
    """What this page has of its own: the part on show, the activations, how they start, what counts as solved."""

    part: str = "wall"
    shown: tuple[str, ...] = tuple(ACTIVATIONS)[:10]
    start: str = "suitable"
    target: float = 0.1
    width: int = 4
    probe: float = 1.0


PAGE = session.Page(
    "activations",
    {
        "part": Choice(PARTS),
        "shown": Subset(ACTIVATIONS),
        "start": Choice(STARTS),
        "target": Number(0, 1000),
        "width": Number(1, MAX_NEURONS, whole=True),
        "probe": Number(-curves.REACH, curves.REACH),
    },
    Settings,
)


def with_activation(experiment: Experiment, name: str) -> Experiment:
    """Return the network with this activation and, unless all are to start alike, the first weights that suit it."""
    if session.own().start == "identical":
        return change(experiment, activation=name)
    return change(experiment, activation=name, initializer=ACTIVATIONS[name].initializer)


def rows() -> None:
    """Show what is set for all networks."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="bar"):
        bars.transport(me)
        with st.container(horizontal=True, vertical_alignment="bottom", key="settings"):
            controls.speed()
            controls.number_list("step_size", controls.STEP_SIZES)
            controls.select("optimizer")
            if own.part == "wall":
                controls.widths()
            else:
                compare.number("width", "Neurons in each layer", 1)
            compare.choose("start", "First weights", STARTS, START_HELP)
            if own.start == "identical":
                controls.select("initializer")
            compare.number("target", "Solved at test loss", 0.01, "The dotted line; the table counts the epochs to it.")
    with st.container(horizontal=True, vertical_alignment="bottom", key="data_row"):
        controls.data_picker()
        with st.container(horizontal=True, vertical_alignment="bottom", key="data_settings"):
            controls.data_options()
            controls.slider("batch_size", 1, high=100)


START_HELP = (
    "Suitable: the same normal draws, scaled to variance 2/n (He) for ReLU and its kin, which silence half of the "
    "signal, and to 1/n (LeCun) for the others. Identical: the very same numbers for all."
)

style.apply()
arrival = session.read_address(PAGE)
own = session.own()
experiment = session.experiment()
bars.head("Compare activations")
with st.container(horizontal=True, vertical_alignment="center", key="choice"):
    compare.part("part", "Part", PARTS)
    compare.subset("shown", "Activations", LABELS)

order = list(ACTIVATIONS)
if own.part == "curves":
    session.show_notices()
    picture = st.container()
    st.markdown(curves.facts(own.shown))
    live.send_code("curves")
    session.write_address()

    def probe(value: object) -> None:
        """Keep where the probe was left in the address."""
        if type(value) in (int, float) and PAGE.fields["probe"].valid(value):
            session.update_own(probe=value)

    with picture:
        places = [order.index(name) for name in own.shown]
        live.show("curves", curves.pack(own.shown, places, own.probe), compare.handler({"probe": probe}))
else:
    if own.part == "wall":
        members = [Member(LABELS[name], with_activation(experiment, name)) for name in own.shown]
        looks = [Look(order.index(name)) for name in own.shown]
        more = {}
        varies = "the activation of the hidden layers"
    else:
        depths = range(1, MAX_LAYERS + 1)
        pairs = [(name, depth) for name in own.shown for depth in depths]
        members = [
            Member(
                f"{LABELS[name]}, {depth} hidden {'layers' if depth > 1 else 'layer'}",
                change(with_activation(experiment, name), layers=(own.width,) * depth),
            )
            for name, depth in pairs
        ]
        looks = [Look(order.index(name), depth - 1, own.shown.index(name)) for name, depth in pairs]
        heads = [f"{depth} {'layers' if depth > 1 else 'layer'}" for depth in depths]
        more = {"rows": heads, "columns": [LABELS[name] for name in own.shown]}
        varies = (
            "the activation, and the number of hidden layers (Adam makes up for faded gradients: try Gradient descent)"
        )
    me = race.mine(members)
    if arrival.at_step or arrival.play:
        me.head_for(arrival.at_step, arrival.play)
        session.settle()
    rows()
    equal = "data, mini-batches, optimizer, step size"
    equal += ", shape" if own.part == "wall" else ""
    equal += ", first weights" if own.start == "identical" else ", the draw of the first weights"
    st.caption(f"Equal for all: {equal}. What varies: {varies}. A click on a picture opens it in the Playground.")
    session.show_notices()
    picture = st.container()
    live.send_code("wall")
    session.write_address()
    with picture:
        compare.show_race(me, looks, own.target, **more)
