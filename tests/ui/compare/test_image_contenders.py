"""Networks for images that differ in one thing."""

import pytest

from engine.data.images.datasets import IMAGES
from engine.experiments.experiment import change, changed
from engine.experiments.image_experiment import ImageExperiment
from ui.compare.image_contenders import QUESTIONS, members

BASES = [
    ImageExperiment(),
    ImageExperiment(filters=(), layers=(64, 16)),
    ImageExperiment(data="bars", filters=(4, 8), kernel="5", stride=2, pooling="global_max", images=100),
]


@pytest.mark.parametrize("against", QUESTIONS)
@pytest.mark.parametrize("base", BASES)
def test_they_differ_in_what_the_question_says_and_have_names_of_their_own(against, base):
    found, _ = members(base, against)
    assert len({member.name for member in found}) == len(found) > 1
    assert len({member.experiment for member in found}) == len(found)
    for member in found[1:]:
        differs = changed(found[0].experiment, member.experiment)
        assert differs <= QUESTIONS[against].fields | ({"layers"} if against == "network" else set())


@pytest.mark.parametrize("against", QUESTIONS)
@pytest.mark.parametrize("data", IMAGES)
def test_what_cannot_be_is_named_and_nothing_raises(against, data):
    base = change(ImageExperiment(images=40), data=data)
    total = len(QUESTIONS[against].variants(base))
    for kernel, padding in (("1", "valid"), ("5", "valid"), ("3", "same")):
        try:
            other = change(base, filters=(8, 8), kernel=kernel, padding=padding, stride=2, pooling="none")
        except ValueError:
            continue
        found, impossible = members(other, against)
        assert len(found) + len(impossible) == total
        assert found


def test_a_dense_network_takes_the_visitors_hidden_layers():
    found, _ = members(ImageExperiment(layers=(64, 16)), "network")
    assert found[0].name == "Dense 64-16"
    assert found[0].experiment.layers == (64, 16)
    assert found[0].experiment.filters == ()
