"""Record lists in side files: read, judged, corrected, moved and appended to as in `index.md`, with nothing lost."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from urllib.parse import quote

import pytest
from PIL import Image

from conftest import HOME, commanded
from exhibition.autofix import fix_content
from exhibition.cli import main
from exhibition.cli.fix import collect_fixed_front_matter, write_fixes
from exhibition.content import loader
from exhibition.content.loader import load_exhibition, load_snapshot
from exhibition.content.record_blocks import LONG_FRONT_MATTER
from exhibition.content.vocabularies import build_lexicon
from exhibition.diagnostics import Diagnostic
from exhibition.exchange.cms import FormFiles
from exhibition.hosting.pull_request_comments import CheckRun, format_comment
from exhibition.ledger.reader import find_revision
from exhibition.media.import_apply import apply_plan, plan_import, resolve_inputs
from exhibition.model import Entry, Status
from exhibition.pages.context import PageContext
from exhibition.pages.entries import choose_edit_link
from exhibition.pages.page import Page
from exhibition.pages.record_page import build_record_pages
from exhibition.preview.server import is_relevant
from exhibition.report import REPORTERS, SourceLines
from exhibition.storage.cache import Cache
from exhibition.storage.safe_files import TEXT_LIMIT, read_file
from exhibition.types import CONTENT_TYPES
from helpers.cases import TODAY, diagnosed, tiny
from helpers.git_repositories import commit, git
from test_media_renditions import encode_image, flower

FOLDER = "content/units/example/20001"
INDEX, SIDE = f"{FOLDER}/index.md", f"{FOLDER}/议事.md"
MEETINGS = """议事:
  - 日期: 2018-03-12
    第几次: 1
    议题: 电梯井放在哪里
    看法: 一楼怕挡光；六楼等了很多年
    进度: 在办
  - 日期: 2018-04
    议题: 旧物放到哪里
"""
LISTED = f"---\n{MEETINGS}---\n"
IDENTITY = "11010519491231002X"
"""A well-formed number from the standard's own example (GB 11643)."""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tiny(tmp_path / "root")


def put(root: Path, text: str = LISTED, path: str = SIDE) -> Path:
    """Write a file of the exhibition."""
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, "utf-8", newline="")
    return root


def insert(root: Path, text: str, path: str = INDEX) -> None:
    """Put lines at the end of the front matter of a file."""
    written = (root / path).read_text("utf-8")
    head, fence, rest = written[4:].partition("\n---\n")
    put(root, f"---\n{head}\n{text.rstrip()}{fence}{rest}", path)


def entry_of(root: Path, id: str = "20001") -> Entry:
    return load_exhibition(root).exhibition.by_id[id]


def places(found: list[Diagnostic], path: str = SIDE) -> list[tuple[str, int, int]]:
    return [(one.code, one.span.line, one.span.column) for one in found if one.span.path == path]


# Reading


def test_a_list_says_the_same_in_either_place_and_names_its_own_file(root: Path) -> None:
    insert(root, MEETINGS)
    within = entry_of(root)
    tiny(root)
    beside = entry_of(put(root))
    assert within.meetings == beside.meetings  # type: ignore[attr-defined]
    assert len(beside.meetings) == 2  # type: ignore[attr-defined]
    assert diagnosed(root) == []
    assert beside.get_span("议事").path == beside.get_span("议事.1.日期").path == SIDE
    assert beside.get_span("议事.1.日期").line == 8
    assert beside.get_span("名称").path == INDEX


@pytest.mark.parametrize(("encoding", "code"), [("gb18030", "E004"), ("utf-16", "E003")])
def test_other_encodings_are_read_and_answered_and_mended(root: Path, encoding: str, code: str) -> None:
    (root / SIDE).write_bytes(LISTED.encode(encoding))
    assert [one[0] for one in places(diagnosed(root))] == [code]
    assert len(entry_of(root).meetings) == 2  # type: ignore[attr-defined]
    (draft,) = fix_content(root, today=TODAY).drafts
    assert (draft.path, draft.text) == (SIDE, LISTED)


