"""Read `mkdocs.yml` and the record of the site's address into settings.

`mkdocs.yml` is read as text, so that its tags (`!ENV`, `!!python/name:`) need no meaning here: the settings that pages
show, the git host of the forms (`extra.exhibition.forms`), and settings that let the engine run other programs or
include other files, which no review of content would see. Whoever may change this file may change every page: each such
setting is an error until its name stands in `extra.exhibition.trusted`; then it remains a remark, because reviewers of
the change should see it every time.

`content/site-address.yml` holds the address (网址), the day from which it is promised (定下), and a list (从前) of former
addresses, each with the day of its end (用到).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

import yaml

from ..diagnostics import Diagnostic, Severity, Span
from ..lazy import dataclass
from ..ledger.permalink_file import is_day
from ..messages import files as messages
from ..messages.registry import DiagnosticCollector, FieldIssue, Message, register_message
from ..model import CmsBackend, FormerAddress, Settings, SiteAddress, SiteContact
from ..model.permalinks import PATH
from ..model.record_types import OWNERS
from ..model.site_settings import PHOTO_BUDGET, parse_handles
from ..privacy import find_private
from ..storage.safe_files import list_within
from .vocabularies import get_text
from .yaml_nodes import DEEPEST, MappingNode, Node, NodePlace, ScalarNode, SequenceNode, parse_node, read_node

HOST_ADDRESS = r"(?:https://[\w.-]+|http://(?:127\.0\.0\.1|localhost))(?::\d+)?(?:/[\w./~-]*)?"
"""A token is not sent over a line on which others can read it; the own machine is no such line."""


@dataclass(frozen=True, slots=True)
class FormSetting:
    """One setting of the forms: its key, what it must look like, and how that is said."""

    key: str
    shape: re.Pattern[str]
    wanted: str


def make_form_setting(key: str, shape: str, wanted: str) -> FormSetting:
    """Return one row of the table."""
    return FormSetting(key, re.compile(shape), wanted)


SETTINGS = (
    make_form_setting("backend", "github|gitlab|gitea", "写 github、gitlab 或 gitea（Forgejo 也写 gitea）"),
    make_form_setting("repo", r"[^\s/:]+(?:/[^\s/:]+)+", "写成 主人/仓库，例如 district/louzu"),
    make_form_setting("branch", r"\S*", "写分支的名字，例如 main；也可以空着"),
    make_form_setting(
        "host", f"(?:{HOST_ADDRESS})?", "写成以 https:// 开头的网址，例如 https://git.example.cn；用公共服务就空着"
    ),
    make_form_setting("app_id", r"\S*", "写应用的编号；没有就空着"),
    make_form_setting("sign_in", f"(?:{HOST_ADDRESS})?", "写成以 https:// 开头的网址；没有就空着"),
)


def read_cms_backend(record: MappingNode, notes: DiagnosticCollector) -> CmsBackend | None:
    """Return where forms write; None where they are not turned on, or wrongly, which is noted: the site goes on."""
    written = {row.key: get_text(record, row.key) for row in SETTINGS}
    if not written["backend"] and not written["repo"]:
        return None
    wrong = [row for row in SETTINGS if not row.shape.fullmatch(written[row.key])]
    for row in wrong:
        place = record.places.get(row.key, (record.line, record.column))
        notes.report(messages.wrong_forms(row.key, written[row.key], row.wanted), *place)
    if wrong:
        return None
    address, sign_in = written["host"].rstrip("/"), written["sign_in"].rstrip("/")
    span = Span(notes.path, *record.places["backend"])
    return CmsBackend(written["backend"], written["repo"], written["branch"], address, written["app_id"], sign_in, span)


RUNS = "排版时会运行别的程序"
LOADS = "会把别处的文件放进网页"
FOREIGN = "会取用别处的设置"
TOP: Mapping[str, str] = {
    "hooks": RUNS,
    "plugins": RUNS,
    "extra_javascript": LOADS,
    "extra_css": LOADS,
    "extra_templates": LOADS,
    "INHERIT": FOREIGN,
    "<<": FOREIGN,
}
"""Settings of the engine that hold power as soon as they hold anything."""
THEME: Mapping[str, str] = {"name": "material", "custom_dir": "overrides"}
"""Settings of the theme that must be what is shipped: another folder or theme is another set of templates."""
HARMLESS = frozenset(
    [
        "abbr",
        "admonition",
        "attr_list",
        "def_list",
        "fenced_code",
        "footnotes",
        "meta",
        "nl2br",
        "sane_lists",
        "smarty",
        "tables",
        "toc",
        "wikilinks",
    ]
)
"""Extensions of Markdown that read no files, run nothing and let no HTML through."""
CORE = frozenset(f"tag:yaml.org,2002:{name}" for name in ["str", "int", "float", "bool", "null", "seq", "map"])
"""YAML tags that only say of which type a value is."""


@dataclass(frozen=True, slots=True)
class RiskySetting:
    """One power: its name, as it stands in `trusted`, what it does, and where it stands."""

    name: str
    effect: str
    place: NodePlace


def report_risky_settings(top: MappingNode, trusted: Node | None, notes: DiagnosticCollector) -> None:
    """Note every power that the settings hold."""
    accepted = list_names(trusted)
    for power in (*iter_risky_settings(top), *iter_tags(notes.text)):
        wording = messages.trusted_power if power.name in accepted else messages.untrusted_power
        notes.report(wording(power.name, power.effect), *power.place)


def list_names(node: Node | None) -> frozenset[str]:
    """Return the names of a list, or of a text with spaces or commas between them."""
    if isinstance(node, SequenceNode):
        return frozenset(item.text.strip() for item in node.items if isinstance(item, ScalarNode))
    return frozenset(re.split(r"[\s,，、]+", node.text)) - {""} if isinstance(node, ScalarNode) else frozenset()


def iter_risky_settings(top: MappingNode) -> Iterator[RiskySetting]:
    """Yield the powers of the outermost keys, of the theme, and of the extensions of Markdown."""
    for key, effect in TOP.items():
        if key in top.values and not is_empty_node(top.values[key]):
            yield RiskySetting(key, effect, top.places[key])
    theme = top.values.get("theme")
    if isinstance(theme, MappingNode):
        for key, shipped in THEME.items():
            node = theme.values.get(key)
            if node is not None and not (isinstance(node, ScalarNode) and node.text.rstrip("/") == shipped):
                yield RiskySetting(f"theme.{key}", "会换用别的模板", theme.places[key])
        if "<<" in theme.values:
            yield RiskySetting("<<", FOREIGN, theme.places["<<"])
    yield from iter_extensions(top.values.get("markdown_extensions"))


def iter_extensions(node: Node | None) -> Iterator[RiskySetting]:
    """Yield the extensions of Markdown that are not known to be harmless."""
    if isinstance(node, MappingNode):
        named = [(key, place) for key, place in node.places.items()]
    else:
        items = node.items if isinstance(node, SequenceNode) else []
        named = [(item.text, (item.line, item.column)) for item in items if isinstance(item, ScalarNode)]
        named += [pair for item in items if isinstance(item, MappingNode) for pair in item.places.items()]
    for name, place in named:
        if name and name.removeprefix("markdown.extensions.") not in HARMLESS:
            yield RiskySetting(name, "可能读别的文件、运行程序，或者放行网页代码", place)


def is_empty_node(node: Node) -> bool:
    """Does a node hold nothing?"""
    if isinstance(node, ScalarNode):
        return node.text in ("", "null", "~", "[]", "{}")
    return not (node.items if isinstance(node, SequenceNode) else node.values)


def iter_tags(text: str) -> Iterator[RiskySetting]:
    """Yield the tags that make a value by running something (`!!python/…`) or from the surroundings (`!ENV`)."""
    depth = 0
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > DEEPEST:
                # Said already (E381), and each level costs libyaml more than the one before.
                return
            tag = getattr(event, "tag", None)
            if tag and tag not in CORE and tag != "!":
                mark = event.start_mark
                place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
                short = tag.replace("tag:yaml.org,2002:", "!!")
                yield RiskySetting(short, "读设置时会运行别的程序，或者取用这台电脑里的东西", place)
    except yaml.YAMLError:
        # What cannot be read is said already (E381).
        return


PRINTABLE = r"""[^\s/?#"'<>\\^`{}|@]"""
SITE_URL = re.compile(rf"https?://{PRINTABLE}+(?:/(?:{PRINTABLE}|/)*)?/", re.IGNORECASE)
LINE = r"""[^<>"\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]"""
"""A character of a text that stands in the title, in the head and in the footer of every page."""
NAV_TARGET = re.compile(r"[\w./-]+\.md|https?://[^\s\"'<>]+")


@dataclass(frozen=True, slots=True)
class SettingShape:
    """What a setting must look like, and how that is said. `path` leads to it from the top of the file."""

    path: tuple[str, ...]
    shape: re.Pattern[str]
    wanted: str
    word: Callable[[str, str, str], FieldIssue] = messages.wrong_setting


def make_setting_shape(
    path: str, pattern: str, wanted: str, word: Callable[[str, str, str], FieldIssue] = messages.wrong_setting
) -> SettingShape:
    """Return one row of the table."""
    return SettingShape(tuple(path.split(".")), re.compile(pattern), wanted, word)


CONTACT = "extra.exhibition.contact"
MOBILE = re.compile(r"(?:\+?86[ -]?)?1[3-9][0-9](?:[ -]?[0-9]){8}")
"""A mobile number, as people write it: mostly that of one person."""
CONTACT_SHAPES = (
    make_setting_shape(
        f"{CONTACT}.telephone",
        r"(?:\+?[0-9](?:[0-9() -]{1,22}[0-9])(?: ?转 ?[0-9]{1,6})?)?",
        "写对外公布的电话，例如 021-12345678，有分机写“021-12345678 转 801”；没有就空着",
        messages.wrong_contact,
    ),
    make_setting_shape(
        f"{CONTACT}.mail",
        r"(?:[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24})?",
        "写一个邮箱，例如 louzu@example.cn；没有就空着",
        messages.wrong_contact,
    ),
    make_setting_shape(
        f"{CONTACT}.place", f"(?:{LINE}{{1,60}})?", "写一行，不超过 60 个字；没有就空着", messages.wrong_contact
    ),
    make_setting_shape(
        f"{CONTACT}.hours",
        f"(?:{LINE}{{1,60}})?",
        "写一行，例如 周一到周五 9:00–17:00；没有就空着",
        messages.wrong_contact,
    ),
    make_setting_shape(
        "extra.exhibition.operator", f"(?:{LINE}{{1,40}})?", "写单位的名称，一行；没有就空着", messages.wrong_contact
    ),
    make_setting_shape(
        "extra.exhibition.licence",
        f"(?:{LINE}{{1,80}})?",
        "用一行说文字和照片能不能转用；没有就空着",
        messages.wrong_contact,
    ),
    make_setting_shape(
        "extra.exhibition.issues",
        r"""(?:https://[\w.-]{1,253}(?::\d{1,5})?/[\w./~-]{1,200}/issues/new)?""",
        "写代码平台上新建议题的网址，以 https:// 开头，以 /issues/new 结尾；没有就空着",
        messages.wrong_contact,
    ),
    make_setting_shape(
        "extra.exhibition.icp",
        r"(?:[\u4e00-\u9fff]ICP[备证][0-9]{6,12}号(?:-[0-9]{1,4})?)?",
        "照备案系统里的写，例如 沪ICP备12345678号-1；没有就空着",
        messages.wrong_filing_number,
    ),
    make_setting_shape(
        "extra.exhibition.police",
        r"(?:[\u4e00-\u9fff]公网安备 ?[0-9]{14}号)?",
        "照备案证明上的写，例如 沪公网安备31000000000000号；没有就空着",
        messages.wrong_filing_number,
    ),
)
"""Whom visitors can turn to, and what the law wants in the footer."""


EDITOR = r"""(?:https?://[^\s"'<>\\^`|{}]+\{path\}[^\s"'<>\\^`|{}]*)?"""
"""The address of a web editor for a content file."""
EDITOR_WANTED = (
    "写以 https:// 开头、里面有 {path} 的网址，例如 https://git.example.cn/district/louzu/edit/main/{path}；没有就空着"
)
SHAPES = (
    make_setting_shape("site_name", f"{LINE}{{1,40}}", "写展厅的名字，一行，不超过 40 个字，不用 < > 和引号"),
    make_setting_shape("site_description", f"(?:{LINE}{{1,200}})?", "写一句话，不超过 200 个字，不用 < > 和引号"),
    make_setting_shape("use_directory_urls", "(?:true)?", "写 true，或者删掉这一行：印出去的网址要靠它"),
    make_setting_shape("extra.exhibition.edit_url", EDITOR, EDITOR_WANTED),
    make_setting_shape(
        "extra.exhibition.photo_budget",
        r"(?:\d{1,3}(?:\.\d{1,2})?)?",
        "写一页的照片最好不超过几 MB，例如 3；空着就是 3",
    ),
    make_setting_shape(
        "extra.exhibition.print_contact", f"(?:{LINE}{{1,80}})?", "写一行，例如 街道自治办 021-12345678；没有就空着"
    ),
    make_setting_shape(
        "extra.exhibition.share_cards",
        "(?:each|street)?",
        "空着，或者写 each（没有照片的每一页都画一张分享图）、street（一个街镇画一张）",
    ),
    *(
        make_setting_shape(f"extra.exhibition.{name}", r"[^<>\x00-\x1f]*", '写用户名，例如 "@name @other"；没有就空着')
        for name in ("keepers", *OWNERS)
    ),
    *CONTACT_SHAPES,
)
"""Settings that pages, posters or files of owners show; `site_url` and the forms have rules of their own."""


PUBLIC_SETTINGS = frozenset(
    row.path for row in SHAPES if row.path[-1] in ("site_name", "site_description", "mail", "place", "hours")
) | {("extra", "exhibition", "operator"), ("extra", "exhibition", "licence")}
"""Settings that pages show as they are. Of the telephone another rule speaks: it may be a mobile of an office."""
PERSONAL = frozenset({"身份证号", "手机号", "微信号", "车牌", "银行卡号"})
"""Private data that no setting needs. An office may have a room number, a landline and a mail address."""


def read_settings(root: Path) -> tuple[Settings, list[Diagnostic]]:
    """Return the settings of the exhibition; what cannot be read is reported and left empty."""
    notes = DiagnosticCollector("mkdocs.yml")
    top = read_top_record(root, notes)
    url = get_text(top, "site_url")
    place = top.places.get("site_url", (1, 1))
    if not notes.diagnostics and not is_site_url(url):
        notes.report(messages.wrong_site_url(url), *place)
    own = get_inner_record(get_inner_record(top, "extra"), "exhibition")
    report_wrong_settings(top, notes)
    report_risky_settings(top, own.values.get("trusted"), notes)
    settings = Settings(
        get_text(top, "site_name"),
        url,
        get_text(own, "edit_url"),
        get_text(top, "site_description"),
        get_text(own, "print_contact"),
        get_text(own, "keepers"),
        bureau=get_text(own, "bureau"),
        share_cards=get_text(own, "share_cards"),
        forms=read_cms_backend(get_inner_record(own, "forms"), notes),
        contact=read_contact(own, notes),
        operator=get_text(own, "operator"),
        licence=get_text(own, "licence"),
        icp=get_text(own, "icp"),
        police=get_text(own, "police"),
        issues=get_text(own, "issues"),
        photo_budget=read_budget(get_text(own, "photo_budget")),
        street_edit_urls=read_street_editors(own, notes),
        url_span=Span(notes.path, *place),
    )
    for name in ("keepers", *OWNERS):
        if wrong := parse_handles(getattr(settings, name))[1]:
            notes.report(messages.malformed_reviewer(wrong), *own.places[name])
    return settings, notes.diagnostics


def read_budget(text: str) -> float:
    """Return the megabytes of pictures of one entry; the default where nothing, or no number, is written."""
    try:
        return float(text) or PHOTO_BUDGET
    except ValueError:
        return PHOTO_BUDGET


def read_street_editors(own: MappingNode, notes: DiagnosticCollector) -> tuple[tuple[str, str], ...]:
    """Return the web editors of streets that have a repository of their own, by slug; wrong ones are noted and left empty."""
    record = get_inner_record(own, STREET_EDITORS)
    node = own.values.get(STREET_EDITORS)
    if node is not None and not isinstance(node, MappingNode) and not is_empty_node(node):
        shown = node.text if isinstance(node, ScalarNode) else "列表"
        notes.report(messages.wrong_setting(STREET_EDITORS, shown, STREETS_WANTED), *own.places[STREET_EDITORS])
    found: list[tuple[str, str]] = []
    for slug in record.values:
        text = get_text(record, slug)
        if not re.fullmatch(EDITOR, text):
            notes.report(messages.wrong_setting(f"{STREET_EDITORS}.{slug}", text, EDITOR_WANTED), *record.places[slug])
            text = ""
        found.append((slug, text))
    return tuple(sorted(found))


STREET_EDITORS = "street_edit_urls"
STREETS_WANTED = (
    "在它下面缩进两格，一行一个街镇：词表里的英文名，冒号，那个仓库的编辑网址（没有就空着）；一个也没有就写 {}"
)


def read_contact(own: MappingNode, notes: DiagnosticCollector) -> SiteContact:
    """Return whom visitors can turn to; keys that nobody reads, and a telephone that may be a person's, are noted."""
    node, place = own.values.get("contact"), own.places.get("contact", (1, 1))
    if isinstance(node, SequenceNode) or (isinstance(node, ScalarNode) and not is_empty_node(node)):
        shown = node.text if isinstance(node, ScalarNode) else "列表"
        keys = "、".join(row.path[-1] for row in CONTACT_SHAPES if ".".join(row.path).startswith(CONTACT))
        notes.report(messages.wrong_contact("contact", shown, f"在它下面缩进两格，一行一项：{keys}"), *place)
    record = get_inner_record(own, "contact")
    known = tuple(row.path[-1] for row in CONTACT_SHAPES if ".".join(row.path[:-1]) == CONTACT)
    for key in record.values:
        if key not in known:
            notes.report(messages.unknown_contact_key(key, known), *record.places[key])
    contact = SiteContact(**{key: get_text(record, key) for key in known})
    if MOBILE.fullmatch(contact.telephone):
        notes.report(messages.personal_telephone(), *record.places["telephone"])
    if contact.hours and not contact.reachable:
        notes.report(messages.half_contact(), *record.places["hours"])
    return contact


def is_site_url(text: str) -> bool:
    """Can this be the address of a site: any scheme of the web, host, port and path, with a slash at the end?

    >>> is_site_url("http://localhost:8000/"), is_site_url("https://louzu.example"), is_site_url("http://[::1/")
    (True, False, False)
    """
    if not SITE_URL.fullmatch(text):
        return False
    try:
        parts = urlsplit(text)
        return parts.port is None or parts.port > 0
    except ValueError:
        return False


def read_site_url(data: bytes) -> str:
    """Return the site's address in the bytes of a `mkdocs.yml` of another revision; empty where it has none."""
    text = data.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")
    node = parse_node(text, DiagnosticCollector("mkdocs.yml"), messages.unreadable_settings)
    return get_text(node, "site_url") if isinstance(node, MappingNode) else ""


def report_wrong_settings(top: MappingNode, notes: DiagnosticCollector) -> None:
    """Note every setting that is not as it must be."""
    for row in SHAPES:
        *outer, key = row.path
        record = top
        for name in outer:
            record = get_inner_record(record, name)
        node = record.values.get(key, ScalarNode("", record.line, record.column))
        text = node.text if isinstance(node, ScalarNode) else "" if is_empty_node(node) else "列表"
        # A list would be left out without a word, whatever its shape allows.
        wrong = not row.shape.fullmatch(text) or (text and not isinstance(node, ScalarNode))
        # Without a readable file nothing is known of the name.
        if wrong and (top.values or key in record.values):
            notes.report(row.word(key, text, row.wanted), *record.places.get(key, (1, 1)))
        elif row.path in PUBLIC_SETTINGS:
            report_private_setting(key, text, record, notes)
    for target in iter_nav_targets(top.values.get("nav")):
        if not NAV_TARGET.fullmatch(target.text):
            wanted = "写指南里的一页，例如 guide/photos.md，或者以 https:// 开头的网址"
            notes.report(messages.wrong_setting("nav", target.text, wanted), target.line, target.column)


def report_private_setting(key: str, text: str, record: MappingNode, notes: DiagnosticCollector) -> None:
    """Note what identifies a person in a setting that every page shows."""
    found = next((one for one in find_private(text) if one.kind.name in PERSONAL), None)
    if found:
        shown = text.replace(found.text, found.shown)
        notes.report(messages.private_setting(key, found.kind.name, shown), *record.places[key])


def iter_nav_targets(node: Node | None) -> Iterator[ScalarNode]:
    """Yield what the entries of a `nav` lead to."""
    if isinstance(node, ScalarNode):
        yield node
    elif isinstance(node, SequenceNode):
        for item in node.items:
            yield from iter_nav_targets(item)
    elif isinstance(node, MappingNode):
        for value in node.values.values():
            yield from iter_nav_targets(value)


def read_top_record(root: Path, notes: DiagnosticCollector) -> MappingNode:
    """Return the outermost record of a YAML file; an empty one where there is none."""
    node = read_node(root, notes, messages.unreadable_settings)
    if isinstance(node, MappingNode):
        # The engine takes the last of two, we the first: the address on the walls must not depend on who reads.
        for key, (line, column) in iter_doubles(node):
            notes.report(messages.unreadable_settings(f"第 {line} 行的“{key}”前面已经写过"), line, column)
        return node
    if node is not None:
        notes.report(messages.unreadable_settings("里面不是“名称: 内容”"))
    return MappingNode(1, 1)


def iter_doubles(record: MappingNode) -> Iterator[tuple[str, NodePlace]]:
    """Yield every key that a record, or a record within it, has once more, with its place."""
    yield from record.doubles
    for node in record.values.values():
        if isinstance(node, MappingNode):
            yield from iter_doubles(node)


def get_inner_record(record: MappingNode, key: str) -> MappingNode:
    """Return the record below a key; an empty one where there is none."""
    node = record.values.get(key)
    return node if isinstance(node, MappingNode) else MappingNode(1, 1)


ADDRESS, SINCE, FORMER, UNTIL = "网址", "定下", "从前", "用到"
"""The keys of the file."""


@register_message("E743", Severity.ERROR, "记着网址的文件写错了")
def malformed_site_address(why: str) -> Message:
    """问题：`content/site-address.yml` 记着印在墙上的网址，从哪一天起用它，从前用过哪些。它由 address 命令来写。

    不好：

        网址: louzu.example

    好：

        网址: https://louzu.example/
        定下: 2026-11-29

    怎么改：照说的那一行改正，或从以前的版本里找回这个文件。
    """
    return Message(f"记着网址的文件写错了：{why}。", "照上面的样子改正，或从以前的版本里找回这个文件。")


def read_site_address(root: Path) -> tuple[SiteAddress | None, list[Diagnostic]]:
    """Return the record of the folder `root`, None where there is none; what is wrong with it is reported."""
    folder, _, name = PATH.rpartition("/")
    if not any(name in names for names in list_within(root, folder)[:4]):
        return None, []
    notes = DiagnosticCollector(PATH)
    record = parse_record(read_node(root, notes, malformed_site_address), notes)
    # Of a file in two versions nothing is certain.
    return (SiteAddress("") if notes.diagnostics else record), notes.diagnostics


def parse_site_address(data: bytes) -> SiteAddress:
    """Return the record in the bytes of another revision's file; with an empty address where it is not understood."""
    notes = DiagnosticCollector(PATH)
    record = parse_record(parse_node(data.decode("utf-8-sig", "replace"), notes, malformed_site_address), notes)
    return SiteAddress("") if notes.diagnostics else record


def parse_record(node: Node | None, notes: DiagnosticCollector) -> SiteAddress:
    """Return what the nodes of the file mean; what is wrong is noted."""
    if not isinstance(node, MappingNode):
        if not notes.diagnostics:
            notes.report(malformed_site_address("里面不是“名称: 内容”"))
        return SiteAddress("")
    report_odd_keys(node, (ADDRESS, SINCE, FORMER), notes)
    address, since = parse_checked(node, ADDRESS, notes), parse_checked(node, SINCE, notes)
    former = tuple(iter_former_addresses(node.values.get(FORMER), notes))
    return SiteAddress(address, since, former, Span(PATH, *node.places.get(ADDRESS, (1, 1))))


def iter_former_addresses(node: Node | None, notes: DiagnosticCollector) -> Iterator[FormerAddress]:
    """Yield the former addresses of a list."""
    if node is None or (isinstance(node, ScalarNode) and not node.text):
        return
    for item in node.items if isinstance(node, SequenceNode) else (node,):
        if not isinstance(item, MappingNode):
            notes.report(
                malformed_site_address(f"“{FORMER}”下面每一项要有“{ADDRESS}”和“{UNTIL}”"), item.line, item.column
            )
            continue
        report_odd_keys(item, (ADDRESS, UNTIL), notes)
        yield FormerAddress(parse_checked(item, ADDRESS, notes), parse_checked(item, UNTIL, notes))


def report_odd_keys(record: MappingNode, keys: tuple[str, ...], notes: DiagnosticCollector) -> None:
    """Note keys that are none of the file's, and keys that are written twice."""
    for key in record.values:
        if key not in keys:
            notes.report(malformed_site_address(f"“{key[:20]}”不是{'、'.join(keys)}里的一项"), *record.places[key])
    for key, place in record.doubles:
        notes.report(malformed_site_address(f"“{key[:20]}”写了两次"), *place)


def parse_checked(record: MappingNode, key: str, notes: DiagnosticCollector) -> str:
    """Return the address or day under a key; what is none is noted."""
    text = get_text(record, key)
    place = record.places.get(key, (record.line, record.column))
    if not text:
        notes.report(malformed_site_address(f"没有写“{key}”"), *place)
    elif key == ADDRESS and not is_site_url(text):
        notes.report(malformed_site_address(f"网址“{text[:80]}”要以 https:// 开头，以 / 结尾"), *place)
    elif key != ADDRESS and not is_day(text):
        notes.report(malformed_site_address(f"日期“{text[:20]}”不是日历上的一天，要写成 2026-05-01 这样"), *place)
    return text


HEAD = "# 印在二维码里的网址。由 address 命令来写，请不要直接改。\n"


def render_site_address(record: SiteAddress) -> str:
    """Return the text of the file."""
    lines = [f"{ADDRESS}: {record.address}", f"{SINCE}: {record.since}"]
    lines += [f"{FORMER}:"] if record.former else []
    for one in record.former:
        lines += [f"  - {ADDRESS}: {one.address}", f"    {UNTIL}: {one.until}"]
    return HEAD + "\n".join(lines) + "\n"
