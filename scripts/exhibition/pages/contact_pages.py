"""Whom visitors can turn to: the lines of every footer, and the pages 这里不对 (`/tell/`) and 我要申报 (`/apply/`).

None of them sends anything anywhere: a page composes a text, which people copy, mail, read over the telephone or print.
What the settings do not say is left out, and the pages say what to do without it. The one foreign address of a footer is
the register of 备案号, which the law wants there; it is a link, never a request.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from urllib.parse import quote

from ..content.applications import NOT_PLAIN, PROMISE_LINES, PROMISES, STORY, STORY_LIMIT
from ..content.scaffold import (
    FIXED,
    MORE_EXAMPLES_BELOW,
    NO_TEXT,
    UNFIT,
    iter_examples,
    iter_field_lines,
    render_comment,
    render_template,
)
from ..lazy import dataclass
from ..model import Exhibition, Settings, Vocabularies
from ..model.books import BOOKS, Book
from ..model.content_types import ContentType, get_item_kind
from ..model.field_types import Choice, Date, EntryId, Integer, NumberedItem, Text
from ..model.fields import Field, ListOf, Requirement, Section
from ..model.site_settings import ICP_REGISTER
from ..privacy.accounts_and_homes import PROVINCES
from ..privacy.people import FREQUENT, SURNAMES, TITLE
from ..text.characters import make_relative
from ..types import CONTENT_TYPES
from .context import PageContext
from .facets import STREETS, build_navigation
from .page import Page

FooterLine = tuple[str, str]
"""Words, and where they lead; empty where they lead nowhere."""


def list_filing_lines(settings: Settings) -> list[FooterLine]:
    """Return the 备案号 of the site, each with the register that it leads to."""
    lines = [(settings.icp, ICP_REGISTER), (settings.police, settings.police_link)]
    return [line for line in lines if line[0]]


def list_contact_lines(settings: Settings) -> list[FooterLine]:
    """Return what the footer of a page says of those who run the site."""
    contact = settings.contact
    lines = [
        (settings.operator, ""),
        (contact.telephone, contact.telephone_link),
        (contact.mail, contact.mail_link),
        (contact.place, ""),
        (contact.hours, ""),
        (settings.licence, ""),
    ]
    return [*(line for line in lines if line[0]), *list_filing_lines(settings)]


def list_short_lines(settings: Settings) -> list[FooterLine]:
    """Return what the footer of an entry's page says, which has no bytes to spare: name, telephone, 备案号."""
    contact = settings.contact
    lines = [(settings.operator, ""), (contact.telephone or contact.mail, contact.telephone_link or contact.mail_link)]
    return [*(line for line in lines if line[0]), *list_filing_lines(settings)[:1]]


def build_page_links(exhibition: Exhibition) -> dict[str, list[tuple[str, str]]]:
    """Return the links that every page carries, by their place: to galleries, and to those who run the site.

    `places` are the streets, for the page of lost addresses alone.
    """
    settings = exhibition.settings
    return {
        **build_navigation(),
        "places": [
            (term.name, f"{STREETS.index}{term.slug}/") for term in exhibition.vocabularies.streets if not term.example
        ],
        "apply": list_application_links(),
        "books": [(book.label, book.path) for book in list_books(exhibition)],
        "books-short": [(book.label, book.path) for book in list_books(exhibition) if book.short_footer],
        "keeper": list_contact_lines(settings),
        "keeper-short": list_short_lines(settings),
    }


def list_books(exhibition: Exhibition) -> list[Book]:
    """Return the books that every page links to; of one with a template it is known whether there are pages."""
    return [book for book in BOOKS if not book.template or exhibition.books.get(book.name)]


REMARK_PATH = "tell/"


@dataclass(frozen=True, slots=True)
class RemarkKind:
    """One thing that may be wrong with a page."""

    label: str
    hint: str
    """What one writes about it, as a question."""
    promise: str
    """What happens then."""
    template: str
    """The issue form for it, where the code host has a page for that."""


