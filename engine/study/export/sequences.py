"""What programs have of their own for networks on sequences: symbols, the recurrent cells in NumPy, the example."""

import json
from textwrap import dedent, indent

from engine.data.sequences.datasets import SEQUENCES
from engine.experiments.sequence_experiment import CELLS, SequenceExperiment
from engine.runs.run import Run
from engine.study.export.program import Form, wrapped
from engine.study.export.sequences_torch import network_code

SIGMOID = dedent("""\
    def sigmoid(z):
        return 0.5 * np.tanh(0.5 * z) + 0.5  # = 1 / (1 + exp(-z)), which cannot overflow
    """)
# What happens at one moment; x[:, t] is the input, h the output of the moment before, U the number of units.
CELL = {
    "rnn": "h = {activation}(np.hstack([h, x[:, t]]) @ W1.T + b1)",
    "lstm": dedent("""\
        z = np.hstack([h, x[:, t]]) @ W1.T + b1
        o, i, f, g = np.split(z, 4, axis=1)
        c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
        h = sigmoid(o) * np.tanh(c)"""),
    "gru": dedent("""\
        from_h, from_x = h @ W1[:, :{units}].T, x[:, t] @ W1[:, {units}:].T + b1
        r, u = np.split(sigmoid((from_h + from_x)[:, : 2 * {units}]), 2, axis=1)
        n = np.tanh(from_x[:, 2 * {units} :] + r * from_h[:, 2 * {units} :])
        h = u * h + (1 - u) * n"""),
}
BLOCKS = {
    "rnn": "a row for each unit",
    "lstm": "a row for the output gate of each unit, then for each input gate, forget gate and candidate",
    "gru": "a row for the reset gate of each unit, then for each update gate and candidate",
}
MOST_SHOWN = 24  # moments of the example


def _is_number(experiment: SequenceExperiment) -> bool:
    return SEQUENCES[experiment.data].is_number


def _shape(experiment: SequenceExperiment) -> str:
    e = experiment
    size = "1 number" if len(e.symbols) == 1 else f"{len(e.symbols)} {'numbers' if _is_number(e) else 'symbols'}"
    outputs = "1 number" if _is_number(e) else f"{e.class_count} symbols"
    when = "at every moment" if e.each_moment else "at the end"
    return f"sequences of {size}, a recurrent layer of {e.units} {CELLS[e.cell]} units, {outputs} {when}"


def _predicted(experiment: SequenceExperiment) -> str:
    what = "number" if _is_number(experiment) else "probability of each of CLASSES"
    rows = "1" if _is_number(experiment) else "classes"
    where = f"at every moment, (n, moments, {rows})" if experiment.each_moment else f"at the end, (n, {rows})"
    given = "numbers (n, moments, rows)" if _is_number(experiment) else "a list of texts of the same length"
    return f"Return the {what}.\n\nThat is {where}, for {given}.\n"


def _constants(experiment: SequenceExperiment) -> str:
    rows = wrapped(f"# W1: {BLOCKS[experiment.cell]}: its weights from all units, then from all inputs.", "#") + "\n"
    if _is_number(experiment):
        return rows
    lines = [f"SYMBOLS = {_quoted(''.join(experiment.symbols))}"]
    if experiment.classes == experiment.symbols:
        lines.append("CLASSES = SYMBOLS")
    else:
        lines.append(wrapped("CLASSES = [" + ", ".join(f'"{name}"' for name in experiment.classes) + "]", "    "))
    return "# In the order in which predict() takes and returns them.\n" + "\n".join(lines) + "\n\n" + rows


def _quoted(text: str) -> str:
    """Return a text as programs write it, in double quotes."""
    return json.dumps(text, ensure_ascii=False)


def _example(run: Run, make: str) -> str:
    """Return statements that predict for the beginning of a training sequence."""
    experiment, begin = run.experiment, '\nif __name__ == "__main__":\n    # From one of the training sequences.\n'
    points = run.train.points[..., :MOST_SHOWN, :1]
    if _is_number(experiment):
        rows = ",\n".join(f"        {values}" for values in points[:, :, 0].T.astype(float).round(3).tolist())
        sequences = make.format(f"[[\n{rows},\n    ]]")
        return f"{begin}    sequences = {sequences}\n    print(predict(sequences))\n"
    text = "".join(experiment.symbols[i] for i in points[:, 0]) if run.train.size else experiment.symbols[0]
    begin += f"    text = {_quoted(text)}\n"
    if experiment.each_moment:
        return (
            f"{begin}    for symbol, p in zip(text, predict([text])[0]):\n"
            '        print(f"{symbol!r}: {CLASSES[int(p.argmax())]!r} with probability {p.max():.3f}")\n'
        )
    return (
        f"{begin}    for name, probability in zip(CLASSES, predict([text])[0]):\n"
        '        print(f"{name}: {probability:.3f}")\n'
    )


