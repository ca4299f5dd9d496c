"""Compare optimizers: on surfaces of two dimensions, and on a real network."""

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass

import streamlit as st

from engine.experiments.experiment import change
from engine.experiments.fields import Choice, Number
from engine.numerals import plain
from engine.study import descent
from engine.study.surfaces import SURFACES
from pictures import palette
from pictures.charts import landscape
from pictures.slope import slope
from pictures.wall.frame import Look
from ui.compare import contender_editor, contenders, lessons, point_lessons, race_view
from ui.compare.contenders import Contender, Contenders, Position
from ui.players.race import Member, Race
from ui.visit import session
from ui.visit.page import Page
from ui.visit.view import Arrival
from ui.widgets import bars, chart, layout, live, own, settings, view_settings

PARTS = {"surface": "On a surface", "network": "On a network"}
REACH = 10.0  # the largest coordinate of a start


@dataclass(frozen=True, slots=True)
class Settings:
    """What this page has of its own: surface, start and walkers of one part, rivals and target of the other."""

    part: str = "surface"
    surface: str = "ravine"
    start: tuple[float, ...] = ()
    walkers: tuple[Contender, ...] = ()
    steps: int = 200
    rivals: tuple[Contender, ...] = ()
    target: float = 0.1


PAGE = Page(
    "optimizers",
    {
        "part": Choice(PARTS),
        "surface": Choice(SURFACES),
        "start": Position(REACH),
        "walkers": Contenders(),
        "steps": Number(10, 2000, whole=True),
        "rivals": Contenders(),
        "target": Number(0, 1000),
    },
    Settings,
)


def walk(contender: Contender, chosen: Settings, start: tuple[float, float]) -> descent.Walk:
    """Return the path of one optimizer down the chosen surface."""
    # A schedule runs over all steps; step decay halves the step size five times on the way.
    period = chosen.steps if contender.schedule != "step" else max(chosen.steps // 5, 1)
    path = descent.begin(
        chosen.surface,
        contender.optimizer,
        start,
        contender.step_size,
        contender.schedule,
        momentum=contender.momentum,
        period=period,
        warm_up=chosen.steps // 10,
    )
    descent.go_on(path, chosen.steps)
    return path


def show_head() -> None:
    """Show the title and the choice of the part."""
    bars.head("Compare optimizers")
    with st.container(horizontal=True, vertical_alignment="center", key="choice"):
        own.buttons("part", "Part", PARTS)
    if session.own().part == "surface":
        lessons.show_buttons(point_lessons.SURFACES)
    else:
        lessons.show_buttons(point_lessons.OPTIMIZERS, lambda: members_of(session.own()))


def members_of(chosen: Settings) -> list[Member]:
    """Return the same network with each optimizer."""
    experiment = session.current().experiment
    rivals = chosen.rivals or contenders.ON_NETWORK
    return [Member(contender.label, change(experiment, **contender._asdict())) for contender in rivals]


def show_surface(chosen: Settings) -> None:
    """Let optimizers go down a surface, all from the same start."""
    surface = SURFACES[chosen.surface]
    walkers = chosen.walkers or contenders.on_surface(surface)
    start = (chosen.start[0], chosen.start[1]) if chosen.start else surface.start
    walks = [(contender.label, walk(contender, chosen, start)) for contender in walkers]

    def begin_at(value: object) -> None:
        """Begin where a visitor has clicked."""
        if isinstance(value, list) and PAGE.fields["start"].valid(position := tuple(value)):
            session.update_own(start=position)

    above, picture, below = layout.places()
    with layout.picture_first("slope", picture):
        frame = slope.pack(chosen.surface, walks, chosen.steps, contenders.colours(walkers))
        frame = frame.with_header(**lessons.header_of_walks(point_lessons.SURFACES))
        live.show("slope", frame, live.handler({"start": begin_at}))
    with above:
        show_head()
        summary = f"{surface.label} · {len(walkers)} optimizers" if len(walkers) > 1 else surface.label
        row = bars.controls(None, summary) if session.current().view.projector else nullcontext()
        with row, st.container(horizontal=True, vertical_alignment="center", key="surface_bar"):
            names = {name: entry.label for name, entry in SURFACES.items()}
            own.buttons("surface", "Surface", names, start=(), walkers=())
            st.markdown(f"$f(x, y) = {surface.formula}$")
        bars.about(
            f"{surface.note} All set off by themselves. Equal for all: the surface and the start, ({plain(start[0])}, "
            f"{plain(start[1])}). What varies: the "
            "optimizer with its step size, momentum and schedule."
        )
    with below:
        with st.container(horizontal=True, vertical_alignment="bottom"):
            about_steps = "Also the period T of a schedule; step decay halves five times on the way."
            own.number("steps", "Steps", about_steps)
        contender_editor.show("walkers", walkers)


def show_network(chosen: Settings, arrival: Arrival) -> None:
    """Let optimizers train the same network."""
    rivals = chosen.rivals or contenders.ON_NETWORK
    members = members_of(chosen)
    race = race_view.arrive(members, arrival)
    above, picture, below = layout.places()
    with layout.picture_first("wall", picture):
        looks = [Look(number) for number in contenders.colours(rivals)]
        race_view.show(
            race, looks, chosen.target, more=lambda: lessons.header(point_lessons.OPTIMIZERS, race.leader.epoch)
        )
    with above:
        show_head()
        with bars.controls(race, bars.what_is_equal(member.experiment for member in race.members)):
            settings.select("activation")
            settings.widths()
        layout.data_row()
        with bars.rest():
            view_settings.speed()
            settings.slider("batch_size", 1, high=100)
            own.number("target", "Solved at test loss", "The dotted line; the table counts the epochs to it.")
            layout.data_options(batch_size=False)
        bars.about(
            "Equal for all: data, mini-batches, shape, activation, the very same first weights. What varies: the "
            "optimizer with its step size, momentum and schedule. A click on a picture opens it in the Playground."
        )
    with below:
        show_landscape(race, contenders.colours(rivals))
        contender_editor.show("rivals", rivals)


def show_landscape(race: Race, colours: Sequence[int]) -> None:
    """Show the loss on the plane closest to the paths of the networks, whose colours have these numbers."""
    title = "The loss as a landscape: the plane of these paths"
    with st.expander(title, expanded=False, key="landscape", on_change="rerun") as box:
        if not box.open:
            return
        if race.playing:
            st.caption("Pause to see the paths of the optimizers.")
            return
        networks = [
            (member.name, palette.SERIES[number], race.shown[seat.run], seat.position)
            for number, member, seat in zip(colours, race.members, race.seats, strict=True)
        ]
        chart.show(landscape.loss_landscape(networks), "landscape_chart")


arrival = layout.begin(PAGE)
chosen = session.own()
if chosen.part == "surface":
    show_surface(chosen)
else:
    show_network(chosen, arrival)
layout.finish()
