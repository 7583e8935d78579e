"""Two years of one department: 洛阳 2020 as published, and 2021, which is invented; its head says what differs."""

from pathlib import Path

from tests.budgets import DATA

OLD, NEW = DATA / "luoyang-2020.yaml", Path(__file__).with_name("luoyang-2021.yaml")
