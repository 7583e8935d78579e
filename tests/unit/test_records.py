"""`records.dataclass` makes the classes that the standard library makes; only the methods come later."""

import copy
import dataclasses
import pickle
from pprint import pformat
from typing import Any, ClassVar

import pytest

from reportgen import records

MAKERS = [records, dataclasses]


@pytest.fixture(params=MAKERS, ids=["ours", "standard"])
def made_by(request: pytest.FixtureRequest) -> Any:
    """The module that makes dataclasses."""
    return request.param


@pytest.fixture
def make(made_by: Any) -> Any:
    return made_by.dataclass


@records.dataclass(frozen=True, slots=True)
class Slotted:
    """A record."""

    name: str
    parts: tuple[int, ...] = ()
    notes: list[str] = records.field(default_factory=list, hash=False)
    page: int = records.field(default=0, compare=False, repr=False)


def test_values_and_defaults(made_by: Any, make: Any) -> None:
    class Base:
        first: str
        second: int = 2

    class Sub(make(frozen=True)(Base)):
        third: list = made_by.field(default_factory=list)

    class Other(Sub):
        pass

    one, other = (make(frozen=True)(kind)("a", third=[1]) for kind in (Sub, Other))
    assert one.first == "a"
    assert one.second == 2
    assert one.third == [1]
    assert repr(one).endswith("Sub(first='a', second=2, third=[1])")
    assert one != other  # of two classes
    assert made_by.replace(one, second=3).second == 3
    with pytest.raises(TypeError, match="first"):
        type(one)()
    with pytest.raises(TypeError, match="fourth"):
        type(one)("a", fourth=4)


def test_what_is_equal_and_what_is_not(made_by: Any, make: Any) -> None:
    class Named:
        name: str
        page: int = made_by.field(default=0, compare=False)

    named = make(frozen=True, slots=True)(Named)
    assert named("a", 1) == named("a", 2)
    assert named("a") != named("b")
    assert named("a") != ("a",)
    assert len({named("a", 1), named("a", 2), named("b")}) == 2


def test_what_is_frozen_stays(make: Any) -> None:
    class Kept:
        name: str

    kept = make(frozen=True)(Kept)("a")
    with pytest.raises(dataclasses.FrozenInstanceError):
        kept.name = "b"
    with pytest.raises(dataclasses.FrozenInstanceError):
        del kept.name


def test_order(make: Any) -> None:
    class Place:
        path: str
        line: int

    place = make(frozen=True, order=True)(Place)
    places = [place("b", 1), place("a", 2), place("a", 1)]
    assert [(p.path, p.line) for p in sorted(places)] == [("a", 1), ("a", 2), ("b", 1)]
    assert max(places) >= min(places)


def test_options_of_a_class(made_by: Any, make: Any) -> None:
    class Open:
        name: str
        said: list = made_by.field(default_factory=list)

        def __post_init__(self) -> None:
            self.said.append(self.name)

    made = make(eq=False, kw_only=True)(Open)
    with pytest.raises(TypeError):
        made("a")
    one = made(name="a")
    one.name = "b"
    assert one.said == ["a"]
    assert one != made(name="a")
    assert hash(one) is not None
    assert make()(Open).__hash__ is None


def test_own_methods_stay(make: Any) -> None:
    class Own:
        name: str

        def __eq__(self, other: object) -> bool:
            return True

        def __hash__(self) -> int:
            return 7

        def __repr__(self) -> str:
            return "own"

    one = make(frozen=True, slots=True)(Own)("a")
    assert (one == "anything", hash(one), repr(one)) == (True, 7, "own")


def test_records_are_copied_and_pickled() -> None:
    one = Slotted("a", (1,), ["b"], 4)
    for again in (copy.deepcopy(one), pickle.loads(pickle.dumps(one)), copy.copy(one)):
        assert again == one
        assert again.page == 4
        assert hash(again) == hash(one)


def test_fields_of_a_class_and_of_its_bases(made_by: Any, make: Any) -> None:
    class Base:
        first: str
        second: int = made_by.field(default=2, metadata={"key": "二"})
        shared: ClassVar[int] = 7

    class Sub(make()(Base)):  # type: ignore[misc]
        third: str = made_by.field(default="", init=False, kw_only=True)
        second: int = 3

    sub = make(kw_only=True)(Sub)
    told = [(f.name, f.type, f.default is made_by.MISSING, f.init, f.kw_only) for f in made_by.fields(sub)]
    assert told == [
        ("first", str, True, True, False),
        ("second", int, False, True, True),
        ("third", str, False, False, True),
    ]
    assert [dict(f.metadata) for f in made_by.fields(Base)] == [{}, {"key": "二"}]
    assert Base.second == 2
    assert made_by.is_dataclass(sub)
    assert made_by.is_dataclass(Base("a"))  # type: ignore[call-arg]
    assert not made_by.is_dataclass(Any)


def test_slots_of_a_class_and_of_its_bases(make: Any) -> None:
    class Base:
        first: str

    class Sub(make(slots=True)(Base)):  # type: ignore[misc]
        second: int = 0

    one = make(slots=True)(Sub)("a")
    assert type(one).__slots__ == ("second",)
    assert not hasattr(one, "__dict__")
    assert type(one).__match_args__ == ("first", "second")


def test_functions_of_the_standard_library_take_records() -> None:
    one = Slotted("a", (1,), ["b"], 4)
    assert dataclasses.replace(one, name="c") == Slotted("c", (1,), ["b"], 4)
    assert dataclasses.asdict(one) == {"name": "a", "parts": (1,), "notes": ["b"], "page": 4}
    assert pformat(one) == "Slotted(name='a', parts=(1,), notes=['b'])"
