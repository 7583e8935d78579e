"""已知差异: what an entry of a budget file or of a region covers, and what is told of it."""

from pathlib import Path

import pytest

from reportgen.checks._findings import KnownFindings
from reportgen.diagnostics import Diagnostic, Location, ReportgenError, Severity
from reportgen.drafts import EditKind, rolled_over
from reportgen.known import KnownDifference
from reportgen.profile import load
from reportgen.records import replace
from reportgen.vocabulary import Vocabulary
from tests.unit.small import figures, region

AT = Location("x.yaml", 8, 12)


def found(rule: str, *parts: str) -> list[Diagnostic]:
    return [Diagnostic(Severity.ERROR, f"{rule} 名称", "不一致", (Location(part),)) for part in parts]


def entry(rules: str, places: str, most: int | None = 1) -> KnownDifference:
    return KnownDifference(tuple(rules.split()), tuple(places.split("|")), "核实过", AT, most)


def told(declared: list[KnownDifference], findings: list[Diagnostic]) -> tuple[str, list[str]]:
    """The severity of each finding, 提 or 错, and what is said of the entries."""
    known = KnownFindings(declared, ())
    return "".join("提" if known.as_declared(one) else "错" for one in findings), [d.message for d in known.remarks()]


def test_an_entry_covers_one_finding_unless_it_says_more() -> None:
    findings = found("R203", "表5", "表5", "表6")
    assert told([entry("R203", "表5")], findings) == ("提错错", [])
    assert told([entry("R203", "表5", 2)], findings) == ("提提错", [])
    assert told([entry("R203", "表", None)], findings) == ("提提提", [])


def test_a_family_is_of_several_rules_and_of_several_places() -> None:
    findings = [*found("R203", "表5", "表6", "表7"), *found("R223", "表5"), *found("R311", "表5")]
    assert told([entry("R203 R223", "表5|表6", 3)], findings) == ("提提错提错", [])
    assert told([entry("R2", "表", None)], findings) == ("提提提提错", [])


def test_what_an_entry_says_too_much_is_told() -> None:
    assert told([entry("R203", "表5", 3)], found("R203", "表5")) == ("提", ["R203写了3处，这样的发现只有1处"])
    assert told([entry("R204", "表5", None)], found("R203", "表5")) == ("错", ["R204没有这样的发现"])


@pytest.mark.parametrize(
    ("remark", "message", "verdict"),
    [
        ("原件一处4.00万元，一处3.99万元", "4.00万元和3.99万元不一致，差0.01万元", "提"),
        ("原件一处4万元，一处39,900元", "40000元和3.99万元不一致", "提"),
        ("原件差0.01万元，抄错了", "4.00万元和3.99万元不一致，差0.01万元", "提"),
        ("原件一处4.00万元，一处3.99万元", "40.00万元和3.99万元不一致，差36.01万元", "错"),
        ("核实过", "40.00万元和3.99万元不一致", "提"),
    ],
)
def test_an_entry_that_states_amounts_covers_these_alone(remark: str, message: str, verdict: str) -> None:
    declared = replace(entry("R203", "表5"), remark=remark)
    said, remarks = told([declared], [Diagnostic(Severity.ERROR, "R203 名称", message, (Location("表5"),))])
    assert (said, remarks) == (verdict, [] if verdict == "提" else ["R203“说明”里的数，和现在发现的不一样"])


def test_what_a_region_declares_is_for_all_its_documents_and_never_idle(tmp_path: Path) -> None:
    region(tmp_path, profile="已知差异:\n  - {规则: [R203, R223], 位置: [表5, 表6], 处数: 全部, 说明: 本地表式如此}\n")
    [declared] = load("probe", tmp_path).differences
    assert (declared.rules, declared.places, declared.most) == (("R203", "R223"), ("表5", "表6"), None)
    known = KnownFindings((), [declared])
    assert [known.as_declared(one) is not None for one in found("R223", "表5", "表9")] == [True, False]
    assert list(KnownFindings((), [declared]).remarks()) == []


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("{规则: R2, 位置: 表5, 说明: 甲}", "“R2”是一类规则，要写明管几处"),
        ("{规则: R203, 位置: 表5, 处数: 许多, 说明: 甲}", "“许多”不是处数"),
        ("{规则: R203, 位置: 表5, 处数: 0, 说明: 甲}", "“0”不是处数"),
        ("{规则: R203, 位置: [], 说明: 甲}", "“位置”后面没有写内容"),
        ("{规则: [], 位置: 表5, 说明: 甲}", "“规则”后面没有写内容"),
    ],
)
def test_an_entry_that_cannot_be_used_is_refused(tmp_path: Path, written: str, message: str) -> None:
    with pytest.raises(ReportgenError) as caught:
        figures(tmp_path, f"支出: 5\n已知差异: [{written}]\n")
    assert [d.message for d in caught.value.diagnostics] == [message]


VOCABULARY = Vocabulary({}, {}, bases=("上年预算",))


@pytest.mark.parametrize(
    ("written", "idle", "left"),
    [
        (
            "已知差异:\n  - {规则: R1, 位置: 甲}\n  # 注\n  - {规则: R2, 位置: 乙}\n尾: 1\n",
            (3, 10),
            "已知差异:\n  # 注\n  - {规则: R2, 位置: 乙}\n",
        ),
        (
            "已知差异:\n  - 规则: [R1, R3]\n    位置: 甲\n  - {规则: R2, 位置: 乙}\n尾: 1\n",
            (3, 10),
            "已知差异:\n  - {规则: R2, 位置: 乙}\n",
        ),
        (
            "已知差异: [{规则: R1, 位置: 甲}, {规则: R2, 位置: 乙}]\n尾: 1\n",
            (2, 13),
            "已知差异: [{规则: R2, 位置: 乙}]\n",
        ),
        ("已知差异: {规则: R1, 位置: 甲}\n尾: 1\n", (2, 12), "已知差异: []\n"),
    ],
)
def test_next_year_keeps_what_is_still_found(written: str, idle: tuple[int, int], left: str) -> None:
    made = rolled_over(f"年度: 2025\n{written}", VOCABULARY, "x.yaml", 2026, [idle])
    assert made.text.endswith(f"状态: 草稿\n{left}尾: 1\n")
    assert [
        change.what.split()[1].strip("[,") for change in made.changes if change.kind is EditKind.DROPPED_DIFFERENCE
    ] == ["R1"]
    kept = [change.what.split()[1] for change in made.changes if change.kind is EditKind.KEPT]
    assert kept == (["R2"] if "R2" in left else [])
