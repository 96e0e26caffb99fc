"""The command `photos`: camera pictures in, archive photos in the entry's folder; preview first, and nothing is lost."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageFilter, ImageOps

from conftest import exhibition
from exhibition.checks import run_checks as run_checks_of_checks
from exhibition.content.loader import load_exhibition
from exhibition.diagnostics import Diagnostic
from exhibition.media import import_apply, import_plan, import_prepare
from exhibition.media.import_apply import FolderPlan, apply_plan, plan_import, resolve_inputs
from exhibition.media.import_prepare import (
    MIN_SHARPNESS,
    ArchivePhoto,
    compute_perceptual_hash,
    convert_picture,
    is_alike,
    measure_sharpness,
    read_photo_bytes,
)
from exhibition.media.metadata import find_metadata
from exhibition.media.sizes import ARCHIVE_LIMITS
from exhibition.storage.cache import Cache
from exhibition.types import Unit
from helpers.cases import TINY
from helpers.images_with_metadata import PLANTED, build_images_with_metadata, build_jpeg_with_metadata, open_image
from test_media_renditions import (
    astronaut,
    build_location_exif,
    build_png_with_forged_size,
    china,
    difference,
    display_p3,
    encode_image,
    flower,
)

ENTRY = "content/units/example/20001"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return Path(shutil.copytree(TINY, tmp_path / "root"))


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache")


def plans(root: Path, cache: Cache, *paths: Path, into: str | None = None) -> list[FolderPlan]:
    return plan_import(root, load_exhibition(root).exhibition, resolve_inputs(root, paths, into).sources, cache)


def import_pictures(root: Path, cache: Cache, *paths: Path, into: str | None = None) -> list[FolderPlan]:
    made = plans(root, cache, *paths, into=into)
    assert [refused for plan in made for refused in apply_plan(plan, root, cache)] == []
    return made


def add_photos(root: Path, photos: dict[str, bytes], more: str = "") -> Path:
    """Put photos into the first entry's folder and name them in its `index.md`."""
    folder = root / ENTRY
    lines = "".join(f"  - 文件: {name}\n    说明: 邻居在楼下  # 谁\n    同意: 已同意\n" for name in photos)
    index = folder / "index.md"
    index.write_text(
        index.read_text("utf-8").replace("照片:\n", f"照片:\n{lines}", 1).replace("公约:\n", f"{more}公约:\n"), "utf-8"
    )
    for name, data in photos.items():
        (folder / name).write_bytes(data)
    return folder


def run_checks(root: Path) -> list[Diagnostic]:
    reading = load_exhibition(root)
    return [*reading.diagnostics, *run_checks_of_checks(reading.exhibition, root)]


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def convert_and_verify(data: bytes, cache: Cache) -> tuple[ArchivePhoto, bytes]:
    found = convert_picture(data, "x.jpg", cache)
    assert isinstance(found, ArchivePhoto)
    return found, read_photo_bytes(data, found, cache)


# One picture.


@pytest.mark.parametrize("name", build_images_with_metadata())
def test_no_metadata_is_left(name: str, cache: Cache) -> None:
    found, data = convert_and_verify(build_images_with_metadata()[name], cache)
    assert [secret for secret in PLANTED if secret in build_images_with_metadata()[name]]
    assert [secret for secret in PLANTED if secret in data] == []
    assert not find_metadata(data).needs_stripping
    assert (found.size, found.width, found.height) == (len(data), *open_image(data).size)
    assert open_image(data).format == "JPEG"


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_picture_stands_upright(orientation: int, cache: Cache) -> None:
    data = encode_image(china(), exif=build_location_exif(orientation).tobytes(), quality=95)
    found, safe = convert_and_verify(data, cache)
    assert difference(open_image(safe), ImageOps.exif_transpose(open_image(data))) < 3
    assert found.is_lossless == (orientation == 1)


def test_a_small_upright_picture_keeps_every_pixel(cache: Cache) -> None:
    data = build_jpeg_with_metadata(flower(1700))
    plain = encode_image(flower(1700), quality=90, xmp=b"x", comment=b"y")
    assert not convert_and_verify(data, cache)[0].is_lossless  # Its colours are those of another profile.
    found, safe = convert_and_verify(plain, cache)
    assert found.is_lossless
    assert difference(open_image(safe), open_image(plain)) == 0


