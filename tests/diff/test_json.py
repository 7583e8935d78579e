"""The comparison for programs: everything, exact, the same each time, and the same from either side."""

import json
from typing import Any

import pytest

from reportgen.diff import Differences
from reportgen.diff.outputs.json import write
from reportgen.document import Figure, Text
from tests.diff.compared import EXAMPLES, contradicted, documents, examples, passage
from tests.writers.sample import DOCUMENT, HOSTILE


def data(differences: Differences) -> dict[str, Any]:
    """What the JSON says."""
    return json.loads(write(differences))


def turned(found: Any) -> Any:
    """The same said from the other side."""
    opposite = {"旧": "新", "新": "旧", "旧数": "新数", "新数": "旧数"}
    kinds = {"新增": "删去", "删去": "新增"}
    match found:
        case dict():
            said = {opposite.get(key, key): turned(value) for key, value in found.items()}
            return said | ({"变动": kinds.get(said["变动"], said["变动"])} if isinstance(said.get("变动"), str) else {})
        case list():
            return [turned(each) for each in found]
        case _:
            return found


def canonical(changes: list[Any]) -> list[str]:
    """In an order of their own; how much a number moved has the other sign from the other side."""
    bare = [{key: value for key, value in change.items() if key not in ("差", "数名")} for change in changes]
    return sorted(json.dumps(change, sort_keys=True) for change in bare)


def test_the_same_comparison_gives_the_same_bytes() -> None:
    assert write(examples()) == write(examples.__wrapped__())


def test_from_the_other_side_old_and_new_change_places() -> None:
    there, back = data(examples()), data(examples(*EXAMPLES[::-1]))
    assert canonical(back["变动"]) == canonical(turned(there["变动"]))
    assert canonical(back["改名"]) == canonical(turned(there["改名"]))
    assert canonical(back["原因"]) == canonical(turned(there["原因"]))
    assert (back["旧"], back["新"]) == (there["新"], there["旧"])


def test_a_change_has_both_places_and_its_pieces() -> None:
    before = (Text("支出"), Figure("支出", "12.5", "125000"), Text("万元。"))
    after = (Text("支出"), Figure("支出", "14", "140000"), Text("万元。"))
    place = {"标题": ["一、情况"], "表": "", "行": "", "列": "", "序": 2}
    assert data(documents(passage(before), passage(after)))["变动"] == [
        {
            "变动": "数字",
            "对象": "段落",
            "旧": place,
            "新": place,
            "差": None,
            "文字": [
                {"异同": "相同", "旧": "支出", "新": "支出", "旧数": [], "新数": []},
                {
                    "异同": "数字",
                    "旧": "12.5",
                    "新": "14",
                    "旧数": [{"数名": "支出", "印": "12.5", "值": "125000"}],
                    "新数": [{"数名": "支出", "印": "14", "值": "140000"}],
                },
                {"异同": "相同", "旧": "万元。", "新": "万元。", "旧数": [], "新数": []},
            ],
        }
    ]


def test_a_cell_says_exactly_how_much_it_moved() -> None:
    (cell,) = [
        one
        for one in data(examples())["变动"]
        if one["对象"] == "格" and one["新"]["行"] == "收入总计" and one["新"]["表"].startswith("公开01表")
    ]
    assert (cell["新"]["列"], cell["差"]) == ("收入 → 预算数", "71.66")


def test_a_figure_has_exact_values() -> None:
    (found,) = [one for one in data(examples())["数"] if one["数名"] == "支出"]
    assert (found["旧"]["值"], found["新"]["值"], found["差"]) == ("11336430.92", "12052966.40", "716535.48")


def test_a_contradiction_has_its_lines() -> None:
    (told,) = data(contradicted(examples()))["改错的数"]
    assert told["位置"] == [{"在": "data/example-2026.yaml", "行": 133, "列": 57, "原文": "金额: 240000"}]


def test_of_what_is_the_same_nothing_is_listed() -> None:
    same = data(examples("example-2026", "example-2026"))
    assert [same[key] for key in ("变动", "数", "改名", "原因", "改错的数", "文件里另有")] == [[], [], [], [], [], []]


@pytest.mark.parametrize("new", [0, 1])
def test_hostile_words_come_out_verbatim(new: int) -> None:
    both = passage("甲"), DOCUMENT
    changes = data(documents(both[1 - new], both[new]))["变动"]
    assert any(HOSTILE in segment["新" if new else "旧"] for change in changes for segment in change["文字"])
