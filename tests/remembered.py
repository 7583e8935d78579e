"""Profiles of the regions that the program ships, put together once in a test process.

Thousands of tests build a budget with a region that never changes while they run. Only what stands in the shipped
`templates/` is remembered, and nothing that is remembered is ever changed.
"""

from functools import wraps

from reportgen.profile import Profile
from reportgen.report import Disclosure


def remember() -> None:
    """From now on, in this process."""
    make, known = Disclosure._profile, dict[tuple[str, str], Profile]()

    @wraps(make)
    def remembered(disclosure: Disclosure, kind: str) -> Profile:
        if (disclosure.folder / "templates").exists():  # regions of its own
            return make(disclosure, kind)
        key = (disclosure.file.template, kind)
        if key not in known:
            known[key] = make(disclosure, kind)
        return known[key]

    Disclosure._profile = remembered  # type: ignore[method-assign, assignment]