def test_both_places_are_named_and_nothing_is_lost_from_the_first(root: Path) -> None:
    insert(root, "议事:\n  - 日期: 2019-01\n    议题: 另一件事")
    (found,) = diagnosed(put(root))
    assert (found.code, found.span.path) == ("E400", SIDE)
    assert "index.md 第 51 行" in found.message
    assert "议事.md 第 2 行" in found.message
    assert "合成一处" in found.hint
    assert [one.topic for one in entry_of(root).meetings] == ["另一件事"]  # type: ignore[attr-defined]


def test_an_empty_key_in_one_place_is_no_second_place(root: Path) -> None:
    insert(root, "议事:")
    assert diagnosed(put(root)) == []
    assert len(entry_of(root).meetings) == 2  # type: ignore[attr-defined]
    tiny(root)
    insert(root, MEETINGS)
    assert diagnosed(put(root, "---\n议事:\n---\n")) == []
    assert len(entry_of(root).meetings) == 2  # type: ignore[attr-defined]


def test_of_a_draft_less_is_asked_and_of_what_was_taken_down_nothing_but_what_lasts(root: Path) -> None:
    put(root, "---\n议事:\n  - 日期: 2018-03-12\n    人数: 几个\n---\n")
    assert [one[0] for one in places(diagnosed(root))] == ["E205", "E223"]
    text = (root / INDEX).read_text("utf-8")
    put(root, text.replace("状态: 发布", "状态: 草稿"), INDEX)
    assert [one[0] for one in places(diagnosed(root))] == ["E223"]
    put(root, text.replace("状态: 发布", "状态: 撤下"), INDEX)
    assert places(diagnosed(root)) == []
    put(root, f"---\n议事:\n  - 议题: 找 {IDENTITY}\n---\n")
    assert places(diagnosed(root)) == [("E601", 3, 11)]


def test_what_the_bureau_fills_is_kept_and_answered_in_index(root: Path) -> None:
    insert(root, "评定:\n  - 时间: 2023-12\n    步骤: 实地验收")
    (found,) = diagnosed(root)
    assert (found.code, found.blocks) == ("W405", False)
    assert "民政部门" in found.message
    assert "评定.md" in found.message
    assert [one.step for one in entry_of(root).ratings] == ["实地验收"]  # type: ignore[attr-defined]
    (side,) = (draft for draft in fix_content(root, today=TODAY).drafts if draft.created)
    assert side.path == f"{FOLDER}/评定.md"
    assert side.text == "---\n评定:\n  - 时间: 2023-12\n    步骤: 实地验收\n---\n"


def test_a_file_that_is_named_nearly_like_a_list_gets_an_offer(root: Path) -> None:
    put(root, "说了些什么\n", f"{FOLDER}/议事记录.md")
    (found,) = diagnosed(root)
    assert found.code == "W325"
    assert "就改名为 议事.md" in found.hint


def test_folders_are_listed_once_and_a_side_file_is_noticed_at_each_reading(root: Path) -> None:
    reading = load_exhibition(root)
    assert reading.listings[FOLDER].files == ("index.md",)
    assert entry_of(put(root)).meetings  # type: ignore[attr-defined]
    put(root, LISTED.replace("旧物", "旧书"))
    assert entry_of(root).meetings[1].topic == "旧书放到哪里"  # type: ignore[attr-defined]
    (root / SIDE).unlink()
    assert entry_of(root).meetings == ()  # type: ignore[attr-defined]
    assert is_relevant(SIDE)


