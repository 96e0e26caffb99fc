"""A field of the model into the input of a form that asks for it: its label, its help, what it lets through.

What a form stores must stay what people write: so a date is text (`2018-11` is one, and no calendar offers it), a
number is a number, and 是 is a word.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ..model.fields import Field, Many, Need, Records
from ..model.kinds import Choice, Date, File, Flag, Focus, Id, Kind, Text, Whole
from ..model.words import Lexicon

Widget = dict[str, Any]
"""One entry of a list of `fields` in the configuration of Sveltia CMS (its JSON schema: StandardField)."""

ROOMY = 200
"""Characters from which a text is typed into several lines."""
IDS = {"value_type": "int", "min": 10_000, "max": 99_999}
"""Five digits (`model.kinds.ID`)."""
DATE = r"^(\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?)?$"
FOCUS = r"^((100|\d{1,2}),(100|\d{1,2}))?$"
OWN = r"^(blob:.*|[^/]*)$"
"""A picture of the entry's own folder, or one that is just being uploaded; not one out of another folder."""
NOT_OURS = "只能用这个文件夹里的照片：点“上传”，从电脑里选。"
PICTURES = "image/jpeg,image/png,image/webp,image/gif,image/avif,image/heic,image/heif,.heic,.heif"


def text_widget(kind: Text) -> Widget:
    """Return the input of free text."""
    limit = {"maxlength": kind.limit} if kind.limit else {}
    return {"widget": "text" if kind.limit > ROOMY else "string", **limit}


def number_widget(kind: Whole) -> Widget:
    """Return the input of a whole number."""
    return {"widget": "number", "value_type": "int", "min": kind.low, "max": kind.high}


SIMPLE: Mapping[type, Callable[[Any], Widget]] = {
    Text: text_widget,
    File: lambda kind: {"widget": "image", "accept": PICTURES, "choose_url": False, "pattern": [OWN, NOT_OURS]},
    Whole: number_widget,
    Id: lambda kind: {"widget": "number", **IDS},
    Flag: lambda kind: {"widget": "select", "options": ["是", "否"]},
    Date: lambda kind: {"widget": "string", "pattern": [DATE, "写成 2018、2018-11 或 2018-11-26；记不清就空着。"]},
    Focus: lambda kind: {"widget": "string", "pattern": [FOCUS, "写成两个数字，中间一个英文逗号，例如 50,40。"]},
}
"""The input of each kind of single value that needs no vocabulary; a kind without a row has that of its base."""


def widget(field: Field, lexicon: Lexicon, better: Widget | None = None) -> Widget:
    """Return the input of a field; `better` is what asks for it in another way than its kind."""
    return {
        "name": field.key,
        "label": field.key,
        "hint": hint(field),
        "required": field.required is Need.ALWAYS,
        **(better or of_kind(field.kind, lexicon)),
    }


def hint(field: Field) -> str:
    """Return what stands below an input: when it must be filled where the form cannot know, its help, an example."""
    sometimes = f"{field.required.value}。" if field.required in (Need.PUBLISHED, Need.SOURCED) else ""
    return f"{sometimes}{field.help}{f'例如：{field.example}' if field.example else ''}"


def of_kind(kind: Kind | Many | Records, lexicon: Lexicon) -> Widget:
    """Return what is asked for a kind of value."""
    if isinstance(kind, Records):
        return records(kind, lexicon)
    if isinstance(kind, Many):
        return many(kind, lexicon)
    if isinstance(kind, Choice):
        return {"widget": "select", "options": choices(kind, lexicon)}
    return next(SIMPLE[base] for base in type(kind).__mro__ if base in SIMPLE)(kind)


def choices(kind: Choice, lexicon: Lexicon) -> list[str]:
    """Return the words to choose from."""
    return list((lexicon[kind.vocabulary] if kind.vocabulary else kind.words).names)


def many(kind: Many, lexicon: Lexicon) -> Widget:
    """Return the input of a list of single values: words are ticked, everything else is written line by line."""
    if isinstance(kind.item, Choice):
        return {**of_kind(kind.item, lexicon), "multiple": True}
    return {"widget": "list", "field": {"name": "line", "label": "一条", **of_kind(kind.item, lexicon)}}


def records(kind: Records, lexicon: Lexicon) -> Widget:
    """Return the input of a list of records; folded up, each shows what it cannot be without."""
    telling = next((field for field in kind.fields if field.required is Need.ALWAYS), kind.fields[0])
    return {
        "widget": "list",
        "label_singular": "一条",
        "collapsed": True,
        "summary": f"{{{{fields.{telling.key}}}}}",
        "fields": [widget(field, lexicon) for field in kind.fields],
    }
