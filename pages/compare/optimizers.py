"""Compare optimizers: on surfaces of two dimensions, and on a real network."""

from dataclasses import dataclass

import streamlit as st

from engine.experiments.experiment import FIELDS, change
from engine.experiments.fields import Choice, Number
from engine.optimizers import OPTIMIZERS
from engine.schedules import SCHEDULES
from engine.study import descent
from engine.study.surfaces import SURFACES, Surface
from pictures import palette
from pictures.charts import landscape
from pictures.slope import slope
from pictures.wall.frame import Look
from ui.compare import race_view as compare
from ui.compare.contenders import MOST, Place, Rival, Rivals
from ui.players import race
from ui.players.race import Member
from ui.visit import session
from ui.widgets import bars, chart, live, style
from ui.widgets import settings as controls

PARTS = {"surface": "On a surface", "network": "On a network"}
REACH = 10.0
ON_NETWORK = (
    Rival("gradient_descent", 0.1),
    Rival("momentum", 0.03),
    Rival("adagrad", 0.1),
    Rival("rmsprop", 0.01),
    Rival("adam", 0.01),
)


@dataclass(frozen=True, slots=True)
class Settings:
    """What this page has of its own: surface, start and walkers of one part, rivals and target of the other."""

    part: str = "surface"
    surface: str = "ravine"
    start: tuple[float, ...] = ()
    walkers: tuple[Rival, ...] = ()
    steps: int = 200
    rivals: tuple[Rival, ...] = ()
    target: float = 0.1


PAGE = session.Page(
    "optimizers",
    {
        "part": Choice(PARTS),
        "surface": Choice(SURFACES),
        "start": Place(REACH),
        "walkers": Rivals(),
        "steps": Number(10, 2000, whole=True),
        "rivals": Rivals(),
        "target": Number(0, 1000),
    },
    Settings,
)


def usual(surface: Surface) -> tuple[Rival, ...]:
    """Return four optimizers with step sizes that suit a surface."""
    left, right, *_ = surface.box
    reach, size = (right - left) / 2, surface.step_size
    return (
        Rival("gradient_descent", size),
        Rival("momentum", float(f"{0.3 * size:.1g}")),
        Rival("rmsprop", float(f"{0.01 * reach:.1g}")),
        Rival("adam", float(f"{0.04 * reach:.1g}")),
    )


def edit(name: str, rivals: tuple[Rival, ...]) -> None:
    """Show one row of widgets for each Rival, to be stored in the setting `name`."""

    def store(place: int, part: str, key: str) -> None:
        changed = list(rivals)
        changed[place] = changed[place]._replace(**{part: st.session_state[key]})
        session.update_own(**{name: tuple(changed)})

    def widget(place: int, part: str, show, **more) -> None:
        key = f"{name}_{place}_{part}"
        controls.prepare(key, getattr(rivals[place], part))
        show(
            controls.LABELS.get(part, "Momentum μ"),
            key=key,
            label_visibility="collapsed" if place else "visible",
            on_change=controls.changed,
            args=(key, store, place, part, key),
            **more,
        )

    with st.container(key="rivals", gap="small"):
        for i, rival in enumerate(rivals):
            with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key=f"rival_{i}"):
                st.html(
                    f'<i style="border-top: 4px solid {palette.SERIES[i]}; display: block; width: 18px"></i>', width=24
                )
                widget(
                    i, "optimizer", st.selectbox, options=list(OPTIMIZERS), format_func=lambda o: OPTIMIZERS[o].label
                )
                field = FIELDS["step_size"]
                widget(
                    i,
                    "step_size",
                    st.number_input,
                    min_value=1e-6,
                    max_value=float(field.high),
                    step=rival.step_size / 10,
                    format="%g",
                )
                if "momentum" in OPTIMIZERS[rival.optimizer].options:
                    field = FIELDS["momentum"]
                    widget(
                        i,
                        "momentum",
                        st.number_input,
                        min_value=float(field.low),
                        max_value=float(field.high),
                        step=0.05,
                        format="%g",
                    )
                widget(i, "schedule", st.selectbox, options=list(SCHEDULES), format_func=lambda o: SCHEDULES[o].label)
                st.button(
                    "Take away",
                    key=f"{name}_{i}_less",
                    icon=":material/close:",
                    help="Take this optimizer away",
                    disabled=len(rivals) == 1,
                    on_click=session.update_own,
                    kwargs={name: rivals[:i] + rivals[i + 1 :]},
                )
        with st.container(horizontal=True):
            st.button(
                "Add an optimizer",
                key=f"{name}_more",
                icon=":material/add:",
                disabled=len(rivals) == MOST,
                on_click=session.update_own,
                kwargs={name: (*rivals, rivals[-1])},
            )
            st.button(
                "The usual ones",
                key=f"{name}_usual",
                disabled=not getattr(session.own(), name),
                on_click=session.update_own,
                kwargs={name: ()},
            )


