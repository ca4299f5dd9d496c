"""The Frames of a room: what each tile shows, and that a Frame has only what has changed."""

from pathlib import Path

import numpy as np
import pytest

from engine import metrics
from engine.experiments.experiment import Experiment, change
from engine.experiments.image_experiment import ImageExperiment
from engine.experiments.sequence_experiment import SequenceExperiment
from engine.runs import training
from engine.runs.run import output_of, start_run
from engine.study import through_time
from pictures import catalogue
from pictures.live import packing
from pictures.room import faces, frame
from pictures.room.frame import Member, Scores
from pictures.wall import image_frame
from tests.unpacking import unpack, unpack_bytes

BASE = Experiment(points=60)
IMAGES = ImageExperiment(images=200, filters=(4,))


def trained(experiment, epochs=2):
    run = start_run(experiment, dtype=np.float32)
    training.advance(run, epochs * run.epoch_steps)
    run.theta[0] = faces.theta_of(experiment, faces.to_weights(run.theta[0]))  # as precise as what is sent
    return run


def member(i, experiment=None, theta=None, step=0, **more):
    weights = b"" if theta is None else faces.to_weights(theta)
    scores = None if experiment is None else Scores(step, step / 3, 0.5 + step / 7, 0.25 + step / 9, 0.9)
    given = {"states": (), "says": "", "chosen": "", "values": {}, "answer": "", "link": "./", "opens": "step", **more}
    return Member(id=f"g{i:02}", name=f"Student {i}", experiment=experiment, weights=weights, scores=scores, **given)


def test_each_network_is_described_with_its_own_shape_and_weights():
    experiments = [BASE, change(BASE, layers=(8, 8, 8), activation="relu"), change(BASE, data="pinwheel", layers=())]
    runs = [trained(each) for each in experiments]
    members = [member(i, run.experiment, run.theta[0]) for i, run in enumerate(runs)]
    header, blocks = unpack(frame.pack([*members, member(9)]))
    assert header["members"] == ["g00", "g01", "g02", "g09"]
    for run, each in zip(runs, members, strict=True):
        about = header[f"about:{each.id}"]
        theta = blocks[f"net:{each.id}"].view("<f2").astype(np.float32)
        np.testing.assert_array_equal(theta, run.theta[0])
        sizes = [units * (inputs + 1) for _, inputs, units, _ in about["network"]["layers"]]
        assert sum(sizes) == len(theta)
        assert about["classes"] == run.experiment.class_count
        places = blocks[f"places:{about['data']}"]
        assert len(places) == 2 * 60
    # The first two have the same data, which are sent once.
    assert len([name for name in blocks if name.startswith("places:")]) == 2
    assert header["about:g09"]["face"] == "blank"


def test_a_frame_of_thirty_students_is_small_and_a_student_who_rests_costs_nothing():
    shapes = [(6, 4), (8, 8), (4,), (6, 4, 2)]
    experiments = [change(BASE, layers=shapes[i % 4], step_size=0.01 * (i + 1)) for i in range(30)]
    thetas = [start_run(each, dtype=np.float32).theta[0] for each in experiments]

    def at(step, moving):
        return frame.pack(
            [
                member(i, each, theta + (step if i in moving else 0), step if i in moving else 0)
                for i, (each, theta) in enumerate(zip(experiments, thetas, strict=True))
            ],
            state="working",
        )

    first, all_move = at(0, ()), at(1, range(30))
    assert len(packing.pack(all_move, first)) < 12_000  # a second of a class, of 40 kB
    assert len(packing.pack(at(0, ()), first)) < 100
    one = packing.pack(at(1, (3,)), first)
    assert len(one) < 450
    header, blocks = unpack_bytes(one, unpack(first))
    assert header["now:g03"]["step"] == 1
    assert header["about:g03"]["name"] == "Student 3"  # of the first Frame
    np.testing.assert_array_equal(blocks["net:g04"], unpack(first)[1]["net:g04"])


