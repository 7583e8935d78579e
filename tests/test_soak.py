"""`make soak`: what takes longer. Every line of every example dropped, doubled, emptied and cut: never a traceback."""

import shutil
from pathlib import Path

import pytest

from reportgen.cli import main

DATA = Path(__file__).parents[1] / "data"
EXAMPLES = sorted(DATA.glob("*.yaml"))
WAYS = {
    "dropped": lambda _: [],
    "doubled": lambda line: [line, line],
    "emptied": lambda line: [line.partition(":")[0] + ":"],
    "cut": lambda line: [line[: len(line) // 2]],
    "indented": lambda line: [f"  {line}"],
}


@pytest.mark.soak
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_no_broken_line_ends_in_a_traceback_or_half_an_output(
    example: Path, way: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = example.read_text(encoding="utf-8").splitlines()
    for other in EXAMPLES:  # it may be last year's
        shutil.copy(other, tmp_path)
    for i, line in enumerate(lines):
        (tmp_path / "b.yaml").write_text("\n".join([*lines[:i], *WAYS[way](line), *lines[i + 1 :]]), encoding="utf-8")
        code = main(["build", str(tmp_path / "b.yaml"), "-o", str(tmp_path / "out"), "--to", "txt"])
        said = capsys.readouterr()
        assert code in (0, 1, 2), (i, line)
        assert "Traceback" not in said.err, (i, line)
        built = list((tmp_path / "out").glob("*"))
        assert (built == []) == (code != 0), (i, line)
        assert code == 0 or "建议：" in said.err, (i, line, said.err)
        for path in built:
            path.unlink()
