"""The passes of training over arrays that are made once: the same bits as `network.forward` and `network.backward`."""

import numpy as np
import pytest

from engine import network
from engine.activations import ACTIVATIONS
from engine.experiments.experiment import Experiment, change
from engine.runs import objective
from engine.runs.passes import passes_of
from engine.runs.run import start_run


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("networks", [1, 3])
@pytest.mark.parametrize("layers", [(), (1,), (6, 4), (16, 16, 16)])
@pytest.mark.parametrize("more", [{}, {"classes": 3}, {"frozen": 1}, {"dropout": 30.0}])
def test_both_passes_compute_the_bits_of_the_networks_own(dtype, networks, layers, more):
    for activation in ["-".join(list(ACTIVATIONS)[: max(len(layers), 1)]), *ACTIVATIONS]:
        experiment = change(Experiment(points=60), layers=layers, activation=activation, **more)
        run = start_run(*(change(experiment, weight_seed=k) for k in range(networks)), dtype=dtype)
        first, loss = network.trained_from(run.layers, experiment.frozen), objective.of(experiment)
        both, result = passes_of(run, first), np.zeros_like(run.theta)
        views = network.layout(run.layers).views(result)
        for points in (7, 1, 7, 30):  # arrays of one size serve again, after others
            run.theta += np.asarray(0.01, dtype)  # as after a step
            x, y, masks = run.shuffled
            x, y, masks = x[..., :points], y[..., :points], network.of_points(masks, slice(points))
            trace = network.forward(run.layers, run.parameters, x, masks)
            z = both.forward(x, masks)
            np.testing.assert_array_equal(z, trace.output)
            da = loss.slope(z, y)
            network.backward(run.layers, run.parameters, views, trace, da.copy(), first)
            both.backward(da)
            np.testing.assert_array_equal(run.gradient, result)
