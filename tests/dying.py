"""What worker processes of tests do: little, so that they start fast, and one of them dies."""

import os

from reportgen.batch.task import BuildOutcome, BuildTask, BuiltDocument


def named(task: BuildTask) -> BuildOutcome:
    """The outcome that says the name of the budget file; the process that is given b.yaml is gone, each time."""
    if task.path.stem == "b":
        os._exit(1)
    return BuildOutcome((BuiltDocument(task.path.stem, str(task.path)),))
