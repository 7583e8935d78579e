"""Reading the budget file: what is refused before it is read, what is read however it was written.

Whatever it says, it is built or refused, but never a crash.
"""

import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from reportgen.cli import main
from reportgen.diagnostics import ReportgenError
from reportgen.source import Mapping, Scalar, Sequence, open_sheets, read
from tests.budgets import most_in_soak
from tests.unit.small import HEAD, budget_file, built, rendered, report

DATA = Path(__file__).parents[2] / "data"


def test_a_folder_is_no_budget_file(tmp_path: Path) -> None:
    with pytest.raises(ReportgenError) as refused:
        read(tmp_path)
    assert rendered(refused.value) == (f"错误[文件] {tmp_path} 是文件夹\n  建议：写出文件夹里的预算文件（.yaml）")


def test_a_file_that_may_not_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "a.yaml").touch()
    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(ReportgenError) as refused:
        read(tmp_path / "a.yaml")
    assert "检查文件的权限；正被别的程序打开时，关闭后再试" in rendered(refused.value)


@pytest.mark.parametrize("name", ["a\0.yaml", "甲" * 300 + ".yaml"])
def test_a_name_that_no_file_can_have_is_told(tmp_path: Path, name: str) -> None:
    with pytest.raises(ReportgenError) as refused:
        read(tmp_path / name)
    assert "错误[文件]" in rendered(refused.value)


@pytest.mark.parametrize("opened", ["[", "{a: ", "- ", "? ", "-  ", "[ #\n  "])
def test_what_is_nested_without_end_is_told_before_the_parser_runs_out_of_stack(tmp_path: Path, opened: str) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(f"甲: 1\n乙: 2\n丙:\n  {opened * 100_000}\n", encoding="utf-8")
    with pytest.raises(ReportgenError) as refused:
        read(path)
    assert re.match(rf"{re.escape(str(path))}:\d+:\d+: 错误\[格式\] 套得太深\n", rendered(refused.value))


@pytest.mark.parametrize("begun", ["甲:", "-", "甲: # 注", "- 甲:"])
def test_what_is_indented_without_end_is_told_too(tmp_path: Path, begun: str) -> None:
    text = "丙:\n" + "".join(f"{' ' * (2 * level)}{begun}\n" for level in range(1, 2000))
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ReportgenError) as refused:
        read(tmp_path / "a.yaml", "a.yaml")
    assert "错误[格式] 套得太深" in rendered(refused.value)


