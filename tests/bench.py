"""`make bench`: what a build costs, beside peers on the same contents (tests/peers), measured in turn A B A B.

Whole builds as an officer runs them, by stage in a warm process, of 250, 2,500 and 25,000 lines, of fifty files, of
fifty that have not changed, and a save in the preview. Processor time throughout, but for fifty files; medians, and
for sizes the least of three. Nothing here passes or fails: figures are to be read. A peer that is not installed is
left out: `pip install docxtpl` (or PEERS_PYTHON=another Python), `npm install carbone` in tests/node (or NODE_PATH).
"""

import itertools
import json
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Sequence
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[1]
EXAMPLE, SHORT = (ROOT / "data" / f"{name}.yaml" for name in ("example-2026", "luoyang-2020"))
SIZES = (250, 2_500, 25_000)
RUNS, TURNS, FILES, SAVES = 3, 9, 50, 9
Spent = dict[str, list[float]]
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
    done = subprocess.run([sys.executable, "-m", "tests.bench", mode, path], check=True, capture_output=True, cwd=ROOT)
    return dict(json.loads(done.stdout))


def stages(path: Path) -> dict[str, float]:
    """CPU milliseconds of each stage in a warm process, and of all: file → Word file and page, with the check."""
    from reportgen.checks import case_of, check
    from reportgen.report import assemble
    from reportgen.writers import writer

    spent: dict[str, list[float]] = {}
    for _ in range(TURNS):
        marks = [("", time.process_time())]
        report = assemble(path)
        marks.append(("assemble", time.process_time()))
        check(case_of(report))
        marks.append(("check", time.process_time()))
        for name in ("docx", "html"):
            writer(name)(report.document, report.profile.style)
            marks.append((name, time.process_time()))
        for (_, start), (name, end) in itertools.pairwise(marks):
            spent.setdefault(name, []).append((end - start) * 1000)
    found = {name: median(each[2:]) for name, each in spent.items()}
    return {**found, "all": sum(found.values())}


def save_to_page(path: Path) -> dict[str, float]:
    """CPU milliseconds of the preview's process from a save to the page, and to its findings."""
    from reportgen.preview.session import Session
    from tests.preview.served import served, watched

    content, spent = path.read_text(encoding="utf-8"), Spent(page=[], findings=[])
    duty = re.search("^ +- ([^ :{}]{8,})。$", content, re.MULTILINE)
    assert duty
    with tempfile.TemporaryDirectory() as folder:
        for one in path.parent.glob("*.yaml"):  # last year's is among them
            shutil.copy(one, folder)
        copy = Path(folder) / path.name
        with served(Session(copy)) as server, watched(server.gate.port) as tab:
            tab.until(lambda state: not state["pending"])
            for i in range(SAVES):
                start, typed = time.process_time(), f"{duty[1]}{'甲乙丙丁戊己庚辛壬'[i]}"
                copy.write_text(content.replace(duty[1], typed, 1), encoding="utf-8")
                tab.until(lambda state, typed=typed: typed in state["article"])
                spent["page"].append((time.process_time() - start) * 1000)
                tab.until(lambda state: not state["pending"])
                spent["findings"].append((time.process_time() - start) * 1000)
    return {name: median(each[2:]) for name, each in spent.items()}


def peers(folder: Path, out: Path, runs: int) -> dict[str, list[str]]:
    """Name -> command that makes both files of that data so often; who is not installed is said and left out."""
    here = ROOT / "tests" / "peers"
    python = os.environ.get("PEERS_PYTHON", sys.executable)
    tried = {
        "carbone": ([shutil.which("node") or "node", str(here / "carbone_peer.js")], ["-e", 'require("carbone")']),
        "docxtpl + jinja2": ([python, str(here / "docxtpl_peer.py")], ["-c", "import docxtpl"]),
    }
    found = {}
    for name, (command, probe) in tried.items():
        try:
            subprocess.run([command[0], *probe], check=True, capture_output=True, env=ENVIRONMENT)
            found[name] = [*command, str(folder), str(out), str(runs)]
        except (OSError, subprocess.CalledProcessError):
            print(f"  {name} is not installed, and left out")
    return found


MODULES = os.pathsep.join((os.environ.get("NODE_PATH", ""), str(ROOT / "tests" / "node" / "node_modules")))
ENVIRONMENT = {**os.environ, "NODE_PATH": MODULES, "PYTHONPATH": str(ROOT)}


def run(command: Sequence[str]) -> "subprocess.CompletedProcess[bytes]":
    """A process that has to succeed."""
    return subprocess.run(command, check=True, capture_output=True, env=ENVIRONMENT, cwd=ROOT)