TAKEDOWN = (
    "收到就先撤下，再慢慢核对；不用讲理由。照片和文字会从网页和图片文件里一起拿掉。"
    "门口的二维码还打得开，只说这一页收起来了。海报上也有的，写一声贴在哪里，要有人去揭下来。"
)
"""What docs/takedown.md promises, in the words of those who ask for it."""
REMARK_KINDS = (
    RemarkKind("照片不该放", "第几张照片，或者画面里是什么？不用写里面是谁。", TAKEDOWN, "3-takedown.yml"),
    RemarkKind("写了不该写的", "哪一段写了名字、电话或者门牌？不用再抄一遍。", TAKEDOWN, "3-takedown.yml"),
    RemarkKind("写错了", "哪一句不对？应该是什么？", "核对以后就改。不确定的先空着，等知道的人来补。", "1-mistake.yml"),
    RemarkKind(
        "想补充",
        "知道什么时候、谁做的、后来怎样了？",
        "你说的会先核对，再写上去，写明是谁说的（写身份，不写名字）。",
        "1-mistake.yml",
    ),
    RemarkKind(
        "二维码坏了",
        "贴在哪座楼、哪扇门？是扫不出，还是破了、贴错了？",
        "编号和网址都不会变。坏了的重新印一张贴上。",
        "1-mistake.yml",
    ),
    RemarkKind("网页打不开", "用的什么手机？打开的时候看到什么？", "是网页的毛病，会转给修网页的人。", "4-program.yml"),
    RemarkKind("别的事", "想说什么就写什么。", "看了会转给该管的人。", "1-mistake.yml"),
)
"""What people come with; the gravest first. A new kind is a new row."""


def build_remark_page(context: PageContext) -> Iterator[Page]:
    """Yield the page on which visitors say what is wrong; the page they mean stands behind the question mark of its address."""
    settings = context.exhibition.settings
    kinds = [
        {
            "label": kind.label,
            "hint": kind.hint,
            "promise": kind.promise,
            "issue": build_issue_link(settings, kind.template),
        }
        for kind in REMARK_KINDS
    ]
    yield Page(
        REMARK_PATH,
        "tell.html",
        "这里不对",
        {
            "description": "照片不该放、写错了、二维码坏了、想补充：说一声就行，不用注册，不用登录。",
            "crumbs": [["首页", make_relative("", REMARK_PATH)]],
            "name": "这里不对",
            "lead": "说一声就行，不用注册，不用登录。",
            "pose": "lantern",
            "kinds": kinds,
            "site": settings.site_url,
            "name_of_site": settings.site_name,
            "contact": describe_contact(settings),
            "mail": build_letter(settings, "这里不对", "哪一页（网址，或者二维码下面的 5 位数字）：\n\n哪里不对：\n\n"),
        },
    )


def describe_contact(settings: Settings) -> dict[str, str]:
    """Return whom visitors can turn to, as templates show it; what is not known is left out."""
    contact = settings.contact
    told = {
        "operator": settings.operator,
        "telephone": contact.telephone,
        "dial": contact.telephone_link,
        "mail": contact.mail,
        "place": contact.place,
        "hours": contact.hours,
        "issues": settings.issues,
    }
    return {key: value for key, value in told.items() if value}


def build_letter(settings: Settings, subject: str, body: str) -> str:
    """Return the address that opens a letter with subject and text (RFC 6068); empty where there is no mail address."""
    if not settings.contact.mail:
        return ""
    lines = quote(body.replace("\n", "\r\n"))
    return f"{settings.contact.mail_link}?subject={quote(f'{settings.site_name}：{subject}')}&body={lines}"


ISSUE_HOSTS = (
    ("github", re.compile(r"\Ahttps://github\.com/")),
    ("gitlab", re.compile(r"/-/issues/new")),
    ("gitee", re.compile(r"\Ahttps://gitee\.com/")),
)
"""How code hosts are told by the address of their page for a new issue; what is none of these is a Gitea or a Forgejo."""


