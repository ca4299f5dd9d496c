"""One widget for each setting; the session's Experiment or View is the truth behind it.

A widget's key is the field's name. Before each run it is set from the session, so that undo,
the back button and a touch of the diagram reach it too.
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import streamlit as st

from engine.activations import ACTIVATIONS
from engine.data.augmentations import AUGMENTATIONS
from engine.data.datasets import BOUNDARIES, DATASETS, FUNCTION, OWN
from engine.data.features import FEATURES
from engine.experiments.address import shorten
from engine.experiments.experiment import FIELDS, Experiment, change, losses_for
from engine.initializers import INITIALIZERS
from engine.losses import LOSSES
from engine.optimizers import OPTIMIZERS
from engine.regularizers import REGULARIZERS
from engine.schedules import SCHEDULES
from pictures.palette import CLASS_COLOUR_NAMES
from ui.visit import session, task, undo, view

STEP_SIZES = (0.00001, 0.0001, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10)
RATES = (0, 0.0001, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10)

LATE = 1.5  # seconds that an act may be on its way

REGISTRIES = {
    "data": DATASETS,
    "augmentation": AUGMENTATIONS,
    "activation": ACTIVATIONS,
    "initializer": INITIALIZERS,
    "loss": LOSSES,
    "optimizer": OPTIMIZERS,
    "schedule": SCHEDULES,
    "regularization": REGULARIZERS,
    "features": FEATURES,
}

LABELS = {
    "data": "Data",
    "points": "Points",
    "noise": "Noise",
    "train_share": "Train share",
    "data_seed": "Data seed",
    "augmentation": "Augmentation",
    "features": "Inputs",
    "layers": "Hidden layers",
    "activation": "Activation",
    "initializer": "First weights",
    "weight_seed": "Weight seed",
    "loss": "Loss",
    "optimizer": "Optimizer",
    "step_size": "Step size α",
    "schedule": "Schedule",
    "batch_size": "Batch size",
    "regularization": "Regularization",
    "regularization_rate": "Rate λ",
    "dropout": "Dropout",
    "clip_norm": "Clip the gradient at norm",
    "frozen": "Frozen layers",
}

HELP = {
    "points": "How many points are drawn, for training and testing together.",
    "noise": "How far points are moved at random (for a regression: how far the response is), in per cent.",
    "train_share": "The part of the points that the network learns from; the rest tests it.",
    "data_seed": "Draws the points and the order of the mini-batches. Another seed, another sample of the same data.",
    "augmentation": "Moves each training point at random, anew in every epoch. What you see, and the losses, stay.",
    "layers": "From the first hidden layer to the last, such as 6-4. 0 is no hidden layer.",
    "initializer": "How the first weights are drawn. Biases start at 0.",
    "weight_seed": "Draws the first weights. Another seed, another start.",
    "loss": "What training makes small. The numbers on the Stage are its mean over all points, without the penalty.",
    "step_size": "How far each step goes along the negative gradient. Also called the learning rate.",
    "regularization_rate": "How much the penalty of the regularization weighs.",
    "schedule": "How the step size changes with the step number i.",
    "batch_size": "How many points each step looks at; its gradient is the mean over them.",
    "regularization": "Keeps weights small. It is part of each step, not of the loss that is shown.",
    "dropout": "The share of hidden neurons that each training point does without. Off in all that you see.",
    "clip_norm": "A gradient that is longer is cut to this length. 0 leaves all as they are.",
    "frozen": "So many layers, from the inputs on, keep their weights.",
}


def update(**changes: Any) -> None:
    """Change the visitor's Experiment, but for what the Task of the page locks."""
    if changes := task.allowed(changes, session.experiment()):
        undo.change(change(session.experiment(), **changes))
    session.touch()


def set_experiment(experiment: Experiment) -> None:
    """Make this the visitor's Experiment; the change has been noted for undo already."""
    st.session_state["experiment"] = experiment
    session.touch()


def _store(name: str) -> None:
    update(**{name: st.session_state[name]})


