"""Finds the name that is meant: in other letters, with other dashes, under another name, or nearly spelled right."""

import difflib
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

NEAR = 0.8  # how alike two names are at least, of 1
MOST_WORDS = 3  # of a name
SHORTEST = 4  # letters of a name that is only begun, or nearly right

# What people call parameters elsewhere, without spaces and dashes.
NAMES: dict[str, str] = {
    **dict.fromkeys(("learningrate", "lr", "alpha", "eta"), "step_size"),
    **dict.fromkeys(("dataset", "datasets"), "data"),
    **dict.fromkeys(("hiddenlayers", "hidden", "layer", "neurons", "networkshape"), "layers"),
    **dict.fromkeys(("activationfunction", "activations", "nonlinearity"), "activation"),
    **dict.fromkeys(("batch", "minibatch", "minibatchsize"), "batch_size"),
    **dict.fromkeys(("optimiser", "opt"), "optimizer"),
    **dict.fromkeys(("initialiser", "initialization", "initialisation", "init"), "initializer"),
    **dict.fromkeys(("regularisation", "regularizer", "regulariser"), "regularization"),
    **dict.fromkeys(("regularisationrate", "lambda"), "regularization_rate"),
    **dict.fromkeys(("lossfunction", "criterion", "costfunction"), "loss"),
    **dict.fromkeys(("inputs", "input"), "features"),
    **dict.fromkeys(("perctraindata", "trainsize", "trainsplit"), "train_share"),
    **dict.fromkeys(("showtestdata",), "show_test"),
    **dict.fromkeys(("autoplay",), "play"),
}
# What people call the values of a field elsewhere.
VALUES: dict[str, dict[str, str]] = {
    "data": {
        **dict.fromkeys(("xor", "exor"), "exclusive_or"),
        **dict.fromkeys(("gauss", "gaussians", "blobs", "twogaussians"), "gaussian"),
        **dict.fromkeys(("moon", "twomoons", "halfmoons"), "moons"),
        **dict.fromkeys(("circles", "ring", "rings"), "circle"),
        **dict.fromkeys(("spirals", "twospirals"), "spiral"),
        "regplane": "plane",
        "reggauss": "multi_gaussian",
    },
    "activation": {
        **dict.fromkeys(("rectifier", "rectifiedlinear", "rectifiedlinearunit"), "relu"),
        **dict.fromkeys(("logistic", "logisticsigmoid"), "sigmoid"),
        **dict.fromkeys(("identity", "none"), "linear"),
        **dict.fromkeys(("lrelu", "leaky", "leakyrectifier"), "leaky_relu"),
        **dict.fromkeys(("silu",), "swish"),
        **dict.fromkeys(("sin",), "sine"),
        **dict.fromkeys(("heaviside", "threshold"), "step"),
        "hyperbolictangent": "tanh",
    },
    "optimizer": {
        **dict.fromkeys(("sgd", "gd", "stochasticgradientdescent"), "gradient_descent"),
        **dict.fromkeys(("nag", "nesterovmomentum"), "nesterov"),
    },
    "loss": {
        **dict.fromkeys(("logloss", "bce", "binarycrossentropy", "categoricalcrossentropy", "ce"), "cross_entropy"),
        **dict.fromkeys(("negativeloglikelihood", "nll"), "cross_entropy"),
        **dict.fromkeys(("meansquarederror", "squarederror", "l2"), "mse"),
        **dict.fromkeys(("meanabsoluteerror", "absoluteerror", "l1"), "mae"),
        "smoothl1": "huber",
        "hingeloss": "hinge",
    },
    "initializer": {
        "glorot": "xavier",
        **dict.fromkeys(("kaiming", "heinit"), "he"),
        **dict.fromkeys(("gaussian", "gauss"), "normal"),
        "zero": "zeros",
    },
    "regularization": {"ridge": "l2", "lasso": "l1", **dict.fromkeys(("off", "no"), "none")},
    "cell": dict.fromkeys(("vanilla", "simplernn", "elman"), "rnn"),
    "pooling": {
        **dict.fromkeys(("average", "avg", "averagepooling", "meanpooling"), "mean"),
        "maxpooling": "max",
        **dict.fromkeys(("globalaverage", "globalavg"), "global_mean"),
    },
    "speed": dict.fromkeys(("max", "maximum"), "full"),
    "step_by": dict.fromkeys(("batch", "minibatch"), "mini_batch"),
    "features": {
        **dict.fromkeys(("x12", "x1^2", "x1²"), "x1_squared"),
        **dict.fromkeys(("x22", "x2^2", "x2²"), "x2_squared"),
        **dict.fromkeys(("x1*x2", "x1x2"), "x1_x2"),
    },
}
FLAGS = {"yes": "true", "on": "true", "no": "false", "off": "false"}


@lru_cache(maxsize=1024)
def plain(text: str) -> str:
    """Return the letters and digits of a name in lower case, which are the same in cross-entropy and CrossEntropy."""
    return re.sub(r"[\W_]+", "", text.lower())


def same(text: str, options: Iterable[str], aliases: Mapping[str, str]) -> str | None:
    """Return the option that a text names, in any letters and with any dashes, or by another name; or None."""
    found = {plain(option): option for option in options}
    meant = aliases.get(text.strip().lower(), aliases.get(plain(text), ""))
    return found.get(plain(text)) or found.get(plain(meant))


def nearest(text: str, options: Iterable[str]) -> str | None:
    """Return the only option that a text begins or nearly spells, or None if there is none, or more than one."""
    said = plain(text)
    if len(said) < SHORTEST:
        return None
    found = [
        option
        for option in options
        if plain(option).startswith(said) or difflib.SequenceMatcher(None, plain(option), said).ratio() >= NEAR
    ]
    return found[0] if len(found) == 1 else None


def list_of(text: str, options: Iterable[str], aliases: Mapping[str, str]) -> list[str] | None:
    """Return the options that a text lists, such as leaky-relu, tanh; None if any part of it is no option.

    A name can have dashes in it, as those between two names: where the parts are no options, the longest name is meant.
    """
    known = list(options)
    parts = [part.lower() for part in re.split(r"[^\w^*]+", text) if part]
    if parts and set(parts) <= set(known):
        return parts
    parts = [part for part in re.split(r"[^\w^*]+|_", text) if part]
    found: list[str] = []
    while parts:
        for count in range(min(len(parts), MOST_WORDS), 0, -1):
            if option := same("-".join(parts[:count]), known, aliases):
                found.append(option)
                del parts[:count]
                break
        else:
            return None
    return found or None
