"""Reads a link of TensorFlow Playground: the nearest experiment that there is here, and what has no equal.

Its names are those of the state in its source, src/state.ts of tensorflow/playground; what a link does not say has
the value that is usual there.
"""

from collections.abc import Mapping

from engine.experiments.address import shorten

HOST = "playground.tensorflow.org"
# Names that nobody else uses, in small letters, because links can lose the large ones.
ITS_OWN = frozenset({
    "networkshape", "perctraindata", "regdataset", "showtestdata", "collectstats", "hidetext", "initzero",
    "xtimesy", "xsquared", "ysquared", "cosx", "sinx", "cosy", "siny",
})  # fmt: skip
USUAL = {
    "activation": "tanh", "regularization": "none", "batchsize": "10", "dataset": "circle", "regdataset": "reg-plane",
    "learningrate": "0.03", "regularizationrate": "0", "noise": "0", "networkshape": "4,2", "perctraindata": "50",
    "x": "true", "y": "true", "problem": "classification",
}  # fmt: skip
COPIED = {
    "learningrate": "step_size", "batchsize": "batch_size", "noise": "noise", "perctraindata": "train_share",
    "showtestdata": "show_test", "discretize": "discretize",
}  # fmt: skip
INPUTS = {
    "x": "x1", "y": "x2", "xsquared": "x1_squared", "ysquared": "x2_squared", "xtimesy": "x1_x2", "sinx": "sin_x1",
    "siny": "sin_x2",
}  # fmt: skip
DATA = {"circle": "circle", "xor": "exclusive_or", "gauss": "gaussian", "spiral": "spiral"}
VALUES = {"reg-plane": "plane", "reg-gauss": "multi_gaussian"}
# What its links hide, and the control that is hidden here.
HIDDEN = {
    "learningrate": "steps", "activation": "functions", "regularization": "penalty", "regularizationrate": "penalty",
    "dataset": "data", "noise": "data", "perctraindata": "data", "batchsize": "batches", "numhiddenlayers": "shape",
}  # fmt: skip
HIDES = "_hide"
BUTTONS = ("playbutton", "stepbutton", "resetbutton", "seed")  # which it can hide, and the seed
NOTHING = ("cosx", "cosy", "hidetext", "tutorial")  # that has no equal here, if it is on


def is_one(query: Mapping[str, str]) -> bool:
    """Return whether parameters are those of a link of TensorFlow Playground."""
    return any(_plain(name) in ITS_OWN for name in query)


def named(query: Mapping[str, str]) -> dict[str, str]:
    """Return the parameters of one of its links so that they can be told from others, however few they are."""
    return dict(query) if is_one(query) else {**query, "networkShape": USUAL["networkshape"]}


def translate(query: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """Return the parameters of the nearest experiment, and sentences on what is not the same. Never raises."""
    said = {_plain(name): value for name, value in query.items()}
    its_names = {*ITS_OWN, *USUAL, *COPIED, *NOTHING, *HIDDEN, *BUTTONS}
    state = {**USUAL, **{name: value.strip() for name, value in said.items() if value.strip()}}
    is_regression = state["problem"].lower() == "regression"
    missing = [name for name in query if _plain(name) in NOTHING and _is_on(said[_plain(name)])]
    new = {ours: state[its] for its, ours in COPIED.items() if its in state}
    there, wanted = (VALUES, state["regdataset"]) if is_regression else (DATA, state["dataset"])
    if wanted.lower() in there:
        new["data"] = there[wanted.lower()]
    else:
        new["data"] = next(iter(there.values()))
        missing.append(f"the data {shorten(wanted)}")
    new |= _network(state, said)
    if is_regression:
        new["points"] = "1200"
    hidden = [name.removesuffix(HIDES) for name in said if name.endswith(HIDES) and _is_on(said[name])]
    if controls := "-".join(dict.fromkeys(HIDDEN[name] for name in hidden if name in HIDDEN)):
        new["hide"] = controls
    if "seed" in said:
        missing.append("its seed")
    others = {name: value for name, value in query.items() if _plain(name).removesuffix(HIDES) not in its_names}
    return {**new, **others}, _sentences(missing, is_regression)


def _network(state: Mapping[str, str], said: Mapping[str, str]) -> dict[str, str]:
    """Return the parameters of the network and of its training."""
    shape = said["networkshape"].strip() if "networkshape" in said else state["networkshape"]
    regularization = state["regularization"].lower()
    starts = {"initializer": "zeros"} if _is_on(state.get("initzero", "")) else {"weight_scale": "0.5"}
    inputs = [ours for its, ours in INPUTS.items() if _is_on(state.get(its, ""))]
    return {
        "layers": shape or "0",
        "activation": state["activation"],
        "optimizer": "gradient_descent",
        "regularization": regularization,
        "initializer": "uniform",
        **({} if regularization == "none" else {"regularization_rate": state["regularizationrate"]}),
        **({"features": "-".join(inputs)} if inputs else {}),
        **starts,
    }


def _sentences(missing: list[str], is_regression: bool) -> list[str]:
    loss = "" if is_regression else ", the loss is the cross-entropy"
    near = f"Nearly as in TensorFlow Playground: points and weights are drawn anew{loss}."
    return [near] + [f"Without an equal here: {', '.join(missing)}."] * bool(missing)


def _plain(name: str) -> str:
    """Return a name in small letters, without what a mail program has put before it."""
    return name.strip().lower().replace("amp;", "").lstrip("#?")


def _is_on(value: str) -> bool:
    """Return whether a switch is on: there, all but false is."""
    return value.strip().lower() not in ("", "false")
