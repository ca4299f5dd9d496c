"""A trained network as a program in scikit-learn, where scikit-learn has such a network."""

from textwrap import indent
from typing import Any

from engine.activations import ACTIVATIONS
from engine.losses import LOSSES
from engine.runs.run import Run
from engine.study.export import forms
from engine.study.export.program import arrays, opening

# The names of activations and solvers in scikit-learn.
SKLEARN = {"tanh": "tanh", "relu": "relu", "sigmoid": "logistic", "linear": "identity"}
SOLVERS = {"gradient_descent": "sgd", "momentum": "sgd", "nesterov": "sgd", "adam": "adam"}


def sklearn_obstacle(experiment: Any) -> str:
    """Return a sentence on why scikit-learn cannot express this network, or an empty text."""
    if obstacle := forms.of(experiment).sklearn_obstacle(experiment):
        return obstacle
    names = set(experiment.activations)
    if unknown := sorted(ACTIVATIONS[name].label for name in names - SKLEARN.keys()):
        return f"scikit-learn has identity, logistic, tanh and ReLU, not {', '.join(unknown)}."
    if len(names) > 1:
        return "scikit-learn has one activation for all hidden layers."
    if experiment.loss == "hinge":
        return "scikit-learn's networks have no hinge loss."
    return ""


def sklearn_code(run: Run, index: int = 0) -> str:
    """Return a program for scikit-learn, for one network of a Run. Raises ValueError where there is an obstacle."""
    experiment = run.experiments[index]
    if obstacle := sklearn_obstacle(experiment):
        raise ValueError(obstacle)
    form = forms.of(experiment)
    kind = "MLPClassifier" if experiment.class_count else "MLPRegressor"
    imports = ["import numpy as np", f"from sklearn.neural_network import {kind}"]
    if experiment.class_count:
        imports.append("from sklearn.preprocessing import LabelBinarizer")
    inputs = indent(form.sklearn_inputs(experiment, run.theta.dtype.name), "    ")
    predict = f'"""{form.predicted(experiment)}"""\nreturn {form.sklearn_predict(experiment)}'
    sizes = [layer.inputs for layer in run.layers if layer.parameters]
    parts = [
        opening(run, index, form.shape(experiment)),
        "\n".join(imports) + "\n",
        *filter(None, [form.constants(experiment)]),
        f"\ndef inputs({form.arguments}):\n{inputs}\n",
        "\n"
        + "".join(f"# {line}\n" for line in _differences(experiment))
        + f"network = {kind}(\n"
        + "".join(f"    {name}={value!r},\n" for name, value in _settings(experiment).items())
        + ")\n",
        f"# In place of fit(). {form.rows}\n" + arrays(run, index),
        "\n".join(_attributes(experiment, len(sizes), sizes[0])) + "\n",
        f"\ndef predict({form.arguments}):\n" + indent(predict, "    ") + "\n",
        form.example(run, "np.array({})"),
    ]
    return "\n".join(parts)


def _attributes(experiment: Any, layers: int, inputs: int) -> list[str]:
    """Return the statements that set what fit() would set."""
    output = {0: "identity", 2: "logistic"}.get(experiment.class_count, "softmax")
    statements = [
        f"network.coefs_ = [{', '.join(f'W{i}.T' for i in range(1, layers + 1))}]",
        f"network.intercepts_ = [{', '.join(f'b{i}' for i in range(1, layers + 1))}]",
        f"network.n_layers_ = {layers + 1}",
        f"network.n_outputs_ = {experiment.outputs}",
        f"network.n_features_in_ = {inputs}",
        f'network.out_activation_ = "{output}"',
    ]
    if experiment.class_count:
        statements += [
            f"network.classes_ = np.arange({experiment.class_count})",
            "network._label_binarizer = LabelBinarizer().fit(network.classes_)",
        ]
    return statements


def _settings(e: Any) -> dict[str, Any]:
    """Return the arguments of the network's constructor."""
    settings: dict[str, Any] = {
        "hidden_layer_sizes": e.layers,
        "activation": SKLEARN[e.activations[0]] if e.activations else "identity",
        "solver": SOLVERS.get(e.optimizer, "adam"),
        "learning_rate_init": e.step_size,
        "batch_size": e.batch_size,
        "alpha": e.regularization_rate if e.regularization == "l2" else 0.0,
    }
    if settings["solver"] == "sgd":
        settings["momentum"] = 0.0 if e.optimizer == "gradient_descent" else min(e.momentum, 1.0)
        settings["nesterovs_momentum"] = e.optimizer == "nesterov"
    else:
        settings |= {"beta_1": e.beta1, "beta_2": e.beta2, "epsilon": 1e-8}
    return settings


def _differences(e: Any) -> list[str]:
    """Return a sentence for each way in which scikit-learn's fit() differs from this Experiment."""
    lines = []
    if e.optimizer not in SOLVERS:
        lines.append(f"fit() has no {e.optimizer}; adam is the most similar.")
    if e.loss in ("mae", "huber"):
        lines.append("fit() minimizes the squared error, not the " + LOSSES[e.loss].label.lower() + ".")
    if e.regularization == "l2":
        lines.append("fit() divides alpha by the size of the mini-batch.")
    settings = {
        "schedule": e.schedule != "constant",
        "dropout": e.dropout,
        "clipping": e.clip_norm,
        "augmentation": e.augmentation,
        "frozen layers": e.frozen,
        "L1": e.regularization == "l1",
        "weight decay": e.regularization == "weight_decay",
    }
    if missing := [name for name, used in settings.items() if used]:
        lines.append(f"fit() does not support: {', '.join(missing)}.")
    return lines