def prepare(name: str, value: Any) -> None:
    # Always, even where it seems to hold that value: only then is the value sent to the browser, and
    # a widget that the browser has built anew would else come back empty and be believed.
    before = st.session_state.get(name, value)
    if before != value:
        st.session_state.setdefault("replaced", {})[name] = before, time.monotonic()
    st.session_state[name] = value


def changed(key: str, does: Callable[..., None], *args: Any) -> None:
    """Do what a changed widget asks for, unless it merely says again what the app has just replaced.

    The browser sends the values of all widgets with each act. An act that was on its way while the app
    gave a widget another value brings the old one, and would undo what the visitor did before.
    """
    before, since = st.session_state.get("replaced", {}).get(key, (None, -LATE))
    if time.monotonic() - since > LATE or st.session_state[key] != before:
        does(*args)


def _label(name: str) -> Callable[[str], str]:
    registry = REGISTRIES[name]
    return lambda option: ", ".join(registry[part].label for part in option.split("-"))


def name_of(field: str, option: str) -> str:
    """Return what people call an option of a field."""
    return _label(field)(option)


def explain(name: str) -> str:
    """Return what a field is, and about each of the chosen entries its formula and why it exists."""
    lines = [HELP[name]] if name in HELP else []
    for part in dict.fromkeys(getattr(session.experiment(), name).split("-")):
        entry = REGISTRIES[name][part]
        reason = getattr(entry, "reason", "") or getattr(entry, "note", "")
        lines.append(f"**{entry.label}** ${entry.formula}$" + (f" · {reason}" if reason else ""))
    return "\n\n".join(lines)


def select(name: str, options: Iterable[str] | None = None) -> None:
    """Show a field of names as a drop-down list."""
    if task.is_hidden(name):
        return
    value = getattr(session.experiment(), name)
    prepare(name, value)
    names = list(options or FIELDS[name].options)
    st.selectbox(
        LABELS[name],
        names if value in names else [*names, value],  # such as an activation for each layer
        key=name,
        format_func=_label(name),
        help=explain(name),
        disabled=task.is_locked(name),
        on_change=changed,
        args=(name, _store, name),
    )


def activations() -> None:
    """Show the activation of each hidden layer, where there are several."""
    names = session.experiment().activations
    if len(names) < 2 or task.is_hidden("activation"):
        return
    with st.container(horizontal=True, key="activations", gap="small"):
        for i, name in enumerate(names):
            key = f"activation_{i + 1}"
            prepare(key, name)
            st.selectbox(
                f"Hidden {i + 1}",
                list(ACTIVATIONS),
                key=key,
                format_func=_label("activation"),
                on_change=changed,
                args=(key, _store_activation, i, key),
                disabled=task.is_locked("activation"),
            )


def _store_activation(i: int, key: str) -> None:
    names = list(session.experiment().activations)
    names[i] = st.session_state[key]
    while len(names) > 1 and names[-1] == names[-2]:
        names.pop()  # the last name stands for all layers beyond it
    update(activation="-".join(names))


def number_list(name: str, options: tuple[float, ...]) -> None:
    """Show a number as a drop-down list; a value from the address that is not in it joins it."""
    if task.is_hidden(name):
        return
    value = getattr(session.experiment(), name)
    prepare(name, value)
    st.selectbox(
        LABELS[name],
        sorted({*options, value}),
        key=name,
        format_func=lambda number: f"{number:.10f}".rstrip("0").rstrip("."),
        help=HELP.get(name),
        disabled=task.is_locked(name),
        on_change=changed,
        args=(name, _store, name),
    )


def slider(name: str, step: float, unit: str = "", high: float | None = None) -> None:
    """Show a number as a slider; `high` keeps it short, and gives way to a larger value."""
    if task.is_hidden(name):
        return
    field, value = FIELDS[name], getattr(session.experiment(), name)
    kind = int if isinstance(step, int) and value == int(value) else float
    prepare(name, kind(value))
    st.slider(
        LABELS[name],
        kind(field.low),
        kind(max(high or field.high, value)),
        key=name,
        step=kind(step),
        format=f"%{'d' if kind is int else '.3g'}{unit}",
        help=HELP.get(name),
        disabled=task.is_locked(name),
        on_change=changed,
        args=(name, _store, name),
    )


