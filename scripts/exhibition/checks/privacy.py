"""Rules about privacy: numbers and addresses that identify a person, and photos or names without declared consent."""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Finding, Severity, Span
from ..model import Entry
from ..model.entry import ConsentDeclaration
from ..privacy import mask_private
from .record_lists import room_in_views
from .registry import CheckContext, Scope, check, scan_names

ERROR, ADVICE = Severity.ERROR, Severity.ADVICE


@check("E310", ERROR, "还没有征得同意", Scope.ENTRY)
def without_consent(context: CheckContext) -> Iterator[Finding]:
    """问题：公开一张照片，要先问过画面里的人。没有问过，或者没有写，就不能发布。

    不好：

        照片:
          - 文件: photo-01.jpg
            说明: 邻居们在楼下包饺子
            同意: 未取得

    好：

        照片:
          - 文件: photo-01.jpg
            说明: 邻居们在楼下包饺子
            同意: 已同意

    怎么改：问过画面里的每一个人再写“已同意”；画面里没有人就写“不涉及人物”；问不到就删掉这张照片。
    """
    for entry in context.entries:
        for number, photo in enumerate(entry.photos if entry.published else ()):
            if photo.file and not photo.shown:
                what = "写着“未取得”" if photo.consent else "没有写"
                span = entry.spans.get(f"照片.{number}.同意", photo.span)
                hint = "问过画面里的人再写“同意: 已同意”；没有人就写“不涉及人物”；问不到就删掉这张照片。"
                yield Finding(span, f"照片“{photo.file}”的“同意”{what}，不能发布。", hint)


@check("E347", ERROR, "写了名字，还没有征得同意", Scope.ENTRY)
def named_without_consent(context: CheckContext) -> Iterator[Finding]:
    """问题：把一个人的名字放到网上，要先问过本人。没有问过，就写身份，不写姓名。

    不好：

        具名:
          - 称呼: 示例老师
            同意: 未取得

    好：

        具名:
          - 称呼: 示例老师
            同意: 已同意
            同意日期: 2024-05-01
            复核: 第二楼组长

    怎么改：问过本人再写“已同意”；报纸、政府网站已经公开写过的，写“已公开报道”；问不到就改成身份，例如“一位老师”。
    """
    for entry in context.entries:
        for number, person in enumerate(entry.persons if entry.published else ()):
            if not person.shown:
                span = entry.spans.get(f"具名.{number}.同意") or entry.spans[f"具名.{number}"]
                hint = "问过本人再写“同意: 已同意”；问不到就把名字改成身份，例如“一位老师”。"
                yield Finding(span, f"写了“{person.name}”的名字，本人还没有同意，不能发布。", hint)


def iter_declarations(entry: Entry) -> Iterator[tuple[str, str, ConsentDeclaration]]:
    """Every photo file and every person of an entry: its path among the places, what people call it, its consent."""
    for number, photo in enumerate(entry.photos):
        if photo.file:
            yield f"照片.{number}", photo.file, photo
    for number, person in enumerate(entry.persons):
        yield f"具名.{number}", person.name, person


@check("W346", ADVICE, "同意没有写全", Scope.ENTRY)
def half_declared(context: CheckContext) -> Iterator[Finding]:
    """问题：写了“已同意”，没有写是哪一天问的、还有谁看过。日后有人问起来，说不清楚。

    不好：

        照片:
          - 文件: photo-01.jpg
            说明: 邻居们在楼下包饺子
            同意: 已同意

    好：

        照片:
          - 文件: photo-01.jpg
            说明: 邻居们在楼下包饺子
            同意: 已同意
            同意日期: 2024-05-01
            复核: 第二楼组长

    怎么改：补上“同意日期”，请第二个人看一遍、问一遍，把他的身份写在“复核”里。不改也能发布。
    """
    for entry in context.entries:
        if not entry.published or entry.example:
            continue
        for path, name, one in iter_declarations(entry):
            if one.gaps:
                span = entry.spans.get(f"{path}.同意") or entry.get_span(path.partition(".")[0])
                missing = "、".join(f"“{key}”" for key in one.gaps)
                hint = f"补上{missing}：哪天问的，第二个看过的人是谁（写身份）。"
                yield Finding(span, f"“{name}”写了“已同意”，还没有写{missing}。", hint)


OFFICIAL = "是对外公布的，请管理员写进 content/vocabularies/public-contacts.yml。"


def iter_findings(context: CheckContext, kind: str, hint: str) -> Iterator[Finding]:
    """Yield every place of one kind, said without repeating it."""
    for telling in context.private_data.get(kind, ()):
        here = "这里" if telling.span.lined else f"第 {telling.span.line} 行"
        yield Finding(telling.span, f"{here}写了{kind}“{telling.shown}”，放到网上谁都看得到。", hint)


@check("E601", ERROR, "写了身份证号")
def identity_card(context: CheckContext) -> Iterator[Finding]:
    """问题：任何人的身份证号都不能放到网上，写上了就不能发布。

    不好：`证件：310113********0000`（没有打码的）

    好：`核对过证件`

    怎么改：删掉号码，只说核对过。
    """
    return iter_findings(context, "身份证号", "删掉它。")


@check("E602", ERROR, "写了手机号")
def mobile(context: CheckContext) -> Iterator[Finding]:
    """问题：手机号放到网上，骚扰电话就跟着来了，写上了就不能发布。

    不好：`报名请打 138****0000`（没有打码的）

    好：`报名请到居委会`

    怎么改：删掉号码，改写成“到居委会找我们”。
    """
    return iter_findings(context, "手机号", "删掉它，改写成“到居委会找我们”；" + OFFICIAL)


