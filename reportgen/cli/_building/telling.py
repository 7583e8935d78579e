"""What is said while building (说明): in Chinese, to the error stream; and the exit code that it comes to."""

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reportgen.checks import Verdict
    from reportgen.diagnostics import ReportgenError


class Telling:
    """Says things; what is wrong in a file that several documents share is said once.

    Attributes:
        code: 0 all is done, 1 a person has to look, 2 something could not be made.
    """

    def __init__(self) -> None:
        self.code = 0
        self._told: set[str] = set()

    def verdict(self, verdict: "Verdict", called: str, draft: bool) -> bool:
        """What has to be mended or looked at, hints only counted; whether the document may be built."""
        from reportgen.diagnostics import Severity, render

        for finding in verdict.findings:
            if finding.severity is not Severity.HINT:
                self.say(render(finding))
        errors, hints = verdict.count(Severity.ERROR), verdict.count(Severity.HINT)
        if errors and not draft:
            told = f"{called}：有{errors}处错误，没有生成文件。改正后再生成；要先看样子，加 --draft 生成草稿。"
            self.say(told, 1)
        elif hints:
            self.say(f"{called}：另有{hints}处提示，用 reportgen check 查看。")
        return draft or not errors

    def refused(self, mistake: "ReportgenError", called: str) -> None:
        """Why a document cannot be built."""
        from reportgen.diagnostics import render

        for said in map(render, mistake.diagnostics):
            self.once(said)
        self.say(f"{called}：{len(mistake.diagnostics)}处不能用，没有生成文件。", 2)

    def once(self, text: str, code: int = 0) -> None:
        """Says it, unless it was said before."""
        if text not in self._told:
            self.say(text)
        self._told.add(text)
        self.code = max(self.code, code)

    def say(self, text: str, code: int = 0) -> None:
        """Says it; `code` is what the program will end with at least."""
        print(text, file=sys.stderr)
        self.code = max(self.code, code)
