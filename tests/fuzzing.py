"""Builds broken inputs and looks at what comes of it: `python -m tests.fuzzing 0 125` builds 125 of them.

Every document is made, or what is wrong is said in Chinese with advice; whatever else happens is told.
"""

import contextlib
import faulthandler
import io
import re
import sys
import tempfile
import traceback
from collections.abc import Iterator
from pathlib import Path

from reportgen.cli import main
from tests.broken import broken, written
from tests.remembered import remember

LONGEST = 30  # seconds that one input may take, on a busy computer
FORMATS = ("docx", "html", "txt")


def wrong(seed: int) -> Iterator[str]:
    """What must not be, of what building the input did."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        written(home, broken(seed))
        code, said = built(home, ["--draft"] if seed % 2 else [])
        yield from wrong_words(code, said)
        made = sorted(path.name for path in (home / "out").glob("*"))
        if made != ([f"input.{form}" for form in FORMATS] if code == 0 else []):
            yield f"code {code}, but there are {made}"


def built(home: Path, options: list[str]) -> tuple[int, str]:
    """Exit code, and what is said on standard error; -1 and what got through."""
    said = io.StringIO()
    with contextlib.redirect_stderr(said), contextlib.redirect_stdout(io.StringIO()):
        try:
            return main(["build", str(home / "input.yaml"), "-o", str(home / "out"), *options]), said.getvalue()
        except BaseException:  # noqa: BLE001 - whatever gets through is what is looked for
            return -1, traceback.format_exc()


def wrong_words(code: int, said: str) -> Iterator[str]:
    if code not in (0, 1, 2):
        yield f"code {code}: {said}"
        return
    if code and "，没有生成文件。" not in said:
        yield f"code {code}, and does not say that it has made nothing: {said[-300:]}"
    for finding in re.split(r"\n(?=\S)", said.rstrip("\n")):
        is_error = "错误[" in finding.split("\n")[0]
        if is_error and not re.search("\n  建议：.", finding):
            yield f"no advice: {finding}"
        if is_error and not re.search("[一-鿿]{2}", finding):
            yield f"not Chinese: {finding}"
        if len(finding) > 5000:
            yield f"too long: {finding[:200]}"
        if finding and not re.search(
            r"(?:错误|警告|提示)\[|，没有生成文件。|处提示，用 reportgen check 查看。\Z", finding
        ):
            yield f"something else is said: {finding[:300]}"


def run(first: int, last: int) -> int:
    """Builds the inputs of these numbers; tells each that is wrong, and how many there are."""
    faulthandler.enable()
    remember()
    count = 0
    for seed in range(first, last):
        print(f"{seed}", file=sys.stderr, flush=True)  # the last one is the one that hangs, or ends the process
        faulthandler.dump_traceback_later(LONGEST, exit=True)
        for one in wrong(seed):
            count += 1
            print(f"input {seed}: {one}", flush=True)
        faulthandler.cancel_dump_traceback_later()
    return count


if __name__ == "__main__":
    sys.exit(min(run(int(sys.argv[1]), int(sys.argv[2])), 100))
