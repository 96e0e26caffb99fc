"""The volunteers' guide: what it says is so, and what it links to is there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from exhibition.cli.arguments import COMMANDS
from exhibition.model import Vocabularies
from exhibition.model.fields import CLUSTER_FIELDS, UNIT_FIELDS, Field, Records
from exhibition.reading import read_exhibition
from exhibition.reading.entries import Read, read_unit
from exhibition.reading.vocabularies import lexicon_of

HOME = Path(__file__).resolve().parents[1]
GUIDE = HOME / "content" / "guide"
PAGES = sorted(GUIDE.glob("*.md"))
READMES = [HOME / "README.md", HOME / "README.zh-CN.md", HOME / "CONTRIBUTING.md"]

LINK = re.compile(r"\]\(([^)#:]+?)(?:#[^)]*)?\)")
BLOCK = re.compile(r"^```\n(.*?)^```$", re.M | re.S)
COMMAND = re.compile(r"(?:scripts/start\.py|make) ([a-z]+)")


def text(page: str) -> str:
    return (GUIDE / page).read_text("utf-8")


@pytest.fixture(scope="module")
def vocabularies() -> Vocabularies:
    return read_exhibition(HOME).exhibition.vocabularies


@pytest.mark.parametrize("page", [*PAGES, *READMES], ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    made = {"../help/index.md"}
    for target in LINK.findall(page.read_text("utf-8")):
        assert target in made or (page.parent / target).exists(), target


@pytest.mark.parametrize("page", [*PAGES, *READMES], ids=lambda page: page.name)
def test_commands_exist(page: Path) -> None:
    make = re.findall(r"^([a-z]+):", (HOME / "Makefile").read_text("utf-8"), re.M)
    assert set(COMMAND.findall(page.read_text("utf-8"))) <= {*COMMANDS, *make}


def with_parts(fields: tuple[Field, ...]) -> Iterator[Field]:
    for field in fields:
        yield field
        if isinstance(field.kind, Records):
            yield from with_parts(field.kind.fields)


def test_every_field_is_explained() -> None:
    explained = text("fields.md")
    missing = [f.key for f in with_parts((*UNIT_FIELDS, *CLUSTER_FIELDS)) if not re.search(rf"\b{f.key}\b", explained)]
    assert missing == []


def test_every_choice_is_listed(vocabularies: Vocabularies) -> None:
    fields = text("fields.md")
    assert "、".join(vocabularies.themes.names) in fields
    assert "、".join(vocabularies.standards.names) in fields
    assert "、".join(vocabularies.photo_kinds.names) in fields
    assert "、".join(vocabularies.scenes.names) in text("photos.md")


def test_every_street_folder_is_listed(vocabularies: Vocabularies) -> None:
    for term in vocabularies.streets:
        assert term.example or f"{term.name} | `{term.slug}`" in text("edit.md")


def read(block: str, vocabularies: Vocabularies) -> Read:
    folder = "content/units/example/" + re.search(r"^编号: (\d{5})", block, re.M)[1]
    return read_unit(block.encode(), folder, lexicon_of(vocabularies))


def test_the_template_of_a_new_unit_is_read_without_a_word(vocabularies: Vocabularies) -> None:
    template = next(block for block in BLOCK.findall(text("new.md")) if block.startswith("---"))
    assert read(template, vocabularies).diagnostics == []


ENVELOPE = "---\n编号: 10025\n名称: 楼\n街镇: 示例街镇\n一句话: 话\n状态: 发布\n示例: 是\n{}---\n"
PARTS = ("photos.md", "edit.md", "fields.md")


@pytest.mark.parametrize("page", PARTS)
def test_examples_of_the_information_block_are_read_without_a_word(page: str, vocabularies: Vocabularies) -> None:
    """What a neighbour copies from the guide must work as it stands."""
    keys = tuple(f"{field.key}:" for field in UNIT_FIELDS)
    blocks = [block for block in BLOCK.findall(text(page)) if block.startswith(keys)]
    assert blocks
    for block in blocks:
        found = read(ENVELOPE.format(block), vocabularies)
        assert found.diagnostics == [], block
