"""Which terms 名词解释 explains: those that the profile lists, or those that occur in the document (出现的)."""

import re
from collections.abc import Iterable, Mapping

from reportgen.diagnostics import ReportgenError, error
from reportgen.document import Block, Document, all_runs, plain
from reportgen.profile import Profile, fill

_OCCURRING = "出现的"


def by_occurrence(profile: Profile) -> bool:
    """Whether the terms depend on what the document says."""
    return [term.text for term in profile.file.terms] == [_OCCURRING]


def terms(profile: Profile, words: Mapping[str, str], occurring: Iterable[str] = ()) -> list[dict[str, str]]:
    """名称 and 释义 of each term: the listed ones in their order, or the occurring ones in that of the glossary.

    Raises:
        ReportgenError: the profile lists a term that the glossary has not got.
    """
    glossary = profile.glossary
    if by_occurrence(profile):
        there = set(occurring)
        chosen = [term for term in glossary if term in there]
    else:
        unknown = [term for term in profile.file.terms if term.text not in glossary]
        if unknown:
            hint = "补上释义，或从“名词”中去掉"
            raise ReportgenError(*(error("名词", f"glossary.yaml 里没有“{t.text}”", t.at, hint=hint) for t in unknown))
        chosen = [term.text for term in profile.file.terms]
    return [{"名称": term, "释义": fill(glossary[term], words)} for term in chosen]


def occurring(profile: Profile, blocks: tuple[Block, ...]) -> frozenset[str]:
    """The terms of the glossary whose name stands somewhere in the blocks, not only as a part of a longer term."""
    longest_first = sorted(profile.glossary, key=len, reverse=True)
    if not longest_first:
        return frozenset()
    names = re.compile("|".join(map(re.escape, longest_first)))
    whole = Document((), "", 0, blocks)
    return frozenset(found for runs in all_runs(whole) for found in names.findall(plain(runs)))
