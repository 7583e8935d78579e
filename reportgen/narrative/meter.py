"""How much a region's templates may do: loops in loops, and macros that call macros twice, would never end.

No clock: the same templates are refused on every machine.
"""

from dataclasses import dataclass

from reportgen.diagnostics import ReportgenError, error

MOST = 5_000_000  # forty times what the largest region prints
OF_A_NODE = 10  # a character costs 1
LONGEST = 1_000_000  # characters of one text


@dataclass
class Meter:
    """Counts what was done."""

    spent: int = 0

    def spend(self, steps: int) -> None:
        """Some more.

        Raises:
            ReportgenError: it is too much.
        """
        self.spent += steps
        if self.spent > MOST:
            hint = "检查 for、macro、include：套得太多，或重复得太多"
            raise ReportgenError(error("模板", "模板要写的东西太多，写不完", hint=hint))


def refuse_longer(length: int) -> None:
    """Refuses a text of so many characters before it is made."""
    if length > LONGEST:
        hint = "检查这一行是不是把同一组连了又连"
        raise ReportgenError(error("模板", f"这里的文字超过{LONGEST}字", hint=hint))
