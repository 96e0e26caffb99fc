"""Reading the mascot's SVG files as shapes: supported elements, refused elements, messages."""

from __future__ import annotations

from pathlib import Path

import pytest

from exhibition.diagnostics import Refusal
from exhibition.print.resources import IDENTITY, multiply_matrices, parse_transform, read_shapes
from illustrations.mascot_parts import POSES
from illustrations.palette import COLOURS

MASCOT = Path(__file__).resolve().parent.parent / "overrides" / "assets" / "mascot"
HEXES = {value.upper() for value in COLOURS.values()}


def svg(folder: Path, body: str) -> Path:
    path = folder / "pose.svg"
    path.write_text(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">{body}</svg>', encoding="utf-8")
    return path


@pytest.mark.parametrize("pose", POSES)
def test_every_pose_is_read_and_has_colours_of_the_palette_alone(pose: str) -> None:
    view, pieces = read_shapes(MASCOT / f"{pose}.svg")
    assert view == (0, 0, 240, 240)
    assert len(pieces) > 10
    assert {colour for piece in pieces for colour in (piece.fill, piece.line) if colour} <= HEXES


def test_groups_hand_down_their_look_and_their_place(tmp_path: Path) -> None:
    body = (
        '<g fill="#abc" transform="translate(2 3)scale(2)"><circle cx="1" cy="1" r="1"/>'
        '<path d="M0 0h1" style="fill:none;stroke:black" stroke-width="3"/></g>'
    )
    _, (disc, line) = read_shapes(svg(tmp_path, body))
    assert (disc.fill, disc.line, disc.matrix) == ("#AABBCC", "", (2, 0, 0, 2, 2, 3))
    assert (line.fill, line.line, line.width) == ("", "#000000", 3)


def test_transforms_are_done_from_right_to_left() -> None:
    assert multiply_matrices(IDENTITY, (1, 2, 3, 4, 5, 6)) == (1, 2, 3, 4, 5, 6)
    a, b, c, d, e, f = parse_transform("rotate(90 10 10) translate(5,0)")
    assert (round(a), round(b), round(c), round(d)) == (0, 1, -1, 0)
    assert (round(e), round(f)) == (20, 5)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('<linearGradient id="a"/>', "<linearGradient>"),
        ("<text>楼</text>", "<text>"),
        ('<path d="M0 0h1" fill="url(#a)"/>', "url(#a)"),
        ('<path d="M0 0h1" fill="red"/>', "red"),
    ],
)
def test_what_a_poster_cannot_print_is_refused_by_name(tmp_path: Path, body: str, said: str) -> None:
    with pytest.raises(Refusal, match="海报印不了") as caught:
        read_shapes(svg(tmp_path, body))
    assert said in str(caught.value)


def test_a_missing_or_broken_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "broken.svg").write_text("<svg>")
    for name in ("none.svg", "broken.svg"):
        with pytest.raises(Refusal, match=name):
            read_shapes(tmp_path / name)