def number(name: str, step: float, label: str = "", help: str = "") -> None:
    """Show a number as a box to type in."""
    if task.is_hidden(name):
        return
    field = FIELDS[name]
    kind = int if field.whole else float
    prepare(name, kind(getattr(session.experiment(), name)))
    st.number_input(
        label or LABELS[name],
        kind(field.low),
        kind(field.high),
        key=name,
        step=kind(step),
        format="%d" if field.whole else "%g",
        help=help or HELP.get(name),
        disabled=task.is_locked(name),
        on_change=changed,
        args=(name, _store, name),
    )


def options(*names: str) -> None:
    """Show the options of the chosen entries of these registries, such as the optimizer's."""
    for registry in names:
        chosen = getattr(session.experiment(), registry)
        for entry in [chosen] if isinstance(chosen, str) else chosen:
            for name, option in REGISTRIES[registry][entry].options.items():
                number(name, 1 if FIELDS[name].whole else max(option.default / 10, 0.001), option.label, option.help)


def seed(name: str, draw: str) -> None:
    """Show a seed with a button that takes the next one."""
    if task.is_hidden(name):
        return
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        number(name, 1)
        st.button(
            draw,
            key=f"{name}_next",
            on_click=_next_seed,
            args=(name,),
            help="Take the next seed",
            disabled=task.is_locked(name),
        )


def _next_seed(name: str) -> None:
    update(**{name: (getattr(session.experiment(), name) + 1) % (FIELDS[name].high + 1)})


def widths() -> None:
    """Show the hidden layers as a line of text: the quickest way by keyboard."""
    if task.is_hidden("layers"):
        return
    field = FIELDS["layers"]
    prepare("layers", field.write(session.experiment().layers))
    st.text_input(
        LABELS["layers"],
        key="layers",
        help=HELP["layers"],
        on_change=changed,
        args=("layers", _store_widths),
        disabled=task.is_locked("layers"),
        max_chars=40,
    )


def _store_widths() -> None:
    field, text = FIELDS["layers"], st.session_state["layers"]
    value, exact = field.parse(text)
    if not exact:
        session.notify(f"Layers must be {field.accepts}, got “{shorten(text)}”.")
    if value is not None:
        update(layers=value)


def data_picker() -> None:
    """Show the data sets as a row of buttons."""
    if task.is_hidden("data"):
        return
    prepare("data", session.experiment().data)
    st.segmented_control(
        LABELS["data"],
        FIELDS["data"].options,
        key="data",
        format_func=_label("data"),
        on_change=changed,
        args=("data", _store_data),
        disabled=task.is_locked("data"),
        required=True,
        label_visibility="collapsed",
    )


def _store_data() -> None:
    if st.session_state["data"]:
        _store("data")


def augmentation_picker() -> None:
    """Show the augmentations as buttons to switch on and off, and the options of those that are on."""
    if task.is_hidden("augmentation"):
        return
    chosen = session.experiment().augmentation
    prepare("augmentation", list(chosen))
    reasons = [f"**{AUGMENTATIONS[name].label}** claims: {AUGMENTATIONS[name].reason}" for name in chosen]
    st.pills(
        LABELS["augmentation"],
        FIELDS["augmentation"].options,
        key="augmentation",
        format_func=_label("augmentation"),
        selection_mode="multi",
        help="\n\n".join([HELP["augmentation"], *reasons]),
        on_change=changed,
        args=("augmentation", _store_augmentation),
        disabled=task.is_locked("augmentation"),
    )
    options("augmentation")


def _store_augmentation() -> None:
    chosen = st.session_state["augmentation"]
    update(augmentation=tuple(name for name in FIELDS["augmentation"].options if name in chosen))


