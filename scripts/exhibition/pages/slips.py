"""The ten slips that volunteers are likeliest to make, to cards: the wrong line, the right line, what to press.

Which they are is a judgement: nobody has counted yet. What is said of each is tested against the checks.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape


@dataclass(frozen=True, slots=True)
class Card:
    """One slip: the code that answers it, lines as they are wrong and right, and one action that begins with a verb."""

    code: str
    title: str
    wrong: str
    right: str
    press: str


CARDS = (
    Card(
        "E105",
        "冒号打成了中文的",
        "名称：灯火楼",
        "名称: 灯火楼",
        "切换到英文，打一个冒号，再按一下空格键。",
    ),
    Card("E107", "冒号后面没空一格", "星级:4", "星级: 4", "把光标放在冒号后面，按一下空格键。"),
    Card(
        "E104",
        "减号后面没空一格",
        "  -议事协商",
        "  - 议事协商",
        "把光标放在减号后面，按一下空格键。减号要用英文的。",
    ),
    Card(
        "E103",
        "行首是中文的空格",
        "　　说明: 大家一起包饺子",
        "    说明: 大家一起包饺子",
        "删掉行首的空白，切换到英文，按四下空格键。",
    ),
    Card("E011", "三个减号变成了长横线", "———", "---", "删掉长横线，切换到英文，连打三个减号。"),
    Card(
        "E016",
        "下面那三个减号丢了",
        "来源: 示例内容\n\n从前这里黑漆漆的。",
        "来源: 示例内容\n---\n\n从前这里黑漆漆的。",
        "在最后一项的下一行，连打三个英文减号。",
    ),
    Card(
        "E122",
        "一句话断成了两行",
        "一句话: 七次议事，\n一起装好了电梯",
        "一句话: 七次议事，一起装好了电梯",
        "把光标放在第二行最前面，按一下退格键，接回上一行。",
    ),
    Card("E238", "选项写错了一个字", "街镇: 高镜镇", "街镇: 高境镇", "照着能选的词，一个字一个字抄。"),
    Card(
        "E231",
        "照片名字大小写不一样",
        "  - 文件: Photo-01.JPG",
        "  - 文件: photo-01.jpg",
        "照着文件夹里的名字，一个字母一个字母抄。",
    ),
    Card(
        "E310",
        "照片还没问过人",
        "    同意: 未取得",
        "    同意: 已同意",
        "先问画面里的每一个人。都点头了，再改成“已同意”。",
    ),
)
"""From the likeliest on."""


def cards(up: str) -> str:
    """Return all cards; `up` leads from the page to the folder that holds `guide/` and `help/`."""
    return "\n".join(['<div class="ex-slips"><ol>', *(shown(card, up) for card in CARDS), "</ol></div>"])


def shown(card: Card, up: str) -> str:
    """Return one card."""
    return (
        f"<li><h2>{card.title}</h2>"
        f'<div class="is-wrong"><b>错</b><pre><code>{visible(card.wrong)}</code></pre></div>'
        f'<div class="is-right"><b>对</b><pre><code>{visible(card.right)}</code></pre></div>'
        f'<p>{card.press}<a href="{up}help/{card.code}/" aria-label="{card.title}的说明，代码 {card.code}">{card.code}</a></p></li>'
    )


def visible(line: str) -> str:
    """Return a line as HTML in which a full-width space can be seen; what is copied stays the same."""
    return escape(line).replace("　", '<span class="ex-wide-space">　</span>')
