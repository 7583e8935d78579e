"""`make bench`: whole builds of budgets of 250, 2,500 and 25,000 ledger lines, their check included; ratios.

Every size runs in a process of its own, three times; the best CPU time and the largest memory count. `made` is reading,
assembling and writing in all formats, `check ÷ made` what the check costs beside it. A ratio near 1 between sizes says
that ten times the lines cost ten times as much. Then a whole `reportgen build`, cold, as an officer runs it. Nothing
here passes or fails: figures are to be read.
"""

import itertools
import json
import os
import subprocess
import sys
import tempfile
import time
import tracemalloc
from pathlib import Path

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "data" / "example-2026.yaml"
SIZES = (250, 2_500, 25_000)
RUNS = 3
FUNCTIONS = ("2012901", "2012902", "2080505", "2101101", "2210201")
ECONOMICS = ("30101", "30102", "30108", "30201", "30301")
HEAD = """\
模板: luoyang
文种: 部门预算
年度: 2025
金额单位: 万元
部门:
  名称: 某市某局
  级次: 市级
  所属单位: [某中心]
  职责: [负责某项工作。]
  单位:
"""
TAIL = """\
人员: {行政编制: 38, 事业编制: 32, 在职: 61, 离退休: 83}
三公经费: 无
机关运行经费: 无
政府采购: 无
车辆: 无
设备: 无
原因: {收入: 人员变化, 支出: 人员变化}
资料: {内设部室: 9, 编制说明: [说明。], 绩效自评覆盖率: 100%, 绩效自评结果: [完成。]}
"""


def budget(lines: int) -> str:
    """A budget of so many expenditure lines: 25 a unit, five 项 by five 款, amounts to the 分."""
    units = lines // 25
    rows, names = [], []
    for unit in range(units):
        code = f"{100000 + unit}"
        names.append(f"    - {{编码: {code}, 名称: 第{unit + 1}单位}}\n")
        for i, (function, economic) in enumerate((f, e) for f in FUNCTIONS for e in ECONOMICS):
            amount = f"{(unit * 7919 + i * 104729) % 9000 + 100}.{(unit * 31 + i * 17) % 1000000:06d}"
            place = f"单位: {code}, 资金: 财政拨款, 功能: {function}, 经济: {economic}, 政府经济: 50199"
            rows.append(f"    - {{{place}, 金额: {amount}}}\n")
    fund = "  - {资金: 财政拨款, 金额: 1000}\n"
    last_year = f"上年预算:\n  收入:\n  {fund}  支出:\n  {fund}"
    spent = f"支出:\n  基本支出:\n{''.join(rows)}  项目支出: 无\n"
    return f"{HEAD}{''.join(names)}收入:\n{fund}{spent}{last_year}{TAIL}"


def measure(path: Path) -> dict[str, float]:
    """CPU seconds of each phase, in this process."""
    from reportgen.budget import open_file
    from reportgen.checks import case_of, check
    from reportgen.report import assemble
    from reportgen.writers import formats, writer

    marks = [("", time.process_time())]
    open_file(path)
    marks.append(("read", time.process_time()))
    report = assemble(path)
    marks.append(("assemble", time.process_time()))
    for name in formats():
        writer(name)(report.document, report.profile.style)
        marks.append((name, time.process_time()))
    check(case_of(report))
    marks.append(("check", time.process_time()))
    seconds = {name: end - start for (_, start), (name, end) in itertools.pairwise(marks)}
    made = sum(seconds.values()) - seconds["read"] - seconds["check"]
    return {**seconds, "made": made, "check ÷ made": seconds["check"] / made, "total": made + seconds["check"]}


def cold(path: Path) -> dict[str, float]:
    """CPU seconds of a whole `reportgen build` of all formats in a process of its own, with its check."""
    before = os.times()
    with tempfile.TemporaryDirectory() as out:
        command = [sys.executable, "-m", "reportgen", "build", str(path), "-o", out]
        subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
    after = os.times()
    user, system = after.children_user - before.children_user, after.children_system - before.children_system
    return {"build": user + system}


def memory(path: Path) -> float:
    """MiB at the peak of assembling and writing."""
    from reportgen.report import assemble
    from reportgen.writers import formats, writer

    tracemalloc.start()
    report = assemble(path)
    for name in formats():
        writer(name)(report.document, report.profile.style)
    return tracemalloc.get_traced_memory()[1] / 2**20


def child(mode: str, path: str) -> dict[str, float]:
    """One measurement in a fresh process."""
    done = subprocess.run([sys.executable, __file__, mode, path], check=True, capture_output=True, text=True)
    return dict(json.loads(done.stdout))


def main() -> None:
    """Runs all sizes and prints the table."""
    results = []
    with tempfile.TemporaryDirectory() as folder:
        for size in SIZES:
            path = Path(folder) / f"b{size}.yaml"
            path.write_text(budget(size), encoding="utf-8")
            runs = [child("time", str(path)) for _ in range(RUNS)]
            best = {name: min(run[name] for run in runs) for name in runs[0]}
            results.append({"lines": size, **best, "MiB": child("memory", str(path))["MiB"]})
            print("  ".join(f"{k} {v:,.3f}" if k != "lines" else f"{v:>6,} lines" for k, v in results[-1].items()))
    runs = [child("time", str(EXAMPLE)) for _ in range(RUNS)]
    best = {name: min(run[name] for run in runs) for name in runs[0]}
    print(f"{EXAMPLE.name}  " + "  ".join(f"{name} {value:,.3f}" for name, value in best.items()))
    print(f"{EXAMPLE.name}  cold build {min(cold(EXAMPLE)['build'] for _ in range(RUNS)):,.3f} CPU s")
    for small, large in itertools.pairwise(results):
        times = large["lines"] / small["lines"]
        ratios = {k: large[k] / small[k] / times for k in ("read", "assemble", "check", "total", "MiB")}
        print(
            f"{small['lines']:,} → {large['lines']:,}: cost per line × "
            + ", ".join(f"{k} {v:.2f}" for k, v in ratios.items())
        )


if __name__ == "__main__":
    if len(sys.argv) == 3:
        target = Path(sys.argv[2])
        print(json.dumps(measure(target) if sys.argv[1] == "time" else {"MiB": memory(target)}))
    else:
        main()
