"""Characters, Chinese numerals, list marks and names of files and addresses, as people type them.

Invisible characters (controls, direction marks, fillers, tags) show nothing; they reorder or hide their neighbours.
Emoji joined to one, variation selectors and ideographic variants are text and are kept.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

ARTICLES = (".md", ".markdown", ".mdown", ".txt", ".text", ".html", ".htm", ".mhtml", ".mht")
"""Ends of names of files with text."""

SEALED = {
    **dict.fromkeys((".doc", ".docx", ".docm", ".wps", ".odt", ".rtf", ".pages"), "Word 一类的文档"),
    **dict.fromkeys((".xls", ".xlsx", ".xlsm", ".et", ".csv", ".ods", ".numbers"), "表格"),
    **dict.fromkeys((".ppt", ".pptx", ".dps", ".odp", ".key"), "幻灯片"),
    **dict.fromkeys((".pdf", ".ofd", ".caj", ".xps"), "PDF 一类的文档"),
    **dict.fromkeys((".zip", ".rar", ".7z", ".gz", ".tar", ".tgz", ".bz2", ".xz", ".iso"), "压缩文件"),
    **dict.fromkeys((".exe", ".msi", ".bat", ".cmd", ".com", ".scr", ".ps1", ".vbs", ".jar", ".apk", ".dmg"), "程序"),
    **dict.fromkeys((".js", ".sh", ".py", ".php", ".dll"), "程序"),
    **dict.fromkeys((".db", ".sqlite", ".mdb", ".accdb", ".psd", ".ai", ".cdr"), "别的软件的文件"),
}
"""Ends of names of files into which no check can look, and what people call them."""

NUMBERED = re.compile(r"(?<![0-9])[1-9][0-9]{4}(?![0-9])")
"""An id within a name."""

INDEX = re.compile(r"index(?:[\s_-]*+(?:\(?\d++\)?|副本|copy|new|最新|最终))*+(?:\.(?:md|markdown|txt|html?))*")
"""What becomes of the name index.md on its way through browsers, editors and systems."""


def normalize_file_name(name: str) -> str:
    """Return a name without what differs between systems and input methods: case, full-width forms, composition."""
    return unicodedata.normalize("NFKC", name).casefold().strip()


def is_index_candidate(name: str) -> bool:
    """Could a file of this name be the text of an entry, wherever it lies?"""
    text = normalize_file_name(name)
    return bool(INDEX.fullmatch(text)) or (text.endswith(ARTICLES) and NUMBERED.search(text) is not None)


def find_index_file(names: Iterable[str]) -> str | None:
    """Return the file of a folder that was probably meant to be its `index.md`; None where there is none."""
    ranked = sorted((rank_index_name(normalize_file_name(name)), name) for name in names)
    return ranked[0][1] if ranked and ranked[0][0] < UNLIKELY else None


UNLIKELY = 9


def rank_index_name(name: str) -> int:
    """Return how unlikely a plain name is that of an introduction, from 0."""
    tests = (
        name == "index.md",
        INDEX.fullmatch(name) and name.endswith(ARTICLES),
        INDEX.fullmatch(name),
        name.endswith(".md"),
        name.endswith(ARTICLES),
        name.endswith(tuple(SEALED)) and SEALED[name[name.rindex(".") :]].endswith("文档"),
    )
    return next((number for number, fits in enumerate(tests) if fits), UNLIKELY)
