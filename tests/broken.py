"""Broken inputs by number, each the same in every run: `sound/`, or a file of `data/`, broken in one to three places.

The whole of `sound/` is one budget with all that it may refer to: last year's file, a unit's, spreadsheets, a region.
"""

import io
import json
import random
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import yaml

SOUND, DATA = Path(__file__).parent / "sound", Path(__file__).parents[1] / "data"
BOOK = "明细.xlsx"  # a folder of its parts
Chance = random.Random


def workbook(parts: dict[str, bytes]) -> bytes:
    """An Excel workbook, not compressed, the same bytes everywhere."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return made.getvalue()


# Ways to break a text
NUMBERS = (
    ".nan", "-.inf", "1e5", "１２３", "5万", "(3)", "--1", "-7", "0", "1_000", "0x1F", "9" * 40, "0." + "1" * 40,
    "1,23", "1 064", "½", "٣", "五", "", "~", "null", "2021-01-01", "=1+1", "-0", "1e999", "9" * 5000,
)  # fmt: skip
VALUES = (
    "", "无", "待填", "待填：写什么", "【待填】", "[]", "{}", "[甲, 乙]", "{甲: 乙}", "[[]]", "'", '"', "|", ">",
    "&a 甲", "*a", "!!int 5", "!x", "@", "`", "%", "- 甲", "? 甲", "甲: 乙", "甲 #1", "甲#1", "<支出>", "<支出[>",
    "<年度>", "<>", "{{ 支出 }}", "../../../../x.yaml", "C:\\x.yaml", "\\\\x\\y.csv", "CON", "input.yaml", "明细.csv",
    "甲" * 5000, '"\\ud800"', '"\\x00"', '"\\u202e"', '"\\n\\n"', '"\\U0010ffff"', "支出[功能=208]", "支出@上年预算",
    "=1", "<<",
)  # fmt: skip
SIGNS = (
    *"[]{}:：,，#&*!|>'\"“”%@`-?~<=\\/ \t\r\n　.。()（）$^+_;；、…—0１9a甲\x00\x07\x0b\x1b\x7f\x85\xa0\xad",
    *"\u0301\u200b\u200d\u2028\u2029\u202e\u2066\u3164\ufeff\ufffd\ufffe\ue000\U0001f600\U000e0041\U000f0000\U0010ffff",
    "\r\n", "\n\n", ": ", " #", "- ", "---\n", "\n...\n", "%YAML 1.1\n", "{{", "}}", "{%", "%}", "{#", "<支出", "\n  ",
)  # fmt: skip
DEEP = ("[", "{甲: ", "- ", "? ", "{{", "(", "-  ", "[[],", "“", "<")
_KEY = re.compile(r"[^\s\[\]{},:#“”\"'|-]+(?=[:=] ?)")
_NUMBER = re.compile(r"(?<![\w.])[0-9][0-9,.]*")
_VALUE = re.compile(r"(?<=: )[^\n]+")


def piece(chance: Chance, text: str, pattern: re.Pattern[str]) -> re.Match[str]:
    """One place that the pattern finds, or some one character."""
    found = [*pattern.finditer(text)]
    if found:
        return chance.choice(found)
    match = re.compile(r"(?s).?").match(text, chance.randrange(len(text) + 1))
    assert match
    return match


def replaced(text: str, at: re.Match[str], new: str) -> str:
    return text[: at.start()] + new + text[at.end() :]


def line_broken(chance: Chance, text: str) -> str:
    lines = text.split("\n")
    at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    line = lines[at]
    new: list[str] = chance.choice(
        [
            [],
            [line, line],
            [lines[other]],
            [line.strip()],
            [f"  {line}"],
            [f"\t{line}"],
            [f"　{line}"],
            [line.partition(":")[0] + ":"],
            [line[: chance.randrange(len(line) + 1)]],
            [line, *lines[other : other + 5]],
            [line.replace(": ", "：", 1)],
            [line.replace(": ", ":", 1)],
            [line + lines[other]],
            [f"- {line}"],
            [f"# {line}"],
        ]
    )
    return "\n".join([*lines[:at], *new, *lines[at + 1 :]])


def key_renamed(chance: Chance, text: str) -> str:
    at = piece(chance, text, _KEY)
    other = piece(chance, text, _KEY)[0]
    mixed = "".join(chance.sample(at[0], len(at[0])))
    return replaced(text, at, chance.choice([other, mixed, at[0][1:], at[0] * 2, "<<", "", f"{at[0]}[功能=208]"]))


def number_mangled(chance: Chance, text: str) -> str:
    at = piece(chance, text, _NUMBER)
    return replaced(text, at, chance.choice([*NUMBERS, f"-{at[0]}", at[0][1:], f"{at[0]}0", f"{at[0]}.005"]))


def value_replaced(chance: Chance, text: str) -> str:
    return replaced(text, piece(chance, text, _VALUE), chance.choice([*VALUES, piece(chance, text, _VALUE)[0]]))


def sign_put(chance: Chance, text: str) -> str:
    at = chance.randrange(len(text) + 1)
    return text[:at] + chance.choice(SIGNS) + text[at + chance.randrange(2) :]


def letters_put(chance: Chance, text: str) -> str:
    at = chance.randrange(len(text) + 1)
    ranges = chance.choices([range(0x250), range(0x2000, 0x3100), range(0x110000)], k=4)
    letters = [chr(chance.choice(letters)) for letters in ranges]
    return text[:at] + "".join(c for c in letters if not 0xD800 <= ord(c) <= 0xDFFF) + text[at:]


def escape_put(chance: Chance, text: str) -> str:
    form = chance.choice(["\\u{:04x}", "\\U{:08x}", "\\x{:02x}"])
    escaped = form.format(chance.choice([0, 0xB, 0x85, 0xD800, 0xDFFF, 0x202E, 0xFFFE, 0x110000, 0x4E00]))
    return replaced(text, piece(chance, text, _VALUE), f'"甲{escaped}乙"')


def nested(chance: Chance, text: str) -> str:
    at, deep = chance.randrange(len(text) + 1), chance.choice([3, 30, 3000, 30_000])
    if chance.random() < 1 / 3:
        indented = "".join(f"\n{' ' * level}甲:" for level in range(min(deep, 1000)))
        return f"{text}\n甲:{indented}\n"
    return text[:at] + chance.choice(DEEP) * deep + text[at:]


def parts_swapped(chance: Chance, text: str) -> str:
    one, two, three = sorted(chance.randrange(len(text) + 1) for _ in range(3))
    return text[:one] + text[two:three] + text[one:two] + text[three:]


TEXT_WAYS: tuple[Callable[[Chance, str], str], ...] = (
    line_broken, line_broken, key_renamed, key_renamed, number_mangled, number_mangled, value_replaced, value_replaced,
    sign_put, sign_put, letters_put, escape_put, nested, parts_swapped,
)  # fmt: skip


# Ways to break what a sound YAML file says
def places(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where everything below stands, as keys and indices from the top."""
    for key, value in node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ():
        yield (*path, key)
        yield from places(value, (*path, key))