# Gates and reports


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("旧物放到哪里", f"找{IDENTITY}", ("E601", 9, 10)),
        ("旧物放到哪里", "打 13800000000", ("E602", 9, 11)),
        ("六楼等了很多年", "64号502室等了很多年", ("E603", 6, 15)),
        ("旧物放到哪里", "502室的旧物", ("W614", 9, 9)),
        ("进度: 在办", "进度: 进行中", ("W239", 7, 9)),
        ("旧物放到哪里", "旧\u200b物放到哪里", ("W101", 9, 10)),
        ("旧物放到哪里", "旧物<!-- 先不说 -->", ("E399", 9, 11)),
        ("---\n议事", f"---\n# {IDENTITY}\n议事", ("E601", 2, 3)),
        ("日期: 2018-03-12", "日期: 上周三", ("E229", 3, 9)),
    ],
)
def test_every_gate_stands_before_a_side_file_with_line_and_column(
    root: Path, old: str, new: str, expected: tuple[str, int, int]
) -> None:
    put(root, LISTED.replace(old, new))
    assert places(diagnosed(root)) == [expected]


def test_private_data_below_the_list_and_in_a_file_that_is_no_list_are_found_too(root: Path) -> None:
    put(root, f"{LISTED}\n找 {IDENTITY}\n")
    assert ("E601", 12, 3) in places(diagnosed(root))
    put(root, f"找 {IDENTITY}\n", f"{FOLDER}/议事 (1).md")
    assert ("E601", 1, 3) in places(diagnosed(root), f"{FOLDER}/议事 (1).md")


def test_every_report_shows_the_line_of_the_right_file_and_masks_it(root: Path) -> None:
    put(root, LISTED.replace("旧物放到哪里", "打 13800000000").replace("议题: 电", "议题：电"))
    found = diagnosed(root)
    sources = SourceLines(root, mended=lambda: collect_fixed_front_matter(root))
    reports = {name: report(found, sources) for name, report in REPORTERS.items()}
    assert all("13800000000" not in one for one in reports.values())
    missing = [name for name, one in reports.items() if SIDE not in one and quote(SIDE) not in one]
    assert missing == []
    text = reports["text"].splitlines()
    assert text[0] == SIDE
    at = text.index("          议题：电梯井放在哪里")
    assert text[at + 1].strip("　 ") == "^"
    assert json.loads(reports["json"])["diagnostics"][0]["path"] == SIDE


def test_the_comment_offers_the_corrected_block_of_the_right_file(root: Path) -> None:
    put(root, LISTED.replace("议题: 电", "议题：电"))
    insert(root, "评定:\n  - 时间: 2023-12\n    步骤: 实地验收")
    mended = collect_fixed_front_matter(root)
    # Nothing leaves a file that somebody pastes: index.md keeps what stands in it.
    assert mended == {SIDE: LISTED.rstrip("\n")}
    said = format_comment(diagnosed(root), mended, CheckRun(passed=False, run="https://host.example/run/1"))
    assert f"`{SIDE}`" in said
    assert MEETINGS in said


# Corrections


def test_fix_corrects_a_side_file_and_keeps_comments_and_order(root: Path) -> None:
    wrong = LISTED.replace("议事:", "# 从本子上抄的\n议事：").replace(
        "  - 日期: 2018-04", "  -日期：2018年4月 # 记不清"
    )
    put(root, wrong)
    before = (root / INDEX).read_bytes()
    fixing = fix_content(root, today=TODAY)
    (draft,) = fixing.drafts
    assert draft.path == SIDE
    assert draft.text == LISTED.replace("议事:", "# 从本子上抄的\n议事:").replace("2018-04", "2018-04 # 记不清")
    assert fixing.left == ()
    assert main(["fix", "--write", "--root", str(root)]) == 0
    assert (root / INDEX).read_bytes() == before
    assert fix_content(root, today=TODAY).drafts == ()
    assert diagnosed(root) == []


