"""The table of fields to the parts of the guide that explain them: what may be written, with example, need and choices.

A field, a record or a vocabulary that is added to the model stands here by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape

from ..model import Vocabularies
from ..model.fields import Field, Many, Records, own_fields
from ..model.kinds import Choice, Kind
from ..model.template import FIXED, examples, template
from ..model.vocabulary import Term
from ..print.formats import FORMATS
from ..types import CONTENT_TYPES

EVERY = "every"
"""The group of fields that types share."""


def groups() -> Mapping[str, Sequence[Field]]:
    """Return the fields of one value or one list: those that types share, then by type what its own dataclass declares."""
    single = [field for field in CONTENT_TYPES.fields if not isinstance(field.kind, Records)]
    own = {
        row.name: [field for field in row.fields if field in own_fields(row.model).values()] for row in CONTENT_TYPES
    }
    alone = {field for fields in own.values() for field in fields}
    return {EVERY: [field for field in single if field not in alone]} | {
        name: [field for field in fields if field in single] for name, fields in own.items()
    }


def record_fields() -> Mapping[str, tuple[Field, Records]]:
    """Return the fields whose records have fields of their own, by attribute."""
    return {field.attribute: (field, field.kind) for field in CONTENT_TYPES.fields if isinstance(field.kind, Records)}


GREETING = {"streets"}
"""Vocabularies whose notes greet visitors; they do not tell what a word means."""


def type_tables(vocabularies: Vocabularies) -> str:
    """Return the fields that only one type has, type by type, each below a heading; of types without any nothing."""
    tables: list[str] = []
    met: set[str] = set()
    for row in CONTENT_TYPES:
        fields = groups()[row.name]
        # Anchors differ: two types may name their fields alike.
        prefix = f"{row.name}-" if met & {field.attribute for field in fields} else ""
        met |= {field.attribute for field in fields}
        if fields:
            note = f"\n\n{row.note}" if row.note else ""
            tables.append(f"## {row.label}才有的\n\n{listing(fields, vocabularies, prefix)}{note}")
    return "\n\n".join(tables)


def listing(fields: Sequence[Field], vocabularies: Vocabularies, prefix: str = "") -> str:
    """Return fields as an HTML list of descriptions; `prefix` keeps the anchors of records apart."""
    rows = "\n".join(row(field, vocabularies, prefix) for field in fields)
    return f'<div class="ex-fields"><dl>\n{rows}\n</dl></div>'


def row(field: Field, vocabularies: Vocabularies, prefix: str) -> str:
    """Return one field: its key and when it is needed, then what to write."""
    told = [escape(field.help)]
    if field.example:
        told.append(f"例如 <code>{escape(sample_of_value(field))}</code>")
    told += choices(field.kind, vocabularies)
    term = f"<dt>{field.key} <small>{field.required.value}</small></dt>"
    return f'<div id="{prefix}{field.attribute}">{term}{"".join(f"<dd>{one}</dd>" for one in told)}</div>'


def sample_of_value(field: Field) -> str:
    """Return an example as it is typed: an item of a list with its dash."""
    return f"- {field.example}" if isinstance(field.kind, Many) else f"{field.key}: {field.example}"


def choices(kind: Kind | Many | Records, vocabularies: Vocabularies) -> Iterator[str]:
    """Yield the words that a field may hold, where they are fixed: those with a note one by one, others in a line."""
    item = kind.item if isinstance(kind, Many) else kind
    if not isinstance(item, Choice):
        return
    terms = (
        getattr(vocabularies, item.vocabulary).terms if item.vocabulary else tuple(map(plain_term, item.words.names))
    )
    speaking = item.vocabulary not in GREETING
    noted = [f"<li><b>{escape(term.name)}</b> {escape(term.note)}</li>" for term in terms if term.note and speaking]
    if noted:
        yield f"从这些里选：<ul>{''.join(noted)}</ul>"
    bare = "、".join(escape(term.name) for term in terms if not ((term.note and speaking) or term.example))
    if bare:
        yield f"{'还有' if noted else '从这些里选'}：{bare}。"


def plain_term(name: str) -> Term:
    """Return a word of a field's own as a term without a note."""
    return Term(slug="", name=name)


