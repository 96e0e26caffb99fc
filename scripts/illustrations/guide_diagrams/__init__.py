"""Diagrams of the guide: drawings with text in them.

    shapes and text ──Diagram──▶ SVG, in light and dark mode
    a screen's content ──draw_phone, draw_browser_window──▶ the same step on a phone and on a computer

To add a diagram: a function that returns a `Diagram`, one row in `DIAGRAM_ROWS`, `<!-- picture: name -->` in the guide.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from . import characters, consent, edit_screens, edit_story, scene_graph, viewpoints
from .canvas import Diagram, ScreenPainter, draw_browser_window, draw_phone

FOLDER = "guide/pictures/"
"""Folder of the drawings, relative to the root of the site."""


@dataclass(frozen=True, slots=True)
class GuideDiagram:
    """A diagram of the guide: its name, its alt text (one or more sentences), its form on phones.

    `wide` is shown instead in windows of 45 em and more, where it is set.
    """

    name: str
    alt: str
    narrow: Callable[[], Diagram]
    wide: Callable[[], Diagram] | None = None


def build_screen_diagram(
    name: str, alt: str, content: ScreenPainter, height: int = 460, wide_height: int = 430
) -> GuideDiagram:
    """Return the diagram of a step: on a phone, and on a computer."""
    return GuideDiagram(
        name, alt, partial(draw_phone, content, height), partial(draw_browser_window, content, wide_height)
    )


DIAGRAM_ROWS = (
    GuideDiagram(
        "story",
        "六幅小画：扫码打开你们楼的页；按“改进这一页”，再按铅笔；上半是信息栏，下半是正文；说一句改了什么，按“提交”；等评论，照着改；大家都看得到了。",
        partial(edit_story.lay_out_panels, 2, 12, 172),
        partial(edit_story.lay_out_panels, 3, 62, 206),
    ),
    build_screen_diagram(
        "page",
        "楼组的一页。画着灯火楼，下面写着“看到不对的、缺的，请你改进这一页”，圈 1 圈住了“改进这一页”。",
        edit_screens.draw_unit_page,
        424,
        306,
    ),
    build_screen_diagram(
        "file", "打开的文件 index.md。右上角有一支铅笔，圈 1 圈住了它。", edit_screens.draw_file_view, 410, 400
    ),
    build_screen_diagram(
        "editor",
        "编辑的样子。圈 1 是上半的信息栏，圈 2 是下半的正文。光标停在“一句话”那一行的末尾。",
        edit_screens.draw_editor,
    ),
    build_screen_diagram(
        "save",
        "一个小框。圈 1 是写一句话的地方，写着“补全了一句话”。圈 2 是“提交”按钮。",
        edit_screens.draw_save_dialog,
    ),
    build_screen_diagram(
        "comment",
        "改动下面的评论。圈 1 写着“还有 1 处要改”，说的是第 4 行的中文冒号。圈 2 是改好的信息栏，可以整段复制。",
        edit_screens.draw_review_comment,
        464,
        464,
    ),
    build_screen_diagram(
        "merged",
        "评论写着“可以合并”。管网站的人点了头，灯火楼的页上就有了新的一句话。",
        edit_screens.draw_merged_page,
        460,
        440,
    ),
    GuideDiagram(
        "anatomy",
        "一个文件的样子。圈 1 是三个减号，圈 2 是左边的名称，圈 3 是英文冒号和后面的空格，圈 4 是列表开头的减号和空格，圈 5 是下半的正文。",
        characters.draw_file_anatomy,
    ),
    GuideDiagram(
        "signs",
        "放大的符号。英文冒号只占半格，两点居中，后面空半格；中文冒号占一整格，两点靠左。英文空格占半格，中文空格占一整格。三个英文减号是断开的，中文破折号连成一条。",
        characters.draw_look_alikes,
    ),
    GuideDiagram(
        "keyboards",
        "怎样切换到英文。手机上，按键盘最下面一排的“中/英”。电脑上，按一下左边的 Shift 键。",
        characters.draw_keyboards,
    ),
    GuideDiagram(
        "same-spot",
        "从上面看一条走廊。对的：两次都站在圈 1 的脚印上，对着圈 2 的墙角，两张照片里墙角在同一个地方。错的：第二次换了地方和方向，还竖着拍，两张照片对不上。",
        viewpoints.draw_same_spot,
    ),
    GuideDiagram(
        "who-nods",
        "问谁，画在三扇窗里。大人自己说“可以”。孩子旁边站着家长，家长说“可以”，孩子说“我愿意”。第三扇窗里是背影、布袋和茶壶，认不出是谁。",
        consent.draw_who_consents,
    ),
    GuideDiagram(
        "caption",
        "照片说明可以写身份和在做什么，例如楼组长和三楼的木工把旧椅子修好了。不要写姓名、学校、门牌、号码，也不要写谁生病、谁家没人。",
        consent.draw_caption_advice,
    ),
    GuideDiagram(
        "play-graph",
        "一个小剧本，画成五个方框。“三辆旧车”有两个箭头，一个去“敲门”，一个去“群里”。“群里”能去“敲门”，也能去结局“改天”。“敲门”能去结局“挂上墙”，也能去结局“改天”。",
        scene_graph.draw_play_graph,
    ),
)

GUIDE_DIAGRAMS = {sketch.name: sketch for sketch in DIAGRAM_ROWS}
"""All diagrams by name."""


def get_diagram_path(sketch: GuideDiagram, *, wide: bool = False) -> str:
    """Return the path of a diagram's drawing, relative to the root of the site."""
    return f"{FOLDER}{sketch.name}{'-wide' if wide else ''}.svg"
