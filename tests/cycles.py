"""Objects that only Python's search for cycles gives back."""

import weakref


class Node:
    """Something that holds itself."""

    def __init__(self) -> None:
        self.itself = self


def left_behind() -> "weakref.ref[Node]":
    """A reference to such an object that nothing else holds any more."""
    return weakref.ref(Node())