def find_issue_host(settings: Settings) -> str:
    """Return what kind of code host the page for a new issue is on."""
    if settings.forms and settings.forms.kind == "github":
        return "github"
    return next((kind for kind, pattern in ISSUE_HOSTS if pattern.search(settings.issues)), "gitea")


def build_issue_link(settings: Settings, template: str) -> str:
    """Return the code host's page for a new issue, with its form where the host takes the name of one; empty: there is none."""
    if not settings.issues or find_issue_host(settings) != "github":
        return settings.issues
    return f"{settings.issues}?template={template}"


FORM_LABEL = "我要申报"
UNIT_FORM = "2-unit.yml"
"""The issue form of applications (`.github/ISSUE_TEMPLATE/`), whose inputs have the names of the fields."""
ISSUE_TITLE = "我们楼想有一页"
"""What the form calls itself, and with what the titles of applications begin."""
BETWEEN = "[ \\t.·/()-]?"
"""What may stand between two digits of one number."""
PRIVATE_PATTERNS: Mapping[str, str] = {
    "身份证号": f"(?:^|[^0-9])[1-9](?:{BETWEEN}[0-9]){{16}}{BETWEEN}[0-9Xx](?![0-9])",
    "银行卡号": f"(?:^|[^0-9])[3-6](?:{BETWEEN}[0-9]){{15,18}}(?![0-9])",
    "手机号": f"(?:^|[^0-9])1[3-9](?:{BETWEEN}[0-9]){{9}}(?![0-9])",
    "门牌": "[0-9]{1,4}(?:号楼?|幢|栋|座)[ -]?[0-9]{3,4}(?:室|(?![0-9年]))|[0-9A-D]{3,4}室",
    "车牌": f"[{PROVINCES}][A-HJ-NP-Z][ ·.-]?[A-HJ-NP-Z0-9]{{5,6}}(?![A-Za-z0-9])",
    "微信号": "(?:微信|薇信|[Vv][Xx]|[Ww]e[Cc]hat)[号:是为 ]{0,4}[A-Za-z][A-Za-z0-9_-]{5,19}",
    "固定电话": "(?:^|[^0-9])(?:0[0-9]{2,3}[) -]{0,2}|电话[:是为 ]{0,3})[2-8][0-9]{2,3}[ -]?[0-9]{4}(?![0-9])",
    "QQ号": "[Qq]{2}[号:是为 ]{0,3}[1-9][0-9]{4,10}",
    "电子邮箱": "[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}[.][A-Za-z]{2,}",
    "人名": f"[{SURNAMES}](?:[\\u4e00-\\u9fff]?{TITLE})",
}
"""Simple forms of what `privacy` finds, for browsers: no lookbehind, on normalised text. They warn while people write; the
command `apply` and the check search thoroughly."""
NAME_ALONE = f"^(?:[老小阿][{FREQUENT}]|[{FREQUENT}](?:某某?|[\\u4e00-\\u9fff]?[^长员会局镇区组队方社站处办委室部人民户家楼群院校馆班团友生工者们营角]))$"
"""An item of a list of roles that is a name."""


def list_application_links() -> list[tuple[str, str]]:
    """Return the links to the forms by which residents apply, from the root of the site."""
    return [(FORM_LABEL, row.application) for row in CONTENT_TYPES if row.application]


def build_application_pages(context: PageContext) -> Iterator[Page]:
    """Yield the page by which residents apply for an entry, of each content type that has one."""
    for row in CONTENT_TYPES:
        if row.application:
            yield build_application_page(row, context)


