"""The words of the field (用语): the shipped files say one thing each, a region adds its own, mistakes are told."""

import itertools
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from reportgen import profile
from reportgen.checks._case import Case
from reportgen.checks._rules import results, rules
from reportgen.checks.required import heading, states_need
from reportgen.diagnostics import ReportgenError
from reportgen.document import Document, TableKind
from reportgen.lexicon import WrongWord, of, pattern_of, spoken, using
from reportgen.reading import clauses
from reportgen.reading.columns import conditions_of_heads
from reportgen.reading.phrases import both_sides
from reportgen.reading.table_kinds import kind_of
from reportgen.reading.terms import conditions_of, ending_term, is_known_fund, is_total

SHIPPED = of({})
OPEN = ("泛称",)  # a question of its own, whose words may also be others'
NAMES = ("要件的数", "事项的数")  # places that hold names of figures, not words


def said(word: str) -> list[str]:
    """Every text that a word without `…` and regular expressions stands for."""
    return ["".join(parts) for parts in itertools.product(*_choices(word))]


def _choices(word: str) -> Iterator[list[str]]:
    for optional, one, plain in re.findall(r"\[([^]]*)\]|\(([^)]*)\)|([^\[\]()]+)", word):
        yield [plain] if plain else one.split("|") if one else ["", *optional.split("|")]


def stated(*places: str) -> dict[str, set[tuple[str, str]]]:
    """Text -> what it is a word of in these places together."""
    found: dict[str, set[tuple[str, str]]] = {}
    for place in places:
        for member, words in SHIPPED.places[place].items():
            for word in words:
                if member not in OPEN and "…" not in word and not word.startswith("/"):
                    for text in said(word):
                        found.setdefault(text, set()).add((place, member))
    return found


def test_every_member_has_a_word_and_every_word_is_well_written():
    for place, members in SHIPPED.places.items():
        assert members, place
        for member, words in members.items():
            assert words, (place, member)
            for word in words:
                pattern_of(word)
                assert words.count(word) == 1, (place, member, word)


@pytest.mark.parametrize(
    "places", [SHIPPED.dimensions, *((p,) for p in SHIPPED.places if p not in (*SHIPPED.dimensions, *NAMES))], ids=str
)
def test_no_word_means_two_things_in_one_place(places: tuple[str, ...]):
    found = stated(*places)
    assert {text: meant for text, meant in found.items() if len(meant) > 1 and not text.isdigit()} == {}


def test_every_text_that_a_term_stands_for_is_read_as_it():
    for text, meant in stated(*SHIPPED.dimensions).items():
        assert tuple(conditions_of(text).items()) == tuple(meant), text


def test_titles_name_standard_tables():
    assert {TableKind(name) for name in SHIPPED.places["表"]} == set(TableKind)


@pytest.mark.parametrize("word", ["甲[乙", "甲)乙", "甲|乙", "甲(乙]", "…", "/(/"])
def test_a_word_that_is_written_wrongly_is_told(word: str):
    with pytest.raises(WrongWord):
        pattern_of(word)


OWN = {
    "资金": {"一般公共预算": ("市财拨款[收入]",), "育林基金": ("育林基金收入",)},
    "表": {"收支总表": ("部门收支情况表",)},
    "列": {"增减率": ("增减（％）",)},
    "合计": {"合计": ("总和",)},
}


def test_a_regions_words_are_read_beside_the_shipped_ones():
    with using(of(OWN)):
        assert conditions_of("市财拨款收入") == {"资金": "一般公共预算"}
        assert conditions_of("一般公共预算拨款收入") == {"资金": "一般公共预算"}
        assert conditions_of_heads(("育林基金收入", "基本支出")) == {"资金": "育林基金", "性质": "基本支出"}
        assert is_known_fund("育林基金")
        assert ending_term("其中：育林基金收入") == (3, {"资金": "育林基金"})
        assert kind_of("2026年部门收支情况表") is TableKind.TOTALS
        assert is_total("总 和")
    assert conditions_of("市财拨款收入") == {}
    assert kind_of("2026年部门收支情况表") is None
    assert not is_total("总和")