def test_fix_takes_the_finished_lines_of_checks_in_side_files_too(root: Path) -> None:
    put(root, "经验:\n  - 难题：楼道堆物\n    照片: 楼道从前\n", f"{FOLDER}/经验.md")
    (draft,) = fix_content(root, lambda path: path.endswith("经验.md"), today=TODAY).drafts
    assert draft.text == "---\n经验:\n  - 难题: 楼道堆物\n    照片: 楼道从前\n---\n"


def make_long(records: int) -> str:
    return "议事:\n" + "".join(
        f"  - 日期: {2015 + number // 12}-{number % 12 + 1:02d}\n    议题: 第 {number} 件事\n"
        for number in range(records)
    )


def test_the_longest_list_leaves_an_index_that_has_grown_long_and_no_other(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    short = "经验:\n  - 难题: 楼道堆物\n    做法: 贴纸条，认东西，周六一起搬\n"
    insert(root, f"# 议事：一次一条。\n{make_long(20)}{short}")
    assert fix_content(root, today=TODAY).drafts == (), "as long as it may be"
    tiny(root)
    long = make_long(LONG_FRONT_MATTER // 2)
    insert(root, f"# 议事：一次一条。\n{long}# 下面是经验\n{short}")
    before, was = entry_of(root), (root / INDEX).read_text("utf-8")
    assert main(["fix", "--root", str(root)]) == 1
    shown = capsys.readouterr().out
    assert "--- /dev/null\n" in shown.replace("\n+++ ", "\n+++ ")
    assert f"+++ b/{SIDE}" in shown
    assert (root / INDEX).read_text("utf-8") == was
    assert not (root / SIDE).exists()
    assert main(["fix", "--write", "--root", str(root)]) == 0
    assert (root / SIDE).read_text("utf-8") == f"---\n# 议事：一次一条。\n{long}---\n"
    assert (root / INDEX).read_text("utf-8") == was.replace(f"# 议事：一次一条。\n{long}", "")
    after = entry_of(root)
    assert (after.meetings, after.experiences) == (before.meetings, before.experiences)  # type: ignore[attr-defined]
    assert diagnosed(root) == []
    assert fix_content(root, today=TODAY).drafts == ()


def test_a_list_leaves_a_file_of_windows_and_slips_are_mended_on_the_way(root: Path) -> None:
    insert(root, make_long(60).replace("议事:", "议事："))
    put(root, (root / INDEX).read_text("utf-8").replace("\n", "\r\n"), INDEX)
    drafts = {draft.path: draft for draft in fix_content(root, today=TODAY).drafts}
    assert drafts[SIDE].text == f"---\n{make_long(60)}---\n"
    assert "\r" not in drafts[INDEX].text
    assert "议事" not in drafts[INDEX].text.split("\n---\n")[0].replace("七次议事", "").replace("插画: 议事", "")


@pytest.mark.parametrize("name", ["议事.md", "议事.MD"])
def test_no_list_leaves_where_a_file_of_its_name_lies(root: Path, name: str) -> None:
    insert(root, make_long(60))
    put(root, "---\n议事:\n---\n", f"{FOLDER}/{name}")
    assert fix_content(root, today=TODAY).drafts == ()


def test_of_a_list_that_leaves_nothing_is_lost_whatever_happens_meanwhile(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    insert(root, make_long(60))
    drafts = fix_content(root, today=TODAY).drafts
    assert [draft.path for draft in sorted(drafts, key=lambda one: not one.created)] == [SIDE, INDEX]
    before = (root / INDEX).read_bytes()
    put(root, "---\n议事:\n---\n")
    assert write_fixes(drafts, root) == []
    assert (root / INDEX).read_bytes() == before
    assert "刚刚有人放在这里了" in capsys.readouterr().err


def test_only_what_was_named_is_moved(root: Path) -> None:
    insert(root, make_long(60))
    assert fix_content(root, lambda path: "20002" in path, today=TODAY).drafts == ()


# `add`


def add(root: Path, *words: str, check: bool = True) -> tuple[int, str, str]:
    ran = commanded("add", *words, "--root", root, check=check)
    return ran.returncode, ran.stdout, ran.stderr


def uncomment(root: Path, path: str, line: int) -> None:
    """Take the number sign and the space away from an example that begins at a line."""
    lines = (root / path).read_text("utf-8").split("\n")
    for at in range(line - 1, len(lines)):
        if not lines[at].startswith("# "):
            break
        lines[at] = lines[at].removeprefix("# ")
    put(root, "\n".join(lines), path)


def test_the_first_example_stands_in_the_order_of_the_fields_and_becomes_a_record(root: Path) -> None:
    insert(root, "经验:\n  - 难题: 楼道堆物\n    做法: 贴纸条，认东西，周六一起搬\n")
    before = (root / INDEX).read_text("utf-8")
    _, out, err = add(root, "议事", "20001")
    line = int(out.rsplit("第 ", 1)[1].split(" ")[0])
    assert f"{INDEX} 第 {line} 行" in out
    assert f"从第 {line} 行起" in err
    after = (root / INDEX).read_text("utf-8")
    lines = after.split("\n")
    assert lines[line - 1] == "#   - 日期: 2018-03-12"
    assert lines[line - 3 : line - 1] == ["议事:", "# 像下面这样一条一条写（去掉行首的 # 和一个空格）："]
    assert after.index("\n议事:") < after.index("\n经验:")
    assert [one for one in before.split("\n") if one not in lines] == []
    assert diagnosed(root) == []
    uncomment(root, INDEX, line)
    assert [one.topic for one in entry_of(root).meetings] == ["电梯井放在哪里"]  # type: ignore[attr-defined]
    assert diagnosed(root) == []


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("margin", [False, True])
def test_a_further_example_stands_below_the_list_as_it_is_indented(root: Path, end: str, margin: bool) -> None:
    text = LISTED.replace("\n  ", "\n") if margin else LISTED
    put(root, text.replace("\n", end))
    _, out, _ = add(root, "meetings", "20001")
    line = int(out.rsplit("第 ", 1)[1].split(" ")[0])
    data = (root / SIDE).read_bytes()
    assert data.count(b"\r\n") == (data.count(b"\n") if end == "\r\n" else 0)
    assert data.startswith(text.replace("\n", end).encode().removesuffix(b"---" + end.encode()))
    if end == "\n":
        uncomment(root, SIDE, line)
        assert len(entry_of(root).meetings) == 3  # type: ignore[attr-defined]
        assert [one.code for one in diagnosed(root)] == ["W441"], "the example has a date of its own"


def test_an_example_that_waits_is_not_doubled(root: Path) -> None:
    add(root, "议事", "20001")
    before = (root / INDEX).read_bytes()
    _, out, _ = add(root, "议事", "20001")
    assert "已经有一块样子还没有写" in out
    assert (root / INDEX).read_bytes() == before


def test_a_long_index_gets_a_side_file_instead(root: Path) -> None:
    insert(root, "\n".join(f"# 备忘 {number}" for number in range(LONG_FRONT_MATTER)))
    before = (root / INDEX).read_bytes()
    _, out, _ = add(root, "议事", "20001")
    assert f"{SIDE} 第 5 行" in out
    assert (root / INDEX).read_bytes() == before
    assert diagnosed(root) == []
    uncomment(root, SIDE, 5)
    assert len(entry_of(root).meetings) == 1  # type: ignore[attr-defined]


@pytest.mark.parametrize("words", [("议事", "示例一号楼"), ("20001", "议事"), ("议事", "20001号"), ("“议事”", "20001")])
def test_a_name_stands_for_a_number_and_either_comes_first(root: Path, words: tuple[str, str]) -> None:
    assert INDEX in add(root, *words)[1]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("议是", "20001"), "是不是“议事”？"),
        (
            ("别的", "20001"),
            "能添的有：议事、开讲、活动、经验、标准事例、参访、小题、结对、公约版本、认领、认筹、自治金、溢出、承诺。",
        ),
        (("评定", "20001"), "由民政部门用表格导入，写在 评定.md 里"),
        (
            ("标准事例", "20010"),
            "示例楼群）是楼群，没有“标准事例”这份单子。"
            "能添的有：议事、经验、参访、活动、公约版本、认领、认筹、自治金、承诺、小题、开讲、溢出。",
        ),
        (("议事", "20009"), "没有找到编号“20009”。是不是 20010（示例楼群）"),
        (("议事", "示例七号楼"), "没有找到编号或名称“示例七号楼”。是不是 2000"),
    ],
)
def test_what_is_not_understood_is_answered_with_what_was_probably_meant(
    root: Path, words: tuple[str, str], said: str
) -> None:
    before = {path: path.read_bytes() for path in root.rglob("*.md")}
    code, _, err = add(root, *words, check=False)
    assert code == 2
    assert said in err
    assert before == {path: path.read_bytes() for path in root.rglob("*.md")}


