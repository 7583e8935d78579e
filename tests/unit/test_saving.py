"""Files are written whole or not at all, and never over somebody's work: what is written, said and returned."""

import errno
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from reportgen import saving
from reportgen.cli import main
from reportgen.saving import ExistingFile, NotSaved, destinations, save
from reportgen.saving.destinations import names_beside, owner_file
from tests.unit.small import budget_file, region

OUT = Path("out")
OLD = b"last week's"
on_posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither these pipes nor this question")
REFUSED = PermissionError(13, "Permission denied")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a budget and a region of one sentence, which is where the command runs."""
    region(tmp_path, "{{ 支出 }}\n")
    budget_file(tmp_path, "支出: 5万元\n").replace(tmp_path / "a.yaml")
    (tmp_path / "out").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def build(*options: str) -> int:
    return main(["build", "a.yaml", *options])


def written(folder: Path, **contents: bytes) -> None:
    """Files `a` of these formats in the folder."""
    for suffix, content in contents.items():
        (folder / f"a.{suffix}").write_bytes(content)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def refuse(
    monkeypatch: pytest.MonkeyPatch, *suffixes: str, mistake: OSError = REFUSED, times: int = 1, attempts: int = 1
) -> list[str]:
    """No file of these suffixes takes its place, one suffix after the other, each so many times; those that did."""
    monkeypatch.setattr(destinations, "WAITS", (0,) * (attempts - 1))
    real, left, put = os.replace, [suffix for suffix in suffixes for _ in range(times)], []

    def replace(part: Path, place: Path) -> None:
        if left and place.suffix == left[0]:
            left.pop(0)
            raise mistake
        put.append(place.name)
        real(part, place)

    monkeypatch.setattr(os, "replace", replace)
    return put


def fail_at(monkeypatch: pytest.MonkeyPatch, turn: int, mistake: OSError) -> None:
    """The file that is written at that turn does not come onto the disk, nor any after it."""
    real, turns = os.fsync, iter(range(1, 1000))

    def fsync(opened: int) -> None:
        if next(turns) >= turn:
            raise mistake
        real(opened)

    monkeypatch.setattr(os, "fsync", fsync)


# What cannot be written


@pytest.mark.parametrize("times", [1, 2])
def test_a_file_that_another_program_has_for_a_moment_is_tried_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    written(folder / "out", txt=OLD)
    refuse(monkeypatch, ".txt", times=times, attempts=3)
    assert build("-o", "out") == 0
    assert names(folder / "out") == ["a.docx", "a.html", "a.txt"]
    assert (folder / "out" / "a.txt").read_bytes() != OLD


def test_a_file_that_is_written_by_another_program_for_a_moment_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_bytes(OLD)
    monkeypatch.setattr(destinations, "WAITS", (0,))
    real, refusals = Path.read_bytes, [REFUSED]

    def read_bytes(path: Path) -> bytes:
        if refusals:
            raise refusals.pop()
        return real(path)

    monkeypatch.setattr(Path, "read_bytes", read_bytes)
    assert [each.path.name for each in save({tmp_path / "a.txt": b"new"})] == ["a.txt"]


def test_where_one_format_cannot_be_replaced_the_others_are_as_they_were(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert build() == 0
    written(OUT, html=OLD, txt=OLD)
    word = (OUT / "a.docx").read_bytes()
    put = refuse(monkeypatch, ".txt", mistake=OSError(errno.EIO, "Input/output error"))
    capsys.readouterr()
    assert build() == 2
    assert put == ["a.docx", "a.html", "a.html", "a.docx"]
    assert names(OUT) == ["a.docx", "a.html", "a.txt"]
    assert [(OUT / f"a.{s}").read_bytes() for s in ("docx", "html", "txt")] == [word, OLD, OLD]
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == (
        f"写不了 {OUT / 'a.txt'}：检查文件夹的名称，以及磁盘是不是满了。\n"
        "同一份文件的其他格式也没有写，原来的都没有动。\n"
    )


def test_a_format_that_was_not_there_is_taken_away_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refuse(monkeypatch, ".txt")
    assert build() == 2
    assert names(OUT) == []


def test_a_format_that_cannot_be_put_back_is_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert build() == 0
    refuse(monkeypatch, ".txt", ".docx", mistake=OSError(errno.EIO, "Input/output error"))
    assert build() == 2
    assert capsys.readouterr().err.endswith(f"\n只有这些已经是新的：{OUT / 'a.docx'}\n")
    assert names(OUT) == ["a.docx", "a.html", "a.txt"]


@pytest.mark.parametrize(
    ("mistake", "why"),
    [
        (REFUSED, "这个文件夹里不许写，用 -o 另写一个。"),
        (OSError(errno.ENOSPC, "No space left on device"), "磁盘满了，腾出地方再试。"),
        (OSError(errno.EROFS, "Read-only file system"), "这个盘不许写，用 -o 另写一个文件夹。"),
        (OSError(errno.ENAMETOOLONG, "File name too long"), "名称太长，改短一些。"),
        (OSError(errno.EIO, "Input/output error"), "检查文件夹的名称，以及磁盘是不是满了。"),
    ],
)
def test_why_a_file_cannot_be_written_is_told_and_nothing_is_left_behind(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], mistake: OSError, why: str
) -> None:
    fail_at(monkeypatch, 1, mistake)
    assert build("--to", "txt") == 2
    assert capsys.readouterr().err == f"写不了 {OUT / 'a.txt'}：{why}\n"
    assert names(OUT) == []


def test_a_disk_that_is_full_at_the_second_format_leaves_the_first_as_it_was(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(OUT, html=OLD)
    fail_at(monkeypatch, 2, OSError(errno.ENOSPC, "No space left on device"))
    assert build("--to", "html,txt") == 2
    assert names(OUT) == ["a.html"]
    assert (OUT / "a.html").read_bytes() == OLD


# What is open


def test_a_file_that_windows_holds_stays_and_the_new_one_lies_beside_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    written(OUT, html=OLD)
    refuse(monkeypatch, ".html")
    assert build() == 1
    assert names(OUT) == ["a.docx", "a.html", "a.txt", "a（新稿）.html"]
    assert (OUT / "a.html").read_bytes() == OLD
    told = capsys.readouterr()
    assert told.out.splitlines() == [f"已生成 {OUT / name}" for name in ("a.docx", "a（新稿）.html", "a.txt")]
    assert told.err == (
        f"{OUT / 'a.html'} 正在 Word 或别的程序里打开，没有覆盖；新的在 {OUT / 'a（新稿）.html'}\n"
        "  建议：关闭后再生成；没有打开的，看看它是不是只读。\n"
    )


def test_a_new_version_that_is_open_too_stays_and_the_next_one_lies_beside_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(OUT, html=OLD)
    (OUT / "a（新稿）.html").write_bytes(b"of yesterday")
    refuse(monkeypatch, ".html", times=2)
    assert build("--to", "html") == 1
    assert names(OUT) == ["a.html", "a（新稿2）.html", "a（新稿）.html"]
    assert (OUT / "a（新稿）.html").read_bytes() == b"of yesterday"


def test_a_folder_that_takes_no_new_file_is_told_and_nothing_is_tried_for_ever(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    written(OUT, html=OLD)
    refuse(monkeypatch, ".html", times=1000)
    assert build("--to", "html") == 2
    assert capsys.readouterr().err == f"写不了 {OUT / 'a.html'}：这个文件夹里不许写，用 -o 另写一个。\n"
    assert names(OUT) == ["a.html"]


def test_a_file_that_cannot_even_be_read_is_open(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Path.read_bytes

    def read_bytes(path: Path) -> bytes:
        if path.name == "a.docx":
            raise REFUSED
        return real(path)

    written(OUT, docx=OLD)
    with monkeypatch.context() as patched:
        patched.setattr(Path, "read_bytes", read_bytes)
        assert build("--to", "docx", "--force") == 1
    assert names(OUT) == ["a.docx", "a（新稿）.docx"]
    assert (OUT / "a.docx").read_bytes() == OLD


@pytest.mark.parametrize(
    ("name", "owner"),
    [
        ("部门预算公开文本-2026.docx", "~$预算公开文本-2026.docx"),
        ("预算公开2026.docx", "~$公开2026.docx"),
        ("2026年预算.docx", "~$026年预算.docx"),
        ("预算2026.docx", "~$预算2026.docx"),
        ("a.docx", "~$a.docx"),
        ("a.docx", ".~a.docx"),
        ("a.docx", ".~lock.a.docx#"),
    ],
)
def test_what_word_wps_and_libreoffice_lay_beside_an_open_file_is_known(tmp_path: Path, name: str, owner: str) -> None:
    (tmp_path / owner).write_bytes(b"\x08somebody")
    assert owner_file(tmp_path / name) == tmp_path / owner


def test_what_lies_beside_another_open_file_is_not_taken_for_it(tmp_path: Path) -> None:
    for name in ("~$预算公开文本-2025.docx", "~$.docx", ".~lock.b.docx#", "~$a.xlsx", "~$a.docx.docx"):
        (tmp_path / name).write_bytes(b"")
    assert owner_file(tmp_path / "部门预算公开文本-2026.docx") is None
    assert owner_file(tmp_path / "a.docx") is None


def test_a_name_of_the_greatest_length_has_no_file_beside_it(tmp_path: Path) -> None:
    assert owner_file(tmp_path / f"{'a' * 250}.docx") is None


@pytest.mark.parametrize("options", [[], ["--force"]])
def test_a_file_that_word_has_open_stays_and_the_message_names_what_says_so(
    folder: Path, options: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    written(OUT, docx=OLD)
    (OUT / "~$a.docx").write_bytes(b"\x08somebody")
    assert build("--to", "docx,txt", *options) == 1
    assert names(OUT) == ["a.docx", "a.txt", "a（新稿）.docx", "~$a.docx"]
    assert (OUT / "a.docx").read_bytes() == OLD
    assert capsys.readouterr().err == (
        f"{OUT / 'a.docx'} 正在 Word 或别的程序里打开，没有覆盖；新的在 {OUT / 'a（新稿）.docx'}\n"
        f"  建议：关闭后再生成；没有打开的，是上次没有正常关闭，删掉 {OUT / '~$a.docx'} 再生成。\n"
    )


def test_an_open_file_that_already_says_the_same_is_no_message(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert build("--to", "docx") == 0
    (OUT / ".~lock.a.docx#").write_bytes(b"")
    assert build("--to", "docx") == 0
    assert capsys.readouterr().err == ""
    assert names(OUT) == [".~lock.a.docx#", "a.docx"]


def test_an_owner_file_left_alone_holds_nothing(folder: Path) -> None:
    (OUT / "~$a.docx").write_bytes(b"")
    assert build("--to", "docx") == 0
    assert names(OUT) == ["a.docx", "~$a.docx"]


# What is somebody's work: `mine` says so of every file that does not begin with "built"


def mine(path: Path, old: bytes, new: bytes) -> ExistingFile:
    return (
        ExistingFile.FREE
        if old.startswith(b"built")
        else ExistingFile.CARRIED
        if old == b"as " + new
        else ExistingFile.EDITED
    )


def saved(path: Path, content: bytes, force: bool = False) -> tuple[str, str]:
    """Where the new content is, and the backup."""
    (place,) = save({path: content}, mine, force)
    assert place.path.read_bytes() == content
    return place.path.name, place.backup.name if place.backup else ""


def test_an_edited_file_stays_at_every_build_and_the_new_one_lies_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "预算.docx"
    path.write_bytes(b"edited")
    assert saved(path, b"built 1") == saved(path, b"built 2") == ("预算（新稿）.docx", "")
    assert names(tmp_path) == ["预算.docx", "预算（新稿）.docx"]
    assert path.read_bytes() == b"edited"


def test_a_new_version_that_was_edited_stays_too(tmp_path: Path) -> None:
    for name, content in (("预算", b"edited"), ("预算（新稿）", b"edited 1"), ("预算（新稿2）", b"edited 2")):
        (tmp_path / f"{name}.docx").write_bytes(content)
    assert saved(tmp_path / "预算.docx", b"built") == ("预算（新稿3）.docx", "")
    assert (tmp_path / "预算（新稿）.docx").read_bytes() == b"edited 1"
    assert (tmp_path / "预算（新稿2）.docx").read_bytes() == b"edited 2"


def test_force_replaces_an_edited_file_and_no_backup_replaces_another(tmp_path: Path) -> None:
    path = tmp_path / "预算.docx"
    for number, backup in enumerate(("预算（备份）.docx", "预算（备份2）.docx", "预算（备份3）.docx")):
        path.write_bytes(b"edited %d" % number)
        assert saved(path, b"built", force=True) == ("预算.docx", backup)
    kept = [(tmp_path / f"预算（备份{n}）.docx").read_bytes() for n in ("", 2, 3)]
    assert kept == [b"edited 0", b"edited 1", b"edited 2"]


def test_what_a_backup_holds_already_is_not_kept_twice(tmp_path: Path) -> None:
    path = tmp_path / "预算.docx"
    for number in (1, 2, 1):
        path.write_bytes(b"edited %d" % number)
        _, backup = saved(path, b"built", force=True)
    assert backup == "预算（备份）.docx"
    assert names(tmp_path) == ["预算.docx", "预算（备份2）.docx", "预算（备份）.docx"]


def test_force_keeps_no_backup_of_what_nobody_edited(tmp_path: Path) -> None:
    path = tmp_path / "预算.docx"
    path.write_bytes(b"built 1")
    assert saved(path, b"built 2", force=True) == ("预算.docx", "")
    assert names(tmp_path) == ["预算.docx"]


def test_an_edit_that_the_budget_took_over_is_replaced_and_kept_as_a_backup(tmp_path: Path) -> None:
    path = tmp_path / "预算.docx"
    path.write_bytes(b"as built")
    assert saved(path, b"built") == ("预算.docx", "预算（备份）.docx")
    assert (tmp_path / "预算（备份）.docx").read_bytes() == b"as built"


def test_a_backup_is_taken_away_again_where_the_file_cannot_be_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(b"edited")
    real = saving.move

    def move(part: Path, place: Path) -> None:
        if place == path:
            raise OSError(errno.EIO, "Input/output error")
        real(part, place)

    monkeypatch.setattr(saving, "move", move)
    with pytest.raises(NotSaved):
        save({path: b"built"}, mine, force=True)
    assert (names(tmp_path), path.read_bytes()) == (["a.docx"], b"edited")


def test_a_backup_of_earlier_stays_where_the_file_cannot_be_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(b"edited")
    (tmp_path / "a（备份）.docx").write_bytes(b"edited")
    real = os.replace
    monkeypatch.setattr(os, "replace", lambda part, place: _refuse() if place == path else real(part, place))
    assert saved(path, b"built", force=True) == ("a（新稿）.docx", "")
    assert (tmp_path / "a（备份）.docx").read_bytes() == b"edited"


def test_a_forced_file_that_windows_holds_stays_without_a_backup(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(b"edited")
    real = os.replace
    monkeypatch.setattr(os, "replace", lambda part, place: _refuse() if place == path else real(part, place))
    assert saved(path, b"built", force=True) == ("a（新稿）.docx", "")
    assert names(tmp_path) == ["a.docx", "a（新稿）.docx"]


def _refuse() -> None:
    raise REFUSED


def test_a_file_without_content_is_nobodys_work(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written(OUT, docx=b"")
    assert build("--to", "docx") == 0
    assert capsys.readouterr().err == ""


def test_a_name_of_the_greatest_length_is_cut_so_that_the_new_one_can_lie_beside_it(tmp_path: Path) -> None:
    for last in "甲乙":
        path = tmp_path / f"{'预' * 82}{last}.docx"  # 254 bytes
        path.write_bytes(b"edited")
        place, _ = saved(path, b"built")
        assert re.fullmatch("预{76}[0-9a-f]{8}（新稿）[.]docx", place)
    assert len(names(tmp_path)) == 4


def test_names_beside_a_name_go_on_without_end() -> None:
    found = names_beside(Path("甲") / "预算.2026.docx", "新稿")
    assert [next(found) for _ in range(3)] == [Path("甲") / f"预算.2026（新稿{n}）.docx" for n in ("", 2, 3)]


# What people fill in


@pytest.mark.parametrize("command", ["new 甲局 --template probe --year 2026", "rollover a.yaml"])
def test_a_budget_file_that_force_replaces_is_kept_as_a_backup(
    folder: Path, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "b.yaml").write_bytes(OLD)
    assert main([*command.split(), "-o", "b.yaml", "--force"]) == 0
    assert "已写好 b.yaml，原来的留在 b（备份）.yaml\n" in capsys.readouterr().out
    assert (folder / "b（备份）.yaml").read_bytes() == OLD
    assert main([*command.split(), "-o", "b.yaml", "--force"]) == 0
    assert names(folder) == ["a.yaml", "b.yaml", "b（备份）.yaml", "out", "templates"]


# Parts


def of_process(process: int, monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of a part of `a.docx` that this process writes."""
    with monkeypatch.context() as there:
        there.setattr(os, "getpid", lambda: process)
        return saving.part(Path("a.docx"), 0).name