def parts(name: str, vocabularies: Vocabularies) -> str:
    """Return the fields of one kind of record. Raises KeyError where there is no such kind."""
    return listing(record_fields()[name][1].fields, vocabularies, f"{name}-")


def records(vocabularies: Vocabularies) -> str:
    """Return every field of records: heading, sentence, lines to copy, its own fields."""
    return "\n\n".join(
        f"### {field.key} {{#{name}}}\n\n{field.help}\n\n```\n{sample(field)}\n```\n\n{parts(name, vocabularies)}"
        for name, (field, _) in record_fields().items()
    )


def sample(field: Field) -> str:
    """Return a field of several values as one copies it, each line with its example."""
    return "\n".join([f"{field.key}:", *(line.removeprefix("# ") for line in list(examples(field))[1:])])


def blank(kind: str) -> str:
    """Return the whole file from which a neighbour begins, as a block to copy. Raises KeyError for an unknown kind."""
    row = CONTENT_TYPES.named(kind)
    return f"```\n{template(row.fields, {**FIXED, **row.sample}).rstrip()}\n\n从这里写我们的故事。\n```"


def street_folders(vocabularies: Vocabularies) -> str:
    """Return the table of streets and the folders that hold their units."""
    rows = [f"| {term.name} | `{term.slug}` |" for term in vocabularies.streets if not term.example]
    return "\n".join(["| 街镇 | 文件夹 |", "|---|---|", *rows])


def product_table() -> str:
    """Return the table of products: size, place, and the distance from which the code is scanned."""
    rows = (
        f"| {row.title} | {row.width_mm:g} × {row.height_mm:g} 毫米 | {row.place} | "
        f"{f'{row.distance_m:g} 米以内' if row.has_code else '没有码'} |"
        for row in FORMATS.values()
    )
    return "\n".join(["| 产品 | 大小 | 贴在哪里 | 多远能扫 |", "|---|---|---|---|", *rows])


def product_keys() -> str:
    """Return what `--product` takes, in a sentence."""
    *others, last = (f"`{row.key}`（{row.title}）" for row in FORMATS.values())
    return f"{'、'.join(others)}或 {last}。" if others else f"{last}。"


def product_paper() -> str:
    """Return the paper of every product in a sentence, products of one paper together."""
    words: dict[str, list[str]] = {}
    for row in FORMATS.values():
        words.setdefault(row.stock, []).append(row.word)
    sentences = (
        f"{'、'.join(dict.fromkeys(used))}用{' ' if stock[0].isascii() else ''}{stock}" for stock, used in words.items()
    )
    return f"{'，'.join(sentences)}。"


def product_sheets() -> str:
    """Return the imposition of every product that has one, in a sentence."""
    schemes = [(row.title, row.imposition) for row in FORMATS.values() if row.imposition]
    sheets = "；".join(f"{title}：{scheme.describe('')}" for title, scheme in schemes)
    return f"{sheets}。" if len(schemes) == len(FORMATS) else f"{sheets}。别的产品，一张就是一个整页。"


def product_bleed() -> str:
    """Return the bleed of the products: that of most, then each other one."""
    bleeds = [row.bleed_mm for row in FORMATS.values()]
    usual = max(dict.fromkeys(bleeds), key=bleeds.count)
    others = "，".join(f"{row.title} {row.bleed_mm:g} 毫米" for row in FORMATS.values() if row.bleed_mm != usual)
    return f"{usual:g} 毫米{f'（{others}）' if others else ''}"


def product_ink() -> str:
    """Return the most ink that any product carries on one place."""
    return f"{max(row.ink_limit for row in FORMATS.values()):g}%"


PRODUCTS: Mapping[str, Callable[[], str]] = {
    "table": product_table,
    "keys": product_keys,
    "paper": product_paper,
    "sheets": product_sheets,
    "bleed": product_bleed,
    "ink": product_ink,
}
"""What the guide says of the products, by the name in its marker."""