def at(node: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        node = node[key]
    return node


def word_broken(chance: Chance, value: Any) -> Any:
    """Another value in its place: of another type, a bad number, a word cut or mixed."""
    if not isinstance(value, str) or not value or chance.random() < 1 / 4:
        return chance.choice(
            [*VALUES, *NUMBERS, [value], [[value]], {"金额": value}, {"甲": value}, [value, value], []]
        )
    one = chance.randrange(len(value))
    mixed = "".join(chance.sample(value, len(value)))
    signs = chance.choice([sign for sign in SIGNS if sign.isprintable()])
    cut = [
        value[:one],
        value[one:],
        mixed,
        value * 2,
        f"{value}1",
        f"-{value}",
        f" {value} ",
        f"<{value}>",
        f"{value}元",
    ]
    return chance.choice([*cut, value[:one] + signs + value[one:], chance.choice(NUMBERS)])


def said_otherwise(chance: Chance, whole: dict[str, Any]) -> None:
    """One thing of a file dropped, renamed, replaced, moved or doubled."""
    path = chance.choice([*places(whole)])
    above, key = at(whole, path[:-1]), path[-1]
    other = chance.choice([*places(whole)])
    match chance.randrange(6):
        case 0:
            del above[key]
        case 1 if isinstance(above, dict):
            above[word_key(chance, key, other)] = above.pop(key)
        case 2:
            above[key] = json.loads(json.dumps(at(whole, other)))
        case 3 if isinstance(above, list):
            above.append(json.loads(json.dumps(above[key])))
        case 4 if isinstance(above, dict):
            above[word_key(chance, key, other)] = json.loads(json.dumps(above[key]))
        case _:
            above[key] = word_broken(chance, above[key])


def word_key(chance: Chance, key: str, other: tuple[Any, ...]) -> str:
    words = [word for word in other if isinstance(word, str)]
    return str(chance.choice([*words, word_broken(chance, key)]))


def tree_broken(chance: Chance, text: str) -> str:
    """JSON, where every name stands in double quotes, is YAML; a line each, for the messages."""
    whole = yaml.load(text, yaml.BaseLoader)
    for _ in range(chance.choice([1, 1, 2, 3])):
        said_otherwise(chance, whole)
        if not whole:
            break
    return json.dumps(whole, ensure_ascii=False, indent=1)


# Ways to break a file
def bytes_broken(chance: Chance, data: bytes) -> bytes:
    at = chance.randrange(len(data) + 1)
    noise = chance.randbytes(chance.choice([1, 1, 4, 100]))
    return chance.choice(
        [
            data[:at],
            data[:at] + noise + data[at:],
            data[:at] + noise + data[at + len(noise) :],
            data[:at] + data[at + chance.randrange(20) :],
            data + data,
            b"",
            data[:at] + b"\0" * 10 + data[at:],
            data[:at] + "\ud800".encode("utf-8", "surrogatepass") + data[at:],
        ]
    )


def encoded(chance: Chance, text: str) -> bytes:
    encoding = chance.choice(
        ["gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "big5", "utf-8-sig", "utf-7"]
    )
    return text.encode(encoding, "replace")


def sound() -> dict[str, bytes]:
    """The files before they are broken."""
    files = {name: content for name, content in below(SOUND).items() if not name.startswith(BOOK)}
    return {**files, BOOK: workbook(below(SOUND / BOOK))}


def below(folder: Path) -> dict[str, bytes]:
    """The files in a folder and under it, by name."""
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return dict(sorted(files.items()))


def written(folder: Path, files: dict[str, bytes]) -> None:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


def broken(seed: int) -> dict[str, bytes]:
    """The files of one input."""
    chance = random.Random(seed)
    files = sound()
    victim = chance.choice(["input.yaml"] * 8 + [*files])
    if chance.random() < 1 / 20:
        files, victim = {path.name: path.read_bytes() for path in sorted(DATA.glob("*.yaml"))}, "input.yaml"
        files[victim] = chance.choice([files[name] for name in sorted(files)])
    if victim == BOOK and chance.random() < 2 / 3:
        parts = below(SOUND / BOOK)
        part = chance.choice(list(parts))
        files[victim] = workbook({**parts, part: text_broken(chance, parts[part].decode()).encode()})
    elif victim == BOOK or chance.random() < 1 / 8:
        files[victim] = bytes_broken(chance, files[victim])
    elif chance.random() < 1 / 12:
        files[victim] = encoded(chance, files[victim].decode())
    elif chance.random() < 1 / 30:
        del files[victim]
    elif victim.endswith(".yaml") and chance.random() < 3 / 4:
        files[victim] = tree_broken(chance, files[victim].decode()).encode()
    else:
        files[victim] = text_broken(chance, files[victim].decode()).encode()
    return files


def text_broken(chance: Chance, text: str) -> str:
    for _ in range(chance.choice([1, 1, 2, 3])):
        text = chance.choice(TEXT_WAYS)(chance, text)
    return text
