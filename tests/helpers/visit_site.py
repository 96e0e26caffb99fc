"""A small exhibition with two visits: photographs, recordings, a strip and a panorama of all directions drawn by program."""

from __future__ import annotations

import math
import shutil
from pathlib import Path

from PIL import Image, ImageDraw

from helpers.cases import TINY, copy_books
from helpers.recordings import NAMED, OLD_TAG, build_mp3
from test_media_renditions import china, encode_image, flower

HOME = Path(__file__).resolve().parents[2]
UNIT, NEIGHBOUR = "20001", "20002"
SECRET = b"Li Si"
"""A name in a tag of a recording, which must not be published."""

VISIT = """---
参访:
  - 站名: 大门
    位置: 大门
    照片: photo-01.jpg
    讲解: 门上的字是邻居写的。
    看点: 30,40 老信箱；70,55 值日表
    录音: men.mp3
    文字稿: 这只信箱，我们搬来那年就有了。
  - 站名: 长廊
    位置: 楼道
    照片: photo-02.jpg
    讲解: 一面墙画了四季。
    看点: 5,95 春；95,5 冬
    全景: pano-01.jpg
  - 站名: 架空层
    位置: 架空层
    讲解: 站在当中，转一圈。
    全景: pano-02.jpg
  - 站名: 屋顶
    位置: 屋顶
    讲解: 花箱是各家凑的旧盆。
    录音: wuding.mp3
    文字稿: 夏天傍晚最好，风从江边来。
---
"""
OTHER = """---
参访:
  - 站名: 剪纸的桌子
    位置: 门厅
    讲解: 每个月剪一次。
---
"""


def draw_strip() -> Image.Image:
    """Return a strip of 3,200 × 800 px with a number in each of its sixteen parts."""
    image = Image.new("RGB", (3200, 800), "#e4eeec")
    pen = ImageDraw.Draw(image)
    for rank in range(16):
        pen.rectangle((rank * 200, 200, rank * 200 + 190, 700), fill=f"hsl({rank * 22},45%,60%)")
        pen.text((rank * 200 + 60, 300), str(rank), fill="black", font_size=90)
    return image


def draw_sphere(width: int = 2048) -> Image.Image:
    """Return an equirectangular picture: horizon, sky, and a pillar every 45 degrees."""
    height = width // 2
    image = Image.new("RGB", (width, height), "#0f6b75")
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, height // 2, width, height), fill="#e3d8bf")
    for rank in range(8):
        at = (rank + 0.5) * width / 8
        rise = height * (0.2 + 0.05 * math.sin(rank))
        pen.rectangle((at - 40, height / 2 - rise, at + 40, height / 2 + 60), fill=f"hsl({rank * 45},60%,50%)")
    return image


def write_visit_site(root: Path) -> Path:
    """Write the exhibition with the real books into `root`, a folder that does not exist; return `root`."""
    shutil.copytree(TINY, root)
    (root / "overrides").symlink_to(HOME / "overrides")
    shutil.copy(HOME / "mkdocs.yml", root)
    copy_books(root)
    folder = root / "content/units/example" / UNIT
    pictures = {
        "photo-01.jpg": ("大门，从外面看", china(1600)),
        "photo-02.jpg": ("长廊的墙", flower(1600)),
        "pano-01.jpg": ("长廊从头到尾", draw_strip()),
        "pano-02.jpg": ("架空层，一圈", draw_sphere()),
    }
    for name, (_, image) in pictures.items():
        (folder / name).write_bytes(encode_image(image, quality=88))
    listed = "".join(
        f"  - 文件: {name}\n    说明: {caption}\n    同意: 不涉及人物\n" for name, (caption, _) in pictures.items()
    )
    index = folder / "index.md"
    index.write_text(index.read_text("utf-8").replace("照片:\n", "照片:\n" + listed, 1), "utf-8")
    (folder / "men.mp3").write_bytes(build_mp3(4, before=NAMED, behind=OLD_TAG))
    (folder / "wuding.mp3").write_bytes(build_mp3(2))
    (folder / "参访.md").write_text(VISIT, "utf-8")
    (root / "content/units/example" / NEIGHBOUR / "参访.md").write_text(OTHER, "utf-8")
    return root