def feature_picker() -> None:
    """Show the inputs as buttons to switch on and off."""
    if task.is_hidden("features"):
        return
    prepare("features", list(session.experiment().features))
    st.pills(
        LABELS["features"],
        FIELDS["features"].options,
        key="features",
        format_func=_label("features"),
        selection_mode="multi",
        on_change=changed,
        args=("features", _store_features),
        disabled=task.is_locked("features"),
    )


def _store_features() -> None:
    set_features(st.session_state["features"])


def set_features(names: Iterable[str]) -> None:
    """Use these inputs; the last one cannot be taken away."""
    chosen = tuple(option for option in FIELDS["features"].options if option in names)
    if chosen:
        update(features=chosen)
    else:
        session.notify("A network needs at least one input.")


def class_names(count: int) -> list[str]:
    """Return what classes are called: by colour, as the Stage shows them."""
    return list(CLASS_COLOUR_NAMES[:count])


def data_options() -> None:
    """Show what this kind of data can vary: the number of classes, the boundary, the noise."""
    if task.is_hidden("data"):
        return
    experiment = session.experiment()
    if len(DATASETS[experiment.data].classes) > 1:
        prepare("classes", experiment.class_count)
        st.selectbox(
            "Classes",
            sorted(DATASETS[experiment.data].classes),
            key="classes",
            on_change=changed,
            args=("classes", _store, "classes"),
            disabled=task.is_locked("data"),
        )
    if experiment.data == FUNCTION:
        prepare("boundary", experiment.boundary)
        st.selectbox(
            "Boundary",
            list(BOUNDARIES),
            key="boundary",
            format_func=lambda name: BOUNDARIES[name].label,
            help=f"Blue above ${BOUNDARIES[experiment.boundary].formula}$, orange below.",
            on_change=changed,
            args=("boundary", _store, "boundary"),
            disabled=task.is_locked("data"),
        )
    if experiment.data != OWN:
        slider("noise", 1, " %%")


def stop() -> None:
    """Show when playing is to stop by itself, and the number for it."""
    kinds = {"never": "never", "epoch": "after epochs", "loss": "at a test loss", "accuracy": "at a test accuracy"}
    if not session.experiment().class_count:
        del kinds["accuracy"]
    now = session.current_view()
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        view_choice("stop", "Stop playing", kinds, help="At the end of the first epoch that meets the condition.")
        if now.stop != "never":
            name = f"stop_{now.stop}"
            field = view.FIELDS[name]
            kind, step = (int, 10) if field.whole else (float, 0.01 if now.stop == "loss" else 1.0)
            prepare(name, kind(getattr(now, name)))
            st.number_input(
                {"epoch": "Epochs", "loss": "Loss", "accuracy": "Accuracy, %"}[now.stop],
                kind(field.low),
                kind(field.high),
                key=name,
                step=step,
                format="%d" if field.whole else "%g",
                on_change=changed,
                args=(name, _store_view, name),
            )


def loss() -> None:
    """Show the losses that suit the data."""
    select("loss", losses_for(session.experiment().class_count))


def view_choice(name: str, label: str, options: dict[str, str], help: str | None = None) -> None:
    """Show a setting of the View as a drop-down list."""
    if task.is_hidden(name):
        return
    value = getattr(session.current_view(), name)
    prepare(name, value if value in options else next(iter(options)))
    st.selectbox(
        label,
        list(options),
        key=name,
        format_func=options.get,
        help=help,
        on_change=changed,
        args=(name, _store_view, name),
        disabled=task.is_locked(name),
    )


def speed() -> None:
    """Show how fast to play."""
    named = {name: "full" if name == "full" else f"{speed:g} epochs/s" for name, speed in view.SPEEDS.items()}
    view_choice("speed", "Speed", named | {"1": "1 epoch/s"})


def update_view(**changes: Any) -> None:
    """Change the visitor's View."""
    st.session_state["view"] = replace(session.current_view(), **changes)
    session.touch()


def _store_view(name: str) -> None:
    update_view(**{name: st.session_state[name]})
