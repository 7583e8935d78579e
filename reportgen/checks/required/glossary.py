"""名词解释"""

import re
from collections.abc import Iterable, Iterator

from reportgen.checks._case import Case, Compared, Finding, Result, Unknown
from reportgen.checks._outline import SectionText, headed
from reportgen.checks._texts import MOST
from reportgen.checks._topics import GLOSSARY
from reportgen.diagnostics import Severity
from reportgen.reading import Place
from reportgen.reading.terms import bare


def R607(case: Case) -> Iterator[Result]:
    """名词解释

    名词解释要和正文对得上：解释了的名词正文（含表）里用到，正文里的专业名词（“三公”经费、机关运行经费、基本支出、项目支出）有解释；
    模板规定了名词的，一个也不少。

    怎样改：删去用不到的名词，补上没有解释的。
    依据：财预〔2016〕143号，对专业性较强的名词作解释。
    例：解释了“用事业基金弥补收支差额”，正文和表里都没有这个词。
    """
    found = list(case.parts)
    glossary = headed(found, GLOSSARY.heading)
    terms = {name: line for part in glossary for line in part.lines if (name := _term(line))}
    if not terms:
        yield Unknown("文件里没有名词解释")
        return
    yield Compared()
    places = tuple(part.place for part in glossary)
    explained = {line for part in glossary for line in part.lines}
    rest = "\n".join(w.text for w in case.reading.texts if w.text not in explained)
    unused = [name for name in terms if not any(word in rest for word in _words(name))]
    if unused:
        message = f"名词{'、'.join(f'“{name}”' for name in unused)}正文未出现"
        yield Finding(
            message, tuple(_line_place(glossary, terms[n]) for n in unused)[:MOST], Severity.HINT, "用不到的删去"
        )
    missing = [name for name in _expected(case, rest) if not any(name in term or term in name for term in terms)]
    if missing:
        message = f"{'、'.join(f'“{name}”' for name in missing)}未解释"
        yield Finding(message, places, Severity.HINT, "在名词解释里补上")
    for name, line in terms.items():
        if len(line.partition("：")[2]) < 8:
            yield Finding(f"名词“{name}”没有解释的内容", (_line_place(glossary, line),), Severity.WARNING, "补上解释")


def _term(line: str) -> str:
    """The term that a line explains; nothing where it is no such line."""
    name, colon, _ = bare(line).partition("：")
    return name if colon and len(name) <= 24 and "。" not in name else ""


def _words(term: str) -> tuple[str, ...]:
    """What stands in the text for a term: with or without 预算, 收入, quotes."""
    plain_ = term.replace("“", "").replace("”", "")
    return (term, plain_, plain_.removesuffix("预算"), plain_.removesuffix("收入"), plain_.replace("经费", ""))


def _expected(case: Case, rest: str) -> list[str]:
    """Terms that have to be explained: those that everybody has to, those that the region lists or has met."""
    wanted = [name for name in ("基本支出", "项目支出", "“三公”经费", "机关运行经费") if name.strip("“”") in rest]
    listed = [term.text for term in case.profile.file.terms] if case.profile else []
    if listed == ["出现的"] and case.profile:
        names = sorted(case.profile.glossary, key=len, reverse=True)
        there = set(re.findall("|".join(map(re.escape, names)), rest)) if names else set()
        listed = [name for name in case.profile.glossary if name in there]
    return list(dict.fromkeys((*listed, *wanted)))


def _line_place(found: Iterable[SectionText], line: str) -> Place:
    part = next(part for part in found if line in part.lines)
    return Place(part.heading, line=line, length=max(1, len(line.partition("：")[0])))
