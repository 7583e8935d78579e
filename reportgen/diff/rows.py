"""The pairs of equal rows in two tables (同一行): by their labels, words, codes, projects."""

from collections.abc import Mapping, Sequence

from reportgen.diff.aligning import LEAST_ALONE, Pair, alike, equal_pairs, gaps, left_over
from reportgen.diff.items import LabelledRow
from reportgen.diff.wording import BothRules
from reportgen.records import replace


def same_rows(old: Sequence[LabelledRow], new: Sequence[LabelledRow], sides: BothRules) -> list[Pair]:
    """Return the pairs of rows: with equal labels, then words, codes, projects, then of similar rows.

    Words are compared too because the roles of cells are guesses in a file that was read.
    """
    old = [replace(row, code=sides.codes.get(row.code, row.code)) for row in old] if sides.codes else old
    held = equal_pairs([row.key for row in old], [row.key for row in new])
    for paired in (_same_words, _same_codes, _same_projects, alike, _only_rows_left):
        for i, i_end, j, j_end in list(gaps(held, len(old), len(new))):
            held += [(i + at, j + there) for at, there in paired(old[i:i_end], new[j:j_end])]
        held.sort()
    return _with_equal_words(held, old, new)


def _same_words(old: Sequence[LabelledRow], new: Sequence[LabelledRow]) -> list[Pair]:
    return equal_pairs([row.said for row in old], [row.said for row in new])


def _same_codes(old: Sequence[LabelledRow], new: Sequence[LabelledRow]) -> list[Pair]:
    pairs = equal_pairs([row.code for row in old], [row.code for row in new])
    return [(i, j) for i, j in pairs if old[i].code]


def _same_projects(old: Sequence[LabelledRow], new: Sequence[LabelledRow]) -> list[Pair]:
    pairs = equal_pairs([row.about for row in old], [row.about for row in new])
    return [(i, j) for i, j in pairs if old[i].about]


def _only_rows_left(old: Sequence[LabelledRow], new: Sequence[LabelledRow]) -> list[Pair]:
    """Return the last row of either side as a pair if only one is left on each and they are alike enough.

    Two rows with codes are no pair: equal codes were paired before, so theirs differ.
    """
    if len(old) != 1 or len(new) != 1 or (old[0].code and new[0].code):
        return []
    return alike(old, new, LEAST_ALONE)


def _with_equal_words(held: list[Pair], old: Sequence[LabelledRow], new: Sequence[LabelledRow]) -> list[Pair]:
    """Return the pairs; one side of a pair moves to another row of its label if that pairs rows with equal words."""
    found = [(-1, -1), *held, (len(old), len(new))]
    for at in range(len(held), 0, -1):
        (i_start, j_start), (i, j), (i_end, j_end) = found[at - 1 : at + 2]
        if old[i].said != new[j].said:
            olds = [k for k in range(i_start + 1, i_end) if (old[k].key, old[k].said) == (old[i].key, new[j].said)]
            news = [k for k in range(j_start + 1, j_end) if (new[k].key, new[k].said) == (new[j].key, old[i].said)]
            if bool(olds) != bool(news):
                found[at] = (olds[-1], j) if olds else (i, news[-1])
    return found[1:-1]


def recoded(
    old: Sequence[LabelledRow], new: Sequence[LabelledRow], held: Sequence[Pair], codes: Mapping[str, str]
) -> list[Pair]:
    """Return the pairs of rows that `held` leaves over, where the code of the old row became that of the new one.

    Both are the only rows left over with these codes. `codes`: old code → new code.
    """
    olds, news = left_over(held, len(old), len(new))
    mine, yours = [codes.get(old[i].code, "") for i in olds], [new[j].code for j in news]
    once = {code for code in mine if code and mine.count(code) == yours.count(code) == 1}
    return [(i, news[yours.index(code)]) for i, code in zip(olds, mine, strict=True) if code in once]
