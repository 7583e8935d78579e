"""What a region requires of its documents (必备): told by its profile, found by the checks."""

from dataclasses import replace
from pathlib import Path

import pytest

from reportgen.checks import Case, case_of, case_of_read, check, rule_named
from reportgen.diagnostics import Diagnostic, ReportgenError, Severity
from reportgen.document import Document, Paragraph, Section, Text
from reportgen.profile import load
from reportgen.readers import txt as reader
from reportgen.report import assemble
from reportgen.writers import txt as writer
from tests.budgets import DATA

NOWHERE = Path(__file__).parent


def region(folder: Path, profile: str, *, sections: bool = False) -> None:
    own = folder / "templates" / "own"
    own.mkdir(parents=True)
    (own / "profile.yaml").write_text(profile, encoding="utf-8")
    if sections:
        (own / "sections").mkdir()


def test_a_region_requires_what_its_parent_does(tmp_path: Path) -> None:
    region(tmp_path, "标题编号: ['{一}、']\n")
    assert load("own", tmp_path).file.required.tables[:2] == ("收支总表", "收入总表")


@pytest.mark.parametrize("profile", ["各节: [收支总体]\n", "标准: {节题: {收入: 收入}}\n"])
def test_what_sections_say_is_not_required_where_other_sections_print(profile: str, tmp_path: Path) -> None:
    region(tmp_path, profile)
    required = load("own", tmp_path).file.required
    assert required.sentences == {}
    assert "职责" in required.topics


def test_tables_are_not_required_of_a_region_with_its_own(tmp_path: Path) -> None:
    region(tmp_path, "标题编号: ['{一}、']\n")
    (tmp_path / "templates" / "own" / "tables").mkdir()
    required = load("own", tmp_path).file.required
    assert required.tables == ()
    assert "职责" in required.topics


def test_every_region_of_the_program_says_what_it_requires() -> None:
    for name in ("default", "hebei", "luoyang", "shanghai", "shenzhen"):
        required = load(name, NOWHERE).file.required
        assert all((required.tables, required.topics, required.sentences))


def test_a_kind_of_document_requires_less() -> None:
    required = load("hebei", NOWHERE, "绩效目标").file.required
    assert (required.tables, required.topics) == (("项目支出绩效目标表",), ("绩效",))


def test_what_sections_say_is_required_where_they_are_the_parents(tmp_path: Path) -> None:
    region(tmp_path, "标题编号: ['{一}、']\n")
    assert "收支预算总体情况" in load("own", tmp_path).file.required.sentences


def test_what_sections_say_is_not_required_of_a_region_with_its_own(tmp_path: Path) -> None:
    region(tmp_path, "标题编号: ['{一}、']\n", sections=True)
    required = load("own", tmp_path).file.required
    assert (required.topics, required.sentences) == ((), {})
    assert "收支总表" in required.tables


def test_a_topic_that_there_is_not_is_told_with_those_there_are(tmp_path: Path) -> None:
    region(tmp_path, "必备: {要件: [职责, 三公]}\n")
    with pytest.raises(ReportgenError) as mistake:
        load("own", tmp_path)
    (told,) = mistake.value.diagnostics
    assert "三公" in told.message + told.places[0].excerpt
    assert "三公经费" in told.hint


def without(document: Document, heading: str, words: str) -> Document:
    """The document, its first section of that title with these words for its paragraphs."""
    found = [False]

    def changed(block: object) -> object:
        if isinstance(block, Section) and block.title[-1].text.endswith(heading) and not found[0]:
            found[0] = True
            return Section(block.level, block.number, block.title, (Paragraph((Text(words),)),))
        if isinstance(block, Section):
            return Section(block.level, block.number, block.title, tuple(map(changed, block.blocks)))  # type: ignore[arg-type]
        return block

    blocks = tuple(map(changed, document.blocks))
    return Document(document.title, document.publisher, document.year, blocks)  # type: ignore[arg-type]


def test_a_section_that_lacks_a_required_sentence_is_told() -> None:
    report = assemble(DATA / "example-2026.yaml")
    document = without(report.document, "支出预算情况", "本部门2026年支出预算1205.3万元。")
    rule = rule_named("R606")
    assert rule
    found = check(Case(document, report.budget, report.profile), [rule]).findings
    assert [finding.message for finding in found] == [
        "“三、支出预算情况”一节没有写到“按支出功能分类”或“没有安排支出预算”"
    ]


@pytest.mark.parametrize(
    ("named", "told"),
    [
        ("收支总体", "缺少（或为空）：三公经费"),
        ("收支总体, 三公经费, 三公经费", "““三公”经费预算情况”印了2次，内容相同"),
    ],
)
def test_a_section_that_the_region_leaves_out_or_prints_twice_is_told(named: str, told: str, tmp_path: Path) -> None:
    found = told_of_region(tmp_path, f"各节: [{named}]\n", "R605", "R611")
    assert [(finding.severity, finding.message) for finding in found] == [(Severity.WARNING, told)]


def test_a_unit_that_the_region_types_wrongly_is_one_mistake(tmp_path: Path) -> None:
    (told,) = told_of_region(tmp_path, "表眉右: 单位：元\n", "R901", "R108")
    assert (told.severity, told.message) == (Severity.ERROR, "表上写的单位是元，数是按万元印的")


def told_of_region(folder: Path, profile: str, *rules: str) -> tuple[Diagnostic, ...]:
    """What the rules say of the example beside a region with this profile."""
    region(folder, profile)
    for path in DATA.glob("example-*.yaml"):
        text = path.read_text(encoding="utf-8").replace("模板: default", "模板: own")
        (folder / path.name).write_text(text, encoding="utf-8")
    return check(case_of(assemble(folder / "example-2026.yaml")), [rule_named(rule) for rule in rules]).findings


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("附件？人员", ["没有“附件”这一节"]),
        ("附件？资料.接待批次", ["没有“附件”这一节"]),
        ("附件？资料.没有写的", []),
        ("附件？", []),
    ],
)
def test_a_section_may_be_required_where_the_budget_file_has_what_it_prints(title: str, told: list[str]) -> None:
    report = assemble(DATA / "example-2026.yaml")
    required = replace(report.profile.file.required, sentences={title: ()})
    profile = replace(report.profile, file=replace(report.profile.file, required=required))
    found = check(Case(report.document, report.budget, profile), [rule_named("R606")]).findings
    assert [finding.message for finding in found] == told


@pytest.mark.parametrize("name", ["luoyang-2020", "yantian-2022", "tangshan-2025"])
def test_what_only_the_region_leaves_out_is_a_hint_in_its_document_and_in_one_that_was_read(name: str) -> None:
    report = assemble(DATA / f"{name}.yaml")
    read = reader.read(writer.write(report.document, report.profile.style).decode("utf-8"))
    rules = [rule for number in ("R501", "R601", "R604", "R606") if (rule := rule_named(number))]
    for case in (case_of(report), case_of_read(read, report)):
        found = (one for outcome in check(case, rules).outcomes for one in outcome.findings)
        assert [one.message for one in found if one.severity is not Severity.HINT] == []