@pytest.mark.parametrize("path", [INDEX, SIDE])
def test_nothing_is_added_between_the_marks_of_a_merge(path: str, root: Path) -> None:
    if path == SIDE:
        put(root)
    file = root / path
    text = file.read_text("utf-8").replace("---\n", "---\n<<<<<<< HEAD\n=======\n>>>>>>> other\n", 1)
    file.write_text(text, "utf-8")
    code, _, err = add(root, "议事", "20001", check=False)
    assert code == 2
    assert f"{path} 里留着“合并冲突”的标记" in err
    assert file.read_text("utf-8") == text


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("\n---\n\n第一段", "\n\n第一段"),
        ("---\n编号", "编号"),
        ("来源: 测试用的示例", "来源: |\n  几行\n  字"),
        ("", ""),
    ],
)
def test_no_file_is_broken(root: Path, old: str, new: str) -> None:
    text = (root / INDEX).read_text("utf-8")
    put(root, text.replace(old, new, 1) if old else "", INDEX)
    codes = sorted(one.code for one in diagnosed(root))
    code, _, err = add(root, "议事", "20001", check=False)
    assert (code == 0) == (not codes), err
    assert sorted(one.code for one in diagnosed(root)) == codes
    if code and "没有找到" not in err:
        assert "请先运行 check" in err
        assert "  - 日期: 2018-03-12" in err