def on_surface() -> None:
    """Let the walkers go down a surface."""
    surface = SURFACES[own.surface]
    walkers = own.walkers or usual(surface)
    start = own.start or surface.start
    with st.container(horizontal=True, vertical_alignment="center", key="surface_bar"):
        names = {name: entry.label for name, entry in SURFACES.items()}
        compare.part("surface", "Surface", names, start=(), walkers=())
        st.markdown(f"$f(x, y) = {surface.formula}$")
    st.caption(
        f"{surface.note} Equal for all: the surface and the start, ({start[0]:g}, {start[1]:g}). What varies: the "
        "optimizer with its step size, momentum and schedule."
    )
    picture = st.container()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        compare.number(
            "steps", "Steps", 50, "Also the period T of a schedule; step decay halves five times on the way."
        )
    edit("walkers", walkers)
    walks = []
    for rival in walkers:
        periods = {
            "period": own.steps if rival.schedule != "step" else max(own.steps // 5, 1),
            "warm_up": own.steps // 10,
        }
        walk = descent.begin(
            own.surface, rival.optimizer, start, rival.step_size, rival.schedule, momentum=rival.momentum, **periods
        )
        descent.go_on(walk, own.steps)
        walks.append((rival.label, walk))

    def begin(value: object) -> None:
        """Begin where a visitor has clicked."""
        if isinstance(value, list) and PAGE.fields["start"].valid(place := tuple(value)):
            session.update_own(start=place)

    session.show_notices()
    live.send_code("slope")
    session.write_address()
    with picture:
        live.show("slope", slope.pack(own.surface, walks, own.steps, 0), compare.handler({"start": begin}))


def on_network() -> None:
    """Let the rivals train the same network."""
    rivals = own.rivals or ON_NETWORK
    members = [
        Member(
            rival.label,
            change(
                session.experiment(),
                optimizer=rival.optimizer,
                step_size=rival.step_size,
                momentum=rival.momentum,
                schedule=rival.schedule,
            ),
        )
        for rival in rivals
    ]
    me = race.mine(members)
    if arrival.at_step or arrival.play:
        me.head_for(arrival.at_step, arrival.play)
        session.settle()
    with st.container(horizontal=True, vertical_alignment="bottom", key="bar"):
        bars.transport(me)
        with st.container(horizontal=True, vertical_alignment="bottom", key="settings"):
            controls.speed()
            controls.select("activation")
            controls.widths()
            controls.slider("batch_size", 1, high=100)
            compare.number("target", "Solved at test loss", 0.01, "The dotted line; the table counts the epochs to it.")
    with st.container(horizontal=True, vertical_alignment="bottom", key="data_row"):
        controls.data_picker()
        with st.container(horizontal=True, vertical_alignment="bottom", key="data_settings"):
            controls.data_options()
    st.caption(
        "Equal for all: data, mini-batches, shape, activation, the very same first weights. What varies: the "
        "optimizer with its step size, momentum and schedule. A click on a picture opens it in the Playground."
    )
    session.show_notices()
    picture = st.container()
    with st.expander(
        "The loss as a landscape: the plane of these ways", expanded=False, key="landscape", on_change="rerun"
    ) as box:
        if box.open:
            if me.playing:
                st.caption("Pause to see the ways that the optimizers went.")
            else:
                networks = [
                    (member.name, palette.SERIES[i], me.shown[seat.run], seat.place)
                    for i, (member, seat) in enumerate(zip(me.members, me.seats, strict=True))
                ]
                chart.show(landscape.loss_landscape(networks), "landscape_chart")
    edit("rivals", rivals)
    live.send_code("wall")
    session.write_address()
    with picture:
        compare.show_race(me, [Look(i) for i in range(len(members))], own.target)


style.apply()
arrival = session.read_address(PAGE)
own = session.own()
bars.head("Compare optimizers")
with st.container(horizontal=True, vertical_alignment="center", key="choice"):
    compare.part("part", "Part", PARTS)
if own.part == "surface":
    on_surface()
else:
    on_network()
