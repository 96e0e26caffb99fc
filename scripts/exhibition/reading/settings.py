"""`mkdocs.yml` into settings: read as text, so that its tags (`!ENV`, `!!python/name:`) need no meaning here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from ..diagnostics import Diagnostic, Span
from ..model import Settings
from ..model.reviewers import handles
from . import slips_settings as said
from .forge import read_forge
from .nodes import Node, Record, Scalar, Sequence
from .notes import Notes
from .opening import node_of, read_node
from .powers import note_powers
from .vocabularies import text_of

PRINTABLE = r"""[^\s/?#"'<>\\^`{}|@]"""
SITE_URL = re.compile(rf"https?://{PRINTABLE}+(?:/(?:{PRINTABLE}|/)*)?/", re.IGNORECASE)

LINE = r"""[^<>"\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]"""
"""A character of a text that stands in the title, in the head and in the footer of every page."""

NAV_TARGET = re.compile(r"[\w./-]+\.md|https?://[^\s\"'<>]+")


@dataclass(frozen=True, slots=True)
class Shape:
    """What a setting must look like, and how that is said. `path` leads to it from the top of the file."""

    path: tuple[str, ...]
    shape: re.Pattern[str]
    wanted: str


def shape(path: str, pattern: str, wanted: str) -> Shape:
    """Return one row of the table."""
    return Shape(tuple(path.split(".")), re.compile(pattern), wanted)


SHAPES = (
    shape("site_name", f"{LINE}{{1,40}}", "写展厅的名字，一行，不超过 40 个字，不用 < > 和引号"),
    shape("site_description", f"(?:{LINE}{{1,200}})?", "写一句话，不超过 200 个字，不用 < > 和引号"),
    shape("use_directory_urls", "(?:true)?", "写 true，或者删掉这一行：印出去的网址要靠它"),
    shape(
        "extra.exhibition.edit_url",
        r"""(?:https?://[^\s"'<>\\^`|{}]+\{path\}[^\s"'<>\\^`|{}]*)?""",
        "写以 https:// 开头、里面有 {path} 的网址，例如 https://git.example.cn/district/louzu/edit/main/{path}；没有就空着",
    ),
    shape("extra.exhibition.print_contact", f"(?:{LINE}{{1,80}})?", "写一行，例如 街道自治办 021-12345678；没有就空着"),
    shape("extra.exhibition.keepers", r"[^<>\x00-\x1f]*", '写用户名，例如 "@name @other"；没有就空着'),
)
"""Settings that pages, posters or files of owners show; `site_url` and the forms have rules of their own."""


def read_settings(root: Path) -> tuple[Settings, list[Diagnostic]]:
    """Return the settings of the exhibition; what cannot be read is reported and left empty."""
    notes = Notes("mkdocs.yml")
    top = read_top(root, notes)
    url = text_of(top, "site_url")
    place = top.places.get("site_url", (1, 1))
    if not notes.diagnostics and not is_site_url(url):
        notes.say(said.wrong_site_url(url), *place)
    own = inner(inner(top, "extra"), "exhibition")
    note_wrong(top, notes)
    note_powers(top, own.values.get("trusted"), notes)
    settings = Settings(
        text_of(top, "site_name"),
        url,
        text_of(own, "edit_url"),
        text_of(top, "site_description"),
        text_of(own, "print_contact"),
        text_of(own, "keepers"),
        forms=read_forge(inner(own, "forms"), notes),
        url_span=Span(notes.path, *place),
    )
    if wrong := handles(settings.keepers)[1]:
        notes.say(said.malformed_reviewer(wrong), *own.places["keepers"])
    return settings, notes.diagnostics


def is_site_url(text: str) -> bool:
    """Can this be the address of a site: any scheme of the web, host, port and path, with a slash at the end?

    >>> is_site_url("http://localhost:8000/"), is_site_url("https://louzu.example"), is_site_url("http://[::1/")
    (True, False, False)
    """
    if not SITE_URL.fullmatch(text):
        return False
    try:
        parts = urlsplit(text)
        return parts.port is None or parts.port > 0
    except ValueError:
        return False


def site_url_of(data: bytes) -> str:
    """Return the site's address in the bytes of a `mkdocs.yml` of another revision; empty where it has none."""
    text = data.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")
    node = node_of(text, Notes("mkdocs.yml"), said.unreadable_settings)
    return text_of(node, "site_url") if isinstance(node, Record) else ""


def note_wrong(top: Record, notes: Notes) -> None:
    """Note every setting that is not as it must be."""
    for row in SHAPES:
        *outer, key = row.path
        record = top
        for name in outer:
            record = inner(record, name)
        node = record.values.get(key, Scalar("", record.line, record.column))
        text = node.text if isinstance(node, Scalar) else "列表"
        # Without a readable file nothing is known of the name.
        if not row.shape.fullmatch(text) and (top.values or key in record.values):
            notes.say(said.wrong_setting(key, text, row.wanted), *record.places.get(key, (1, 1)))
    for target in targets_of(top.values.get("nav")):
        if not NAV_TARGET.fullmatch(target.text):
            wanted = "写指南里的一页，例如 guide/photos.md，或者以 https:// 开头的网址"
            notes.say(said.wrong_setting("nav", target.text, wanted), target.line, target.column)


def targets_of(node: Node | None) -> Iterator[Scalar]:
    """Yield what the entries of a `nav` lead to."""
    if isinstance(node, Scalar):
        yield node
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from targets_of(item)
    elif isinstance(node, Record):
        for value in node.values.values():
            yield from targets_of(value)


def read_top(root: Path, notes: Notes) -> Record:
    """Return the outermost record of a YAML file; an empty one where there is none."""
    node = read_node(root, notes, said.unreadable_settings)
    if isinstance(node, Record):
        # The engine takes the last of two, we the first: the address on the walls must not depend on who reads.
        for key, (line, column) in node.doubles:
            notes.say(said.unreadable_settings(f"第 {line} 行的“{key}”前面已经写过"), line, column)
        return node
    if node is not None:
        notes.say(said.unreadable_settings("里面不是“名称: 内容”"))
    return Record(1, 1)


def inner(record: Record, key: str) -> Record:
    """Return the record below a key; an empty one where there is none."""
    node = record.values.get(key)
    return node if isinstance(node, Record) else Record(1, 1)
