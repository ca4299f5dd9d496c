"""The atlas groups networks by their outputs."""

import numpy as np
import pytest

from engine.study import atlas


def outputs(*levels, noise=0.0):
    rng = np.random.default_rng(0)
    return np.stack([np.full((8, 8), level) for level in levels]) + rng.uniform(-noise, noise, (len(levels), 8, 8))


def test_networks_with_equal_outputs_are_one_region_and_the_largest_region_comes_first():
    found = atlas.regions(outputs(0.1, 0.9, 0.9, 0.1, 0.9, noise=0.01))
    assert [region.members for region in found] == [[1, 2, 4], [0, 3]]
    assert all(region.middle in region.members for region in found)


def test_no_two_members_of_a_region_differ_by_more_than_the_tolerance():
    """A chain of small differences is not one region: its ends differ too much."""
    chain = outputs(*np.linspace(0, 1, 41))
    found = atlas.regions(chain, same_within=0.06)
    apart = atlas.differences(chain)
    for region in found:
        assert apart[np.ix_(region.members, region.members)].max() <= 0.06
    assert sorted(place for region in found for place in region.members) == list(range(41))
    assert 1 < len(found) < 41


def test_the_middle_is_nearest_to_all_others():
    (region,) = atlas.regions(outputs(0.50, 0.51, 0.53))
    assert region.middle == 1


def test_differences_are_means_over_the_plane():
    left = np.zeros((1, 4, 4))
    half = left.copy()
    half[0, :2] = 1
    np.testing.assert_allclose(atlas.differences(np.concatenate([left, half])), [[0, 0.5], [0.5, 0]])


@pytest.mark.parametrize("count", [1, 2])
def test_few_networks(count):
    assert len(atlas.regions(outputs(*np.linspace(0, 1, count)))) == count
