"""How much work a call is, counted in steps of Python instead of time: the same on each machine and in each run."""

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any


def steps(work: Callable[[], object]) -> int:
    """Return how many instructions of Python's own code the call takes; what runs in C counts as one."""
    count = 0

    def follow(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal count
        frame.f_trace_lines, frame.f_trace_opcodes = False, True
        count += event == "opcode"
        return follow

    before = sys.gettrace()
    sys.settrace(follow)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


def growth(work: Callable[[int], object], few: int, times: int = 4) -> float:
    """Return how many times the steps that so many times the size takes; the first run of each is not counted."""
    took = []
    for size in (few, few * times):
        work(size)
        took.append(steps(lambda size=size: work(size)))  # type: ignore[misc]
    return took[1] / took[0]
