"""What tells strangers who somebody is, where they live or how to reach them."""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Finding, Severity, Span
from ..model.private import masked
from .rule import Hall, check
from .telling import telling_names

ERROR, ADVICE = Severity.ERROR, Severity.ADVICE

OFFICIAL = "是对外公布的，请管理员写进 content/vocabularies/public-contacts.yml。"


def findings(hall: Hall, kind: str, hint: str) -> Iterator[Finding]:
    """Yield every place of one kind, said without repeating it."""
    for telling in hall.tellings.get(kind, ()):
        here = "这里" if telling.span.lined else f"第 {telling.span.line} 行"
        yield Finding(telling.span, f"{here}写了{kind}“{telling.shown}”，放到网上谁都看得到。", hint)


@check("E601", ERROR, "写了身份证号")
def identity_card(hall: Hall) -> Iterator[Finding]:
    """问题：任何人的身份证号都不能放到网上，写上了就不能发布。

    不好：`证件：310113********0000`（没有打码的）

    好：`核对过证件`

    怎么改：删掉号码，只说核对过。
    """
    return findings(hall, "身份证号", "删掉它。")


@check("E602", ERROR, "写了手机号")
def mobile(hall: Hall) -> Iterator[Finding]:
    """问题：手机号放到网上，骚扰电话就跟着来了，写上了就不能发布。

    不好：`报名请打 138****0000`（没有打码的）

    好：`报名请到居委会`

    怎么改：删掉号码，改写成“到居委会找我们”。
    """
    return findings(hall, "手机号", "删掉它，改写成“到居委会找我们”；" + OFFICIAL)


@check("E603", ERROR, "门牌写到了室")
def door(hall: Hall) -> Iterator[Finding]:
    """问题：写到室，外人就知道是哪一家，不能发布。写到几号楼为止。

    不好：`64号***室的阿姨`（写着房号的）

    好：`64号楼的阿姨`

    怎么改：删掉室号，只写到几号楼。
    """
    return findings(hall, "门牌", "删掉后面的室号，写到几号楼为止；公用的房间写它的名字。")


@check("E604", ERROR, "写了微信号")
def wechat_id(hall: Hall) -> Iterator[Finding]:
    """问题：陌生人拿着微信号就能加好友，写上了就不能发布。

    不好：`微信号：n******`（没有打码的）

    好：`进群请找楼组长`

    怎么改：删掉微信号，改写成“到居委会找我们”。
    """
    return findings(hall, "微信号", "删掉它，改写成“到居委会找我们”；" + OFFICIAL)


@check("E605", ERROR, "写了车牌")
def car_plate(hall: Hall) -> Iterator[Finding]:
    """问题：看见车牌，就知道谁在家、谁不在家，写上了就不能发布。

    不好：`沪******挡住了楼门`（没有打码的）

    好：`有一辆车挡住了楼门`

    怎么改：删掉车牌。
    """
    return findings(hall, "车牌", "删掉它。")


@check("E606", ERROR, "写了银行卡号")
def bank_card(hall: Hall) -> Iterator[Finding]:
    """问题：银行卡号不能放到网上，写上了就不能发布。

    不好：`捐款请汇 6222********0000`（没有打码的）

    好：`捐款请到居委会登记`

    怎么改：删掉卡号。
    """
    return findings(hall, "银行卡号", "删掉它，改写成“到居委会登记”。")


@check("E309", ERROR, "文件名里有号码")
def telling_name(hall: Hall) -> Iterator[Finding]:
    """问题：文件和文件夹的名字也是公开的，里面不能有手机号、身份证号、门牌到室这样的号码。

    不好：`10025/王阿姨138****0000.jpg`（没有打码的）

    好：`10025/photo-01.jpg`

    怎么改：给它换一个名字，例如 photo-01.jpg；信息栏里写到它的地方一起改。
    """
    for folder, name, one in telling_names(hall.listings):
        home = hall.folders.get(folder)
        path = f"{folder}/index.md" if home is not None else folder
        shown = name.replace(one.text, one.shown)
        message = f"“{shown}”的名字里有{one.kind.name}，放到网上谁都看得到。"
        yield Finding(Span(masked(path)), message, "改一个名字，例如 photo-01.jpg；信息栏里写到它的地方一起改。")


@check("W611", ADVICE, "写了固定电话")
def landline(hall: Hall) -> Iterator[Finding]:
    """问题：这里有一个固定电话。家里的电话不要写；居委会公布的电话可以写。

    不好：`打 021-****0000 报名`（没有打码的）

    好：`到居委会报名`

    怎么改：是家里的就删掉；对外公布的，请管理员登记。不改也能发布。
    """
    return findings(hall, "固定电话", "核对它：是家里的就删掉；" + OFFICIAL)


@check("W612", ADVICE, "写了 QQ 号")
def qq_number(hall: Hall) -> Iterator[Finding]:
    """问题：陌生人拿着 QQ 号就能找到人。

    不好：`QQ：1********`（没有打码的）

    好：`进群请找楼组长`

    怎么改：删掉它，改写成“到居委会找我们”。不改也能发布。
    """
    return findings(hall, "QQ号", "删掉它，改写成“到居委会找我们”；" + OFFICIAL)


@check("W615", ADVICE, "写了网络账号")
def handle(hall: Hall) -> Iterator[Finding]:
    """问题：陌生人拿着抖音号、小红书号这样的账号就能找到人。

    不好：`抖音号：n******`（没有打码的）

    好：`进群请找楼组长`

    怎么改：是私人的就删掉；对外公布的，请管理员登记。不改也能发布。
    """
    return findings(hall, "网络账号", "核对它：是私人的就删掉；" + OFFICIAL)


@check("W613", ADVICE, "写了电子邮箱")
def mail_address(hall: Hall) -> Iterator[Finding]:
    """问题：写在网页上的邮箱，很快会收到垃圾邮件。

    不好：`来信请寄 n****@…`（没有打码的）

    好：`来信请交给居委会`

    怎么改：是私人的就删掉；对外公布的，请管理员登记。不改也能发布。
    """
    return findings(hall, "电子邮箱", "核对它：是私人的就删掉；" + OFFICIAL)


@check("W614", ADVICE, "写了室号")
def bare_room(hall: Hall) -> Iterator[Finding]:
    """问题：只写室号，楼里的人一看就知道是哪一家。公用的房间可以写。

    不好：`***室的奶奶`（写着房号的）

    好：`一位老邻居`

    怎么改：是人家就改成身份，公用的房间写它的名字。不改也能发布。
    """
    return findings(hall, "室号", "核对它：是人家就改成身份，例如“一位老邻居”；公用的房间写它的名字。")
