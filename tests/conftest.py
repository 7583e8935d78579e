"""Settings of every test run: the same examples each time, and the long tests only when asked for."""

import pytest
from hypothesis import settings

settings.register_profile("reportgen", derandomize=True, deadline=None)
settings.load_profile("reportgen")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "soak: takes minutes, run by `make soak` only")
    config.option.markexpr = config.option.markexpr or "not soak"
