"""`--golden-update`: golden files are written anew instead of compared; read the difference before it is committed."""

import contextlib

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    with contextlib.suppress(ValueError):  # another folder may offer it as well
        parser.addoption("--golden-update", action="store_true", help="write golden files anew instead of comparing")


@pytest.fixture
def golden_update(request: pytest.FixtureRequest) -> bool:
    """Whether golden files are to be written; never in a run that was not asked to."""
    return bool(request.config.getoption("--golden-update", default=False))