def test_a_dry_run_shows_the_file_and_writes_nothing(root: Path) -> None:
    before = (root / INDEX).read_bytes()
    assert "#   - 日期: 2018-03-12" in add(root, "议事", "20001", "--dry-run")[1]
    assert (root / INDEX).read_bytes() == before


# Everything else that reads entries


def test_a_photo_that_a_side_file_names_is_renamed_there(root: Path, tmp_path: Path) -> None:
    text = (root / INDEX).read_text("utf-8")
    photo = "照片:\n  - 文件: IMG 1.JPG\n    说明: 楼道\n    同意: 不涉及人物\n"
    put(root, text.replace("照片:\n", photo, 1), INDEX)
    put(root, "---\n经验:\n  - 难题: 楼道堆物\n    照片: IMG 1.JPG # 新的\n---\n", f"{FOLDER}/经验.md")
    exif = Image.Exif()
    exif[0x010F] = "SomePhone"
    (root / FOLDER / "IMG 1.JPG").write_bytes(encode_image(flower(900), exif=exif.tobytes()))
    cache = Cache(tmp_path / "cache")
    exhibition = load_exhibition(root).exhibition
    (plan,) = plan_import(root, exhibition, resolve_inputs(root, [], None).sources, cache)
    assert set(plan.changed_texts) == {"index.md", "经验.md"}
    assert apply_plan(plan, root, cache) == []
    (name,) = (path.name for path in (root / FOLDER).iterdir() if path.suffix == ".jpg")
    assert (root / FOLDER / "经验.md").read_text("utf-8") == (
        f"---\n经验:\n  - 难题: 楼道堆物\n    照片: {name} # 新的\n---\n"
    )
    assert entry_of(root).experiences[0].photo == name  # type: ignore[attr-defined]


