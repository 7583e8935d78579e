"""Many budget files → their documents (成批生成): by one pure function, in this process or in many.

task.py       what is to be made of one budget file, and what came of it; plain data that travels between processes
processes.py  tasks in several processes
stamps.py     what need not be made again
cluster.py    tasks on other computers
"""

import os
import sys
from collections.abc import Callable, Iterable, Iterator

from reportgen.batch.task import (
    About,
    BuildOutcome,
    BuildTask,
    BuiltDocument,
    Drawn,
    Known,
    built,
    drawn,
    written,
)

__all__ = [
    "MOST_PROCESSES",
    "About",
    "BuildOutcome",
    "BuildTask",
    "BuiltDocument",
    "Drawn",
    "Known",
    "built",
    "drawn",
    "outcomes",
    "usual_processes",
    "written",
]

MOST_PROCESSES = 61  # that Windows can wait for
_WORTH_STARTING = 8  # files for each process: it takes as long to start as a few files to build


def outcomes(
    tasks: Iterable[BuildTask],
    processes: int = 1,
    cluster: str = "",
    known: Known | None = None,
    tick: Callable[[], None] = lambda: None,
) -> Iterator[BuildOutcome]:
    """Yield the outcome of each task, in the order of the tasks; it is made when it is asked for.

    Args:
        processes: how many make them; 1: this process alone.
        cluster: the address of a scheduler of Dask, whose computers make them instead.
        known: returns the outcome of an earlier run if it still holds; such a task is not done.
        tick: called now and then while an outcome is waited for.
    """
    if cluster:
        from reportgen.batch.cluster import on_cluster

        return on_cluster(tasks, cluster, known, tick)
    if processes == 1:
        return ((known and known(task)) or built(task) for task in tasks)
    from reportgen.batch.processes import in_processes

    return in_processes(tasks, processes, known, tick)


def usual_processes(tasks: int) -> int:
    """Return how many processes are worth starting for so many tasks; 1: none, this process does them."""
    cores = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    return max(1, min(cores, tasks // _WORTH_STARTING, MOST_PROCESSES))
