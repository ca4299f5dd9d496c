"""Every chart of every odd experiment: a figure that JSON can hold, without NaN or infinity, and not too large."""

import base64
import json

import numpy as np
import pytest

from engine.experiments.experiment import Experiment, change
from engine.runs import timeline, training
from engine.runs.run import start_run
from pictures.charts import layers, losses, surface, warp

CHARTS = {
    "loss": lambda run: losses.loss_curves(run, False),
    "log loss": lambda run: losses.loss_curves(run, True, [("this one", run), ("again", run)]),
    "gradients": layers.gradient_norms_over_time,
    "weights": layers.weights_over_time,
    "activations": layers.activation_histograms,
    "surface": surface.output_surface,
    "warp of the first": lambda run: warp.warped_space(run, 1),
    "warp of the last": lambda run: warp.warped_space(run, max(1, len(run.layers) - 1)),
}
ODD = {
    "usual": {},
    "no hidden layer": {"layers": ()},
    "one unit": {"layers": (3, 1)},
    "two units": {"layers": (2,)},
    "large": {"layers": (16,) * 6, "points": 5000, "train_share": 90},
    "three classes": {"data": "pinwheel", "layers": (4, 2)},
    "four classes": {"data": "spiral", "classes": 4},
    "five classes": {"data": "gaussian", "classes": 5, "layers": (2, 3)},
    "regression": {"data": "multi_gaussian", "noise": 50},
    "regression, one unit": {"data": "plane", "loss": "huber", "layers": (1,)},
    "hinge": {"loss": "hinge", "layers": (8, 2)},
    "one training point": {"points": 10, "train_share": 10, "layers": (4, 3)},
    "no slope": {"activation": "step-tanh-step", "layers": (4, 4, 2)},
    "own points, few": {"data": "own", "drawn": "0AAAAzzzz.1BBBB"},
    "dead": {"activation": "relu", "layers": (2, 2), "initializer": "zeros"},
}


def numbers_in(value):
    """Yield every number in a figure's JSON, those in packed arrays too."""
    if isinstance(value, dict):
        if "bdata" in value:
            yield from np.frombuffer(base64.b64decode(value["bdata"]), value["dtype"]).astype(float).tolist()
        else:
            for part in value.values():
                yield from numbers_in(part)
    elif isinstance(value, list):
        for part in value:
            yield from numbers_in(part)
    elif isinstance(value, int | float):
        yield value


def checked(figure):
    """Check that a figure holds no NaN or infinity and is not too large, and return it."""
    text = figure.to_json()
    assert len(text) < 1_500_000
    numbers = list(numbers_in(json.loads(text, parse_constant=lambda name: pytest.fail(f"{name} in a figure"))))
    assert np.isfinite(numbers).all()
    assert np.abs(numbers).max() <= 1e31
    return figure


def check_all(run, when):
    """Check every chart of a Run; an error names the chart."""
    for name, chart in CHARTS.items():
        try:
            checked(chart(run))
        except BaseException as error:
            error.add_note(f"The chart is {name}, {when}.")
            raise


@pytest.mark.parametrize("odd", ODD)
def test_every_odd_experiment_gives_figures(odd):
    run = start_run(change(Experiment(), **ODD[odd]), dtype=np.float32)
    check_all(run, "of an untrained network")
    training.advance(run, 3 * run.epoch_steps + 1)
    before = run.theta.copy()
    check_all(run, "of a trained network")
    np.testing.assert_array_equal(run.theta, before)


@pytest.mark.parametrize("value", [0.0, np.nan, np.inf, -np.inf, 1e30, -1e300])
@pytest.mark.parametrize("data", ["circle", "pinwheel", "plane"])
def test_any_weights_give_figures(data, value):
    shapes = [(4, 2), (3,)] if value == 0 or np.isnan(value) else [(4, 2)]  # figures take their time
    for widths in shapes:
        run = start_run(change(Experiment(), data=data, layers=widths, activation="relu", points=40))
        training.advance(run, 40)
        run.theta[:] = value
        check_all(run, f"with hidden layers of {widths}")


@pytest.mark.parametrize("chart", CHARTS)
def test_a_diverged_run_gives_a_figure(chart):
    blown = change(Experiment(), data="plane", activation="relu", step_size=10, optimizer="gradient_descent")
    run = start_run(blown, dtype=np.float32)
    training.advance(run, 100)
    assert run.stopped
    checked(CHARTS[chart](run))


@pytest.mark.parametrize("chart", CHARTS)
def test_a_run_without_memory_and_a_stacked_one_give_figures(chart):
    run = start_run(Experiment(), change(Experiment(), weight_seed=2), snapshots=False)
    training.advance(run, 30)
    checked(CHARTS[chart](run))


@pytest.mark.parametrize("chart", CHARTS)
def test_a_changed_loss_gives_a_figure(chart):
    run = start_run(change(Experiment(), points=60))
    training.advance(run, 30)
    run = timeline.revise(run, change(run.experiment, loss="hinge"))
    training.advance(run, 30)
    checked(CHARTS[chart](run))


@pytest.mark.parametrize("chart", CHARTS)
def test_no_text_has_a_colour_of_its_own(chart):
    run = start_run(Experiment())
    figure = json.loads(CHARTS[chart](run).update_layout(template="none").to_json())

    def fonts(part):
        if isinstance(part, dict):
            for key, value in part.items():
                if key.endswith("font"):
                    assert "color" not in value
                fonts(value)
        elif isinstance(part, list):
            for value in part:
                fonts(value)

    figure["layout"].pop("template", None)
    fonts(figure)
    assert figure["layout"]["paper_bgcolor"] == figure["layout"]["plot_bgcolor"] == "rgba(0,0,0,0)"
    assert figure["layout"]["uirevision"]
    assert figure["layout"]["height"]


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("name", ["loss", "gradients", "weights", "surface"])
def test_without_points_a_chart_is_empty_and_no_error(name):
    checked(CHARTS[name](start_run(change(Experiment(), data="own"))))