@pytest.mark.parametrize("width", (3000, 4200))
def test_a_huge_picture_becomes_as_large_as_a_poster_needs(width: int, cache: Cache) -> None:
    found, data = convert_and_verify(encode_image(china(width), quality=92), cache)
    assert found.width == ARCHIVE_LIMITS.side
    assert found.size <= ARCHIVE_LIMITS.budget
    expected = china(width).resize((found.width, found.height), Image.Resampling.LANCZOS)
    assert difference(open_image(data), expected) < 5


def test_noise_is_light_too(cache: Cache) -> None:
    noise = np.random.default_rng(7).integers(0, 256, (2000, 2560, 3), dtype=np.uint8)
    found, _ = convert_and_verify(encode_image(Image.fromarray(noise), quality=95), cache)
    assert found.size <= ARCHIVE_LIMITS.budget


def test_colours_are_right_everywhere(cache: Cache) -> None:
    flat = Image.new("RGB", (640, 480), (200, 80, 60))
    _, data = convert_and_verify(encode_image(flat, icc_profile=display_p3(), quality=100, subsampling=0), cache)
    assert np.abs(np.array(open_image(data).getpixel((320, 240))) - (216, 73, 51)).max() <= 5
    _, data = convert_and_verify(encode_image(flower().convert("CMYK"), quality=95), cache)
    assert open_image(data).mode == "RGB"
    assert difference(open_image(data), flower()) < 5


def test_sixteen_bits_and_transparency_come_as_people_see_them(cache: Cache) -> None:
    grey = np.tile(np.linspace(0, 65535, 512).astype(np.uint16), (256, 1))
    _, data = convert_and_verify(encode_image(Image.fromarray(grey), "PNG"), cache)
    assert difference(open_image(data), Image.fromarray((grey >> 8).astype(np.uint8))) < 2
    clear = astronaut()
    clear.putalpha(0)
    _, data = convert_and_verify(encode_image(clear, "PNG"), cache)
    assert open_image(data).getpixel((9, 9)) == (255, 255, 255)


def test_only_the_month_is_kept_and_only_where_it_is_said(cache: Cache) -> None:
    assert convert_and_verify(build_jpeg_with_metadata(flower()), cache)[0].month == "2024-05"
    assert convert_and_verify(encode_image(flower()), cache)[0].month == ""
    exif = Image.Exif()
    exif[0x8769] = {0x9003: "0000:00:00 00:00:00"}
    assert convert_and_verify(encode_image(flower(), exif=exif.tobytes()), cache)[0].month == ""


@pytest.mark.parametrize("width", (900, 3000))
def test_what_is_safe_stays_as_it_is(width: int, cache: Cache, tmp_path: Path) -> None:
    first, safe = convert_and_verify(encode_image(china(width), quality=95), cache)
    again, same = convert_and_verify(safe, Cache(tmp_path / "another"))
    assert safe == same
    assert again.original_key == again.key == first.key


