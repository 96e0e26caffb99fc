"""Checks of the site's address: whether it fits a QR code, is recorded, and is what was recorded before.

Printed codes contain the address, so it is kept like an id: the record (`content/site-address.yml`) may be changed
to another address, and then keeps the former one; nothing else may change. A placeholder, borrowed or trial address
has been promised to nobody. The record is written by the command `address` alone; until there is one, `check --base`
compares a proper address in `mkdocs.yml` all the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..content.settings import is_site_url
from ..diagnostics import Diagnostic, Finding, Severity, Span, to_diagnostic
from ..messages.registry import FieldIssue, Message, register_message
from ..model import Entry, Exhibition, Settings, SiteAddress
from ..model.permalinks import PATH
from ..text.characters import is_short, is_unfit_for_walls, normalize_url

ERROR, ADVICE = Severity.ERROR, Severity.ADVICE


@register_message("W740", ADVICE, "网址印不进二维码，先没有码")
def address_without_codes(why: str, mend: str, *, trial: bool) -> Message:
    """问题：贴在墙上的二维码要从远处、在磨损以后也扫得出，所以放得下的网址有限：连 `https://` 和 `/10001/` 一起，31 个字符以内最耐磨，42 个以内次之，最多 45 个；域名后面有小写路径的还要短一些。再长，网站照样生成、照样能看，只是每一页没有二维码，也印不了海报。

    不好：`site_url: https://www.huoli-louzu-exhibition.example/` （印出来 51 个字符）

    好：`site_url: https://louzu.example/` （印出来 28 个字符）

    怎么改：只是试用，不改也能发布。要印海报，先换一个短一些的域名，去掉域名后面的路径。
    """
    what = "试验站" if trial else "网站"
    return Message(f"{why}{what}照样生成，只是每一页没有二维码，也印不了海报。", f"{mend[:-1]}；只是试用，就不用改。")


@register_message("W741", ADVICE, "网址还没有记下来")
def unrecorded_address(address: str) -> Message:
    """问题：二维码一贴上墙，网址就不能再改。所以正式的网址要记在 `content/site-address.yml` 里；记下以后，谁不小心改了 `site_url`，检查会停下来。

    不好：`site_url` 已经是正式的网址，却没有 `content/site-address.yml`。

    好：运行过 `address --write`，这个文件和内容放在一起。

    怎么改：确定了这就是正式网址，运行 `python3 scripts/start.py address --write`，把这个文件一起交上来。还没有定，不改也能发布。
    """
    return Message(
        f"网址 {address} 还没有记下来；它会印在每一个二维码里，贴上墙就不能再改。",
        "请运行 address --write 把它记下来；还没有定下，就不用改。",
    )


@register_message("E742", ERROR, "网址和记下来的不一样")
def changed_address(address: str, recorded: SiteAddress, count: int) -> Message:
    """问题：`mkdocs.yml` 里的 `site_url` 和 `content/site-address.yml` 里记着的网址不一样。墙上的二维码里是记着的那一个，改了网址，它们就扫不到新的网站。

    不好：

        site_url: https://xin.example/

    好：

        site_url: https://louzu.example/

    怎么改：把 `site_url` 改回记着的网址。只是想试一试别的网址，用 `build --address 网址`。真的要换，请管网站的人运行 `address --to 新网址`，它会先说清楚有多少个码、要做什么。
    """
    return Message(
        f"mkdocs.yml 里的 site_url 是 {address}，记下来的网址是 {recorded.address}（{recorded.since} 定下）；"
        f"台账里有 {count} 个编号，印出去的码里都是 {recorded.address}。",
        explain_way_back("site_url ", recorded.address, address),
    )


@register_message("E744", ERROR, "印出去的网址没有了去处")
def lost_address(what: str, old: str, count: int, mend: str) -> Message:
    """问题：从前的版本里，网址是另一个，墙上可能贴着它的二维码。换网址的时候要记下旧的那个，这样大家才知道旧域名要一直留着，带人到新的网站来。

    不好：直接把 `site_url` 从 `https://louzu.example/` 改成 `https://xin.example/`。

    好：运行 `address --to https://xin.example/ --write`；它改好 `site_url`，并在 `content/site-address.yml` 里记下旧网址和日子。

    怎么改：照提示改回去；真的要换，再运行 `address --to 新网址 --write`。
    """
    return Message(f"{what}；台账里有 {count} 个编号，墙上的码里可能就是 {old}，它要一直打得开。", mend)


def check_address(exhibition: Exhibition) -> list[Diagnostic]:
    """Return the findings about the site's address; none where the settings have none, which is reported where they are
    read.
    """
    settings, record = exhibition.settings, exhibition.site_address
    if not is_site_url(settings.site_url):
        return []
    unprintable = find_codeless(get_sample_address(exhibition, settings))
    found = [
        place_issue(settings.url_span, address_without_codes(one.message, one.hint, trial=settings.trial))
        for one in unprintable
    ]
    if settings.trial:
        return found
    count, lost = len(exhibition.ledger.by_id), list(find_lost_records(exhibition))
    if record is None:
        if not lost and not unprintable and not is_unfit_for_walls(settings.site_url):
            found.append(place_issue(settings.url_span, unrecorded_address(settings.site_url)))
    elif record.address and normalize_url(record.address) != normalize_url(settings.site_url):
        found.append(place_issue(settings.url_span, changed_address(settings.site_url, record, count)))
    return found + [place_issue(span, lost_address(what, old, count, mend)) for span, what, old, mend in lost]


def find_codeless(addresses: Mapping[str, str]) -> list[Diagnostic]:
    """Return the findings for addresses (by id) that fit no code."""
    if all(map(is_short, addresses.values())):
        # Loading the QR encoder takes longer than everything else here.
        return []
    from ..qr import find_long_addresses

    return find_long_addresses(addresses)


def place_issue(span: Span, slip: FieldIssue) -> Diagnostic:
    """Return an issue at a place."""
    return to_diagnostic(slip.rule, Finding(span, slip.message, slip.hint, slip.text))


def get_sample_address(exhibition: Exhibition, settings: Settings) -> dict[str, str]:
    """Return one printed address: all ids have five digits, so all fit or none does."""
    id = next((entry.id for entry in exhibition.published(Entry)), "10001")
    return {id: settings.build_permalink(id)}


def find_lost_records(exhibition: Exhibition) -> Iterator[tuple[Span, str, str, str]]:
    """Yield what the record before this change has lost: where, what, which address, and how to fix it."""
    past, now = exhibition.promised, exhibition.site_address
    if past is None or (now is not None and not now.address):
        return
    before, settings = past.site_address, exhibition.settings
    if before is None or not before.address:
        old = past.site_url
        changed = can_be_printed(old) and normalize_url(old) != normalize_url(settings.site_url)
        if changed and not (now and now.has_address(old)):
            what = f"网址从 {old} 改成了 {settings.site_url}，没有记下旧的"
            yield settings.url_span, what, old, explain_way_back("site_url ", old, settings.site_url)
        return
    old = before.address
    if now is None:
        more = "，从前的网址也照原样" if before.former else ""
        mend = f"找回这个文件，里面一行一项：网址: {old}；定下: {before.since}{more}。"
        yield Span(PATH), f"记着网址 {old} 的文件 {PATH} 不见了", old, mend
        return
    if not now.has_address(old):
        yield (
            now.span,
            f"记着的网址从 {old} 改成了 {now.address}，没有记下旧的",
            old,
            explain_way_back(BOTH, old, now.address),
        )
    elif (normalize_url(now.address), now.former) == (normalize_url(old), before.former) and now.since != before.since:
        what = f"网址 {old} 是 {before.since} 定下的，被改成了 {now.since}"
        yield now.span, what, old, f"把“定下”改回 {before.since}。"
    for one in before.former:
        if not now.has_address(one.address):
            what = f"从前用过的网址 {one.address} 从 {PATH} 里删掉了，现在的网址是 {now.address}"
            yield now.span, what, one.address, f"在“从前”下面找回这一项：网址: {one.address}；用到: {one.until}。"


def can_be_printed(address: str) -> bool:
    """Return whether there may be printed codes with this address: it is proper, and short enough for codes."""
    return bool(address) and not is_unfit_for_walls(address) and not find_codeless({"": f"{address}10001/"})


BOTH = f"site_url 和 {PATH} "
"""What has to be restored where the record was changed by hand."""


def explain_way_back(where: str, old: str, new: str) -> str:
    """Return what to do where an address was changed by hand; the command accepts only what can be printed."""
    ways = (
        f"真的要换，改回以后请管网站的人运行 address --to {new}"
        if can_be_printed(new)
        else "想试试别的网址，用 build --address"
    )
    return f"把 {where}改回 {old}；{ways}。"
