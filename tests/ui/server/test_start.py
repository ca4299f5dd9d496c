"""What happens once, when a server starts."""

import numpy as np
import pytest
from threadpoolctl import threadpool_info, threadpool_limits

from ui.server.start import lifespan


def blas_threads():
    assert np.ones(1) @ np.ones(1) == 1  # NumPy has loaded its library
    return {library["num_threads"] for library in threadpool_info() if library["user_api"] == "blas"}


def test_a_server_multiplies_small_matrices_with_one_thread(monkeypatch):
    monkeypatch.setattr("ui.server.start.memory.tune", lambda: None)
    monkeypatch.setattr("ui.server.start.memory.keep", lambda: None)

    async def start():
        async with lifespan(None):
            return blas_threads()

    with threadpool_limits(2, "blas"):
        assert blas_threads() == {2}
        with pytest.raises(StopIteration) as end:
            start().send(None)  # it waits for nothing; in another thread the library would not listen
    assert end.value.value == {1}
