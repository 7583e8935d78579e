"""Mistakes in the input, each with the exact text that an officer reads (`tests/errors/`).

`--golden-update` writes the texts anew.
"""

import re
from pathlib import Path

import pytest

from reportgen.reading import Place
from tests.errors.cases import Case, cases
from tests.golden import update
from tests.unit.small import built

CASES = {case.name: case for case in cases()}

# Latin words that an officer meets in the files themselves; any other is English that slipped through.
KNOWN = """
input yaml profile style glossary templates probe tables sections report md j2 out reportgen default luoyang luoyan
shanghai defualt UTF GBK ANSI FEFF mm nan inf CON NUL COM Unicode FFFD csv xlsx Excel CSV ROUND if for set include macro
loop endif fi is round class extends import from block with filter autoescape recursive in index indx other or range
Tab RMB lipsum cycler joiner namespace format dict MB
"""

# Messages about a file as a whole
WHOLE_FILE = {
    "file-large",
    "file-missing",
    "measure-not-stated",
    "measure-not-stated-in-base",
    "table-measure-not-stated",
    "template-several",
    "base-file-without-the-measure",
    "unit-measure-missing",
    "unit-measure-missing-in-department",
}
FILES = r"input\.yaml|本级\.yaml|图书馆\.yaml|甲局-2020\.yaml|通讯录\.yaml|明细\.csv|templates/(?:probe|other)/\S+"


def test_no_two_cases_have_the_same_name() -> None:
    assert len(CASES) == len(cases())


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_mistake_is_told_in_exactly_these_words(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, golden_update: bool
) -> None:
    case.lay_out(tmp_path)
    code, said = built(tmp_path, monkeypatch)
    if golden_update:
        update(case.family, case.name, said)
    assert said == case.says or golden_update
    assert code == 2
    assert not (tmp_path / "out").exists()


def test_every_message_is_chinese_and_gives_advice() -> None:
    for name, case in CASES.items():
        *findings, last = re.split(r"\n(?=\S)", case.says.rstrip("\n"))
        assert re.fullmatch(r"input\.yaml：\d+处不能用，没有生成文件。", last), name
        for finding in findings:
            assert re.search(r"^ {2}建议：.+", finding, re.MULTILINE), (name, finding)
            said = "\n".join(line for line in finding.splitlines() if not line.startswith("    |"))
            assert set(re.findall("[A-Za-z]{2,}", said)) - {*KNOWN.split()} == set(), name


def test_every_message_names_the_file_and_where_in_it() -> None:
    placed = re.compile(rf"(?:{FILES}):\d+(?::\d+)?: 错误\[")
    lines = [(name, line) for name, case in CASES.items() for line in case.says.splitlines() if "错误[" in line]
    assert [at for at in lines if not placed.match(at[1]) and at[0] not in WHOLE_FILE] == []


def test_no_two_cases_say_the_same() -> None:
    said = [case.says for case in CASES.values()]
    assert len(set(said)) == len(said)


def test_two_mistakes_in_one_file_are_both_told() -> None:
    assert [line.split("]")[0] for line in CASES["several-at-once"].says.splitlines() if "错误[" in line] == [
        "input.yaml:3:5: 错误[数字",
        "input.yaml:4:7: 错误[取值",
    ]


def test_a_new_message_is_written_at_the_end_of_its_case(tmp_path: Path) -> None:
    family = tmp_path / "甲.yaml"
    family.write_text(
        "# 甲\n\none:\n  more: |\n    甲: 5\n\ntwo:\n  more: ''\n  says: |\n    before\n", encoding="utf-8"
    )
    for name, says in (("one", "new\n  lines\n"), ("two", "after\n"), ("one", "newer\n")):
        update(family, name, says)
    assert family.read_text(encoding="utf-8") == (
        "# 甲\n\none:\n  more: |\n    甲: 5\n  says: |\n    newer\n\ntwo:\n  more: ''\n  says: |\n    after\n"
    )


def test_a_place_that_is_a_paragraph_is_cut() -> None:
    place = Place("表" * 61, "行" * 5000, "列")
    assert str(place) == f"{'表' * 40}……“{'行' * 40}……”行“列”列"
    assert place.location.path == str(place)
