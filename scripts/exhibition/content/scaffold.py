"""Create new content folders from answers, with a commented template, and issue their addresses.

`format_scalar` writes a text in canonical form: bare where YAML reads it back as that text, else in quotation marks. It
is the writing of the forms (the JavaScript library `yaml` 2, core schema, strings plain), so that forms and commands
write alike. The address is issued after the folder is written: a folder without an address is reported by `check`, an
address without a folder would be printed and lead nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from ..diagnostics import Refusal
from ..lazy import dataclass
from ..ledger.permalink_file import format_permalink, get_path
from ..messages.registry import FieldIssue
from ..model import Exhibition, LinkState, Permalink
from ..model.field_types import EntryId, Integer
from ..model.fields import Field, ListOf, RecordList, Requirement, Section
from ..model.vocabulary import Lexicon
from ..progress import Advance, ignore_progress
from ..storage.cache import write_atomically
from ..types import CONTENT_TYPES, ContentType

UNFIT = re.compile(r"""^[\t ,\[\]{}#&*!|>'"%@`]|^[?-]$|^[?-][\t ]|:[\t ]|[\t ]#|[\t :]$""")
"""What cannot stand bare: signs that mean something at the beginning, `: ` and ` #` anywhere, a colon at the end."""
NO_TEXT = re.compile(
    r"""
    (?: ~ | [Nn]ull | NULL )
    | (?: [Tt]rue | TRUE | [Ff]alse | FALSE )
    | [-+]? (?: [0-9]+ (?:\.[0-9]*)? | \.[0-9]+ ) (?: [eE][-+]?[0-9]+ )?
    | 0o[0-7]+ | 0x[0-9a-fA-F]+
    | [-+]?\.(?: inf | Inf | INF ) | \.(?: nan | NaN | NAN )
    """,
    re.VERBOSE,
)
"""What others would take for nothing, a truth or a number (YAML 1.2.2, 10.3.2)."""


def format_scalar(text: str) -> str:
    r"""Return a text of one line as it is written behind `键: `, with nothing for an empty one.

    >>> format_scalar("进楼即回家"), format_scalar("2018"), format_scalar("我们是 #1 楼组"), format_scalar("it's: so")
    ('进楼即回家', "'2018'", "'我们是 #1 楼组'", '"it\'s: so"')
    """
    if not text or not (UNFIT.search(text) or NO_TEXT.fullmatch(text)):
        return text
    if "'" in text and '"' not in text:
        return '"' + text.replace("\\", "\\\\").replace("\t", "\\t") + '"'
    return "'" + text.replace("'", "''") + "'"


FIXED = {"status": "草稿", "example": "否"}
"""How every entry begins, by attribute."""


Answers = Mapping[str, str | Sequence[str]]
"""Answers by attribute: a text, or the items of a list."""


def render_template(fields: Sequence[Field], values: Answers) -> str:
    """Return a whole content file: every field with a comment above it, filled where there is an answer.

    Record lists are left out: `add` appends them (`record_blocks`) when there is something to tell, so that new files stay short.
    """
    lines = [
        line
        for field in fields
        if field.section is not Section.RECORDS
        for line in (render_comment(field), *iter_field_lines(field, values.get(field.attribute, "")))
    ]
    return "\n".join(["---", *lines, "---", "", ""])


def render_body_start(row: ContentType, body: str = "") -> str:
    """Return what stands below the front matter of a new file: the story, else what the type's body begins with."""
    body = body or (row.body.starter if row.body else "")
    return f"{body}\n" if body else ""


def iter_field_lines(field: Field, answer: str | Sequence[str]) -> Iterator[str]:
    """Yield the line of a field, the items of its list, and lines that show how another one is written."""
    if isinstance(answer, str) or not answer:
        yield render_field(field, answer if isinstance(answer, str) else "")
        yield from iter_examples(field)
        return
    yield f"{field.key}:"
    yield from (f"  - {format_scalar(item)}" for item in answer)
    yield MORE_EXAMPLES_BELOW
    yield from list(iter_examples(field))[1:]


def render_field(field: Field, text: str) -> str:
    """Return the line of a field with its answer, in quotation marks where it could be misread."""
    number = isinstance(field.kind, EntryId | Integer)
    return f"{field.key}: {text if number else format_scalar(text)}".rstrip()


def render_comment(field: Field) -> str:
    """Return what stands above a field: its help, whether it must be filled, an example of a single value."""
    need = "" if field.required is Requirement.NEVER else f"，{field.required.value}"
    example = f"例如：{field.example}" if field.example and not isinstance(field.kind, ListOf | RecordList) else ""
    return f"# {field.key}{need}：{field.help}{example}"


EXAMPLES_BELOW = "# 像下面这样一条一条写（去掉行首的 # 和一个空格）："
"""What stands above the lines that show how the first of several values is written."""
MORE_EXAMPLES_BELOW = "# 再添一条，像下面这样写（去掉行首的 # 和一个空格）："
"""The same below values that are there already."""


def iter_examples(field: Field) -> Iterator[str]:
    """Yield what stands below a field of several values: lines that become right when their # is taken away."""
    if isinstance(field.kind, ListOf | RecordList):
        yield EXAMPLES_BELOW
    if isinstance(field.kind, ListOf):
        yield f"#   - {field.example}"
    if isinstance(field.kind, RecordList):
        # Of a photo its file, for a record holds a file or a drawing, never both.
        parts = [part for part in field.kind.fields if part.attribute != "scene"]
        yield from (
            f"#   {'  ' if number else '- '}{part.key}: {part.example}".rstrip() for number, part in enumerate(parts)
        )


@dataclass(frozen=True, slots=True)
class NewEntry:
    """A new entry: its id, its file below the root, the whole text of the file, its address."""

    id: str
    path: Path
    text: str
    link: Permalink


def parse_answer(field: Field, answer: str, lexicon: Lexicon) -> tuple[str, FieldIssue | None]:
    """Return an answer as it should be written, and what is wrong with it: a 错误 where nothing can be made of it."""
    answer = " ".join(answer.split())
    if not answer or isinstance(field.kind, ListOf | RecordList):
        return "", None
    _, issue = field.kind.parse(answer, field.key, lexicon)
    return (answer if issue is None or issue.text is None else issue.text), issue


def parse_items(field: Field, lines: Sequence[str], lexicon: Lexicon) -> tuple[list[str], list[FieldIssue]]:
    """Return the items of a list as they should be written, and what is wrong with them; empty lines are left out."""
    kind, items, issues = field.kind, [], []
    assert isinstance(kind, ListOf)
    parts = (part for line in lines for part in (SPLIT.split(line) if kind.split else [line]))
    for text in filter(None, (" ".join(part.split()) for part in parts)):
        _, issue = kind.item.parse(text, field.key, lexicon)
        items.append(text if issue is None or issue.text is None else issue.text)
        issues += [issue] if issue else []
    return list(dict.fromkeys(items)), issues


SPLIT = re.compile("[、，,；;]")
"""What stands between the items of a list on one line."""


def plan_entry(kind: str, answers: Answers, exhibition: Exhibition, today: date, id: str, body: str = "") -> NewEntry:
    """Return what would be made of answers (by attribute, as `parse_answer` returns them); nothing is written yet.

    `body` is the story below the front matter. `id` is one of `ledger.changes.iter_free_ids`. Raises Refusal where the street has no folder (its vocabulary cannot be read).
    """
    row = CONTENT_TYPES.get_by_name(kind)
    slug = ""
    if "street" in (field.attribute for field in row.fields):
        street = exhibition.vocabularies.streets.get_term(str(answers.get("street", "")))
        if street is None:
            why = f"街镇词表里没有“{answers.get('street', '')}”，不知道文件夹放在哪里"
            raise Refusal(f"{why}。请先运行 check，把街镇词表改好。")
        slug = street.slug
    folder = Path(row.make_folder_path(id, slug))
    text = render_template(row.fields, {**answers, **FIXED, "id": id}) + render_body_start(row, body)
    link = Permalink(id, today.isoformat(), str(answers["name"]), LinkState.LIVE)
    return NewEntry(id, folder / "index.md", text, link)


def create_entry(plan: NewEntry, root: Path) -> None:
    """Write one folder and its address."""
    create_entries([plan], root)


def create_entries(plans: Sequence[NewEntry], root: Path, advance: Advance = ignore_progress) -> None:
    """Write each folder, and behind it its address.

    Whoever stops midway has whole folders, each with its address. Raises FileExistsError where a folder or an address is
    taken.
    """
    for number, plan in enumerate(plans, 1):
        file, address = root / plan.path, root / get_path(plan.id)
        for one in (file, address):
            if one.exists():
                raise FileExistsError(17, "文件已经在了", str(one))
        write_atomically(file, plan.text.encode())
        write_atomically(address, format_permalink(plan.link).encode())
        advance(number, len(plans))