def test_a_folder_moves_with_its_side_files(root: Path) -> None:
    put(root)
    commanded("move", "20001", "--to", "示例二镇", "--write", "--root", root)
    moved = entry_of(root)
    assert moved.folder == "content/units/example-two/20001"
    assert moved.get_span("议事").path == f"{moved.folder}/议事.md"
    assert len(moved.meetings) == 2  # type: ignore[attr-defined]


def test_a_side_file_that_cannot_be_opened_is_answered(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path | str, limit: int = TEXT_LIMIT) -> bytes:
        if str(path).endswith("议事.md"):
            raise PermissionError(13, "refused", str(path))
        return read_file(path, limit)

    put(root)
    monkeypatch.setattr(loader, "read_file", refuse)
    assert [(one.code, one.span.path) for one in load_exhibition(root).diagnostics] == [("E322", SIDE)]


def test_what_was_published_is_read_with_its_side_files(root: Path) -> None:
    put(root)
    git(root, "init", "-q", "-b", "main")
    commit(root)
    put(root, LISTED.replace("旧物", "旧书"))
    exhibition = load_exhibition(root).exhibition
    past = load_snapshot(find_revision(root, "HEAD"), build_lexicon(exhibition.vocabularies))
    assert past.changed["20001"].meetings[1].topic == "旧物放到哪里"  # type: ignore[attr-defined]


def test_a_page_leads_to_the_file_in_which_a_list_stands(root: Path) -> None:
    exhibition = load_exhibition(put(root)).exhibition
    entry, context = exhibition.by_id["20001"], PageContext(exhibition, {})
    assert choose_edit_link(entry, context) == f"https://example.test/edit/{INDEX}"
    assert choose_edit_link(entry, context, key="经验") == f"https://example.test/edit/{INDEX}"
    assert choose_edit_link(entry, context, key="议事") == (
        "https://example.test/edit/content/units/example/20001/%E8%AE%AE%E4%BA%8B.md"
    )
    pages = (one for one in build_record_pages(context) if isinstance(one, Page))
    (page,) = (one for one in pages if one.path == "20001/record/")
    assert page.data["edits"] == [{"label": "议事", "href": choose_edit_link(entry, context, key="议事")}]
    formed = PageContext(exhibition, {}, forms=FormFiles())
    assert choose_edit_link(entry, formed, key="议事").endswith("#/collections/example-meetings/entries/20001/议事")
    assert choose_edit_link(entry, formed, key="经验").endswith("#/collections/example/entries/20001/index")
    row = CONTENT_TYPES.record_types[0]
    assert [(one.file, one.get_span("日期").line) for one in exhibition.list_records(row)] == [(SIDE, 3), (SIDE, 8)]


def test_what_was_taken_down_is_in_no_list(root: Path) -> None:
    put(root)
    put(root, (root / INDEX).read_text("utf-8").replace("状态: 发布", "状态: 撤下"), INDEX)
    exhibition = load_exhibition(root).exhibition
    assert exhibition.by_id["20001"].status is Status.WITHDRAWN
    assert not any(exhibition.list_records(row) for row in CONTENT_TYPES.record_types)


def test_the_shipped_side_files_are_read(tmp_path: Path) -> None:
    shutil.copytree(HOME / "content", tmp_path / "content")
    shutil.copy(HOME / "mkdocs.yml", tmp_path)
    paths = [path for path in (tmp_path / "content/units").rglob("*.md") if path.name != "index.md"]
    assert paths
    exhibition = load_exhibition(tmp_path).exhibition
    for path in paths:
        entry = exhibition.by_id[path.parent.name]
        assert entry.get_span(path.stem).path == path.relative_to(tmp_path).as_posix()
