"""A Redis for the tests of rooms: Debian's redis-server, on a port of its own, which keeps nothing on disk."""

import os

import pytest

from deploy.store import redis_path, run_redis


@pytest.fixture(scope="session")
def redis_url():
    """The address of a Redis; without one the tests are skipped, but fail in CI."""
    if redis_path() is None:
        message = "no Redis on this machine: install redis-server to test rooms of several replicas"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    with run_redis() as running:
        yield running.url