def cpu(command: Sequence[str]) -> float:
    """CPU milliseconds of a process and those that it starts."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run(command)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000


def in_turn(commands: dict[str, list[str]], turns: int = TURNS) -> dict[str, float]:
    """Median of each command, run one after another, again and again; the first round is not counted."""
    spent: Spent = {name: [] for name in commands}
    for _ in range(turns + 1):
        for name, command in commands.items():
            spent[name].append(cpu(command))
    return {name: median(each[1:]) for name, each in spent.items()}


def show(title: str, ours: float, others: dict[str, float], unit: str = "ms") -> None:
    """One line: ours, each peer, and how many times theirs ours is."""
    beside = "".join(f"; {name} {value:,.0f} {unit} (× {ours / value:.2f})" for name, value in others.items())
    print(f"  {title}: {ours:,.0f} {unit}{beside}", flush=True)


def build(*arguments: str) -> list[str]:
    """The command that builds."""
    return [sys.executable, "-m", "reportgen", "build", *arguments]


def whole(folder: Path) -> None:
    """A build of one file, cold and warm, beside peers on the contents of its document."""
    from reportgen.report import assemble
    from tests.peers import lay_out

    for path in (SHORT, EXAMPLE):
        data = folder / path.stem
        lay_out(assemble(path).document, data)
        once, often = (peers(data, folder, runs) for runs in (1, TURNS))
        cold = in_turn({"": build(str(path), "--to", "docx,html", "--force", "-o", str(folder / "out")), **once})
        show(f"{path.stem}, cold, check included", cold.pop(""), cold)
        warm = child("stages", str(path))
        said = {name: json.loads(run(command).stdout) for name, command in often.items()}
        theirs = {name: sum(median(each[2:]) for each in formats.values()) for name, formats in said.items()}
        print("  by stage: " + ", ".join(f"{name} {value:,.0f}" for name, value in warm.items() if name != "all"))
        show(f"{path.stem}, warm, check included", warm["all"], theirs)
        saved = child("preview", str(path))
        print(f"  {path.stem}, preview: save to page {saved['page']:,.0f} ms, to findings {saved['findings']:,.0f} ms")


def batch(folder: Path) -> None:
    """Fifty files, in seconds of the clock; again without a change; and peers, in one process."""
    budgets, out = folder / "budgets", folder / "batch"
    budgets.mkdir()
    for i in range(FILES):
        shutil.copy(SHORT, budgets / f"b{i:02}.yaml")
    seconds = {}
    for name, command in (
        ("", build(str(budgets), "--to", "docx,html", "-o", str(out))),
        ("again, nothing changed", build(str(budgets), "--to", "docx,html", "-o", str(out))),
        *peers(folder / SHORT.stem, folder, FILES).items(),
    ):
        start = time.perf_counter()
        run(command)
        seconds[name] = time.perf_counter() - start
    cores = os.cpu_count()
    print(f"  {FILES} files on {cores} cores: {FILES / seconds.pop(''):.1f} documents a second")
    print("".join(f"  {name}: {FILES / value:.1f} documents a second\n" for name, value in seconds.items()), end="")


def sizes(folder: Path) -> None:
    """CPU seconds by stage and memory of larger and larger budgets, and what a line of the next one costs."""
    results = []
    for size in SIZES:
        path = folder / f"b{size}.yaml"
        path.write_text(budget(size), encoding="utf-8")
        runs = [child("time", str(path)) for _ in range(RUNS)]
        best = {name: min(run[name] for run in runs) for name in runs[0]}
        results.append({"lines": size, **best, "MiB": child("memory", str(path))["MiB"]})
        said = ", ".join(f"{name} {value:,.3f}" for name, value in results[-1].items() if name != "lines")
        print(f"  {size:,} lines: {said}", flush=True)
    for small, large in itertools.pairwise(results):
        times = large["lines"] / small["lines"]
        ratios = {k: large[k] / small[k] / times for k in ("read", "assemble", "check", "total", "MiB")}
        print(
            f"  {small['lines']:,} → {large['lines']:,}: cost per line × "
            + ", ".join(f"{k} {v:.2f}" for k, v in ratios.items())
        )


def main() -> None:
    """Everything, one after another."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["REPORTGEN_CACHE"] = ENVIRONMENT["REPORTGEN_CACHE"] = str(folder / "kept")
        print("One file")
        whole(folder)
        print(f"{FILES} files")
        batch(folder)
        print("Many lines, seconds")
        sizes(folder)


MODES = {"time": measure, "stages": stages, "preview": save_to_page, "memory": lambda path: {"MiB": memory(path)}}

if __name__ == "__main__":
    if len(sys.argv) == 3:
        print(json.dumps(MODES[sys.argv[1]](Path(sys.argv[2]))))
    else:
        main()
