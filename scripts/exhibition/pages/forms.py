"""The exhibition to the page of the form: a door that says what is behind it, and behind it Sveltia CMS."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Entry
from ..model.address import FORMS
from .hall import Hall
from .page import Html, Page


def form_page(hall: Hall) -> Iterator[Page]:
    """Yield the page of the form where it is turned on; without what it is made of, it says so."""
    if hall.forms is None:
        return
    exhibition = hall.exhibition
    data = {
        "description": "不用学格式，在表格里填空，就能补上自己楼的故事。",
        "site": exhibition.settings.site_name,
        "forge": exhibition.settings.forms.host_name if exhibition.settings.forms else "",
        "module": hall.forms.module,
        # Stands in the page to the letter, or the browser would not read it.
        "imports": Html(hall.forms.imports),
        "hosts": " ".join(hall.forms.hosts),
    }
    yield Page(FORMS, "forms.html", "用表单写", data)


def form_of(entry: Entry) -> str:
    """Return the address of the form of an entry, from the root of the site: its folder's parent is its collection."""
    return f"{FORMS}#/collections/{entry.folder.split('/')[-2]}/entries/{entry.id}/index"
