"""`records.NamedTuple` makes the classes that the standard library makes; only `__new__` comes later."""

import copy
import pickle
import typing
from typing import Any

import pytest

from reportgen import records


class Ours(records.NamedTuple):
    """A place."""

    path: str
    line: int = 0

    def said(self) -> str:
        return f"{self.path}:{self.line}"


class Standard(typing.NamedTuple):
    """A place."""

    path: str
    line: int = 0

    def said(self) -> str:
        return f"{self.path}:{self.line}"


@pytest.fixture(params=[Ours, Standard])
def place(request: pytest.FixtureRequest) -> Any:
    return request.param


def test_values_and_defaults(place: Any) -> None:
    one = place("a", line=3)
    assert (one, one.path, one.line, one[1], one.said()) == (("a", 3), "a", 3, 3, "a:3")
    assert place("a") == ("a", 0)
    assert repr(one) == f"{place.__name__}(path='a', line=3)"
    assert place._fields == place.__match_args__ == ("path", "line")
    assert place.__doc__ == "A place."
    assert type(place) is type
    with pytest.raises(TypeError, match="path"):
        place()
    with pytest.raises(TypeError, match="third"):
        place("a", third=4)


def test_named_tuples_are_tuples_without_other_attributes(place: Any) -> None:
    one = place("a", 1)
    assert isinstance(one, tuple)
    assert hash(one) == hash(("a", 1))
    assert sorted([place("b"), one, place("a")])[0] == ("a", 0)
    with pytest.raises(AttributeError):
        one.path = "b"
    with pytest.raises(AttributeError):
        one.other = "b"


def test_another_with_some_values_changed(place: Any) -> None:
    one = place("a", 1)._replace(line=2)
    assert type(one) is place
    assert one == ("a", 2)
    assert type(place._make(["a", 1])) is place
    with pytest.raises((ValueError, TypeError)):
        one._replace(third=4)


def test_named_tuples_are_copied_and_pickled(place: Any) -> None:
    one = place("a", 1)
    for again in (copy.deepcopy(one), pickle.loads(pickle.dumps(one)), copy.copy(one)):
        assert (type(again), again) == (place, one)