@pytest.mark.parametrize(
    "experiment",
    [ImageExperiment(filters=(16, 16), layers=(64, 64)), SequenceExperiment(units=64, length=60, cell="lstm")],
    ids=lambda each: each.KIND,
)
def test_large_networks_of_images_and_sequences_stay_below_the_line_s_share(experiment):
    theta = start_run(experiment, dtype=np.float32).theta[0]
    first = frame.pack([member(0, experiment, theta)])
    changes = packing.pack(frame.pack([member(0, experiment, -theta, 5)]), first)
    assert 30 * len(changes) < 40_000


def test_an_image_network_shows_its_kernels_and_which_test_images_are_right():
    run = trained(IMAGES)
    found = faces.face(IMAGES, faces.to_weights(run.theta[0]))
    units, side = found.about["units"], found.about["side"]
    count = units * side * side
    np.testing.assert_array_equal(found.shown[:count].reshape(units, side, side), image_frame.kernels(run, 0))
    x, y = run.inputs[1]
    right = (metrics.classes(output_of(run, x)) == metrics.classes(y))[0, : image_frame.SHOWN_TESTS]
    np.testing.assert_array_equal(found.shown[count:], right)
    assert right.sum() > 0
    _, blocks = faces.data(IMAGES)
    np.testing.assert_array_equal(blocks["tests"][3], np.rint(240 * run.test.points[0, ..., 3]))


@pytest.mark.parametrize("changes", [{}, {"cell": "gru"}, {"data": "parity"}, {"data": "echo"}, {"data": "sine"}])
def test_a_recurrent_network_shows_its_states_and_how_sure_the_right_answers_are(changes):
    experiment = change(SequenceExperiment(examples=60, length=8, units=5), **changes)
    run = trained(experiment)
    found = faces.face(experiment, faces.to_weights(run.theta[0]))
    moments = through_time.moments(run, run.test.points[..., :1])
    states = found.shown[:40].reshape(5, 8)
    np.testing.assert_allclose((states.astype(float) - 128) / 127, moments.h[..., 0], atol=0.005)
    sure = found.shown[40:]
    assert found.about["is_asked"] == bool(experiment.class_count)
    if not experiment.class_count:
        assert not sure.any()
        return
    answers = moments.answers[..., 0]
    answers = np.concatenate([1 - answers, answers]) if len(answers) == 1 else answers
    if not experiment.each_moment:
        right = answers[int(run.test.labels[0]), -1]
        assert (sure[:-1] == 0).all()
        assert (sure[-1] - 1) / 254 == pytest.approx(right, abs=0.005)
    else:
        assert ((sure[sure > 0] - 1) / 254 <= answers.max(axis=0)[sure > 0] + 0.005).all()


@pytest.mark.parametrize("weights", [b"", b"\0", b"\0" * 10_000])
def test_weights_that_do_not_fit_make_a_blank_tile(weights):
    assert faces.face(BASE, weights).about == {"face": "blank", "why": "too large to draw"}


@pytest.mark.parametrize("experiment", [BASE, IMAGES, SequenceExperiment(examples=60)], ids=lambda each: each.KIND)
@pytest.mark.parametrize("value", [np.nan, np.inf, -6e4])
def test_weights_that_are_not_finite_still_make_a_frame(experiment, value):
    theta = np.full_like(start_run(experiment, dtype=np.float32).theta[0], value)
    scores = Scores(3, 1.0, float("inf"), float("nan"), None)
    header, _ = unpack(frame.pack([member(0, experiment, theta)._replace(scores=scores)]))
    assert header["now:g00"]["test_loss"] is None


def test_data_that_are_empty_make_a_frame():
    for experiment in (Experiment(data="own"), SequenceExperiment(data="own"), ImageExperiment(data="own")):
        theta = start_run(experiment, dtype=np.float32).theta[0]
        unpack(frame.pack([member(0, experiment, theta)]))


def test_networks_of_many_shapes_are_evaluated_one_by_one_between_animation_frames(node, tmp_path):
    code = catalogue.bundle(catalogue.HERE / "room" / "maps.js")
    (tmp_path / "maps.mjs").write_text(f"{code}\nexport {{ RoomMaps }};\n", encoding="utf-8")
    node(Path(__file__).parent / "js" / "room_maps.mjs", tmp_path / "maps.mjs")
