"""The file with ten edits, made once for all who compare it."""

import pytest

from tests.budgets import built
from tests.diff.by_hand import NAME, edited


@pytest.fixture(scope="session")
def by_hand(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return edited(built(NAME, "docx"), tmp_path_factory.mktemp("by_hand"))
