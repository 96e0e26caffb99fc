"""Diagrams of the guide: drawings with text in them.

    shapes and text ──Diagram──▶ SVG, in light and dark mode
    a screen's content ──draw_phone, draw_browser_window──▶ the same step on a phone and on a computer

To add a diagram: a function that returns a `Diagram`, one row in `DIAGRAM_ROWS`, `<!-- picture: name -->` in the guide.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from ..model import Artifact
from . import asking, editing, signs, standing, story
from .screens import Screen, phone, window
from .sheet import Sheet

FOLDER = "guide/pictures/"
"""Folder of the drawings, relative to the root of the site."""


@dataclass(frozen=True, slots=True)
class Sketch:
    """A diagram of the guide: its name, its alt text (one or more sentences), its form on phones.

    `wide` is shown instead in windows of 45 em and more, where it is set.
    """

    name: str
    alt: str
    narrow: Callable[[], Sheet]
    wide: Callable[[], Sheet] | None = None


def screened(name: str, alt: str, content: Screen, height: int = 460, wide_height: int = 430) -> Sketch:
    """Return the diagram of a step: on a phone, and on a computer."""
    return Sketch(name, alt, partial(phone, content, height), partial(window, content, wide_height))


ROWS = (
    Sketch(
        "story",
        "六幅小画：扫码打开你们楼的页；按“改进这一页”，再按铅笔；上半是信息栏，下半是正文；说一句改了什么，按“提交”；等评论，照着改；大家都看得到了。",
        partial(story.laid_out, 2, 12, 172),
        partial(story.laid_out, 3, 62, 206),
    ),
    screened(
        "page",
        "楼组的一页。画着灯火楼，下面写着“看到不对的、缺的，请你改进这一页”，圈 1 圈住了“改进这一页”。",
        editing.page,
        424,
        306,
    ),
    screened("file", "打开的文件 index.md。右上角有一支铅笔，圈 1 圈住了它。", editing.file, 410, 400),
    screened(
        "editor", "编辑的样子。圈 1 是上半的信息栏，圈 2 是下半的正文。光标停在“一句话”那一行的末尾。", editing.editor
    ),
    screened("save", "一个小框。圈 1 是写一句话的地方，写着“补全了一句话”。圈 2 是“提交”按钮。", editing.save),
    screened(
        "comment",
        "改动下面的评论。圈 1 写着“还有 1 处要改”，说的是第 4 行的中文冒号。圈 2 是改好的信息栏，可以整段复制。",
        editing.comment,
        464,
        464,
    ),
    screened(
        "merged", "评论写着“可以合并”。管网站的人点了头，灯火楼的页上就有了新的一句话。", editing.merged, 460, 440
    ),
    Sketch(
        "anatomy",
        "一个文件的样子。圈 1 是三个减号，圈 2 是左边的名称，圈 3 是英文冒号和后面的空格，圈 4 是列表开头的减号和空格，圈 5 是下半的正文。",
        signs.anatomy,
    ),
    Sketch(
        "signs",
        "放大的符号。英文冒号只占半格，两点居中，后面空半格；中文冒号占一整格，两点靠左。英文空格占半格，中文空格占一整格。三个英文减号是断开的，中文破折号连成一条。",
        signs.look_alikes,
    ),
    Sketch(
        "keyboards",
        "怎样切换到英文。手机上，按键盘最下面一排的“中/英”。电脑上，按一下左边的 Shift 键。",
        signs.keyboards,
    ),
    Sketch(
        "same-spot",
        "从上面看一条走廊。对的：两次都站在圈 1 的脚印上，对着圈 2 的墙角，两张照片里墙角在同一个地方。错的：第二次换了地方和方向，还竖着拍，两张照片对不上。",
        standing.same_spot,
    ),
    Sketch(
        "who-nods",
        "问谁，画在三扇窗里。大人自己说“可以”。孩子旁边站着家长，家长说“可以”，孩子说“我愿意”。第三扇窗里是背影、布袋和茶壶，认不出是谁。",
        asking.who_nods,
    ),
    Sketch(
        "caption",
        "照片说明可以写身份和在做什么，例如楼组长和三楼的木工把旧椅子修好了。不要写姓名、学校、门牌、号码，也不要写谁生病、谁家没人。",
        asking.caption,
    ),
)

SKETCHES = {sketch.name: sketch for sketch in ROWS}
"""All diagrams by name."""


def file_of(sketch: Sketch, *, wide: bool = False) -> str:
    """Return the path of a diagram's drawing, relative to the root of the site."""
    return f"{FOLDER}{sketch.name}{'-wide' if wide else ''}.svg"


def drawn_files() -> Iterator[Artifact]:
    """Yield every drawing as a file of the site."""
    for sketch in ROWS:
        yield Artifact(file_of(sketch), sketch.narrow().svg)
        if sketch.wide:
            yield Artifact(file_of(sketch, wide=True), sketch.wide().svg)
