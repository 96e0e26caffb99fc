"""Certain corrections of content files, in memory; nothing is written here.

    bytes ──encoding──▶ text ──settling (fences, lines, keeping)──▶ text ──judging──▶ Fixing ──differing──▶ what people read

A mend is certain where the message that speaks of it shows the finished line and does not ask. Of the text below the
front matter only characters go that are no text; what a person must decide is left to a person.
"""

from __future__ import annotations

from .fixer import (
    FixedFile,
    FixResult,
    count_changed_lines,
    extract_front_matter,
    fix_content,
    list_content_files,
    render_diff,
)

__all__ = [
    "FixResult",
    "FixedFile",
    "count_changed_lines",
    "extract_front_matter",
    "fix_content",
    "list_content_files",
    "render_diff",
]
