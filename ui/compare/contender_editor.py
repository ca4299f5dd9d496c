"""One row of widgets for each optimizer that takes part."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import streamlit as st

from engine.experiments.experiment import FIELDS
from engine.optimizers import OPTIMIZERS
from engine.schedules import SCHEDULES
from pictures import palette
from ui.compare.contenders import MAX_CONTENDERS, Contender, colours
from ui.visit import session
from ui.widgets import typed
from ui.widgets.guard import changed, prepare, pressed
from ui.widgets.labels import LABELS


def show(name: str, contenders: tuple[Contender, ...]) -> None:
    """Show the rows, to be stored in the page's own setting `name`, and buttons to add one or to reset all."""
    with st.container(key="rivals", gap="small"):
        for i in range(len(contenders)):
            with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key=f"rival_{i}"):
                _row(name, contenders, i)
        with st.container(horizontal=True):
            st.button(
                "Add an optimizer",
                key=f"{name}_more",
                icon=":material/add:",
                disabled=len(contenders) == MAX_CONTENDERS,
                on_click=pressed,
                args=(session.update_own,),
                kwargs={name: (*contenders, contenders[-1])},
            )
            st.button(
                "The usual ones",
                key=f"{name}_usual",
                disabled=not getattr(session.own(), name),
                on_click=pressed,
                args=(session.update_own,),
                kwargs={name: ()},
            )


def _row(name: str, contenders: tuple[Contender, ...], i: int) -> None:
    """Show the widgets of one contender."""
    contender = contenders[i]

    def store(part: str, value: Any) -> None:
        replaced = contender._replace(**{part: value})
        session.update_own(**{name: (*contenders[:i], replaced, *contenders[i + 1 :])})

    def select(part: str, registry: Mapping[str, Any]) -> None:
        key = f"{name}_{i}_{part}"
        prepare(key, getattr(contender, part))
        st.selectbox(
            LABELS[part],
            list(registry),
            key=key,
            format_func=lambda entry: registry[entry].label,
            label_visibility=label_visibility,
            on_change=changed,
            args=(key, lambda: store(part, st.session_state[key])),
        )

    def number(part: str, label: str) -> None:
        value = getattr(contender, part)
        typed.number(
            f"{name}_{i}_{part}", label, value, FIELDS[part], partial(store, part), label_visibility=label_visibility
        )

    label_visibility: Any = "collapsed" if i else "visible"
    st.html(
        f'<i style="border-top: 4px solid {palette.SERIES[colours(contenders)[i]]}; display: block; width: 18px"></i>',
        width=24,
    )
    select("optimizer", OPTIMIZERS)
    number("step_size", LABELS["step_size"])
    if "momentum" in OPTIMIZERS[contender.optimizer].options:
        number("momentum", "Momentum μ")
    select("schedule", SCHEDULES)
    st.button(
        "Take away",
        key=f"{name}_{i}_less",
        icon=":material/close:",
        help="Take this optimizer away",
        disabled=len(contenders) == 1,
        on_click=pressed,
        args=(session.update_own,),
        kwargs={name: contenders[:i] + contenders[i + 1 :]},
    )
