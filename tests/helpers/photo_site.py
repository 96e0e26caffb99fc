"""A small exhibition with real photographs in every place of a page, for tests in browsers and on paper."""

from __future__ import annotations

import shutil
from pathlib import Path

from helpers.cases import TINY, copy_books
from test_media_renditions import astronaut, china, encode_image, flower

HOME = Path(__file__).resolve().parents[2]
UNIT = "20001"
"""The unit with photographs; its neighbours have drawings or nothing."""
PHOTOS = {
    "photo-01.jpg": ("一楼门厅，从前", lambda: china(1600)),
    "photo-02.jpg": ("一楼门厅，如今", lambda: china(1600).transpose(0)),
    "photo-03.jpg": ("楼顶的花", lambda: flower(1600)),
    "photo-04.jpg": ("竖着拍的一张", lambda: astronaut().resize((1200, 1600))),
}


def write_photo_site(root: Path) -> Path:
    """Write the exhibition with the real books into `root`, a folder that does not exist; return `root`."""
    shutil.copytree(TINY, root)
    (root / "overrides").symlink_to(HOME / "overrides")
    shutil.copy(HOME / "mkdocs.yml", root)
    copy_books(root)
    folder = root / "content/units/example" / UNIT
    for name, (_, make) in PHOTOS.items():
        (folder / name).write_bytes(encode_image(make(), quality=88))
    listed = "".join(
        f"  - 文件: {name}\n    说明: {caption}\n    时间: 20{17 + rank}\n    同意: 不涉及人物\n"
        for rank, (name, (caption, _)) in enumerate(PHOTOS.items())
    )
    index = folder / "index.md"
    text = index.read_text("utf-8").replace("照片:\n", "照片:\n" + listed, 1)
    text = text.replace("之前: 楼道从前", "之前: photo-01.jpg").replace("之后: 楼道如今", "之后: photo-02.jpg")
    text = text.replace("    照片: 楼道从前\n  - 时间:\n    标题: 一起动手\n", STEPS)
    index.write_text(text + "\n" + BODY, "utf-8")
    return root


STEPS = """    照片: 楼道从前
  - 时间: 2018-06
    标题: 一起动手
    经过: 三个星期天，一层一层往下清。
    照片: photo-03.jpg
  - 时间: 2019-05
    标题: 电梯装好了
    经过: 二十四户人家，七次议事。
    照片: photo-04.jpg
"""
BODY = (
    "\n\n".join(
        ["楼道里的灯是大家一起换的，谁下班早谁就把底楼的门擦一擦。周末的长桌上，总有人端来一盘切好的水果。"] * 6
    )
    + "\n"
)

PAGES = {
    "home": "",
    "unit": "20001/",
    "bare unit": "20002/",
    "cluster": "20010/",
    "notice": "20003/",
    "units": "units/",
    "streets": "streets/",
    "street": "streets/example/",
    "themes": "themes/",
    "theme": "themes/lift/",
    "stars": "stars/3/",
    "clusters": "clusters/",
    "wall": "walls/",
    "street wall": "walls/streets/example/",
    "search": "search/",
    "about": "about/",
    "upload": "upload/",
}
"""One page of each kind that visitors see, by its address relative to the root of the site."""
WALL_WITHOUT_PICTURES = "walls/themes/paper-cutting/"
"""A wall none of whose units has a picture, so that they are lit windows."""
