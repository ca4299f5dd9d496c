"""The surface has the height that the network predicts, and its line is where two classes are equally probable."""

import numpy as np
import plotly.graph_objects as go
import pytest

from engine import losses
from engine.data import own_points
from engine.experiments.experiment import Experiment, change
from engine.runs import training
from engine.runs.run import predict, start_run
from pictures import palette
from pictures.charts import surface

SMALL = Experiment(points=200)


def trained(**changes):
    run = start_run(change(SMALL, **changes))
    training.advance(run, 200)
    return run


def output(run, x1, x2):
    return predict(run, np.array([[x1], [x2]])).output[0, :, 0]


@pytest.mark.parametrize(
    ("changes", "height"),
    [
        ({}, lambda z: 1 / (1 + np.exp(-z[0]))),
        ({"loss": "hinge"}, lambda z: np.clip(z[0], -1, 1)),
        ({"data": "plane"}, lambda z: z[0]),
    ],
)
def test_heights_are_what_is_predicted_there(changes, height):
    run = trained(**changes)
    sheet = surface.output_surface(run).data[0]
    for row, column in ((0, 0), (10, 50), (30, 30), (60, 7)):
        expected = height(output(run, sheet.x[column], sheet.y[row]))
        assert sheet.z[row, column] == pytest.approx(expected, abs=1e-6)


def test_three_classes_show_the_largest_probability_in_its_colour():
    run = trained(data="pinwheel")
    mesh = surface.output_surface(run).data[0]
    assert isinstance(mesh, go.Mesh3d)
    for index in (0, 1234, 5000, surface.FINE**2 - 1):
        p = np.exp(output(run, mesh.x[index], mesh.y[index]))
        p /= p.sum()
        assert mesh.z[index] == pytest.approx(p.max(), abs=1e-5)
        colours = [[int(c[i : i + 2], 16) for i in (1, 3, 5)] for c in palette.CLASS_COLOURS[:3]]
        shown = [int(part) for part in mesh.vertexcolor[index][4:-1].split(",")]
        np.testing.assert_allclose(shown, p @ np.array(colours), atol=1)


def test_triangles_cover_the_plane_once():
    side, points = surface.grid(7)
    a, b, c = (points[:, corner] for corner in surface.triangles(7).T)
    area = ((b - a)[0] * (c - a)[1] - (b - a)[1] * (c - a)[0]) / 2
    assert (area > 0).all()
    assert area.sum() == pytest.approx(144)


def test_the_line_lies_where_the_classes_are_equally_probable():
    run = trained()
    line = surface.output_surface(run).data[1]
    at = np.array([[x, y] for x, y in zip(line.x, line.y, strict=True) if x is not None]).T
    assert at.shape[1] > 50
    p = losses.probabilities(predict(run, at).output)[0, 1]
    assert np.abs(p - 0.5).mean() < 0.05


def test_a_level_line_of_a_cone_is_a_circle():
    side, points = surface.grid(61)
    cone = np.hypot(*points).reshape(61, 61)
    pieces = surface.level_line(side, cone, 4.03)
    np.testing.assert_allclose(np.hypot(pieces[0], pieces[1]), 4.03, atol=0.01)
    length = np.hypot(*(pieces[:, 1] - pieces[:, 0])).sum()
    assert length == pytest.approx(2 * np.pi * 4.03, rel=0.01)
    assert not surface.level_line(side, cone, 100).size


@pytest.mark.parametrize(("changes", "low"), [({}, 0), ({"loss": "hinge"}, -1)])
def test_the_height_of_a_point_is_its_label(changes, low):
    run = trained(**changes)
    orange, blue = surface.output_surface(run).data[2:]
    assert set(orange.z) == {low}
    assert set(blue.z) == {1}
    assert (orange.marker.color, blue.marker.color) == (palette.ORANGE, palette.BLUE)
    np.testing.assert_allclose(blue.x, run.train.points[0, run.train.labels == 1], rtol=1e-6)


def test_with_three_classes_the_height_of_a_point_is_the_probability_of_its_own_class():
    run = trained(data="gaussian", classes=3)
    own = surface.output_surface(run).data[3]
    p = losses.softmax(predict(run, run.train.points[:, run.train.labels == 2]).output)[0, 2]
    np.testing.assert_allclose(own.z, p, rtol=1e-5)


def test_large_values_are_cut_off_at_the_end_of_the_axis():
    run = trained(data="plane")
    run.theta *= 100
    figure = surface.output_surface(run)
    low, high = figure.layout.scene.zaxis.range
    assert low < figure.data[0].z.min() < figure.data[0].z.max() < high < 2


@pytest.mark.parametrize("seed", range(3))
def test_of_a_file_the_surface_has_its_numbers_and_its_names(seed):
    rng = np.random.default_rng(seed)
    points = rng.uniform(-5, 5, (2, 40))
    drawn = own_points.encode(points, (points[0] > points[1]).astype(int))
    file = {"own_scale": "4.963_5.138_2000_3000", "names": "pH~<b>~~cat~dog"}
    run = trained(data="own", drawn=drawn, **file)
    plain = surface.output_surface(trained(data="own", drawn=drawn))
    fig = surface.output_surface(run)
    assert (fig.layout.scene.xaxis.title.text, fig.layout.scene.yaxis.title.text) == ("pH", "&lt;b&gt;")
    assert {trace.name for trace in fig.data} >= {"cat", "dog"}
    for trace, same in zip(fig.data, plain.data, strict=True):
        for letter, axis in zip("xy", run.experiment.axes, strict=False):
            expected = axis.to_file(np.array(same[letter], float))
            np.testing.assert_allclose(np.array(trace[letter], float), expected, rtol=1e-6)
    low, high = fig.layout.scene.yaxis.range
    assert (low, high) == pytest.approx((1900, 3100))
