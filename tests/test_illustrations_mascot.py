"""Requirements on the mascot's folder, ours or a town's own.

Nine poses, small, self-contained, in colour and in one colour.
"""

from __future__ import annotations

import gzip
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from illustrations.mascot import draw_coloured, draw_one_colour, write_mascot
from illustrations.mascot_parts import POSES
from illustrations.palette import COLOURS

ASSETS = Path(__file__).parents[1] / "overrides" / "assets"
FOLDER = ASSETS / "mascot"
NAMES = ("waving", "reading", "pointing", "thinking", "sweeping", "cheering", "sailing", "lantern", "sorry")
OURS = (FOLDER / "LICENSE.md").exists()
"""A town that puts its own mascot here removes our licence file with our drawings."""


def tags(svg: bytes) -> set[str]:
    return {element.tag.rpartition("}")[2] for element in ET.fromstring(svg).iter()}


@pytest.mark.parametrize("file", [*(f"{name}.svg" for name in NAMES), *(f"mono/{name}.svg" for name in NAMES)])
def test_a_file_of_the_folder_is_small_square_and_closed(file: str) -> None:
    svg = (FOLDER / file).read_bytes()
    assert ET.fromstring(svg).get("viewBox") == "0 0 240 240"
    assert len(svg) <= (5_120 if file.startswith("mono") else 4_096)
    assert len(gzip.compress(svg, 9)) <= 1_800
    assert not tags(svg) & {"text", "script", "image", "style", "a", "foreignObject", "filter"}
    assert b"http" not in svg.replace(b'xmlns="http://www.w3.org/2000/svg"', b"")


@pytest.mark.parametrize("name", NAMES)
def test_the_one_colour_form_has_no_colour_of_its_own(name: str) -> None:
    svg = (FOLDER / "mono" / f"{name}.svg").read_text("utf-8")
    assert "currentColor" in svg
    assert set(re.findall(r"#[0-9a-fA-F]{3,6}\b", svg)) <= {"#000", "#fff"}


@pytest.mark.skipif(not OURS, reason="the folder holds another mascot")
def test_the_committed_files_are_what_the_poses_say(tmp_path: Path) -> None:
    written = write_mascot(tmp_path / "mascot")
    assert len(written) == 2 * len(NAMES) + 1
    for path in written:
        assert (ASSETS / path.relative_to(tmp_path)).read_bytes() == path.read_bytes(), path.name


def test_nine_poses_and_no_other() -> None:
    assert tuple(POSES) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_ours_is_of_the_palette_and_simple_enough_for_posters(name: str) -> None:
    svg = draw_coloured(POSES[name])
    assert set(re.findall(r"#[0-9A-Fa-f]{6}", svg.decode())) <= set(COLOURS.values())
    assert tags(svg) == {"svg", "g", "path"}


def test_poses_differ_in_face_or_gesture() -> None:
    drawings = {draw_coloured(pose) for pose in POSES.values()}
    faces = {(pose.eyes, pose.mouth) for pose in POSES.values()}
    assert len(drawings) == len(NAMES)
    assert len(faces) >= 7


def test_ids_of_the_one_colour_forms_can_stand_on_one_page() -> None:
    ids = [re.findall(rb'id="([^"]+)"', draw_one_colour(name, pose)) for name, pose in POSES.items()]
    flat = [found for each in ids for found in each]
    assert len(flat) == len(set(flat)) == len(NAMES)
