"""One widget for each setting of the Experiment; the session's Experiment is the truth behind it.

A widget's key is the field's name. Before each run it is set from the session, so that undo,
the back button and an action on the picture reach it too.
"""

from collections.abc import Iterable
from typing import Any

import streamlit as st

from engine.activations import ACTIVATIONS
from engine.experiments.address import shorten
from engine.experiments.experiment import losses_for
from engine.numerals import plain
from ui.visit import changes, locks, notices, session, tidy
from ui.widgets import typed
from ui.widgets.guard import changed, prepare, pressed
from ui.widgets.labels import LABELS, explain, help_of, label_of, registry_of

STEP_SIZES = (0.00001, 0.0001, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10)
SEQUENCE_STEP_SIZES = (0.0005, 0.001, 0.002, 0.004, 0.01, 0.02, 0.05, 0.1, 0.3, 1)
UNITS = (4, 8, 16, 32, 64)
RECURRENT_SCALES = (0.3, 0.5, 0.8, 1, 1.2, 1.6, 2.5, 4)
FORGET_BIASES = (-1, 0, 1, 2, 3)
RATES = (0, 0.0001, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10)


def _store(name: str) -> None:
    changes.update(**{name: st.session_state[name]})


def field_of(name: str) -> Any:
    """Return the field of a setting of the experiment on the present page."""
    return session.current().experiment.FIELDS[name]


def select(name: str, options: Iterable[str] | None = None) -> None:
    """Show a field of names as a drop-down list."""
    if locks.is_hidden(name):
        return
    value = getattr(session.current().experiment, name)
    prepare(name, value)
    names = list(options or field_of(name).options)
    st.selectbox(
        LABELS[name],
        names if value in names else [*names, value],  # such as an activation for each layer
        key=name,
        format_func=label_of(name),
        help=explain(name),
        disabled=locks.is_locked(name),
        on_change=changed,
        args=(name, _store, name),
    )


def activations() -> None:
    """Show the activation of each hidden layer, where there are several."""
    names = session.current().experiment.activations
    if len(names) < 2 or locks.is_hidden("activation"):
        return
    with st.container(horizontal=True, key="activations", gap="small"):
        for i, name in enumerate(names):
            key = f"activation_{i + 1}"
            prepare(key, name)
            st.selectbox(
                f"Hidden {i + 1}",
                list(ACTIVATIONS),
                key=key,
                format_func=label_of("activation"),
                on_change=changed,
                args=(key, _store_activation, i, key),
                disabled=locks.is_locked("activation"),
            )


def _store_activation(i: int, key: str) -> None:
    names = list(session.current().experiment.activations)
    if i >= len(names):  # there are fewer layers now
        return notices.add(session.TOO_LATE)
    names[i] = st.session_state[key]
    while len(names) > 1 and names[-1] == names[-2]:
        names.pop()  # the last name stands for all layers beyond it
    changes.update(activation="-".join(names))


def number_list(name: str, options: tuple[float, ...]) -> None:
    """Show a number as a drop-down list; another one may be typed, and a value that is not in the list joins it."""
    if locks.is_hidden(name):
        return
    value = getattr(session.current().experiment, name)
    prepare(name, value)
    st.selectbox(
        LABELS[name],
        sorted({*options, value}),
        key=name,
        format_func=plain,
        accept_new_options=True,
        help=help_of(name),
        disabled=locks.is_locked(name),
        on_change=changed,
        args=(name, _store_typed, name),
    )


def _store_typed(name: str) -> None:
    value = st.session_state[name]
    if isinstance(value, str):  # not one of the list
        value = typed.accepted(LABELS[name], value, field_of(name))
    if value is not None:
        changes.update(**{name: value})


def slider(name: str, step: float, unit: str = "", high: float | None = None) -> None:
    """Show a number as a slider; `high` keeps it short, and gives way to a larger value."""
    if locks.is_hidden(name):
        return
    field, value = field_of(name), getattr(session.current().experiment, name)
    kind = int if isinstance(step, int) and value == int(value) else float
    prepare(name, kind(value))
    st.slider(
        LABELS[name],
        kind(field.low),
        kind(max(high or field.high, value)),
        key=name,
        step=kind(step),
        format=f"%{'d' if kind is int else '.3g'}{unit}",
        help=help_of(name),
        disabled=locks.is_locked(name),
        on_change=changed,
        args=(name, _store, name),
    )


def number(name: str, label: str = "", help: str = "") -> None:
    """Show a number as a box to type in."""
    if locks.is_hidden(name):
        return
    typed.number(
        name,
        label or LABELS[name],
        getattr(session.current().experiment, name),
        field_of(name),
        lambda value: changes.update(**{name: value}),
        help=help or help_of(name),
        disabled=locks.is_locked(name),
    )


def options(*names: str) -> None:
    """Show the options of the chosen entries of these registries, such as the optimizer's."""
    for registry in names:
        chosen = getattr(session.current().experiment, registry)
        for entry in [chosen] if isinstance(chosen, str) else chosen:
            for name, option in registry_of(registry)[entry].options.items():
                number(name, option.label, option.help)


def seed(name: str, draw: str) -> None:
    """Show a seed with a button that takes the next one."""
    if locks.is_hidden(name):
        return
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        number(name)
        st.button(
            draw,
            key=f"{name}_next",
            on_click=pressed,
            args=(_next_seed, name),
            help="Take the next seed",
            disabled=locks.is_locked(name),
        )


def die(name: str, label: str) -> None:
    """Show a die that takes the next seed: one press, for another draw."""
    if locks.is_hidden(name):
        return
    st.button(
        label,
        key=f"{name}_die",
        icon=":material/casino:",
        help=f"{label}: take the next seed",
        on_click=pressed,
        args=(_next_seed, name),
        disabled=locks.is_locked(name),
    )


def _next_seed(name: str) -> None:
    changes.update(**{name: (getattr(session.current().experiment, name) + 1) % (field_of(name).high + 1)})


def widths(name: str = "layers") -> None:
    """Show the sizes of layers as a line of text: the quickest way by keyboard."""
    if locks.is_hidden(name):
        return
    prepare(name, field_of(name).write(getattr(session.current().experiment, name)))
    st.text_input(
        LABELS[name],
        key=name,
        help=help_of(name),
        on_change=changed,
        args=(name, _store_widths, name),
        disabled=locks.is_locked(name),
        max_chars=40,
    )


def _store_widths(name: str) -> None:
    field, text = field_of(name), st.session_state[name]
    value, exact = field.parse(tidy.value(name, field, text))
    if not exact:
        notices.add(f"{LABELS[name]} must be {field.accepts}, got “{shorten(text)}”.")
    else:
        changes.update(**{name: value})


def loss() -> None:
    """Show the losses that suit the data."""
    select("loss", losses_for(session.current().experiment.class_count))


def network_selects() -> None:
    """Show activation, first weights, optimizer and step size, which every comparison of many networks has."""
    select("activation")
    select("initializer")
    select("optimizer")
    number_list("step_size", STEP_SIZES)
