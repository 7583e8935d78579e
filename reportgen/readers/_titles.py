"""Whose document it is and of which year, from its title (标题)."""

import re


def named_in(title: str) -> tuple[str, int]:
    """云溪县文化和旅游局2026年部门预算公开 names its publisher and the year; an empty text and 0 where it does not."""
    named = re.search(r"(20\d\d)年", title)
    before, after = (title[: named.start()], title[named.end() :]) if named else ("", "")
    who = before.strip() or re.split("部门|单位|预算", after)[0]
    return re.sub("（.*）$|部门$", "", re.sub(r"\s", "", who)), int(named[1] if named else 0)
