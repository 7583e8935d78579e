"""The board: where every file stands, what changed, and that no file ends the run."""

import json
from pathlib import Path

from reportgen.county import County, Rules, board_lines
from reportgen.county.store import BoardRow
from tests.county.canned import told, write
from tests.county.made import budget, county, run


def test_every_file_is_a_row_with_its_state(tmp_path: Path):
    root = tmp_path / "县"
    write(root, "甲局-2026.yaml")
    write(root, "财政/乙局-2026.yaml", "草稿 3")
    write(root, "丙局-2026.yaml", "错误 2")
    write(root, "丁局-2026.yaml", "不能用 1")
    write(root, "戊局-2026.yaml", "警告 4")
    assert told(root).states == {
        "丙局-2026.yaml": "错误 2",
        "丁局-2026.yaml": "不能用 1",
        "甲局-2026.yaml": "可公开",
        "戊局-2026.yaml": "可公开",
        "财政/乙局-2026.yaml": "草稿（3处待填）",
    }


def test_the_board_says_what_changed_since_the_last_run(tmp_path: Path):
    root = tmp_path / "县"
    write(root, "甲局-2026.yaml", "草稿 3")
    write(root, "乙局-2026.yaml")
    write(root, "丙局-2026.yaml", "警告 1")
    old = write(root, "丁局-2025.yaml")
    told(root)
    write(root, "甲局-2026.yaml", "草稿 1")
    write(root, "乙局-2026.yaml", "换了说法")
    write(root, "丙局-2026.yaml", "警告 2")
    write(root, "戊局-2026.yaml", "错误 1")
    old.unlink()
    told(root)
    data = json.loads((tmp_path / "out" / "看板.json").read_text(encoding="utf-8"))
    assert data["变化"] == {
        "丙局-2026.yaml": "警告 1 → 2",
        "甲局-2026.yaml": "草稿（3处待填） → 草稿（1处待填）",
        "戊局-2026.yaml": "新增",
        "乙局-2026.yaml": "内容改了",
    }
    assert data["不在了"] == ["丁局-2025.yaml"]
    assert told(root).made == []


def test_the_terminal_aligns_chinese_in_letters_that_gbk_has(tmp_path: Path):
    root = tmp_path / "县"
    write(root, "甲局-2026.yaml", "错误 2")
    write(root, "中国共产党某某县委员会宣传部-2025.yaml", "草稿 12")
    lines = told(root).lines
    at = [
        line.encode("gbk").index(word.encode("gbk"))
        for line, word in zip(lines, ("年度", "2026", "2025"), strict=False)
    ]
    assert len(set(at)) == 1
    assert lines[-1] == "2份文件：草稿1，错误1"


def test_of_many_files_the_terminal_lists_those_that_need_somebody():
    rows = [BoardRow(f"{name}.yaml", name, 2026, "部门预算") for name in (f"甲{number:02}局" for number in range(41))]
    rows.append(BoardRow("乙局.yaml", "乙局", 2026, "部门预算", errors=1))
    seen = County("县", False, tuple(rows), {row.path: row for row in rows}, (), (), (), 0)
    lines = list(board_lines(seen))
    assert [line.split()[0] for line in lines[1:-2]] == ["乙局"]
    assert lines[-2] == "另有41份可公开、没有变化的，没有列出。"


def test_a_file_that_breaks_is_still_known_as_what_it_was(tmp_path: Path):
    root = tmp_path / "县"
    write(root, "甲局-2026.yaml")
    told(root)
    write(root, "甲局-2026.yaml", "不能用 1")
    (row,) = told(root).county.rows
    assert (row.department, row.called) == ("甲局", "2026年部门预算")


def test_a_word_file_stays_while_its_budget_file_has_errors(tmp_path: Path):
    root, word = tmp_path / "县", tmp_path / "out" / "文档" / "甲局-2026.docx"
    for says in ("", "错误 1", "不能用 1"):
        file = write(root, "甲局-2026.yaml", says)
        told(root)
        assert word.exists()
    file.unlink()
    told(root)
    assert not word.exists()


def test_what_a_process_that_died_left_undone_is_tried_again(tmp_path: Path):
    root = tmp_path / "县"
    write(root, "甲局-2026.yaml", "不能用 1：进程没有了")
    write(root, "乙局-2026.yaml", "不能用 1")
    told(root)
    assert told(root).made == ["甲局-2026.yaml"]


def test_a_broken_board_is_begun_anew(tmp_path: Path):
    root = tmp_path / "县"
    write(root, "甲局-2026.yaml")
    told(root)
    for damaged in ("{", "[]", '{"格式": 1, "文件": [{}]}', '{"格式": 0}'):
        (tmp_path / "out" / "看板.json").write_text(damaged, encoding="utf-8")
        assert told(root).made == ["甲局-2026.yaml"]


def test_warnings_are_published_unless_that_is_refused(tmp_path: Path):
    root = tmp_path / "县"
    write(root, "甲局-2026.yaml", "警告 1")
    page = tmp_path / "out" / "网站" / "甲局" / "2026年部门预算" / "index.html"
    for strict in (False, True, False):
        told(root, Rules(strict=strict))
        assert page.exists() is not strict


def test_a_real_county_is_built_checked_and_told_of(tmp_path: Path):
    root = county(tmp_path, ("甲局",), (2026,))
    budget(root, "乙局", 2026, amount="1000000")
    budget(root, "丙局", 2026, amount="待填", more="状态: 草稿\n")
    (root / "丁局.yaml").write_bytes("模板: 好\n部门: [\n年度: 1".encode("gbk"))
    (root / "说明.docx").write_bytes(b"?")
    said = run(root)
    assert said.code == 1
    assert said.states == {
        "丁局.yaml": "不能用 1",
        "乙局-2026.yaml": "错误 1",
        "丙局-2026.yaml": "草稿（1处待填）",
        "甲局-2026.yaml": "可公开",
    }
    assert said.board["没有读"] == ["说明.docx"]
    out = tmp_path / "out"
    made = {path.relative_to(out).as_posix() for path in out.rglob("*-2026.*")}
    assert made == {"文档/甲局-2026.docx", "文档/丙局-2026.docx", "核查/乙局-2026.html", "核查/丙局-2026.html"}
    assert {path.name for path in (out / "网站").iterdir() if path.is_dir()} == {"assets", "甲局"}
