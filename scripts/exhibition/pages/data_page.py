"""Open data: the page that offers the tables, the dictionary of their columns, and the files themselves.

Both pages follow from the tables (`exchange/open_data.py`). The last change is told without a clock: by what the data
are, and by the day on which the latest number was issued.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..exchange.open_data import ATTRIBUTION, FOLDER, LICENCE, PACKAGE, OpenTable, describe_form, is_always_filled
from ..model.field_types import parse_standard_date
from ..model.fields import Field
from ..model.vocabulary import Vocabularies
from ..text.characters import make_relative
from .context import PageContext, PageFile, PlainFile
from .page import Page
from .schema_org import DICTIONARY, describe_dataset

KILOBYTE = 1024


def build_data_pages(context: PageContext) -> Iterator[PageFile]:
    """Yield the files of the open data, the page that offers them and the dictionary."""
    files, tables = context.open_data.files, context.open_data.tables
    for name, data in files.items():
        yield PlainFile(f"{FOLDER}{name}", data)
    settings = context.exhibition.settings
    rows = sum(len(context.open_data.get_rows(table)) for table in tables)
    version = context.open_data.version
    yield Page(
        FOLDER,
        "data.html",
        "开放数据",
        {
            "description": f"展厅里看得见的，这里都有一份表：{len(tables)}张表，{rows}行，谁都可以下载。",
            "name": "开放数据",
            "crumbs": [["首页", make_relative("", FOLDER)]],
            "lead": "展厅里看得见的，这里都有一份表。下载、再用，不用问我们。",
            "pose": "reading",
            "tables": [view_table(table, context) for table in tables],
            "dictionary": make_relative(DICTIONARY, FOLDER),
            "package": {"name": PACKAGE, "size": format_size(len(files[PACKAGE]))},
            "licence": LICENCE,
            "cite": f"{ATTRIBUTION}：开放数据，版本 {version}，{settings.site_url}{FOLDER}",
            "version": version,
            "issued": format_last_issue(context),
            "ld": describe_dataset(context.open_data, "开放数据", [["首页", make_relative("", FOLDER)]]),
        },
    )
    yield Page(
        DICTIONARY,
        "data.html",
        "数据字典",
        {
            "description": "每张表有哪几列，每一列是什么意思、怎么写、举一个例子。",
            "name": "数据字典",
            "crumbs": [["首页", make_relative("", DICTIONARY)], ["开放数据", make_relative(FOLDER, DICTIONARY)]],
            "lead": "每张表有哪几列，每一列是什么意思、怎么写。",
            "pose": "pointing",
            "sections": [view_columns(table, context.exhibition.vocabularies) for table in tables],
        },
    )


def view_table(table: OpenTable, context: PageContext) -> dict[str, object]:
    """Return a table for the page: what it is, how many rows it has, its files with their sizes."""
    data = context.open_data
    count = len(data.get_rows(table))
    files = [("CSV", table.csv), ("JSON", table.json)]
    return {
        "name": table.name,
        "title": table.title,
        "help": table.help,
        "count": f"{count} 行" if count else "还没有",
        "files": [{"kind": kind, "href": name, "size": format_size(len(data.files[name]))} for kind, name in files],
    }


def view_columns(table: OpenTable, vocabularies: Vocabularies) -> dict[str, object]:
    """Return a table for the dictionary."""
    return {
        "name": table.name,
        "title": table.title,
        "help": table.help,
        "columns": [view_column(field, vocabularies) for field in table.columns],
    }


def view_column(field: Field, vocabularies: Vocabularies) -> dict[str, object]:
    """Return one column for the dictionary: its heading, its meaning, how it is written, an example."""
    form = describe_form(field, vocabularies)
    data: dict[str, object] = {
        "key": field.key,
        "help": form.schema.get("description", field.help),
        "form": form.words,
        "example": form.schema.get("example", field.example),
        "filled": is_always_filled(field),
    }
    return {key: value for key, value in data.items() if value}


def format_size(size: int) -> str:
    """Return a size in bytes as people read it.

    >>> format_size(297), format_size(1500), format_size(3_400_000)
    ('297 字节', '1.5 KB', '3.2 MB')
    """
    if size < KILOBYTE:
        return f"{size} 字节"
    return f"{size / KILOBYTE:.1f} KB" if size < KILOBYTE**2 else f"{size / KILOBYTE**2:.1f} MB"


def format_last_issue(context: PageContext) -> str:
    """Return the day on which the latest number of the tables was issued, as visitors read it; empty: not known."""
    links = context.exhibition.ledger.by_id
    days = [links[id].issued for id in context.open_data.entries if id in links]
    latest = parse_standard_date(max(days, default=""))
    return latest.chinese if latest else ""
