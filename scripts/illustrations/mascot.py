"""Render the poses of the mascot 楼小帆 as SVG files, a folder that a town may replace by its own mascot.

`python -m illustrations.mascot overrides/assets/mascot` writes the folder anew.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from .mascot_parts import CHEEKS, EYES, LEAF, MOUTHS, POSES, ROOF, WALLS, WINDOW, MascotPart, Pose
from .palette import COLOURS

SIZE = 240
"""Side of a drawing in its own units."""
EDGE = 6
"""Width of the paper-coloured outline around the figure, which separates it from a dark background."""
INSET = 'transform="translate(10 19)scale(.92)"'
"""Leaves room for the leaf at the top and for the outline all round."""
GAP = 5
"""Width of the gaps between the parts of the one-colour figure."""


def _format_path(d: str, fill: str, line: str, width: float) -> str:
    paint = f' fill="{fill}"' if fill else ""
    pen = f' stroke="{line}" stroke-width="{width:g}"' if width else ""
    return f'<path d="{d}"{paint}{pen}/>'


def _render_silhouette(part: MascotPart) -> str:
    """Return the silhouette of a part; `draw_coloured` adds fill and stroke."""
    sheet = "".join(cut.d for cut in part if cut.edge and cut.fill)
    lines = [cut for cut in part if cut.edge and not cut.fill]
    widths = sorted({cut.width for cut in lines})
    grouped = {width: "".join(cut.d for cut in lines if cut.width == width) for width in widths}
    pens = (f'<path d="{d}" fill="none" stroke-width="{width + 2 * EDGE:g}"/>' for width, d in grouped.items())
    return "".join(pens) + (f'<path d="{sheet}"/>' if sheet else "")


def _render_colours(part: MascotPart) -> str:
    return "".join(_format_path(cut.d, COLOURS.get(cut.fill, ""), COLOURS.get(cut.line, ""), cut.width) for cut in part)


LIGHT = {"lamp", "straw", "cream", "glow", "paper", "foam", "stream", "blush", "skin", "dew", "coral", "stone"}
"""Colours that become transparent in the one-colour figure; paths of the silhouette stay solid all the same."""


def _render_mask(part: MascotPart) -> str:
    """Return the mask of a part: white is opaque, black is transparent."""
    drawing = []
    for cut in part:
        tone = "#000" if {cut.fill, cut.line} & LIGHT and not cut.edge else "#fff"
        fill = tone if cut.fill else ""
        gap = (
            _format_path(cut.d, "#000" if fill else "", "#000", cut.width + 2 * GAP)
            if cut.edge and not cut.joined
            else ""
        )
        drawing.append(gap + _format_path(cut.d, fill, tone, cut.width))
    return "".join(drawing)


def _list_groups(pose: Pose) -> Iterable[tuple[str, MascotPart]]:
    """Yield the parts of a pose from back to front, each with its transform."""
    whole = f"rotate({pose.lean:g} 120 206)" if pose.lean else ""
    whole = f"translate(0 {-pose.lift:g})" + whole if pose.lift else whole
    if pose.size != 1:
        whole += f"translate(120 206)scale({pose.size:g})translate(-120 -206)"
    leaf = f"{whole}translate(120 56)rotate({pose.leaf:g})scale({pose.leaf_size:g})translate(-120 -56)"
    face = WINDOW + CHEEKS + EYES[pose.eyes] + MOUTHS[pose.mouth]
    yield "", pose.behind
    yield leaf, LEAF
    yield "", pose.legs
    yield whole, pose.arms + WALLS + ROOF + face + pose.held
    yield "", pose.ground


def _render_pose(pose: Pose, paint: Callable[[MascotPart], str]) -> str:
    cut = []
    for transform, part in _list_groups(pose):
        body = paint(part)
        if body:
            cut.append(f'<g transform="{transform}">{body}</g>' if transform else body)
    return "".join(cut)


def _wrap_svg(body: str) -> bytes:
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE} {SIZE}">'
    return f'{head}<g fill="none" stroke-linecap="round" stroke-linejoin="round" {INSET}>{body}</g></svg>\n'.encode()


def draw_coloured(pose: Pose) -> bytes:
    """Return the drawing in colour, with an outline that separates it from any background."""
    paper = COLOURS["paper"]
    rim = f'<g fill="{paper}" stroke="{paper}" stroke-width="{2 * EDGE}">{_render_pose(pose, _render_silhouette)}</g>'
    return _wrap_svg(rim + _render_pose(pose, _render_colours))


def draw_one_colour(name: str, pose: Pose) -> bytes:
    """Return the drawing in `currentColor` alone, for stamps, embossing and cheap print."""
    whole = f'maskUnits="userSpaceOnUse" x="-20" y="-30" width="{SIZE + 40}" height="{SIZE + 40}"'
    mask = f'<mask id="m-{name}" {whole}>{_render_pose(pose, _render_mask)}</mask>'
    return _wrap_svg(f'{mask}<path d="M-20-30H260V250H-20Z" fill="currentColor" mask="url(#m-{name})"/>')


def draw_favicon() -> bytes:
    """Return the house alone, filling its square: the favicon."""
    leaf = '<g transform="rotate(-8 120 56)">{}</g>'
    head = WALLS + ROOF + WINDOW + EYES["open"] + MOUTHS["smile"]
    paper = COLOURS["paper"]
    rim = leaf.format(_render_silhouette(LEAF)) + _render_silhouette(WALLS + ROOF)
    body = f'<g fill="{paper}" stroke="{paper}" stroke-width="16">{rim}</g>{leaf.format(_render_colours(LEAF))}{_render_colours(head)}'
    svg = _wrap_svg(body).decode()
    return svg.replace(INSET, 'transform="translate(-10 12)scale(1.08)"').encode()


def write_mascot(folder: Path) -> list[Path]:
    """Write every pose into `folder`, in colour and (under `mono/`) in one colour, and the favicon beside it.

    Returns the paths of the files.
    """
    files = []
    for name, pose in POSES.items():
        for path, drawing in (
            (folder / f"{name}.svg", draw_coloured(pose)),
            (folder / "mono" / f"{name}.svg", draw_one_colour(name, pose)),
        ):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(drawing)
            files.append(path)
    sign = folder.parent / "favicon.svg"
    sign.write_bytes(draw_favicon())
    return [*files, sign]


if __name__ == "__main__":
    write_mascot(Path(sys.argv[1]))