def region(folder: Path, words: str) -> Path:
    (folder / "templates" / "某地").mkdir(parents=True)
    (folder / "templates" / "某地" / "profile.yaml").write_text(f"标题: 某地部门预算\n用语:\n{words}", encoding="utf-8")
    return folder


def test_a_region_says_its_words_in_its_profile(tmp_path: Path):
    own = profile.load("某地", region(tmp_path, "  资金:\n    一般公共预算: [市财拨款]\n"))
    with using(own.lexicon):
        assert conditions_of("市财拨款") == {"资金": "一般公共预算"}
    assert own.lexicon is own.lexicon  # patterns are made once
    assert profile.load("default", tmp_path).lexicon is SHIPPED


def test_rules_read_with_the_words_of_the_documents_region(tmp_path: Path):
    own = profile.load("某地", region(tmp_path, "  资金:\n    一般公共预算: [市财拨款]\n"))
    read: list[dict[str, str]] = []
    rule = replace(rules()[0], id="R000", run=lambda _: read.append(conditions_of("市财拨款")) or iter(()))
    results(Case(Document((), "", 2026, ()), None, own), rule)
    results(Case(Document((), "", 2026, ())), rule)
    assert read == [{"资金": "一般公共预算"}, {}]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("  资今:\n    一般公共预算: [甲]\n", "没有“资今”这一类用语"),
        ("  资金:\n    一般公共予算: [甲]\n", "“资金”里没有“一般公共予算”"),
        ("  表:\n    收支大表: [甲]\n", "“表”里没有“收支大表”"),
        ("  资金:\n    一般公共预算: ['甲[乙']\n", "“甲[乙”少了“]”"),
        ("  资金:\n    一般公共预算: [政府性基金收入]\n", "“政府性基金收入”已经是资金“政府性基金”的说法"),
        ("  表:\n    收支总表: [政府采购]\n", "“政府采购”已经是表“政府采购预算表”的说法"),
        ("  增减:\n    减少: [增支]\n", "“增支”已经是增减“增加”的说法"),
        ("  资金:\n    财政专户: [专户款]\n    其他收入: [专户款]\n", "“专户款”已经是资金“财政专户”的说法"),
    ],
)
def test_a_mistake_in_a_regions_words_is_told_at_its_line(tmp_path: Path, words: str, said: str):
    with pytest.raises(ReportgenError) as told:
        profile.load("某地", region(tmp_path, words))
    (found,) = told.value.diagnostics
    assert found.message == said
    assert found.places[0].line > 2
    assert found.hint


SENTENCES = {
    "增减": {"增加": ("走高",)},
    "持平": {"持平": ("不增不减",)},
    "完成": {"完成": ("做到",)},
    "收支": {"收支": ("进出[总计]",)},
    "要件节题": {"政府采购": ("采办",)},
    "要写到": {"货物": ("物品",)},
    "错字": {"拨款": ("拔歀",)},
    "残留": {"没有删": ("模板用",)},
}


def test_a_regions_words_are_read_in_sentences_and_topics_too():
    def said() -> list[bool]:
        step = clauses.step("比2025年预算走高")
        remarks = [found["word"] for found in clauses.between("与2025年预算不增不减。").remarks]
        return [
            step is not None and step.verb == "走高",
            remarks == ["不增不减"],
            clauses.completion("做到年初预算的") is not None,
            both_sides("进出总计各"),
            bool(heading("政府采购").search("五、采办情况")),
            states_need("货物", "购买物品"),
            spoken().within("错字", "财政拔歀") == "拨款",
            bool(spoken().form("«残留»").search("模板用")),
        ]

    assert not any(said())
    with using(of(SENTENCES)):
        assert all(said())
