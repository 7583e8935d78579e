"""What officers ordinarily write is no mistake: none of it makes `check` say anything. A failure names the text.

`texts.yaml`: the texts, and where they belong; none contradicts its budget. `open.yaml`: what is told all the same
today. Its texts are expected to fail, and one that fails no longer is to be deleted there.
"""

from collections import Counter

import pytest

from tests.budgets import written
from tests.officers.texts import Text, content_of, still_told, texts, told, with_texts

DOCUMENTS = sorted({(text.budget, text.turn) for text in texts()})


def marked(number: int, text: Text) -> object:
    rules = still_told().get(text.words)
    marks = [pytest.mark.xfail(reason=rules, strict=True)] if rules else []
    return pytest.param(text, id=f"{text.budget}-{number}", marks=marks)


@pytest.mark.parametrize("text", [marked(*pair) for pair in enumerate(texts(), 1)])
def test_nothing_is_told_of_what_officers_ordinarily_write(text: Text) -> None:
    found = told(text)
    assert (found.errors, found.warnings) == ((), ()), str(text)


@pytest.mark.parametrize(("budget", "turn"), DOCUMENTS)
def test_every_text_is_printed(budget: str, turn: int) -> None:
    """One that is not says nothing of the rules."""
    here = tuple(text for text in texts() if (text.budget, text.turn) == (budget, turn))
    page = written(with_texts(budget, here), "txt").decode("utf-8")
    year = content_of(budget)["年度"]
    for text in here:
        assert text.words.rstrip("。").replace("<年度>", year) in page, text


def test_no_text_is_there_twice_and_every_open_one_is_there() -> None:
    counted = Counter(text.words for text in texts())
    assert counted.most_common(1)[0][1] == 1
    assert still_told().keys() <= counted.keys()
