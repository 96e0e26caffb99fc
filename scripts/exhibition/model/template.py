"""Turns fields into the text of a new content file: every field with a comment above it, filled where there is an answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from .fields import Field, Many, Need, Records
from .kinds import Id, Whole
from .writing import written

FIXED = {"status": "草稿", "example": "否"}
"""How every entry begins, by attribute."""


def template(fields: Sequence[Field], values: Mapping[str, str]) -> str:
    """Return a whole content file: every field with a comment above it, filled where there is an answer."""
    lines = [line for field in fields for line in (comment(field), filled(field, values), *examples(field))]
    return "\n".join(["---", *lines, "---", "", ""])


def filled(field: Field, values: Mapping[str, str]) -> str:
    """Return the line of a field with its answer, in quotation marks where it could be misread."""
    text = values.get(field.attribute, "")
    number = isinstance(field.kind, Id | Whole)
    return f"{field.key}: {text if number else written(text)}".rstrip()


def comment(field: Field) -> str:
    """Return what stands above a field: its help, whether it must be filled, an example of a single value."""
    need = "" if field.required is Need.NEVER else f"，{field.required.value}"
    example = f"例如：{field.example}" if field.example and not isinstance(field.kind, Many | Records) else ""
    return f"# {field.key}{need}：{field.help}{example}"


def examples(field: Field) -> Iterator[str]:
    """Yield what stands below a field of several values: lines that become right when their # is taken away."""
    if isinstance(field.kind, Many | Records):
        yield "# 像下面这样一条一条写（去掉行首的 # 和一个空格）："
    if isinstance(field.kind, Many):
        yield f"#   - {field.example}"
    if isinstance(field.kind, Records):
        # Of a photo its file, for a record holds a file or a drawing, never both.
        parts = [part for part in field.kind.fields if part.attribute != "scene"]
        yield from (f"#   {'  ' if number else '- '}{part.key}: {part.example}" for number, part in enumerate(parts))