@pytest.mark.parametrize("text", ["1" * 5001, "2025年" * 8000, "甲\n\n  " * 3000])
def test_a_value_that_is_a_book_is_told_where_it_begins(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(f'甲: 1\n乙: "{text}"\n', encoding="utf-8")
    with pytest.raises(ReportgenError) as refused:
        read(path)
    assert "a.yaml:2:4: 错误[格式] 这个值有" in rendered(refused.value)
    assert "个字，一个值最多5000个" in rendered(refused.value)


@pytest.mark.parametrize("line", ['"{}": 1', "{}: 1", "{{'{}': 1}}"])
def test_a_key_that_is_a_sentence_is_no_unclosed_quote(tmp_path: Path, line: str) -> None:
    (tmp_path / "a.yaml").write_text(f"甲:\n  {line.format('乙' * 1100)}\n", encoding="utf-8")
    with pytest.raises(ReportgenError) as refused:
        read(tmp_path / "a.yaml")
    at = 3 + line.startswith("{{")
    assert f"a.yaml:2:{at}: 错误[格式] 冒号前面的键太长，超过了1024个字" in rendered(refused.value)


def test_brackets_in_quotes_and_in_comments_are_not_nested(tmp_path: Path) -> None:
    opened = "[" * 1000
    (tmp_path / "a.yaml").write_text(f"# {opened}\n甲: '{opened}'\n", encoding="utf-8")
    value = read(tmp_path / "a.yaml").get("甲")
    assert isinstance(value, Scalar)
    assert value.text == opened


@pytest.mark.parametrize(("name", "size", "most"), [("a.yaml", 100, 8), ("a.csv", 100, 20), ("a.csv", 9, 8)])
def test_a_file_that_is_too_large_is_refused_before_it_is_read(tmp_path: Path, name: str, size: int, most: int) -> None:
    with (tmp_path / name).open("wb") as file:
        file.truncate(size * 1024 * 1024)
    with pytest.raises(ReportgenError) as refused:
        (read if name == "a.yaml" else open_sheets)(tmp_path / name)
    assert f"错误[文件] 文件有{size}MB，超过{most}MB，没有读\n  建议：检查是不是写错了文件" in rendered(refused.value)


def test_a_file_of_too_many_keys_and_values_is_read_no_further(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reportgen.source.yaml_file._MOST_EVENTS", 10)
    (tmp_path / "a.yaml").write_text("甲: 1\n乙:\n" + "- {a: b}\n" * 3, encoding="utf-8")
    with pytest.raises(ReportgenError) as refused:
        read(tmp_path / "a.yaml")
    assert "a.yaml:3:8: 错误[格式] 文件里的内容太多，从这里起没有读\n" in rendered(refused.value)


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="a device that never ends")
def test_a_device_is_not_read() -> None:
    with pytest.raises(ReportgenError) as refused:
        read(Path("/dev/zero"))
    assert rendered(refused.value) == "错误[文件] /dev/zero 不是文件\n  建议：检查文件名"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\x03\x04...", "这是Word、Excel 文件或压缩包，不是文本"),
        (b"%PDF-1.7", "这是PDF 文件，不是文本"),
        ("甲: 乙\n".encode("utf-16-le"), "文件是 UTF-16（Unicode）编码，不是 UTF-8"),
        ("甲: 乙\n".encode("utf-16-be"), "文件是 UTF-16（Unicode）编码，不是 UTF-8"),
        ("甲: 乙\n".encode() + b"\xe7", "文件坏了，或是少见的编码"),
        ("甲: 乙局\n".encode("gbk"), "多半是 GBK（ANSI）编码"),
    ],
)
def test_what_is_no_text_in_utf8_is_told_for_what_it_is(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "a.yaml").write_bytes(content)
    with pytest.raises(ReportgenError) as refused:
        read(tmp_path / "a.yaml", "a.yaml")
    assert said in rendered(refused.value)
    assert "\n  建议：" in rendered(refused.value)


INVISIBLE = "\xad\u061c\u115f\u200b\u200e\u202a\u202e\u2028\u2060\u2066\u2069\u3164\ufdd0\ufffc\ufffd\U000e0041"


