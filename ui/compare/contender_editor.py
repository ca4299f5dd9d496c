"""One row of widgets for each optimizer that takes part."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from engine.experiments.experiment import FIELDS
from engine.optimizers import OPTIMIZERS
from engine.schedules import SCHEDULES
from pictures import palette
from ui.compare.contenders import MAX_CONTENDERS, Contender, colours
from ui.visit import session
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

    def store(part: str, key: str) -> None:
        replaced = contender._replace(**{part: st.session_state[key]})
        session.update_own(**{name: (*contenders[:i], replaced, *contenders[i + 1 :])})

    def widget(part: str, show: Callable[..., Any], **more: Any) -> None:
        key = f"{name}_{i}_{part}"
        prepare(key, getattr(contender, part))
        show(
            LABELS.get(part, "Momentum μ"),
            key=key,
            label_visibility="collapsed" if i else "visible",
            on_change=changed,
            args=(key, store, part, key),
            **more,
        )

    st.html(
        f'<i style="border-top: 4px solid {palette.SERIES[colours(contenders)[i]]}; display: block; width: 18px"></i>',
        width=24,
    )
    widget("optimizer", st.selectbox, options=list(OPTIMIZERS), format_func=lambda o: OPTIMIZERS[o].label)
    high = float(FIELDS["step_size"].high)
    step = contender.step_size / 10
    widget("step_size", st.number_input, min_value=1e-6, max_value=high, step=step, format="%g")
    if "momentum" in OPTIMIZERS[contender.optimizer].options:
        low, high = float(FIELDS["momentum"].low), float(FIELDS["momentum"].high)
        widget("momentum", st.number_input, min_value=low, max_value=high, step=0.05, format="%g")
    widget("schedule", st.selectbox, options=list(SCHEDULES), format_func=lambda o: SCHEDULES[o].label)
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
