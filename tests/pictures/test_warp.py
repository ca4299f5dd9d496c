"""The warped plane: points where the layer maps them to, right principal components, a line where the output is 0."""

import numpy as np
import pytest

from engine.experiments.experiment import Experiment, change
from engine.layers.parameters import biases, weights
from engine.runs import training
from engine.runs.run import predict, start_run
from pictures.charts import warp

SMALL = Experiment(points=200)


def trained(**changes):
    run = start_run(change(SMALL, **changes))
    training.advance(run, 300)
    return run


def activations(run, layer):
    return predict(run, run.train.points).layers[layer - 1].a[0]


def shown(figure, name):
    return next(np.array([trace.x, trace.y], float) for trace in figure.data if trace.name == name)


def test_two_units_are_the_axes():
    run = trained(layers=(3, 2))
    figure = warp.warped_space(run, 2)
    blue = run.train.labels == 1
    np.testing.assert_allclose(shown(figure, "Blue, +1"), activations(run, 2)[:, blue], rtol=1e-4)
    np.testing.assert_allclose(shown(figure, "Orange, −1"), activations(run, 2)[:, ~blue], rtol=1e-4)
    assert figure.layout.xaxis.title.text == "a₁"
    assert figure.layout.yaxis.scaleanchor == "x"


def test_one_unit_is_a_strip_as_high_as_the_plane():
    run = trained(layers=(3, 1))
    blue = run.train.labels == 1
    positions = shown(warp.warped_space(run, 2), "Blue, +1")
    np.testing.assert_allclose(positions[0], activations(run, 2)[0, blue], rtol=1e-4)
    np.testing.assert_allclose(positions[1], run.train.points[1, blue], rtol=1e-4)


def test_principal_components_are_those_of_the_covariance():
    run = trained(layers=(6, 5))
    a = activations(run, 1)
    axes = warp.principal_axes(a, run.train.labels)
    values, vectors = np.linalg.eigh(np.cov(a))
    np.testing.assert_allclose(axes.shares, values[[-1, -2]] / values.sum())
    for direction, vector in zip(axes.directions, vectors.T[[-1, -2]], strict=True):
        assert abs(direction @ vector) == pytest.approx(1)
    positions = axes.project(a)
    np.testing.assert_allclose(np.var(positions, axis=1, ddof=1), values[[-1, -2]])
    np.testing.assert_allclose(positions.mean(axis=1), 0, atol=1e-12)
    title = warp.warped_space(run, 1).layout.xaxis.title.text
    assert title == f"1st principal component<br>{100 * values[-1] / values.sum():.0f} % of the variance"


def test_distances_in_a_plane_of_a_wider_layer_are_kept():
    rng = np.random.default_rng(1)
    flat = rng.normal(size=(2, 40)) * [[3], [1]]
    basis = np.linalg.qr(rng.normal(size=(7, 2)))[0]
    positions = warp.principal_axes(basis @ flat + 5, np.zeros(40)).project(basis @ flat + 5)
    expected = np.linalg.norm(flat[:, :, None] - flat[:, None], axis=0)
    np.testing.assert_allclose(np.linalg.norm(positions[:, :, None] - positions[:, None], axis=0), expected, atol=1e-12)


def test_signs_stay_from_one_figure_to_the_next():
    run = trained(layers=(6, 5))
    before = warp.mapping(run, 2).axes.directions
    for _ in range(20):
        training.advance(run, 5)
        now = warp.mapping(run, 2).axes.directions
        assert (np.einsum("kn,kn->k", before, now) > 0.5).all()
        before = now


def test_the_first_axis_points_to_the_blue_class():
    for seed in range(8):
        run = start_run(change(SMALL, layers=(6, 5), weight_seed=seed, data="gaussian"))
        figure = warp.warped_space(run, 1)
        assert shown(figure, "Blue, +1")[0].mean() > shown(figure, "Orange, −1")[0].mean()


