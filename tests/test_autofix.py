"""Every certain mend, and nothing else: cases of authors' mistakes, slips put into correct files, what must survive."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exhibition.autofix import FixResult, count_changed_lines, extract_front_matter, fix_content, render_diff
from exhibition.autofix.fixer import decode_certain, fix_until_stable, is_certain
from exhibition.content.vocabularies import build_lexicon, read_vocabularies
from exhibition.diagnostics import Diagnostic
from exhibition.text.characters import remove_invisible
from exhibition.types import CONTENT_TYPES
from helpers.cases import CASES, TINY, TODAY, diagnosed, lay_out_case, tiny

FOLDER = "content/units/example/20001"
PATH = f"{FOLDER}/index.md"
TEXT = (TINY / PATH).read_text("utf-8")
HEAD, BODY = TEXT.split("\n---\n", 1)
LINES = HEAD.split("\n")
LEXICON = build_lexicon(read_vocabularies(TINY)[0])

STUBBORN = {"E237-other-folder": {"E237"}, "W550-backwards": {"W550"}}
"""Cases whose finished line cannot be taken without loss, and the codes that stay."""


def fixed(root: Path) -> FixResult:
    return fix_content(root, today=TODAY)


def write(root: Path, fixing: FixResult) -> None:
    for draft in fixing.drafts:
        (root / draft.path).write_bytes(draft.text.encode())


def mended(text: str | bytes) -> str:
    sure = decode_certain(text.encode() if isinstance(text, str) else text)
    assert sure is not None
    return fix_until_stable(sure[0], FOLDER, LEXICON)[0]


def codes(found: list[Diagnostic] | tuple[Diagnostic, ...]) -> Counter[str]:
    return Counter(one.code for one in found)


ALONE = sorted(path.name for path in CASES.iterdir() if not (path / "past.txt").exists())
"""Cases that speak of the content as it is: `fix_content` compares nothing with another revision."""


@pytest.mark.parametrize("case", ALONE)
def test_a_case_is_mended_to_its_end(case: str, tmp_path: Path) -> None:
    lay_out_case(CASES / case, tmp_path)
    before = diagnosed(tmp_path)
    fixing = fixed(tmp_path)
    write(tmp_path, fixing)
    after = diagnosed(tmp_path)
    assert not codes(after) - codes(before)
    assert {one.code for one in after if is_certain(one)} == STUBBORN.get(case, set())
    assert codes(fixing.left) == codes(after)
    assert fixed(tmp_path).drafts == ()
    for draft in fixing.drafts:
        below = draft.text.split("\n---\n", 1)[1].lstrip("\n")
        row = CONTENT_TYPES.find_by_path(draft.folder)
        if row and row.body:
            # Its lines may be mended too; what they say stays, and every value has its place.
            written = draft.written.split("\n---\n", 1)[1]
            assert [*row.body.list_words(below)] == [*row.body.list_words(written)]
            keys = [[one.field.key for one in row.body.list_values(text)] for text in (below, written)]
            assert keys[0] == keys[1]
        else:
            assert remove_invisible(draft.written).endswith(below)
        assert render_diff(draft)
        assert count_changed_lines(draft)


def test_a_correct_exhibition_is_left_alone(tmp_path: Path) -> None:
    assert fixed(tiny(tmp_path)) == FixResult((), ())


WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
NUMBERS = ("编号", "星级", "户数", "建立", "时间")


def numbers_widened(line: str) -> str:
    key, colon, value = line.partition(": ")
    return f"{key}{colon}{value.translate(WIDE)}" if key.strip(" -") in NUMBERS else line


SLIPS = {
    "full-width colon": lambda line: line.replace(": ", "：", 1),
    "full-width colon and space": lambda line: line.replace(": ", "： ", 1),
    "no space": lambda line: line.replace(": ", ":", 1),
    "full-width space": lambda line: line.replace(": ", ":\u3000", 1),
    "tab": lambda line: line.replace("  ", "\t"),
    "full-width indent": lambda line: line.replace("  ", "\u3000") if line.startswith("  ") else line,
    "no space after the dash": lambda line: line.replace("  - ", "  -", 1),
    "full-width dash": lambda line: line.replace("  - ", "  － ", 1),
    "full-width digits": numbers_widened,
    "zero-width": lambda line: f"{line}\u200b",
    "full-width margin": lambda line: f"{line}\u3000" if not line.endswith(":") else line,
}
"""What Chinese typing does to a line; a line on which it does nothing stays as it is."""

WHOLE = {
    "nothing": lambda text: text.encode(),
    "BOM": lambda text: text.encode("utf-8-sig"),
    "CRLF": lambda text: text.replace("\n", "\r\n").encode(),
    "BOM and CRLF": lambda text: text.replace("\n", "\r\n").encode("utf-8-sig"),
    "GBK": lambda text: text.encode("gb18030"),
    "UTF-16": lambda text: text.encode("utf-16"),
    "UTF-16, the other way round": lambda text: b"\xfe\xff" + text.encode("utf-16-be"),
}
"""What editors do to a whole file."""

PAGES = tuple(sorted(path.relative_to(TINY).as_posix() for path in (TINY / "content").rglob("index.md")))


@pytest.mark.parametrize("slip", SLIPS)
@pytest.mark.parametrize("path", PAGES)
def test_a_slip_on_every_line_at_once_is_mended_back(path: str, slip: str) -> None:
    text = (TINY / path).read_text("utf-8")
    head, rest = text[4:].split("\n---\n", 1)
    spoilt = "\n".join(map(SLIPS[slip], head.split("\n")))
    folder = path.rpartition("/")[0]
    assert fix_until_stable(f"---\n{spoilt}\n---\n{rest}", folder, LEXICON)[0] == text


@settings(deadline=None, max_examples=150)
@given(
    st.lists(st.tuples(st.integers(1, len(LINES) - 1), st.sampled_from(sorted(SLIPS))), max_size=6),
    st.sampled_from(sorted(WHOLE)),
)
def test_slips_are_mended_back_to_what_was_meant(slips: list[tuple[int, str]], whole: str) -> None:
    lines = list(LINES)
    for number, slip in dict(slips).items():
        lines[number] = SLIPS[slip](lines[number])
    assert mended(WHOLE[whole]("\n".join([*lines, f"---\n{BODY}"]))) == TEXT


@settings(deadline=None, max_examples=200)
@given(
    st.lists(
        st.tuples(st.integers(0, len(LINES) - 1), st.sampled_from([*"：:-－#\"'[]、 \t\u3000|３星年", "\u200b", "\n"])),
        max_size=5,
    )
)
def test_whatever_was_typed_a_second_run_changes_nothing_and_prose_stays(typed: list[tuple[int, str]]) -> None:
    lines = list(LINES)
    for number, sign in typed:
        middle = len(lines[number]) // 2
        lines[number] = lines[number][:middle] + sign + lines[number][middle:]
    text = "\n".join([*lines, f"---\n{BODY}"])
    once = mended(text)
    assert mended(once) == once
    assert once.endswith(BODY)
    lost = Counter(filter(str.isalpha, text)) - Counter(filter(str.isalpha, once))
    assert lost.keys() <= {"星", "年"}


@pytest.mark.parametrize(
    ("old", "new", "better"),
    [
        ("星级: 3", "星级：３星  # 还没评上四星", "星级: 3  # 还没评上四星"),
        ("星级: 3", "# 评了两次\n星级: 三星\n# 下一次：明年", "# 评了两次\n星级: 3\n# 下一次：明年"),
        ("建立: 2018-11", "建立：2018年11月26日", "建立: 2018-11-26"),
        ("主题: [加装电梯, 楼道清理]", "主题：加装电梯、楼道清理", "主题: [加装电梯, 楼道清理]"),
        ("[加装电梯, 楼道清理]", "[加装电梯、剪纸, 楼道清理]", "主题: [加装电梯, 剪纸, 楼道清理]"),
        ("  - 党建引领", "  -党建引领、人员队伍", "  - 党建引领\n  - 人员队伍"),
        ("示例: 是", "示例: yes", "示例: 是"),
        ("一句话: 七次议事，", "一句话：我们是 #1 楼组，", '一句话: "我们是 #1 楼组，一起装好了电梯"'),
        ("自治小组成员\n---\n", "自治小组成员\n－－－\n", "自治小组成员\n---\n"),
        ("自治小组成员\n---\n", "自治小组成员\n\u200b---\n", "自治小组成员\n---\n"),
        ("---\n编号", "---\u200b\n编号", "---\n编号"),
        ("---\n编号", "———\n编号", "---\n编号"),
        ("自治小组成员\n---\n", "自治小组成员\n", "自治小组成员\n---\n"),
    ],
)
def test_what_is_certain_is_mended_and_comments_survive(old: str, new: str, better: str) -> None:
    assert TEXT.count(old) == 1
    once = mended(TEXT.replace(old, new))
    assert better in once
    assert mended(once) == once
    assert once.endswith(BODY)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("同意: 不涉及人物\n    焦点", "同意: 不同意\n    焦点"),
        ("街镇: 示例街镇", "街镇: 示例街"),
        ("星级: 3", "星集: 3"),
        ("星级: 3", "星级: 3\n星级: 4"),
        ("星级: 3", "星级: 六"),
        ("一起装好了电梯", "\n一起装好了电梯"),
        ("星级: 3", "星级: 三星  # 三星"),
        ("---\n编号", "高境镇的楼组\n---\n编号"),
        ("星级: 3", "<<<<<<< HEAD\n星级：3\n=======\n星级：4\n>>>>>>> main"),
        ("星级: 3", "星级: 3\0"),
    ],
)
def test_what_is_for_a_person_to_say_is_left(old: str, new: str) -> None:
    assert TEXT.count(old) == 1
    text = TEXT.replace(old, new)
    sure = decode_certain(text.encode())
    assert sure is None or fix_until_stable(sure[0], FOLDER, LEXICON)[0] == text


def test_beside_a_guess_on_the_same_line_the_certain_mend_is_taken() -> None:
    assert mended(TEXT.replace("街镇: 示例街镇", "街镇：示例街")) == TEXT.replace("街镇: 示例街镇", "街镇: 示例街")


def test_a_line_without_a_place_does_not_keep_the_line_above_from_its_mend() -> None:
    loose = TEXT.replace("一句话: 七次议事，", "一句话：七次议事，\n")
    assert mended(loose) == TEXT.replace("七次议事，", "七次议事，\n")


def test_a_front_matter_without_an_end_at_the_end_of_a_file_is_closed() -> None:
    assert mended(HEAD) == f"{HEAD}\n---\n"
    assert mended(f"{HEAD}\n\n") == f"{HEAD}\n---\n\n"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"%PDF-1.7\n",
        TEXT.encode("utf-16")[:-1],
        TEXT.encode().replace("一号楼".encode(), b"\xe4\xb8"),
        TEXT.encode().replace("一起装好了".encode(), "一起装好了".encode("gb18030")),
        "我们楼组很好。\n".encode("gb18030"),
    ],
)
def test_bytes_in_doubt_are_left_alone(data: bytes) -> None:
    assert decode_certain(data) is None


def test_a_conversion_is_a_change_in_which_no_line_reads_differently(tmp_path: Path) -> None:
    (tiny(tmp_path) / PATH).write_bytes(TEXT.replace("\n", "\r\n").encode("gb18030"))
    (draft,) = fixed(tmp_path).drafts
    assert draft.text == TEXT
    assert (draft.conversions, count_changed_lines(draft)) == (("编码从 GBK 改成 UTF-8", "换行符改成通用的写法"), 0)
    assert render_diff(draft) == "\n".join(f"# {PATH}：整个文件，{one}" for one in draft.conversions)


def test_a_difference_shows_what_was_and_what_will_be(tmp_path: Path) -> None:
    (tiny(tmp_path) / PATH).write_text(TEXT.replace("星级: 3", "星级：三星"), "utf-8")
    (draft,) = fixed(tmp_path).drafts
    assert render_diff(draft).split("\n")[:2] == [f"--- a/{PATH}", f"+++ b/{PATH}"]
    assert "\n-星级：三星\n+星级: 3\n" in render_diff(draft)
    assert count_changed_lines(draft) == 1
    assert extract_front_matter(draft.text) == f"{HEAD}\n---"


def test_only_chosen_files_are_mended(tmp_path: Path) -> None:
    root = tiny(tmp_path)
    for path in PAGES:
        file = root / path
        file.write_text(file.read_text("utf-8").replace("编号: ", "编号："), "utf-8")
    assert len(fixed(tmp_path).drafts) == len(PAGES)
    chosen = fix_content(tmp_path, lambda path: path == PATH, TODAY)
    assert [draft.path for draft in chosen.drafts] == [PATH]
    assert {one.span.path for one in chosen.left} <= {PATH}
