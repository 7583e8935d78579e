"""Golden texts in YAML files: `says` at the end of each case, written anew by `--golden-update`."""

from pathlib import Path

import yaml


def update(path: Path, case: str, says: str) -> None:
    """Write what is said of a case of a file; every other line stays as it is."""
    lines = path.read_text(encoding="utf-8").split("\n")
    start, end = _message(lines, case)
    lines[start:end] = ["  says: |", *(f"    {line}" if line else "" for line in says.splitlines())]
    path.write_text("\n".join(lines), encoding="utf-8")


def _message(lines: list[str], case: str) -> tuple[int, int]:
    """The lines from `says` to the end of the case; none, where it has no message yet."""
    (entries,) = (value for key, value in yaml.compose("\n".join(lines)).value if key.value == case)
    end = entries.end_mark.line
    while not lines[end - 1]:
        end -= 1
    last, _ = entries.value[-1]
    return (last.start_mark.line if last.value == "says" else end), end
