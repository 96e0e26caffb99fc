"""Issue templates for code hosts whose templates are plain Markdown, generated from GitHub's issue forms.

The forms are the only source; `tests/test_issue_templates.py` compares the templates with the result. `python
tests/helpers/issue_templates.py` writes them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

HOME = Path(__file__).resolve().parents[2]
FORMS = sorted((HOME / ".github" / "ISSUE_TEMPLATE").glob("[0-9]*.yml"))
PULL = HOME / ".github" / "PULL_REQUEST_TEMPLATE.md"

Form = Mapping[str, Any]


def read(path: Path) -> Form:
    form: Form = yaml.safe_load(path.read_text("utf-8"))
    return form


def iter_paragraphs(form: Form) -> Iterator[str]:
    """Yield the paragraphs of a form, block by block."""
    for part in form["body"]:
        about = part["attributes"]
        if part["type"] == "markdown":
            yield about["value"].strip()
            continue
        yield f"### {about['label']}"
        if hint := about.get("description") or about.get("placeholder"):
            yield f"<!-- {hint} -->"
        if options := about.get("options"):
            yield "\n".join(f"- [ ] {one if isinstance(one, str) else one['label']}" for one in options)


def format_template(form: Form) -> str:
    """Return one template for one kind of issue."""
    return "\n\n".join(iter_paragraphs(form)) + "\n"


def format_chapters(forms: list[Form]) -> str:
    """Return one template for all kinds: people keep the chapter that they need."""
    chapters = [f"## {form['name']}\n\n{format_template(form)}" for form in forms]
    return "\n".join(["这里有四种，留下你要的那一种，别的删掉就好。\n", *chapters])


def list_templates() -> dict[str, str]:
    """Return every generated template, by path."""
    forms = [read(path) for path in FORMS]
    pull = PULL.read_text("utf-8")
    return {
        ".gitlab/merge_request_templates/Default.md": pull,
        ".gitee/PULL_REQUEST_TEMPLATE.zh-CN.md": pull,
        ".gitee/ISSUE_TEMPLATE.zh-CN.md": format_chapters(forms),
        **{f".gitlab/issue_templates/{form['name']}.md": format_template(form) for form in forms},
    }


if __name__ == "__main__":
    for path, text in list_templates().items():
        (HOME / path).parent.mkdir(parents=True, exist_ok=True)
        (HOME / path).write_text(text, "utf-8")