@pytest.mark.parametrize("count", [1, 30])
def test_equal_activations_have_axes_and_no_variance(count):
    a = np.full((4, count), 0.3)
    axes = warp.principal_axes(a, np.arange(count) % 2)
    np.testing.assert_allclose(axes.directions @ axes.directions.T, np.eye(2), atol=1e-12)
    np.testing.assert_allclose(axes.project(a), 0, atol=1e-12)
    assert not axes.shares.any()
    run = trained(layers=(4, 4))
    run.theta[:] = 0
    assert "0 % of the variance" in warp.warped_space(run, 2).layout.xaxis.title.text


@pytest.mark.parametrize("layers", [(2,), (4, 2), (4, 1)])
def test_the_separating_line_lies_where_the_output_is_zero(layers):
    run = trained(layers=layers)
    figure = warp.warped_space(run, len(layers))
    line = shown(figure, "W·a + b = 0")
    (matrix,) = run.parameters[-1]
    own = line if layers[-1] == 2 else line[:1]
    np.testing.assert_allclose(weights(matrix)[0] @ own + biases(matrix)[0], 0, atol=1e-9)
    box = np.array([figure.layout.xaxis.range, figure.layout.yaxis.range])
    assert np.linalg.norm(line[:, 1] - line[:, 0]) >= np.linalg.norm(box[:, 1] - box[:, 0])


def test_there_is_no_line_where_the_layer_does_not_feed_a_two_class_output():
    for run, layer in (
        (trained(layers=(2, 2)), 1),
        (trained(layers=(2,), data="pinwheel"), 1),
        (trained(layers=(2,), data="plane"), 1),
        (trained(layers=(3,)), 1),
    ):
        assert all(trace.name != "W·a + b = 0" for trace in warp.warped_space(run, layer).data)
    run = trained(layers=(2,))
    run.theta[:] = 0
    assert all(trace.name != "W·a + b = 0" for trace in warp.warped_space(run, 1).data)


def test_grid_lines_lie_on_the_side_of_their_colour():
    run = trained(layers=(2,))
    (matrix,) = run.parameters[-1]
    for trace, side in zip(warp.warped_space(run, 1).data[:2], (-1, 1), strict=True):
        positions = np.array([(x, y) for x, y in zip(trace.x, trace.y, strict=True) if x is not None]).T
        z = weights(matrix)[0] @ positions + biases(matrix)[0]
        assert (side * z > 0).mean() > 0.9  # a line goes on to the first point on the other side
        gaps = sum(x is None for x in trace.x)
        assert 10 <= gaps <= 200


def test_all_points_of_the_grid_are_in_the_figure():
    run = trained(layers=(2,), data="plane")
    run.theta[:, :6] = [1, 0, 0, 0, 1, 0]  # the layer's z are x1 and x2
    in_figure = {
        (x, y) for trace in warp.warped_space(run, 1).data[:-1] for x, y in zip(trace.x, trace.y, strict=True) if x
    }
    bent = np.tanh(warp.plane_lines().reshape(2, -1))
    expected = {(float(f"{x:.5g}"), float(f"{y:.5g}")) for x, y in bent.T if x}
    assert expected == in_figure


def test_all_points_lie_within_bounds_that_a_small_change_of_the_weights_keeps():
    run = trained(layers=(5,))
    before = warp.warped_space(run, 1).layout
    how = warp.mapping(run, 1)
    positions = warp.warp(run, how, warp.plane_lines().reshape(2, -1)).positions
    for own, axis in zip(positions, (before.xaxis, before.yaxis), strict=True):
        assert axis.range[0] < own.min() < own.max() < axis.range[1]
        assert np.ptp(own) > 0.6 * np.ptp(axis.range)
    run.theta *= 1 + 1e-6
    after = warp.warped_space(run, 1).layout
    assert (before.xaxis.range, before.yaxis.range) == (after.xaxis.range, after.yaxis.range)


def test_a_layer_that_does_not_exist_is_refused():
    run = trained(layers=(3, 2))
    for layer in (0, 3, -1):
        with pytest.raises(ValueError, match=r"layer must be in \[1, 2\], got"):
            warp.warped_space(run, layer)
    assert "no hidden layer" in warp.warped_space(trained(layers=()), 1).layout.annotations[0].text
