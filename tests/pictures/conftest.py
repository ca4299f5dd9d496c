"""Node, for the tests of the pictures' JavaScript."""

import os
import subprocess

import pytest

from benchmarks.serving import node_path


@pytest.fixture(scope="session")
def node():
    """Run Node with these arguments; returns what it has written. Its failure is the test's."""
    path = node_path()
    if path is None:
        message = "no Node 20 or later on this machine: the JavaScript is not checked"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)

    def run(*arguments, **environment):
        done = subprocess.run(
            [path, *map(str, arguments)], capture_output=True, text=True, env=os.environ | environment, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    return run
