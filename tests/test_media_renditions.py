"""Renditions of photos: upright, true in colour, small, never enlarged, without metadata; no file stops the build.

The photographs come from scikit-image and scikit-learn; the metadata of phones is added here.
"""

from __future__ import annotations

import base64
import os
import struct
import time
import zlib
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image, ImageCms, ImageOps

from exhibition.diagnostics import Span
from exhibition.media import codec, renditions
from exhibition.media.codec import encode_renditions, open_photo, resize_to_all
from exhibition.media.rendition_worker import RenditionSet, SourcePhoto, prepare_renditions
from exhibition.media.renditions import RENDITION_SIZES, FileStampIndex, RenderedPhotos, render_photos
from exhibition.model import Exhibition, Ledger, Photo, Picture, Settings, Status, Vocabularies
from exhibition.storage.cache import Cache, stamp
from exhibition.storage.toolchain import get_version
from exhibition.types import Unit

BOX = (1440, 1440)
FOLDER = "content/units/example/10001"
SECRETS = (b"Exif", b"ns.adobe.com", b"xpacket", b"ICC_PROFILE", b"SecretPhone", b"SecretNote", b"ADBE", b"lcms")
HEIC = base64.b85decode(
    "0000SW^{RQXk}?*00000ZE0pPXk}?*ZE0a<0004@ZDn*}000000000XXk=`10000000000aA{+700000000000000000000G-+&aV*mgE07O6l0ssL300001#Q*^"
    "S00000002q=0ssI200IvH0RR9100000H~;_uIB98aW&i*H00062000$fZf0cy000000RRAKc4ILB0000LX>Mj^0ssI300IC2MR;ju000004sdC7Z2$lO00031007"
    "`=aB^?}006*gaAR)(004Msc4I>U18@KU0FVFx0000U@BsY%`1k+-4+CHT0RR|40Sp2E{{wIU00RJ!0009300RIXx&lC90096iLID8-Z~y=U0FVFx0{{R603M()f"
    "d!W8Nhz*w0vZem00093$N&HX00=;000968L;=Baup&SJ000wXZ)|dIV{CW;0RRmE27mwn02FC+aAg1h000000AK(B06+i$01$9#cxeCt0009B2nYZG010VwZ*&6"
    "y000<iaBX1#00000000310R@2q0|bQt000_ka%E-!00000000hSWOHKx0ssL30RR91ifv?JbN~PVMkoQVSbS~{l3)MnLI3?+nGa=*IyZmbloznOKi7N_Wr>d2q="
    "<y~Ko96;hb71HYuE7^XF%4&KdT)L24Nz3TensIN-nSf000I>cxh$;08LE*DgXcg2mk^B4*&uH000L7001Td5&#1L000311^@s60000}Wn*$>bN~P"
)
"""96 × 64 px, left half brick, right half river, EXIF orientation 6: drawn for this test."""
BRICK, RIVER = (191, 63, 47), (15, 107, 117)