@pytest.mark.parametrize("sign", INVISIBLE, ids=lambda sign: f"{ord(sign):04X}")
def test_no_invisible_character_gets_through_raw_or_escaped(tmp_path: Path, sign: str) -> None:
    for text in (f"甲: 乙{sign}丙\n", f'甲: "乙\\U{ord(sign):08X}丙"\n'):
        (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
        with pytest.raises(ReportgenError) as refused:
            read(tmp_path / "a.yaml", "a.yaml")
        assert "错误[字符]" in rendered(refused.value)


@pytest.mark.parametrize("sign", "\u3000\u00a0\ue863\u0301\ufe0f\U00020bb7\U0001f600")
def test_rare_characters_of_names_are_read(tmp_path: Path, sign: str) -> None:
    (tmp_path / "a.yaml").write_text(f"甲: 乙{sign}丙\n", encoding="utf-8")
    value = read(tmp_path / "a.yaml").get("甲")
    assert isinstance(value, Scalar)
    assert value.text == f"乙{sign}丙"


def test_of_a_long_line_the_part_about_the_mistake_is_shown(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(f"甲: [{'一, ' * 50_000}&二]\n", encoding="utf-8")
    with pytest.raises(ReportgenError) as refused:
        read(tmp_path / "a.yaml", "a.yaml")
    first, line, marks, *_ = rendered(refused.value).split("\n")
    assert first == "a.yaml:1:150005: 错误[格式] 值不能以 & * ! 开头"
    assert line == "    | …" + "一, " * 20 + "&二]"
    assert marks == "    | " + " " * 81 + "^"


@pytest.mark.parametrize(
    "encoded",
    [
        "甲: 乙\n丙: [丁, 戊]\n".encode(),
        "甲: 乙\r\n丙: [丁, 戊]\r\n".encode(),
        "\ufeff甲: 乙\n丙: [丁, 戊]\n".encode(),
        "甲: 乙\n丙:\n- 丁\n- 戊".encode(),
        "甲: \"乙\"\n丙: ['丁', 戊] # 注\n".encode(),
        "--- # 说明\n甲: 乙 #\n丙: [丁, 戊]\n...\n".encode(),
    ],
)
def test_the_same_is_read_whatever_editor_wrote_it(tmp_path: Path, encoded: bytes) -> None:
    (tmp_path / "a.yaml").write_bytes(encoded)
    node = read(tmp_path / "a.yaml")
    one, other = node.get("甲"), node.get("丙")
    assert isinstance(one, Scalar)
    assert isinstance(other, Sequence)
    assert (one.text, [item.text for item in other.items if isinstance(item, Scalar)]) == ("乙", ["丁", "戊"])


@pytest.mark.parametrize("text", ["0201", "1e3", "yes", "null", "~", "2020-01-01", "1_000", "0x1F", ".inf", "是"])
def test_no_value_is_guessed_to_be_anything_but_text(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.yaml").write_text(f"甲: {text}\n", encoding="utf-8")
    value = read(tmp_path / "a.yaml").get("甲")
    assert isinstance(value, Scalar)
    assert value.text == text


def test_a_value_knows_its_line_and_column_as_an_editor_counts_them(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("# 注\n部门:\n  单位: [{编码: 505, 名称: 甲局}]\n", encoding="utf-8")
    node: object = read(tmp_path / "a.yaml", "a.yaml")
    for name in ("部门", "单位"):
        assert isinstance(node, Mapping)
        node = node.get(name)
    assert isinstance(node, Sequence)
    (unit,) = node.items
    assert isinstance(unit, Mapping)
    code = unit.get("编码")
    assert code is not None
    assert (str(code.at), code.at.length, str(unit.at)) == ("a.yaml:3:13", 3, "a.yaml:3:8")


def test_lines_are_counted_as_editors_count_them_whatever_stands_in_them(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("甲: 一\x0c二\n乙: 三\x0b四\n", encoding="utf-8")
    with pytest.raises(ReportgenError) as refused:
        read(tmp_path / "a.yaml", "a.yaml")
    assert [str(d.places[0]) for d in refused.value.diagnostics] == ["a.yaml:1:5", "a.yaml:2:5"]
    assert "    | 乙: 三?四\n" in rendered(refused.value)


def test_a_mistake_in_the_document_keeps_it_from_being_written_until_a_draft_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report(tmp_path, "", "正文\n")
    (tmp_path / "templates" / "probe" / "report.md.j2").write_text("支出总计{{ 支出 }}。\n", encoding="utf-8")
    budget_file(tmp_path, "支出: 2\n核对: {支出: {合计: 3}}\n", unit="万元")
    code, said = built(tmp_path, monkeypatch)
    assert code == 1
    assert "错误[R900 与批复数一致] “支出”批复的是30000元" in said
    assert "input.yaml：有1处错误，没有生成文件。改正后再生成；要先看样子，加 --draft 生成草稿。" in said
    assert not (tmp_path / "out").exists()
    assert main(["build", "input.yaml", "--to", "txt", "--draft"]) == 0
    draft = (tmp_path / "out" / "input.txt").read_text(encoding="utf-8")
    assert draft.startswith("【草稿】\n")
    assert draft.index("批复的是30000元") < draft.index("支出总计")


@pytest.mark.parametrize(
    "printed", ["名词", "支出 is 无", "none", "true", '支出|按("功能.类")', "各节", "{}", "[]", "0.5", "loop"]
)
def test_what_is_neither_number_nor_words_is_not_printed(tmp_path: Path, printed: str) -> None:
    with pytest.raises(ReportgenError) as refused:
        report(tmp_path, "支出: [{功能: 201, 金额: 1}]\n", "{{ " + printed + " }}\n")
    assert str(refused.value.diagnostics[0].places[0]) == "templates/probe/report.md.j2:1"


# Any mutilation of a budget file

CHARACTERS = "[]{}:：,，#&*!|>'\"“”%@`-?~<=\\/ \t\n　0１.9a甲\x00\x0b\ufeff\U000f0000"
SOURCE = (DATA / "luoyang-2020.yaml").read_text(encoding="utf-8")


def lines_mutilated(chance: random.Random, text: str) -> str:
    lines = text.split("\n")
    at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    change: Callable[[], None] = chance.choice(
        [
            lambda: lines.__delitem__(at),
            lambda: lines.insert(other, lines[at]),
            lambda: lines.__setitem__(at, lines[other]),
            lambda: lines.__setitem__(at, lines[at].strip()),
            lambda: lines.__setitem__(at, "  " + lines[at]),
            lambda: lines.__setitem__(at, lines[at].split(":")[0] + ":"),
            lambda: lines.__setitem__(at, lines[at][: len(lines[at]) // 2]),
            lambda: lines.__setitem__(slice(at, at + 5), []),
        ]
    )
    change()
    return "\n".join(lines)


def characters_mutilated(chance: random.Random, text: str) -> str:
    at = chance.randrange(len(text))
    put = chance.choice(CHARACTERS)
    return chance.choice([text[:at] + text[at + 1 :], text[:at] + put + text[at:], text[:at] + put + text[at + 1 :]])


@pytest.mark.parametrize("seed", most_in_soak(range(150), every=5))
def test_a_mutilated_budget_is_built_or_refused_but_never_a_crash(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance, text = random.Random(seed), SOURCE
    for _ in range(1 + seed % 3):
        text = chance.choice([lines_mutilated, characters_mutilated])(chance, text)
    (tmp_path / "input.yaml").write_bytes(text.encode())
    code, said = built(tmp_path, monkeypatch)
    assert code in (0, 1, 2)
    assert "Traceback" not in said
    assert "Error" not in said
    assert (tmp_path / "out" / "input.txt").exists() is (code == 0)
    assert ("没有生成文件" in said) is (code != 0)


VALUES = ["", "无", "0", "-1", "甲", "[甲, 乙]", "{甲: 乙}", "[]", "{}", "1e5", '"#"', "支出", "9" * 30]
KEYS = sorted(set(re.findall(r"[^\s\[\]{},:#“”\"-]+(?=: )", SOURCE)))


@pytest.mark.parametrize("key", most_in_soak(KEYS, every=3))
def test_any_value_behind_any_key_is_built_or_refused_but_never_a_crash(
    key: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = HEAD.format(region="luoyang", unit="万元").replace("甲局}", "甲局, 单位: [{编码: 1, 名称: 乙}]}")
    behind = re.compile(rf"(?<=[\s{{]){re.escape(key)}: [^\s\[{{][^,}}\n]*")
    chance = random.Random(key)
    for value in chance.sample(VALUES, 3):
        put = f"{key}: {value}"
        text = behind.sub(put, head, count=1) if behind.search(head) else f"{head}{put}\n"
        (tmp_path / "input.yaml").write_text(text, encoding="utf-8")
        code, said = built(tmp_path, monkeypatch)
        assert code in (0, 1, 2)
        assert "Error" not in said