def build_application_page(row: ContentType, context: PageContext) -> Page:
    """Return the form of one content type."""
    exhibition = context.exhibition
    words, settings = exhibition.vocabularies, exhibition.settings
    steps = words.star_steps
    inputs = [describe_input(field, words) for field in row.applied]
    return Page(
        row.application,
        "apply.html",
        FORM_LABEL,
        {
            "description": f"你们的{row.label}想在展厅有一页？照着填，做成一段现成的文字，复制、寄出或打印。这里不收，也不替你发。",
            "crumbs": [["首页", make_relative("", row.application)]],
            "name": FORM_LABEL,
            "lead": "填好这一张，你们楼就能有自己的一页。",
            "pose": "waving",
            "kind": row.label,
            "inputs": inputs,
            "story": {"label": STORY, "limit": STORY_LIMIT},
            "promises": {"label": PROMISES, "lines": PROMISE_LINES},
            "steps": [term.name for term in steps],
            "source": steps.source,
            "open": words.star_paths.is_open or bool(words.star_paths.slots),
            "least": [[one["key"], one["least"]] for one in inputs if one.get("least")],
            "blank": render_template(row.fields, {**FIXED, "id": ""}),
            "contact": describe_contact(settings),
            "name_of_site": settings.site_name,
            "mail": build_letter(settings, FORM_LABEL, "（把做好的那一段贴在这里）\n"),
            "spec": json.dumps(build_form_rules(row, inputs, settings), ensure_ascii=False),
        },
    )


def describe_input(field: Field, words: Vocabularies) -> dict[str, object]:
    """Return what a form asks for one field, with the limits that its declaration has; what it has not is left out."""
    kind, many = get_item_kind(field), isinstance(field.kind, ListOf)
    data: dict[str, object] = {"name": field.attribute, "key": field.key, "help": field.help, "example": field.example}
    data["many"] = many
    data["required"] = field.required is Requirement.ALWAYS
    data["later"] = field.required in (Requirement.PUBLISHED, Requirement.SOURCED)
    data["raw"] = isinstance(kind, EntryId | Integer)
    if isinstance(kind, Choice):
        terms = words.get(kind.vocabulary).terms if kind.vocabulary else ()
        true = [term.name for term in terms if not term.example]
        data["words"] = true or [term.name for term in terms] or list(kind.words.names)
    if isinstance(kind, Integer):
        data |= {"low": kind.low, "high": kind.high}
    if isinstance(kind, Text):
        data |= {"limit": kind.limit, "numbered": isinstance(kind, NumberedItem)}
    data["date"] = isinstance(kind, Date)
    if isinstance(field.kind, ListOf):
        data["least"] = field.kind.least
    return {key: value for key, value in data.items() if value}


def build_form_rules(row: ContentType, inputs: list[dict[str, object]], settings: Settings) -> dict[str, object]:
    """Return what the script of the form needs: fields, the file to fill, how YAML is written, what is private."""
    return {
        "questions": [{key: value for key, value in one.items() if key not in ("help", "example")} for one in inputs],
        "file": build_file_parts(row),
        "unfit": UNFIT.pattern,
        "noText": f"^(?:{''.join(NO_TEXT.pattern.split())})$",
        "notPlain": NOT_PLAIN.pattern,
        "private": [[name, pattern] for name, pattern in PRIVATE_PATTERNS.items()],
        "nameAlone": NAME_ALONE,
        "story": [STORY, STORY_LIMIT],
        "promises": [PROMISES, *PROMISE_LINES],
        "title": ISSUE_TITLE,
        "mail": settings.contact.mail,
        "issues": settings.issues,
        "host": find_issue_host(settings) if settings.issues else "",
        "template": UNIT_FORM,
    }


def build_file_parts(row: ContentType) -> list[object]:
    """Return the lines of a new file as `new` writes it; an object stands for the lines of a field that the form asks."""
    parts: list[object] = ["---"]
    for field in row.fields:
        if field.section is Section.RECORDS:
            continue
        parts.append(render_comment(field))
        lines = list(iter_field_lines(field, FIXED.get(field.attribute, "")))
        if field in row.applied:
            more = [MORE_EXAMPLES_BELOW, *list(iter_examples(field))[1:]] if isinstance(field.kind, ListOf) else []
            parts.append({"name": field.attribute, "empty": lines, "more": more})
        else:
            parts += lines
    return parts