def test_a_picture_is_made_once(cache: Cache, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    album = tmp_path / "album"
    album.mkdir()
    (album / "IMG_1.JPG").write_bytes(build_jpeg_with_metadata(flower(900)))
    import_pictures(root, cache, album, into="20001")
    monkeypatch.setattr(import_prepare, "convert_picture", lambda *facts: pytest.fail("made again"))
    monkeypatch.setattr(import_plan, "run_jobs", lambda work, jobs, lost: ((job, work(job)) for job in jobs))
    assert [plan.changes for plan in plans(root, cache, album, into="20001")] == [[]]
    assert plans(root, cache) == []


def test_photos_are_not_kept_twice(root: Path, cache: Cache, tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(build_jpeg_with_metadata(china(3000)))
    [plan] = import_pictures(root, cache, tmp_path / "a.jpg", into="20001")
    photo = (root / ENTRY / "photo-01.jpg").read_bytes()
    assert not cache.get_path(plan.changes[0].photo.key).exists()
    assert all(path.stat().st_size < 5000 for path in cache.root.rglob("*") if path.is_file())
    (root / ENTRY / "photo-01.jpg").unlink()
    import_pictures(root, cache, tmp_path / "a.jpg", into="20001")
    assert (root / ENTRY / "photo-01.jpg").read_bytes() == photo


# Perceptual hash and sharpness.


def test_copies_look_alike_and_others_do_not() -> None:
    one = compute_perceptual_hash(flower())
    assert is_alike(one, compute_perceptual_hash(open_image(encode_image(flower(1200), quality=40))))
    assert is_alike(one, compute_perceptual_hash(flower().point(lambda value: min(255, value + 20))))
    assert not is_alike(one, compute_perceptual_hash(china()))
    assert not is_alike(one, compute_perceptual_hash(ImageOps.mirror(flower())))


def test_a_blurred_picture_is_told_from_a_sharp_one() -> None:
    for image in (china(), flower(), astronaut().resize((640, 640))):
        assert measure_sharpness(image) > MIN_SHARPNESS > measure_sharpness(image.filter(ImageFilter.GaussianBlur(4)))
    assert measure_sharpness(Image.new("L", (2, 2))) == 0


# Into a folder.


def test_pictures_come_in_under_safe_names(root: Path, cache: Cache, tmp_path: Path) -> None:
    album = tmp_path / "album"
    album.mkdir()
    for name, data in {**build_images_with_metadata(), "notes.txt": b"no picture"}.items():
        (album / name).write_bytes(data)
    before = files(album)
    (root / ENTRY / "photo-04.png").write_bytes(encode_image(astronaut(), "PNG"))
    index = (root / ENTRY / "index.md").read_bytes()
    [plan] = import_pictures(root, cache, album, into="20001")
    names = sorted(path.name for path in (root / ENTRY).iterdir())
    assert names == ["index.md", "photo-04.png", *(f"photo-{number:02d}.jpg" for number in range(5, 11))]
    assert files(album) == before
    assert (root / ENTRY / "index.md").read_bytes() == index
    assert {change.photo.month for change in plan.changes} == {"2024-05", ""}
    assert len(resolve_inputs(root, [album], "20001").skipped) == 1
    [again] = import_pictures(root, cache, album, into="20001")
    assert again.changes == []
    assert len(again.already_present) == 6
    assert sorted(path.name for path in (root / ENTRY).iterdir()) == names


def test_files_that_cannot_be_opened_are_reported_and_left(root: Path, cache: Cache, tmp_path: Path) -> None:
    bad = {
        "half.jpg": encode_image(china(1200))[:60_000],
        "letter.jpg": b"%PDF-1.7",
        "bomb.png": build_png_with_forged_size(),
        "empty.jpg": b"",
    }
    for name, data in bad.items():
        (tmp_path / name).write_bytes(data)
    [plan] = plans(root, cache, *(tmp_path / name for name in bad), into=ENTRY)
    assert plan.changes == []
    assert {source.path.name: why.partition("。")[0] for source, why in plan.rejected} == {
        "half.jpg": "打不开，可能没有传完整",
        "letter.jpg": "是 PDF 文件，网站不展出这种文件",
        "bomb.png": "像素太多，为了安全没有打开",
        "empty.jpg": "不是认识的照片格式",
    }


def test_duplicates_are_reported(root: Path, cache: Cache, tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(encode_image(flower(1200), quality=95))
    (tmp_path / "b.jpg").write_bytes(encode_image(flower(900), quality=50))
    (tmp_path / "c.jpg").write_bytes(encode_image(china(900)))
    (tmp_path / "d.jpg").write_bytes(encode_image(flower(900), quality=50, xmp=b"x"))
    [plan] = plans(root, cache, *(tmp_path / f"{name}.jpg" for name in "abcd"), into="20001")
    assert plan.duplicates == [("photo-01.jpg", "photo-02.jpg")]
    assert [(source.path.name, name) for source, name in plan.already_present] == [("d.jpg", "photo-02.jpg")]


def test_a_missing_path_is_reported(root: Path, tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(encode_image(flower()))
    assert "找不到编号" in resolve_inputs(root, [tmp_path / "a.jpg"], "99999").refused[0]
    assert "--into" in resolve_inputs(root, [tmp_path / "a.jpg"], None).refused[0]
    assert "还要写上照片在哪里" in resolve_inputs(root, [], "20001").refused[0]
    assert "找不到" in resolve_inputs(root, [tmp_path / "b.jpg"], "20001").refused[0]
    assert "找不到" in resolve_inputs(root, [tmp_path / "b.jpg"], None).refused[0]


def test_links_to_elsewhere_are_left_alone(root: Path, cache: Cache, tmp_path: Path) -> None:
    (tmp_path / "private.jpg").write_bytes(build_jpeg_with_metadata(flower()))
    (root / ENTRY / "a.jpg").symlink_to(tmp_path / "private.jpg")
    assert plans(root, cache) == []


# In place.


def test_photos_in_place_are_converted_and_renamed(root: Path, cache: Cache) -> None:
    more = '  - 地点: 门口\n    之前: IMG_2034.JPG\n    之后: "before.heic"\n    同机位: 否\n'
    photos = {
        "IMG_2034.JPG": build_jpeg_with_metadata(china(900)),
        "before.heic": build_images_with_metadata()["IMG_0001.HEIC"],
        "photo-07.jpg": build_jpeg_with_metadata(flower(900)),
    }
    folder = add_photos(root, photos, more)
    (folder / "unused.png").write_bytes(encode_image(astronaut(), "PNG"))
    text = (folder / "index.md").read_text("utf-8")
    [plan] = import_pictures(root, cache)
    names = {"IMG_2034.JPG": "photo-08.jpg", "before.heic": "before.jpg", "unused.png": "unused.jpg"}
    assert plan.renames == names
    assert {path.name for path in folder.iterdir()} == {"index.md", "photo-07.jpg", *names.values()}
    assert (folder / "index.md").read_text("utf-8") == text.replace("IMG_2034.JPG", "photo-08.jpg").replace(
        "before.heic", "before.jpg"
    )
    assert not any(find_metadata(path.read_bytes()).needs_stripping for path in folder.glob("*.jpg"))
    assert not {one.code for one in run_checks(root)} & {"W371", "W372", "E232", "E231", "E312"}
    after = files(root)
    assert import_pictures(root, cache) == []
    assert files(root) == after


@pytest.mark.parametrize("end", ("\n", "\r\n"))
def test_an_index_is_the_same_byte_by_byte_but_for_the_name(end: str, root: Path, cache: Cache) -> None:
    folder = add_photos(root, {"大合影 (1).png": encode_image(china(900), "PNG")})
    index = folder / "index.md"
    data = index.read_text("utf-8").replace("\n", end).replace("公约:", "公约:  # 大合影 (1).png").encode()
    index.write_bytes(data)
    import_pictures(root, cache)
    written = "文件: 大合影 (1).png".encode()
    assert index.read_bytes() == data.replace(written, b"\xe6\x96\x87\xe4\xbb\xb6: photo-01.jpg")


def test_a_name_that_cannot_be_replaced_with_certainty_stays(root: Path, cache: Cache) -> None:
    folder = add_photos(root, {"a b.heic": build_images_with_metadata()["IMG_0001.HEIC"]})
    index = folder / "index.md"
    index.write_bytes(index.read_text("utf-8").encode("gb18030"))
    before = files(root)
    [plan] = plans(root, cache)
    assert plan.changes == []
    assert "先运行 check" in plan.rejected[0][1]
    apply_plan(plan, root, cache)
    assert files(root) == before


def test_a_copy_under_an_unsafe_name_is_never_taken_for_the_photo(root: Path, cache: Cache) -> None:
    safe = encode_image(china(900))
    folder = add_photos(
        root,
        {
            "a b.png": encode_image(open_image(safe), "PNG"),
            "c d.jpg": safe,
            "e f.jpg": build_jpeg_with_metadata(flower(900)),
        },
    )
    (folder / "e f.copy.jpg").write_bytes((folder / "e f.jpg").read_bytes())
    import_pictures(root, cache)
    entry = load_exhibition(root).exhibition.of(Unit)[0]
    shown = [photo.file for photo in entry.photos if photo.file]
    assert len(set(shown)) == 3
    assert all((folder / name).exists() for name in shown)
    assert len(list(folder.glob("photo-*.jpg"))) == 4


def test_copies_that_an_interruption_has_left_are_used_once(root: Path, cache: Cache) -> None:
    twins = {"a 1.png": encode_image(china(900), "PNG"), "a 2.png": encode_image(china(900), "PNG")}
    folder = add_photos(root, twins)
    [plan] = plans(root, cache)
    first = plan.changes[0]
    (folder / first.target).write_bytes(read_photo_bytes(first.source.path.read_bytes(), first.photo, cache))
    import_pictures(root, cache)
    assert {path.name for path in folder.iterdir()} == {"index.md", "photo-01.jpg", "photo-02.jpg"}
    assert [photo.file for photo in load_exhibition(root).exhibition.of(Unit)[0].photos[:2]] == [
        "photo-01.jpg",
        "photo-02.jpg",
    ]


def test_names_that_differ_in_case_only_are_never_one_file(root: Path, cache: Cache) -> None:
    folder = add_photos(root, {"Before.JPG": build_jpeg_with_metadata(china(900))})
    import_pictures(root, cache)
    assert {path.name for path in folder.iterdir()} == {"index.md", "photo-01.jpg"}


def test_only_what_was_named_is_touched(root: Path, cache: Cache) -> None:
    add_photos(
        root, {"IMG_1.JPG": build_jpeg_with_metadata(china(900)), "IMG_2.JPG": build_jpeg_with_metadata(flower(900))}
    )
    [plan] = plans(root, cache, root / ENTRY / "IMG_2.JPG")
    assert plan.renames == {"IMG_2.JPG": "photo-01.jpg"}
    assert len(plans(root, cache, root / ENTRY)[0].changes) == 2


class Stopped(BaseException):
    """An interruption."""


def stops(after: int) -> Iterator[None]:
    """Yield `after` times, then raise Stopped."""
    for _ in range(after):
        yield
    raise Stopped


@pytest.mark.parametrize("steps", range(7))
def test_an_interruption_loses_nothing_and_the_next_run_ends_the_same(
    steps: int, root: Path, cache: Cache, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_photos(root, {"IMG_1.JPG": build_jpeg_with_metadata(china(900)), "IMG_2.png": encode_image(flower(900), "PNG")})
    whole = Path(shutil.copytree(root, tmp_path / "whole"))
    import_pictures(whole, cache)
    step = stops(steps)
    write, unlink = import_apply.write_atomically, Path.unlink

    def writing(path: Path, data: bytes) -> None:
        next(step)
        write(path, data)

    def unlinking(path: Path, missing_ok: bool = False) -> None:
        if path.name.startswith("IMG"):
            next(step)
        unlink(path, missing_ok)

    with monkeypatch.context() as patch, suppress(Stopped):
        patch.setattr(import_apply, "write_atomically", writing)
        patch.setattr(Path, "unlink", unlinking)
        import_pictures(root, cache)
    entry = load_exhibition(root).exhibition.of(Unit)[0]
    assert all((root / entry.folder / photo.file).exists() for photo in entry.photos if photo.file)
    import_pictures(root, cache)
    assert files(root) == files(whole)


def test_what_was_changed_meanwhile_is_left_alone(root: Path, cache: Cache) -> None:
    folder = add_photos(root, {"IMG_1.JPG": build_jpeg_with_metadata(china(900))})
    [plan] = plans(root, cache)
    (folder / "IMG_1.JPG").write_bytes(build_jpeg_with_metadata(flower(900)))
    before = files(root)
    assert [why for _, why in apply_plan(plan, root, cache)] == ["刚刚被别人改过，这次没有动它。请再运行一遍。"]
    assert files(root) == before
    [plan] = plans(root, cache)
    with (folder / "index.md").open("a", encoding="utf-8") as index:
        index.write("又写了一句。\n")
    before = files(root)
    assert "index.md" in apply_plan(plan, root, cache)[0][1]
    assert files(root) == before


# As a volunteer runs it.


def test_the_command_previews_first(root: Path, tmp_path: Path) -> None:
    album = tmp_path / "album"
    album.mkdir()
    (album / "IMG_13812345678.JPG").write_bytes(build_jpeg_with_metadata(flower(1700), orientation=6))
    place = ("--root", root, "--cache", tmp_path / "cache")
    before = files(root)
    ran = exhibition("photos", album, "--into", "20001", *place, check=False)
    assert ran.returncode == 1
    assert files(root) == before
    assert "photo-01.jpg" in ran.stdout
    assert "拍摄地点（GPS）、拍摄时间、相机序列号" in ran.stdout
    assert "13812345678" not in ran.stdout + ran.stderr
    assert "加上 --write" in ran.stderr
    ran = exhibition("photos", album, "--into", "20001", "--write", *place)
    assert "  - 文件: photo-01.jpg\n    说明:\n    时间: 2024-05\n    同意: 未取得\n" in ran.stdout
    assert open_image((root / ENTRY / "photo-01.jpg").read_bytes()).height == 1700
    assert "什么都不用做" in exhibition("photos", *place).stderr
    ran = exhibition("photos", tmp_path / "nowhere", *place, check=False)
    assert ran.returncode == 2
    assert "Traceback" not in ran.stderr


def test_pasted_lines_do_not_publish_without_consent(root: Path, cache: Cache, tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(encode_image(flower(1200)))
    [plan] = import_pictures(root, cache, tmp_path / "a.jpg", into="20001")
    index = root / ENTRY / "index.md"
    lines = import_apply.format_new_lines(plan.changes[0].target, "2024-05")
    index.write_text(index.read_text("utf-8").replace("照片:\n", f"照片:\n{lines}\n", 1), "utf-8")
    blocking = {one.code for one in run_checks(root) if one.blocks}
    assert blocking == {"E210", "E310"}
