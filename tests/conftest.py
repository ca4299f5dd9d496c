"""Settings for all tests."""

from hypothesis import HealthCheck, settings

# The same examples on every machine: a test that fails now and then helps nobody.
settings.register_profile("steady", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("steady")


def pytest_addoption(parser):
    """Let the browser tests look at the static site."""
    parser.addoption("--static-site", action="store_true", help="open the site that `make static` has built, no server")
