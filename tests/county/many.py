"""Departments by the thousand: `python -m tests.county.many FOLDER NUMBER` writes copies of small examples.

Each has another name, and amounts some times as large; every tenth says of itself what others have approved, and is
wrong. `reportgen county FOLDER` is then measured.
"""

import re
import sys
from decimal import Decimal
from itertools import product
from pathlib import Path

DATA = Path(__file__).parents[2] / "data"
MODELS = {"luoyang-2020": "洛阳市总工会", "shanhaiguan-2020": "山海关区工会", "baoshan-2020": "宝山区职工服务中心"}
PLACES = "东西南北中上下新清平安永泰和丰长高大金玉"
RIVERS = "溪河江湖山林川源桥门口关州城塘"
OFFICES = ("总工会", "财政局", "教育局", "档案馆")
APPROVED = re.compile(r"^核对:.*\n(?:[ #].*\n|\n)*", re.MULTILINE)
AMOUNT = re.compile(r"(?<=金额: )[0-9]+(?:\.[0-9]+)?")


def departments(folder: Path, number: int) -> None:
    """Write so many budget files, a folder for each place."""
    names = ((f"{a}{b}县", f"{a}{b}县{office}") for a, b, office in product(PLACES, RIVERS, OFFICES))
    models = [((DATA / f"{name}.yaml").read_text(encoding="utf-8"), called) for name, called in MODELS.items()]
    for serial, (place, name) in zip(range(number), names, strict=False):
        text, called = models[serial % len(models)]
        path = folder / place / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        text = text if serial % 10 == 1 else APPROVED.sub("", text)
        path.write_text(times(text.replace(called, name), 1 + serial % 9), encoding="utf-8")


def times(text: str, factor: int) -> str:
    return AMOUNT.sub(lambda found: str(Decimal(found[0]) * factor), text)


if __name__ == "__main__":
    departments(Path(sys.argv[1]), int(sys.argv[2]))