@check("E603", ERROR, "门牌写到了室")
def door(context: CheckContext) -> Iterator[Finding]:
    """问题：写到室，外人就知道是哪一家，不能发布。写到几号楼为止。

    不好：`64号***室的阿姨`（写着房号的）

    好：`64号楼的阿姨`

    怎么改：删掉室号，只写到几号楼。
    """
    return iter_findings(context, "门牌", "删掉后面的室号，写到几号楼为止；公用的房间写它的名字。")


@check("E437", ERROR, "写了哪一室的谁")
def household(context: CheckContext) -> Iterator[Finding]:
    """问题：室号后面跟着人，外人就知道是哪一家、说了什么，不能发布。

    不好：`看法: *** 王阿姨说怕挡光`（写着房号的）

    好：`看法: 一楼怕挡光`

    怎么改：删掉室号和称呼，只写“一楼”“六楼”。
    """
    return iter_findings(context, "住户", "删掉室号和称呼，写“一楼”“六楼”就够。")


@check("E604", ERROR, "写了微信号")
def wechat_id(context: CheckContext) -> Iterator[Finding]:
    """问题：陌生人拿着微信号就能加好友，写上了就不能发布。

    不好：`微信号：n******`（没有打码的）

    好：`进群请找楼组长`

    怎么改：删掉微信号，改写成“到居委会找我们”。
    """
    return iter_findings(context, "微信号", "删掉它，改写成“到居委会找我们”；" + OFFICIAL)


@check("E605", ERROR, "写了车牌")
def car_plate(context: CheckContext) -> Iterator[Finding]:
    """问题：看见车牌，就知道谁在家、谁不在家，写上了就不能发布。

    不好：`沪******挡住了楼门`（没有打码的）

    好：`有一辆车挡住了楼门`

    怎么改：删掉车牌。
    """
    return iter_findings(context, "车牌", "删掉它。")


@check("E606", ERROR, "写了银行卡号")
def bank_card(context: CheckContext) -> Iterator[Finding]:
    """问题：银行卡号不能放到网上，写上了就不能发布。

    不好：`捐款请汇 6222********0000`（没有打码的）

    好：`捐款请到居委会登记`

    怎么改：删掉卡号。
    """
    return iter_findings(context, "银行卡号", "删掉它，改写成“到居委会登记”。")


@check("E309", ERROR, "文件名里有号码")
def telling_name(context: CheckContext) -> Iterator[Finding]:
    """问题：文件和文件夹的名字也是公开的，里面不能有手机号、身份证号、门牌到室这样的号码。

    不好：`10025/王阿姨138****0000.jpg`（没有打码的）

    好：`10025/photo-01.jpg`

    怎么改：给它换一个名字，例如 photo-01.jpg；信息栏里写到它的地方一起改。
    """
    for folder, name, one in scan_names(context.listings):
        path = f"{folder}/index.md" if any(entry.folder == folder for entry in context.entries) else folder
        shown = name.replace(one.text, one.shown)
        message = f"“{shown}”的名字里有{one.kind.name}，放到网上谁都看得到。"
        yield Finding(Span(mask_private(path)), message, "改一个名字，例如 photo-01.jpg；信息栏里写到它的地方一起改。")


@check("W611", ADVICE, "写了固定电话")
def landline(context: CheckContext) -> Iterator[Finding]:
    """问题：这里有一个固定电话。家里的电话不要写；居委会公布的电话可以写。

    不好：`打 021-****0000 报名`（没有打码的）

    好：`到居委会报名`

    怎么改：是家里的就删掉；对外公布的，请管理员登记。不改也能发布。
    """
    return iter_findings(context, "固定电话", "核对它：是家里的就删掉；" + OFFICIAL)


@check("W612", ADVICE, "写了 QQ 号")
def qq_number(context: CheckContext) -> Iterator[Finding]:
    """问题：陌生人拿着 QQ 号就能找到人。

    不好：`QQ：1********`（没有打码的）

    好：`进群请找楼组长`

    怎么改：删掉它，改写成“到居委会找我们”。不改也能发布。
    """
    return iter_findings(context, "QQ号", "删掉它，改写成“到居委会找我们”；" + OFFICIAL)


@check("W615", ADVICE, "写了网络账号")
def handle(context: CheckContext) -> Iterator[Finding]:
    """问题：陌生人拿着抖音号、小红书号这样的账号就能找到人。

    不好：`抖音号：n******`（没有打码的）

    好：`进群请找楼组长`

    怎么改：是私人的就删掉；对外公布的，请管理员登记。不改也能发布。
    """
    return iter_findings(context, "网络账号", "核对它：是私人的就删掉；" + OFFICIAL)


@check("W613", ADVICE, "写了电子邮箱")
def mail_address(context: CheckContext) -> Iterator[Finding]:
    """问题：写在网页上的邮箱，很快会收到垃圾邮件。

    不好：`来信请寄 n****@…`（没有打码的）

    好：`来信请交给居委会`

    怎么改：是私人的就删掉；对外公布的，请管理员登记。不改也能发布。
    """
    return iter_findings(context, "电子邮箱", "核对它：是私人的就删掉；" + OFFICIAL)


@check("W614", ADVICE, "写了室号")
def bare_room(context: CheckContext) -> Iterator[Finding]:
    """问题：只写室号，楼里的人一看就知道是哪一家。公用的房间可以写。

    不好：`***室的奶奶`（写着房号的）

    好：`一位老邻居`

    怎么改：是人家就改成身份，公用的房间写它的名字。不改也能发布。
    """
    told = {(one.span.path, one.span.line) for one in room_in_views(context)} if "室号" in context.private_data else ()
    for one in iter_findings(context, "室号", "核对它：是人家就改成身份，例如“一位老邻居”；公用的房间写它的名字。"):
        if (one.span.path, one.span.line) not in told:
            yield one
