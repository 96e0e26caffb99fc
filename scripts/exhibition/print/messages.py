"""Messages about content that cannot be printed: text that does not fit, missing glyphs, photos of low resolution."""

from __future__ import annotations

from ..diagnostics import Severity
from ..messages.registry import Message, register_message


@register_message("E511", Severity.ERROR, "海报上放不下")
def long_text(field: str, text: str, product: str, smallest_mm: float) -> Message:
    """问题：海报上的字不能比规定的最小字号还小，也不能超出格子，所以太长的名称或一句话印不上去。

    不好：

        名称: 共和十一村六十四号楼一至六层全体邻居共建共治共享幸福美好温馨和睦大家庭楼组

    好：

        名称: 64号楼

    怎么改：换一个短名字，三米外也看得清。贴纸和门牌放得更少；也可以换一种大一点的产品。
    """
    return Message(
        f"“{field}”有 {len(text)} 个字，缩到最小的字（高 {smallest_mm:.1f} 毫米）也放不进{product}。",
        f"把“{field}”改短一些，或者换一种大一点的产品。",
    )


@register_message("E512", Severity.ERROR, "海报的字体里没有这个字")
def missing_glyphs(field: str, signs: str) -> Message:
    """问题：海报用的字体收了几万个汉字，表情符号和极少见的字它没有，印出来会是一个空框，所以先停下来。

    不好：

        名称: 初心楼🏠

    好：

        名称: 初心楼

    怎么改：去掉这个符号，或者换一个字。
    """
    return Message(
        f"“{field}”里的“{signs}”在海报的字体里没有，印出来会是空框。", f"在“{field}”里换一个字，或者去掉它。"
    )


@register_message("W513", Severity.ADVICE, "照片不够清楚，海报改用画")
def coarse_photo(dpi: float, product: str) -> Message:
    """问题：印在纸上的照片每英寸要有 300 个点。手机屏幕上清楚的照片，放大到海报上可能就糊了。

    不好：

        从聊天里转存的小图，1080 像素宽

    好：

        手机拍的原图，4000 像素宽

    怎么改：换成手机拍的原图。网站上的照片不受影响；海报这一次用画代替。
    """
    return Message(
        f"放到{product}上，这张照片每英寸只有 {dpi:.0f} 个点，要 300 个才印得清楚；海报改用画。",
        "想把照片印上去，请换成手机拍的原图。",
    )


@register_message("W514", Severity.ADVICE, "照片只同意放上网站，海报改用画")
def photo_for_the_site_only(name: str) -> Message:
    """问题：海报贴在楼里，谁都看得到。只问过“放上网站”，没有问过“印成海报”，就不印这张照片。

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
            同意范围: 网站和海报

    怎么改：再问一声画面里的人；都点了头，就加一行“同意范围: 网站和海报”。网站上的照片不受影响。
    """
    return Message(
        f"照片“{name}”只同意放上网站，没有写可以印成海报；海报改用画。",
        "问过画面里的人，再加一行“同意范围: 网站和海报”。",
    )
