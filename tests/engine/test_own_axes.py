"""What own data are called and measured in: as text, on the plane and back, and in the exported programs."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import losses
from engine.data import own_axes, own_points
from engine.data.own_axes import Axis
from engine.experiments import address
from engine.experiments.experiment import FIELDS, Experiment, change
from engine.runs import training
from engine.runs.run import predict, start_run
from engine.study.export.numpy_program import numpy_code
from engine.study.export.sklearn_program import sklearn_code
from engine.study.export.torch_program import torch_code

ends = st.tuples(st.floats(-1e6, 1e6), st.floats(1e-3, 1e9)).map(lambda pair: (pair[0], pair[0] + pair[1]))
NAMES = ["pH", 'length "in" cm', "", "cat", "it's a dog", "größer ~ 5 % ; #"]


@given(st.lists(ends, min_size=3, max_size=3))
def test_a_scale_is_read_as_it_was_written_and_its_ends_are_exact(pairs):
    axes = [Axis("", low, high, end) for (low, high), end in zip(pairs, (5.0, 5.0, 1.0), strict=True)]
    text = own_axes.write_scale(*axes)
    assert FIELDS["own_scale"].valid(text)
    read = own_axes.axes("", text)
    for axis, found in zip(axes, read[:3], strict=True):
        assert (found.low, found.high, found.end) == (axis.low, axis.high, axis.end)
        plane = np.linspace(-axis.end, axis.end, 11)
        numbers = found.to_file(plane)
        assert (numbers[0], numbers[-1]) == (axis.low, axis.high)
        np.testing.assert_allclose(found.to_plane(numbers), plane, atol=1e-5)
        np.testing.assert_allclose((numbers - found.offset) / found.factor, plane, atol=1e-5)


@given(st.lists(st.text(max_size=40), max_size=10))
def test_names_are_kept_on_one_line_and_read_as_they_were_written(names):
    text = own_axes.write_names(names)
    assert FIELDS["names"].valid(text)
    axes = own_axes.axes(text, "")
    read = [axes.x1.name, axes.x2.name, axes.value.name, *axes.classes]
    assert read[: len(names)] == [own_axes.clean(name) for name in names][:8]
    assert all(name.isprintable() and len(name) <= own_axes.MAX_NAME for name in read)


@given(st.text(alphabet='0123456789._-e~"ab', max_size=60))
def test_no_text_raises(rubbish):
    for name in ("own_scale", "names"):
        value, exact = FIELDS[name].parse(rubbish)
        assert value is None or FIELDS[name].valid(value)
        assert not exact or value == rubbish
    experiment, _ = address.from_query({"data": "own", "own_scale": rubbish, "names": rubbish}, Experiment)
    assert np.isfinite([axis[1:] for axis in experiment.axes[:3]]).all()


@pytest.mark.parametrize(
    "text", ["1_1_0_1", "2_1_0_1", "0_1", "0_1_0_1_0", "nan_1_0_1", "0_1e400_0_1", "1e9_1000000000.001_0_1"]
)
def test_an_axis_without_width_is_refused(text):
    assert FIELDS["own_scale"].parse(text) == (None, False)


def test_only_own_data_have_names_and_a_scale():
    experiment = change(Experiment(), own_scale="0_1_0_1", names="a~b")
    assert experiment.axes == Experiment().axes
    assert change(experiment, data="own").axes.x1 == Axis("a", 0, 1, 5)
    assert address.from_query(address.to_query(experiment), Experiment) == (experiment, [])


def test_all_of_ones_own_points_may_train_and_of_others_at_most_ninety_per_cent():
    own = change(Experiment(), data="own", train_share=100)
    assert own.train_share == 100
    assert change(own, data="circle").train_share == 50
    with pytest.raises(ValueError, match="train_share must be at most 90"):
        Experiment(train_share=95)


def scaled(seed, values, scale, names):
    rng = np.random.default_rng(seed)
    points = rng.uniform(-5, 5, (2, 40))
    if values:
        drawn = own_points.encode_values(points, np.tanh(points[0]) * np.cos(points[1]))
    else:
        drawn = own_points.encode(points, (points[0] * points[1] > 0).astype(int) + values)
    e = change(Experiment(layers=(4,)), data="own", drawn=drawn, own_scale=scale, names=names, train_share=80)
    run = start_run(e, dtype=np.float64)
    training.advance(run, 60)
    return run


def on_the_page(run, plane):
    """What the page shows at points of the plane, in the file's units."""
    z = predict(run, plane).output[0].astype(float)
    if run.experiment.class_count == 2:
        return losses.sigmoid(z[0])
    return run.experiment.axes.value.to_file(z[0])


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("values", [False, True])
@pytest.mark.parametrize("program", ["NumPy", "scikit-learn", "PyTorch"])
def test_programs_work_on_the_numbers_of_the_file(program, values, seed):
    scale = "4.963_5.138_21300000_100700000" + ("_-3_17.5" if values else "")
    run = scaled(seed, values, scale, own_axes.write_names(NAMES))
    write = {"NumPy": numpy_code, "scikit-learn": sklearn_code, "PyTorch": torch_code}[program]
    code = write(run)
    names = {"__name__": "exported"}
    compiled = compile(code, "exported.py", "exec")
    assert all(len(line) <= 120 for line in code.splitlines())
    torch = pytest.importorskip("torch") if program == "PyTorch" else None
    exec(compiled, names)
    plane = np.random.default_rng(9).uniform(-6, 6, (2, 100))
    numbers = [axis.to_file(row) for axis, row in zip(run.experiment.axes, plane, strict=False)]
    given = [torch.tensor(row) for row in numbers] if torch else numbers
    predicted = np.asarray(names["predict"](*given))
    np.testing.assert_allclose(predicted, on_the_page(run, plane), rtol=1e-6, atol=1e-8)
    if not values:
        assert names["CLASSES"] == ["cat", "it's a dog"]
    example = re.findall(r"    x1 = .*\(\[(.*?)\]", code)[-1].split(",")
    assert len(example) == 4
    assert all(4.9 < float(number) < 5.2 for number in example)


def test_nothing_that_a_name_holds_is_run():
    name = '""" + print(1) #'
    run = scaled(1, False, "", own_axes.write_names([name, "\\", "'", name, "'''\\"]))
    for write in (numpy_code, sklearn_code, torch_code):
        names = {"__name__": "exported"}
        code = write(run)
        compile(code, "exported.py", "exec")
        if write is numpy_code:
            exec(code, names)
            assert names["CLASSES"] == [name, "'''\\"]