def photograph(package: str, path: str, width: int = 0) -> Image.Image:
    """Return a photograph out of a package, enlarged to `width` where given."""
    spec = find_spec(package)
    assert spec is not None
    assert spec.submodule_search_locations is not None
    image = Image.open(Path(spec.submodule_search_locations[0]) / path).convert("RGB")
    return image.resize((width, image.height * width // image.width), Image.Resampling.LANCZOS) if width else image


def china(width: int = 0) -> Image.Image:
    """Return a house with much foliage: among the photographs that compress worst."""
    return photograph("sklearn", "datasets/images/china.jpg", width)


def flower(width: int = 0) -> Image.Image:
    return photograph("sklearn", "datasets/images/flower.jpg", width)


def astronaut(width: int = 0) -> Image.Image:
    return photograph("skimage", "data/astronaut.png", width)


def encode_image(image: Image.Image, format: str = "JPEG", **options: object) -> bytes:
    file = BytesIO()
    image.save(file, format, **options)  # type: ignore[arg-type]
    return file.getvalue()


def opened(data: bytes, box: tuple[int, int] = BOX) -> Image.Image:
    photo = open_photo(data, "photo.jpg", box)
    assert isinstance(photo, Image.Image)
    return photo


def difference(one: Image.Image, other: Image.Image) -> float:
    """Return the mean difference of two pictures of one size, of 255."""
    assert one.size == other.size
    pixels = [np.asarray(image.convert("RGB"), dtype=np.float64) for image in (one, other)]
    return float(np.abs(pixels[0] - pixels[1]).mean())


# Metadata of phones.


def build_location_exif(orientation: int = 1) -> Image.Exif:
    """Return EXIF with maker, time and location."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x0132] = orientation, "SecretPhone", "2024:05:01 09:30:00"
    exif[0x8825] = {1: "N", 2: (31.0, 24.0, 0.0), 3: "E", 4: (121.0, 29.0, 0.0)}
    return exif


def display_p3() -> bytes:
    """Return the profile of photographs of iPhones: sRGB's, with P3's primaries (D50, SMPTE EG 432-1)."""
    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    primaries = {
        b"rXYZ": (0.51512, 0.24120, -0.00105),
        b"gXYZ": (0.29198, 0.69225, 0.04189),
        b"bXYZ": (0.15710, 0.06657, 0.78407),
    }
    for number in range(struct.unpack_from(">I", data, 128)[0]):
        tag, offset, _ = struct.unpack_from(">4sII", data, 132 + 12 * number)
        if tag in primaries:
            struct.pack_into(">3i", data, offset + 8, *(round(value * 65536) for value in primaries[tag]))
    return bytes(data.replace("sRGB".encode("utf-16-be"), "DspP".encode("utf-16-be")))


XMP = b'<?xpacket begin=""?><x:xmpmeta xmlns:x="adobe:ns:meta/"/><?xpacket end="w"?>'


def encode_with_metadata(image: Image.Image, format: str = "JPEG", orientation: int = 1, **options: object) -> bytes:
    """Return a file with all the metadata that its format can hold."""
    comment = {"comment": b"SecretNote"} if format == "JPEG" else {}
    xmp = {} if format == "PNG" else {"xmp": XMP}
    exif = build_location_exif(orientation).tobytes()
    return encode_image(image, format, exif=exif, icc_profile=display_p3(), **xmp, **comment, **options)


# A folder of every kind of file that volunteers send, rendered once.


def build_mpo() -> bytes:
    """Return an MPO: two pictures in one file, as some phones and 3D cameras make."""
    return encode_image(flower(), "MPO", save_all=True, append_images=[china()])


def build_png_with_forged_size() -> bytes:
    """Return a small PNG whose header states 900 million pixels."""
    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    )


SENT: dict[str, Callable[[], bytes]] = {
    "IMG_2034.JPG": lambda: encode_with_metadata(flower(1700), orientation=6, quality=90),
    "大合影.jpg": lambda: encode_with_metadata(china(1700), quality=90),
    "notes.png": lambda: encode_with_metadata(astronaut(), "PNG"),
    "web.webp": lambda: encode_with_metadata(flower(), "WEBP"),
    "motion.jpg": lambda: encode_image(flower()) + b"\0\0\0\x18ftypmp42" + bytes(50_000),
    "three-d.jpg": build_mpo,
    "iphone.heic": lambda: HEIC,
    "half.jpg": lambda: encode_image(china(1200))[:60_000],
    "letter.jpg": lambda: b"%PDF-1.7 not a photo at all",
    "bomb.png": build_png_with_forged_size,
}
ABSENT = ("nowhere.jpg", "../10001/IMG_2034.JPG", "a\\b.jpg")


def exhibition_of(names: tuple[str, ...], **more: Status) -> Exhibition:
    photos = tuple(Photo(name, None, "说明", span=Span("index.md", line)) for line, name in enumerate(names, 1))
    status = more.get("status", Status.PUBLISHED)
    unit = Unit(id="10001", name="x", street="示例街镇", status=status, photos=photos, folder=FOLDER, spans={})
    settings = Settings("x", "https://louzu.example/")
    return Exhibition(settings, Vocabularies(), Ledger(), (unit,))


def add_photos(root: Path, sent: dict[str, bytes]) -> Path:
    folder = root / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in sent.items():
        (folder / name).write_bytes(data)
    return folder


@pytest.fixture(scope="module")
def developed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RenderedPhotos]:
    root = tmp_path_factory.mktemp("sent")
    add_photos(root, {name: make() for name, make in SENT.items()})
    yield render_photos(exhibition_of((*SENT, *ABSENT)), root, Cache(root / "cache"))


def get_picture(developed: RenderedPhotos, name: str) -> Picture:
    return developed.pictures["10001", name]


def file(developed: RenderedPhotos, uri: str) -> bytes:
    return next(artifact.make() for artifact in developed.artifacts if artifact.uri == uri)


def test_every_file_has_an_address_and_every_address_a_file(developed: RenderedPhotos) -> None:
    named = {
        uri
        for picture in developed.pictures.values()
        for files in (picture.fallbacks, *(source.files for source in picture.sources))
        for uri, _ in files
    }
    named |= {uri for picture in developed.pictures.values() for uri in (picture.src, picture.thumb)}
    assert sorted(artifact.uri for artifact in developed.artifacts) == sorted(named)
    assert all(uri.isascii() and uri.startswith("10001/") for uri in named)


def test_renditions_have_no_metadata(developed: RenderedPhotos) -> None:
    assert any(secret in SENT["IMG_2034.JPG"]() for secret in SECRETS)
    for artifact in developed.artifacts:
        data = artifact.make()
        assert not [secret for secret in SECRETS if secret in data], artifact.uri
        found = Image.open(BytesIO(data))
        found.load()
        assert not dict(found.getexif())
        assert not {"exif", "icc_profile", "xmp", "comment"} & {key for key, value in found.info.items() if value}


def test_widths_and_heights_are_those_of_the_files(developed: RenderedPhotos) -> None:
    for picture in developed.pictures.values():
        assert Image.open(BytesIO(file(developed, picture.src))).size == (picture.width, picture.height)
        for files in (picture.fallbacks, *(source.files for source in picture.sources)):
            assert [Image.open(BytesIO(file(developed, uri))).width for uri, _ in files] == [
                width for _, width in files
            ]


def test_a_photo_comes_in_two_formats_and_three_widths(developed: RenderedPhotos) -> None:
    picture = get_picture(developed, "大合影.jpg")
    assert [source.type for source in picture.sources] == ["image/avif"]
    assert [width for _, width in picture.fallbacks] == [360, 720, 1440]
    assert picture.thumb == picture.fallbacks[0][0]
    assert picture.src == picture.fallbacks[-1][0]
    assert file(developed, picture.src)[:3] == b"\xff\xd8\xff"
    assert file(developed, picture.sources[0].files[0][0])[4:12] == b"ftypavif"


def test_what_a_phone_shows_first_is_light(developed: RenderedPhotos) -> None:
    for name in ("IMG_2034.JPG", "大合影.jpg"):
        [avif] = get_picture(developed, name).sources
        weights = [len(file(developed, uri)) for uri, _ in avif.files]
        assert weights[1] <= 25_000
        assert weights[0] <= 12_000


def test_a_photo_lies_as_it_was_taken(developed: RenderedPhotos) -> None:
    picture = get_picture(developed, "IMG_2034.JPG")
    assert picture.height > picture.width
    assert get_picture(developed, "大合影.jpg").width > get_picture(developed, "大合影.jpg").height


def test_a_photo_of_an_iphone_is_shown(developed: RenderedPhotos) -> None:
    picture = get_picture(developed, "iphone.heic")
    assert (picture.width, picture.height) == (64, 96)
    photo = Image.open(BytesIO(file(developed, picture.src)))
    assert difference(photo.crop((8, 8, 56, 40)), Image.new("RGB", (48, 32), BRICK)) < 8
    assert difference(photo.crop((8, 56, 56, 88)), Image.new("RGB", (48, 32), RIVER)) < 8


def test_of_several_frames_the_first_is_shown(developed: RenderedPhotos) -> None:
    photo = Image.open(BytesIO(file(developed, get_picture(developed, "three-d.jpg").src)))
    assert difference(photo, flower()) < 4


def test_a_film_behind_a_photo_is_cut_off(developed: RenderedPhotos) -> None:
    photo = file(developed, get_picture(developed, "motion.jpg").src)
    assert b"ftypmp42" not in photo
    assert difference(Image.open(BytesIO(photo)), flower()) < 4


def test_the_mean_colour_stands_in_for_the_photo(developed: RenderedPhotos) -> None:
    colour = get_picture(developed, "three-d.jpg").colour
    mean = np.asarray(flower(), dtype=np.float64).mean(axis=(0, 1))
    assert np.abs(np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) - mean).max() < 4


def test_a_photo_that_fails_gives_a_diagnostic_where_it_is_named(developed: RenderedPhotos) -> None:
    said = {(*SENT, *ABSENT)[found.span.line - 1]: found for found in developed.diagnostics}
    assert {name: found.code for name, found in said.items()} == {
        "half.jpg": "W411",
        "letter.jpg": "W413",
        "bomb.png": "W412",
        "nowhere.jpg": "W415",
        "../10001/IMG_2034.JPG": "W415",
        "a\\b.jpg": "W415",
    }
    assert not any(found.blocks for found in said.values())
    assert all(name in found.message and found.hint for name, found in said.items())


# One photo at a time.


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_orientation_is_set_upright(orientation: int) -> None:
    data = encode_image(china(), exif=build_location_exif(orientation).tobytes(), quality=95)
    upright = ImageOps.exif_transpose(Image.open(BytesIO(data)))
    assert difference(opened(data), upright) < 2


@pytest.mark.parametrize("orientation", (1, 6))
def test_a_large_photo_is_as_good_as_if_it_had_been_decoded_whole(orientation: int) -> None:
    data = encode_image(flower(3400), exif=build_location_exif(orientation).tobytes(), quality=92)
    whole = ImageOps.exif_transpose(Image.open(BytesIO(data)))
    found = opened(data)
    assert max(found.size) == 1440
    assert difference(found, whole.resize(found.size, Image.Resampling.LANCZOS)) < 2


def test_wide_colours_become_srgb() -> None:
    flat = Image.new("RGB", (64, 64), (200, 80, 60))
    # By the matrices of P3 and sRGB: a red of 200 in P3 is a larger value in sRGB.
    found = opened(encode_image(flat, icc_profile=display_p3(), quality=100, subsampling=0)).getpixel((32, 32))
    assert isinstance(found, tuple)
    assert np.abs(np.array(found) - (216, 73, 51)).max() <= 4
    plain = opened(encode_image(flat, quality=100, subsampling=0)).getpixel((32, 32))
    assert isinstance(plain, tuple)
    assert np.abs(np.array(plain) - (200, 80, 60)).max() <= 2


def test_a_broken_profile_does_not_stop_a_photo() -> None:
    assert difference(opened(encode_image(flower(), icc_profile=b"no profile", quality=95)), flower()) < 3


def test_print_colours_become_screen_colours() -> None:
    data = encode_image(flower().convert("CMYK"), quality=95)
    assert Image.open(BytesIO(data)).mode == "CMYK"
    assert difference(opened(data), flower()) < 4


def test_sixteen_bits_do_not_turn_white() -> None:
    grey = np.tile(np.linspace(0, 65535, 512).astype(np.uint16), (256, 1))
    expected = Image.fromarray((grey >> 8).astype(np.uint8))
    assert difference(opened(encode_image(Image.fromarray(grey), "PNG")), expected) <= 1


@pytest.mark.parametrize(("mode", "format"), [("RGBA", "PNG"), ("LA", "PNG"), ("PA", "PNG"), ("RGBA", "WEBP")])
def test_what_is_transparent_lies_on_white(mode: str, format: str) -> None:
    solid = astronaut().convert("L" if mode == "LA" else "RGB")
    alpha = Image.new("L", solid.size, 255)
    alpha.paste(0, (0, 0, 256, 512))
    image = solid.copy()
    image.putalpha(alpha)
    if mode == "PA":
        image = image.quantize(256)
    found = opened(encode_image(image, format, lossless=True) if format == "WEBP" else encode_image(image, format))
    assert found.crop((0, 0, 250, 512)).getextrema() == ((255, 255),) * 3
    assert difference(found.crop((260, 0, 512, 512)), solid.crop((260, 0, 512, 512))) < 12


@pytest.mark.parametrize(
    ("width", "widths"),
    [
        (300, [300]),
        (440, [360]),
        (640, [360, 640]),
        (890, [360, 720]),
        (1100, [360, 720, 1100]),
        (3000, [360, 720, 1440]),
    ],
)
def test_no_photo_is_ever_enlarged(width: int, widths: list[int]) -> None:
    assert [image.width for _, image in resize_to_all(opened(encode_image(flower(width))))] == widths


def test_a_tall_photo_is_kept_within_its_box() -> None:
    images = resize_to_all(opened(encode_image(flower().resize((900, 4000)))))
    assert all(image.height <= recipe.height for recipe, image in images)
    assert all(abs(image.width / image.height - 0.225) < 0.01 for _, image in images)


@pytest.mark.parametrize("shape", [(1600, 1200), (1200, 1600)])
def test_even_noise_fits_what_a_phone_may_load(shape: tuple[int, int]) -> None:
    noise = np.random.default_rng(7).integers(0, 256, (shape[1], shape[0], 3), dtype=np.uint8)
    budgets = {recipe.width: recipe.budget for recipe in RENDITION_SIZES[:2]}
    for made in encode_renditions(resize_to_all(Image.fromarray(noise))[:2]):
        assert made.extension != "avif" or len(made.data) <= budgets[made.width]


@pytest.mark.parametrize("width", (800, 4000))
def test_a_photo_within_its_budget_still_looks_like_itself(width: int) -> None:
    images = resize_to_all(opened(encode_image(china(width), quality=92)))[:2]
    sizes = {image.size: image for _, image in images}
    for made in encode_renditions(images):
        assert difference(Image.open(BytesIO(made.data)), sizes[made.width, made.height]) < 9


def test_heic_without_its_decoder_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(codec, "HEIC", False)
    monkeypatch.setattr(codec, "PILLOW_FORMATS", ("JPEG", "PNG", "AVIF"))
    found = open_photo(HEIC, "IMG_1.HEIC", BOX)
    assert not isinstance(found, Image.Image)
    assert found.rule.code == "W414"
    assert "pi-heif" in found.message


def test_malformed_files_give_messages() -> None:
    whole = {
        "JPEG": encode_with_metadata(flower()),
        "PNG": encode_with_metadata(flower(200), "PNG"),
        "WEBP": encode_with_metadata(flower(), "WEBP"),
        "HEIC": HEIC,
    }
    dice = np.random.default_rng(3)
    for data in whole.values():
        for _ in range(25):
            broken = bytearray(data[: int(dice.integers(20, len(data)))])
            for at in dice.integers(12, len(broken), 8):
                broken[at] = int(dice.integers(256))
            found = open_photo(bytes(broken), "x.jpg", (400, 400))
            assert isinstance(found, Image.Image) or found.message


# Once, and not again.


def test_only_published_photos_are_rendered(tmp_path: Path) -> None:
    add_photos(tmp_path, {"a.jpg": encode_image(flower())})
    for status in (Status.DRAFT, Status.WITHDRAWN):
        found = render_photos(exhibition_of(("a.jpg",), status=status), tmp_path, Cache(tmp_path / "cache"))
        assert found == RenderedPhotos({}, [], [])
    assert not (tmp_path / "cache").exists()


def test_a_second_run_opens_no_photo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add_photos(tmp_path, {"a.jpg": encode_image(flower()), "b.jpg": encode_image(china())})
    # These files are younger than two seconds; the clock is not under test here.
    monkeypatch.setattr(renditions, "SETTLED_NS", -(10**18))
    exhibition, cache = exhibition_of(("a.jpg", "b.jpg")), Cache(tmp_path / "cache")
    steps: list[tuple[int, int]] = []
    first = render_photos(exhibition, tmp_path, cache, lambda done, total: steps.append((done, total)))
    assert steps == [(1, 2), (2, 2)]
    monkeypatch.setattr(
        renditions, "run_jobs", lambda work, jobs, lost: pytest.fail(f"developed again: {jobs}") if jobs else []
    )
    second = render_photos(exhibition, tmp_path, cache, lambda done, total: steps.append((done, total)))
    assert steps == [(1, 2), (2, 2)]
    assert second.pictures == first.pictures
    assert [artifact.make() for artifact in second.artifacts] == [artifact.make() for artifact in first.artifacts]


def test_photos_whose_folders_were_exchanged_stay_with_their_entries(tmp_path: Path) -> None:
    """Both have one size and were written within one tick with one time: only the inode tells them apart."""
    twins = [SourcePhoto(tmp_path / name / "a.jpg", "a.jpg") for name in ("one", "other")]
    data = [encode_image(picture()).ljust(90_000, b"\0") for picture in (flower, china)]
    for _ in range(1000):
        for source, one in zip(twins, data, strict=True):
            source.path.parent.mkdir(exist_ok=True)
            source.path.write_bytes(one)
            os.utime(source.path, (1, 1))
        if len({source.path.stat().st_ctime_ns for source in twins}) == 1:
            break
    index = FileStampIndex(Cache(tmp_path / "cache"), tmp_path, get_version("photo"))
    index.began += 10**10
    made = [prepare_renditions(source, index.cache, get_version("photo")) for source in twins]
    for source, one in zip(twins, made, strict=True):
        assert isinstance(one, RenditionSet)
        index.record(source, stamp(source.path), one)
    index.old = index.new
    assert [index.find(source) for source in twins] == made
    twins[0].path.parent.rename(tmp_path / "beside")
    twins[1].path.parent.rename(twins[0].path.parent)
    (tmp_path / "beside").rename(twins[1].path.parent)
    assert [index.find(source) for source in twins] == [None, None]


def test_a_photo_that_may_have_changed_while_it_was_read_is_read_again(tmp_path: Path) -> None:
    """However long the work takes: its stamp was taken when the file was younger than a tick of the clock of its disk."""
    index = FileStampIndex(Cache(tmp_path / "cache"), tmp_path, get_version("photo"))
    add_photos(tmp_path, {"a.jpg": encode_image(flower())})
    source = SourcePhoto(tmp_path / FOLDER / "a.jpg", "a.jpg")
    before, made = stamp(source.path), prepare_renditions(source, index.cache, get_version("photo"))
    assert isinstance(made, RenditionSet)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(renditions, "time", SimpleNamespace(time_ns=lambda: time.time_ns() + 10**10))
        index.record(source, before, made)
    assert not index.new


def test_a_changed_photo_gets_other_addresses(tmp_path: Path) -> None:
    exhibition, cache = exhibition_of(("a.jpg",)), Cache(tmp_path / "cache")
    add_photos(tmp_path, {"a.jpg": encode_image(flower())})
    first = render_photos(exhibition, tmp_path, cache)
    add_photos(tmp_path, {"a.jpg": encode_image(china())})
    second = render_photos(exhibition, tmp_path, cache)
    assert not {artifact.uri for artifact in first.artifacts} & {artifact.uri for artifact in second.artifacts}


def test_a_photo_that_only_moved_is_not_developed_again(tmp_path: Path) -> None:
    cache, data = Cache(tmp_path / "cache"), encode_image(flower())
    add_photos(tmp_path / "one", {"a.jpg": data})
    first = render_photos(exhibition_of(("a.jpg",)), tmp_path / "one", cache)
    cache.put(first.artifacts[0].key, b"as the first run left it")
    add_photos(tmp_path / "two", {"b.jpg": data})
    second = render_photos(exhibition_of(("b.jpg",)), tmp_path / "two", cache)
    assert second.artifacts[0].make() == b"as the first run left it"


def test_an_emptied_cache_is_filled_again(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    add_photos(tmp_path, {"a.jpg": encode_image(flower())})
    found = render_photos(exhibition_of(("a.jpg",)), tmp_path, cache)
    before = [artifact.make() for artifact in found.artifacts]
    cache.get_path(found.artifacts[1].key).unlink()
    assert [cache.get_or_make(artifact) for artifact in found.artifacts] == before


def test_a_link_to_another_place_is_not_followed(tmp_path: Path) -> None:
    folder = add_photos(tmp_path, {})
    (tmp_path / "private.jpg").write_bytes(encode_image(flower()))
    (folder / "a.jpg").symlink_to(tmp_path / "private.jpg")
    found = render_photos(exhibition_of(("a.jpg",)), tmp_path, Cache(tmp_path / "cache"))
    assert [said.code for said in found.diagnostics] == ["W415"]
    assert found.artifacts == []


def test_one_photo_under_two_names_is_one_file(tmp_path: Path) -> None:
    add_photos(tmp_path, {"合影.jpg": encode_image(flower()), "大合影.jpg": encode_image(flower())})
    found = render_photos(exhibition_of(("合影.jpg", "大合影.jpg")), tmp_path, Cache(tmp_path / "cache"))
    uris = [artifact.uri for artifact in found.artifacts]
    assert len(found.pictures) == 2
    assert len(set(uris)) == len(uris) == 4


def test_a_name_decomposed_by_a_mac_is_found(tmp_path: Path) -> None:
    add_photos(tmp_path, {"cafe\u0301.jpg": encode_image(flower())})
    found = render_photos(exhibition_of(("caf\u00e9.jpg",)), tmp_path, Cache(tmp_path / "cache"))
    assert get_picture(found, "caf\u00e9.jpg").src.startswith("10001/cafe-")
