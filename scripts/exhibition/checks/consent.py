"""Photos and named persons without a declared consent, or with one that says too little to be held to."""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Finding, Severity
from ..model import Entry
from ..model.consent import Declared
from .rule import Hall, check

ERROR, ADVICE = Severity.ERROR, Severity.ADVICE


@check("E310", ERROR, "还没有征得同意")
def without_consent(hall: Hall) -> Iterator[Finding]:
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
    for entry in hall.entries:
        for number, photo in enumerate(entry.photos if entry.published else ()):
            if photo.file and not photo.shown:
                what = "写着“未取得”" if photo.consent else "没有写"
                span = entry.spans.get(f"照片.{number}.同意", photo.span)
                hint = "问过画面里的人再写“同意: 已同意”；没有人就写“不涉及人物”；问不到就删掉这张照片。"
                yield Finding(span, f"照片“{photo.file}”的“同意”{what}，不能发布。", hint)


@check("E347", ERROR, "写了名字，还没有征得同意")
def named_without_consent(hall: Hall) -> Iterator[Finding]:
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
    for entry in hall.entries:
        for number, person in enumerate(entry.persons if entry.published else ()):
            if not person.shown:
                span = entry.spans.get(f"具名.{number}.同意") or entry.spans[f"具名.{number}"]
                hint = "问过本人再写“同意: 已同意”；问不到就把名字改成身份，例如“一位老师”。"
                yield Finding(span, f"写了“{person.name}”的名字，本人还没有同意，不能发布。", hint)


def declarations(entry: Entry) -> Iterator[tuple[str, str, Declared]]:
    """Every photo file and every person of an entry: its path among the places, what people call it, its consent."""
    for number, photo in enumerate(entry.photos):
        if photo.file:
            yield f"照片.{number}", photo.file, photo
    for number, person in enumerate(entry.persons):
        yield f"具名.{number}", person.name, person


@check("W346", ADVICE, "同意没有写全")
def half_declared(hall: Hall) -> Iterator[Finding]:
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
    for entry in hall.entries:
        if not entry.published or entry.example:
            continue
        for path, name, one in declarations(entry):
            if one.gaps:
                span = entry.spans.get(f"{path}.同意") or entry.span(path.partition(".")[0])
                missing = "、".join(f"“{key}”" for key in one.gaps)
                hint = f"补上{missing}：哪天问的，第二个看过的人是谁（写身份）。"
                yield Finding(span, f"“{name}”写了“已同意”，还没有写{missing}。", hint)