def dead(monkeypatch: pytest.MonkeyPatch) -> int:
    """A process that is gone, as the system is made to say; it has others, and this one."""
    real, gone = os.kill, 999_999

    def kill(process: int, sign: int) -> None:
        if process == gone:
            raise ProcessLookupError
        real(process, sign)

    monkeypatch.setattr(os, "kill", kill)
    return gone


def aged(path: Path, hours: int) -> None:
    then = time.time() - hours * 3600
    os.utime(path, (then, then))


ANOTHERS = ".eb5ac11a-00000000-7-0.part"  # the checksums of "a.docx" and of a computer that is not this one


@on_posix
def test_what_a_stopped_run_left_is_gone_after_the_next_and_nothing_else(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert build("--to", "docx") == 0
    for name in (of_process(dead(monkeypatch), monkeypatch), of_process(os.getpid(), monkeypatch)):
        (OUT / name).write_bytes(b"half")
    others = [".00000000-00000000-1-0.part", "甲.part", ".part", of_process(os.getppid(), monkeypatch), ANOTHERS]
    for name in others:
        (OUT / name).write_bytes(b"half")
    assert build("--to", "docx") == 0
    assert names(OUT) == sorted([*others, "a.docx"])


def test_a_part_of_which_nobody_knows_the_run_goes_after_a_day(folder: Path) -> None:
    former = ".eb5ac11a-77-0.part"  # as an earlier version called them
    for name in (former, ANOTHERS):
        (OUT / name).write_bytes(b"half")
    aged(OUT / former, hours=23)
    aged(OUT / ANOTHERS, hours=25)
    assert build("--to", "docx") == 0
    assert names(OUT) == [former, "a.docx"]


def test_the_part_of_a_file_has_a_short_name(folder: Path) -> None:
    assert len(saving.part(OUT / f"{'预' * 60}.docx", 0).name) <= 33


@on_posix
def test_two_runs_that_save_to_one_folder_leave_each_other_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, real, done = tmp_path / "a.docx", os.fsync, []

    def fsync(opened: int) -> None:
        """While the part of this run is written, another run saves the same file from its beginning to its end."""
        real(opened)
        if not done:
            done.append(True)
            with monkeypatch.context() as there:
                there.setattr(os, "getpid", os.getppid)
                assert saved(path, b"built by another") == ("a.docx", "")

    monkeypatch.setattr(os, "fsync", fsync)
    assert saved(path, b"built here") == ("a.docx", "")
    assert (names(tmp_path), path.read_bytes()) == (["a.docx"], b"built here")


@pytest.mark.soak
def test_of_300_saves_of_two_programs_none_fails(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from reportgen.saving import Found, save\n"
        "for i in range(150):\n"
        "    save({Path(f'a.{s}'): b'%d' % i * 100_000 for s in ('docx', 'html', 'txt')}, lambda *_: Found.FREE)"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    both = [subprocess.Popen([sys.executable, "-c", code], cwd=tmp_path, env=environment) for _ in range(2)]
    assert [one.wait(120) for one in both] == [0, 0]
    assert names(tmp_path) == ["a.docx", "a.html", "a.txt"]


# What is no file


@on_posix
@pytest.mark.parametrize(
    ("command", "place"),
    [
        ("build a.yaml --to txt", "out/a.txt"),
        ("build a.yaml --to docx --force", "out/a.docx"),
        ("new 甲局 --template probe --year 2026 -o b.yaml", "b.yaml"),
        ("new 甲局 --template probe --year 2026 --force -o b.yaml", "b.yaml"),
        ("rollover a.yaml --force -o b.yaml", "b.yaml"),
        ("schema --template probe -o b.json", "b.json"),
    ],
)
@pytest.mark.parametrize("kind", ["pipe", "folder"])
def test_a_pipe_or_folder_is_neither_read_nor_replaced(
    folder: Path, command: str, place: str, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (os.mkfifo if kind == "pipe" else os.mkdir)(place)
    why = "那里是管道或设备，不是文件，换一个名称。" if kind == "pipe" else "已有同名的文件夹。"
    assert main(command.split()) == 2
    assert f"写不了 {Path(place)}：{why}\n" in capsys.readouterr().err
    assert not Path(place).is_file()


@on_posix
def test_a_pipe_beside_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "预算.docx"
    path.write_bytes(b"edited")
    for taken in ("新稿", "备份"):
        os.mkfifo(tmp_path / f"预算（{taken}）.docx")
    assert saved(path, b"built") == ("预算（新稿2）.docx", "")
    assert saved(path, b"built", force=True) == ("预算.docx", "预算（备份2）.docx")


def test_bytes_are_on_the_disk_before_the_file_takes_its_place(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []

    def noted(name: str, real: Callable[..., None]) -> Callable[..., None]:
        return lambda *arguments: (done.append(name), real(*arguments))[1]

    monkeypatch.setattr(os, "fsync", noted("fsync", os.fsync))
    monkeypatch.setattr(os, "replace", noted("replace", os.replace))
    assert build("--to", "html,txt") == 0
    assert done[:3] == ["fsync", "fsync", "replace"]


@pytest.mark.parametrize("name", ["con", "AUX.docx", "a?b", "a:b.docx", "名 ", "x.", "a|b", "com1.yaml"])
def test_a_name_that_windows_refuses_is_told(name: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert not destinations.suits_windows(name)
    asked = f"{name}/x.yaml" if not name.endswith((".docx", ".yaml")) else f"{Path(name).stem}.yaml"
    main(["new", "甲局", "--year", "2026", "-o", asked])
    said = capsys.readouterr().err
    assert said == f"提醒：Windows 上不能有“{Path(asked).parts[0]}”这样的名称，要在那里用的换一个。\n"
    assert (folder / asked).is_file()


@pytest.mark.parametrize("name", ["a.docx", "观澜县.2026.yaml", "C:\\", "/", "..", "console.docx", ".隐藏", "a b"])
def test_other_names_are_fine(name: str) -> None:
    assert destinations.suits_windows(name)


@pytest.mark.parametrize(
    ("number", "said"), [(errno.EFBIG, "不许写这么大"), (errno.EDQUOT, "用完了"), (errno.ENOSPC, "磁盘满了")]
)
def test_a_disk_that_takes_no_more_is_told_and_nothing_is_half_written(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], number: int, said: str
) -> None:
    refuse(monkeypatch, ".html", mistake=OSError(number, ""))
    assert build() == 2
    assert said in capsys.readouterr().err
    assert names(folder / "out") == []