def _inputs(experiment: SequenceExperiment) -> str:
    """Return the expression of the numbers that go in, as a nested list or an array."""
    if _is_number(experiment):
        return "sequences"
    return "[[[float(symbol == each) for each in SYMBOLS] for symbol in text] for text in sequences]"


def _numpy(run: Run, index: int) -> str:
    experiment = run.experiments[index]
    units, dtype = experiment.units, run.theta.dtype.name
    cell = CELL[experiment.cell].format(units=units, activation=experiment.activation)
    lines = [f"x = np.array({_inputs(experiment)}, np.{dtype})"]
    lines += [f"{name} = np.zeros((len(x), {units}), x.dtype)" for name in ("hc" if experiment.cell == "lstm" else "h")]
    if experiment.each_moment:
        lines.append("states = []")
    lines += ["for t in range(x.shape[1]):", indent(cell, "    ")]
    if experiment.each_moment:
        lines.append("    states.append(h)")
    lines.append(f"return {'np.stack(states, axis=1)' if experiment.each_moment else 'h'} @ W2.T + b2")
    outputs = (
        "def outputs(sequences):\n"
        f'    """Return the weighted sums of the output units, (n, {"moments, " * experiment.each_moment}units)."""\n'
        + indent("\n".join(lines), "    ")
        + "\n"
    )
    return outputs if experiment.cell == "rnn" else f"{SIGMOID}\n\n{outputs}"


def _numpy_predict(experiment: SequenceExperiment) -> str:
    if _is_number(experiment):
        return "return outputs(sequences)"
    if experiment.outputs == 1:
        return dedent("""\
            p = 0.5 * np.tanh(0.5 * outputs(sequences)) + 0.5
            return np.concatenate([1 - p, p], axis=-1)""")
    return dedent("""\
        z = outputs(sequences)
        p = np.exp(z - z.max(axis=-1, keepdims=True))  # subtracting a constant does not change p
        return p / p.sum(axis=-1, keepdims=True)""")


def _torch_inputs(experiment: SequenceExperiment, dtype: str) -> str:
    begin = '"""Return the inputs of the network, (n, moments, inputs)."""\n'
    if _is_number(experiment):
        return f"{begin}return sequences.to(torch.{dtype})"
    return f"{begin}numbers = {_inputs(experiment)}\nreturn torch.tensor(numbers, dtype=torch.{dtype})"


def _torch_predict(experiment: SequenceExperiment) -> str:
    z = "network(inputs(sequences))"
    if _is_number(experiment):
        return z
    if experiment.outputs == 1:
        return f"torch.sigmoid({z} * torch.tensor([-1, 1]))"  # of the first symbol and of the second
    return f"torch.softmax({z}, dim=-1)"


def _torch_loss(experiment: SequenceExperiment) -> tuple[str, str] | None:
    """Return the loss as a function of (z, y), and a description of y; None where it is the usual one."""
    if not experiment.each_moment:
        return None
    if _is_number(experiment):
        return "nn.MSELoss()", "values, (sequences, moments, 1)"
    if experiment.outputs == 1:
        loss = "lambda z, y: nn.functional.binary_cross_entropy_with_logits(z[y >= 0], y[y >= 0])"
        return loss, "0.0 or 1.0, and -1.0 where nothing is asked, (sequences, moments, 1)"
    loss = "lambda z, y: nn.functional.cross_entropy(z.transpose(1, 2), y)"
    return loss, "class numbers, and -100 where nothing is asked, (sequences, moments)"


FORM = Form(
    "sequences",
    "sequences",
    "W1 and b1 are those of the recurrent layer, W2 and b2 those of the readout.",
    _shape,
    _predicted,
    _constants,
    _example,
    _numpy,
    _numpy_predict,
    _torch_inputs,
    _torch_predict,
    lambda experiment, dtype: "",
    lambda experiment: "",
    lambda experiment: "scikit-learn has no recurrent networks.",
    network_code,
    _torch_loss,
)
