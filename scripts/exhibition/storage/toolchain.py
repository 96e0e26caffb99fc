"""Toolchains: what determines the bytes of each kind of generated file beside its inputs. Source of cache keys and
hashed names.

A *key* is the hash of the inputs and of the version of everything that makes bytes of them: our own code, the
packages, the libraries inside the packages (Pillow's wheels contain their own libjpeg, libavif, zlib), and for
native code the machine. So what is cached was made by what is installed now, and a warm build equals a cold one byte
for byte.

A *name* with a hash is computed from the bytes of the file, together with the versions of the packages and libraries
that made them. So one name never stands for two different files, whatever a key has left out, and an update of
Pillow renames the pictures. Our own code and the machine are not in a name: where they change no byte, no address
changes.

Other machines: with equal versions, drawings, search files, styles, scripts and QR codes are made of text and whole
numbers and are the same everywhere. Pictures are the same on processors of one architecture with the same wheels
(libjpeg-turbo, Pillow's resizing and lcms2 at 8 bits compute with whole numbers; libaom is built to give the same
with and without vector instructions). On another architecture libaom and lcms2 may differ in single bytes, because
both take some decisions with floating-point numbers: such a picture gets another name, and a cache from there is not
used. PNG files of zlib and of zlib-ng differ in bytes but not in pixels: `code.png` has no hash in its name and no
key.
"""

from __future__ import annotations

import os
import platform
import re
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path

from ..lazy import dataclass
from ..model import CacheKey, ContentKey
from .cache import digest

PROGRAM = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Toolchain:
    """Components that make one kind of file."""

    code: tuple[str, ...]
    """Our modules and packages (dotted, below `exhibition`) whose code determines the bytes."""
    packages: tuple[str, ...] = ()
    """Distributions that determine the bytes."""
    libraries: tuple[Callable[[], Iterable[str]], ...] = ()
    """Functions that return the versions of the libraries inside those distributions."""
    native: bool = False
    """Whether another processor or system may give other bytes."""


@dataclass(frozen=True, slots=True)
class ToolchainVersion:
    """A toolchain as it is installed here."""

    kind: str
    versions: tuple[str, ...]
    code: str
    """Hash of our own code."""
    machine: str = ""

    def make_key(self, *inputs: bytes | str | int) -> CacheKey:
        """Return the cache key of what this toolchain makes of `inputs`."""
        return CacheKey(digest(self.kind, self.code, self.machine, len(self.versions), *self.versions, *inputs))

    def make_content_key(self, data: bytes) -> ContentKey:
        """Return the key of bytes that this toolchain has made: it depends on them and on the versions only."""
        return ContentKey(CacheKey(digest(*self.versions, data)))


def iter_pillow_libraries() -> Iterator[str]:
    """Yield the libraries of Pillow that decode, compute or encode what is published."""
    import PIL
    from PIL import features

    yield f"Pillow {PIL.__version__}"
    known = {*features.modules, *features.codecs, *features.features}
    for name in sorted(known.intersection(DECISIVE)):
        yield f"{name} {features.version(name) or features.check(name)}"
    try:
        from PIL import _avif

        yield f"avif_codecs {_avif.codec_versions()}"
    except (ImportError, AttributeError):
        yield "avif_codecs none"


DECISIVE = ("pil", "jpg", "libjpeg_turbo", "mozjpeg", "zlib", "zlib_ng", "webp", "avif", "littlecms2")
"""Pillow's names of the libraries that determine a picture. Others (Tk, FreeType, …) differ between machines without
effect.
"""


def iter_freetype_library() -> Iterator[str]:
    """Yield the library of Pillow that draws letters."""
    from PIL import features

    yield f"freetype2 {features.version('freetype2') or 'none'}"


def iter_heif_libraries() -> Iterator[str]:
    """Yield the library that decodes HEIC here, if there is one."""
    try:
        import pi_heif

        yield f"libheif {pi_heif.libheif_info()}"
    except (ImportError, AttributeError):
        yield "libheif none"


def iter_zlib_library() -> Iterator[str]:
    """Yield the zlib of Python, which compresses PDFs."""
    yield f"zlib {zlib.ZLIB_RUNTIME_VERSION}"


def iter_python() -> Iterator[str]:
    """Yield Python, whose regular expressions and tables of characters read and judge texts."""
    yield f"python {sys.version}"


PIXELS = ("pillow", "pi_heif")
PIXEL_LIBRARIES = (iter_pillow_libraries, iter_heif_libraries)
OPENING = (
    "media.codec",
    "media.sizes",
    "media.lossless_strip",
    "media.containers",
    "media.metadata",
    "media.probe",
    "media.file_formats",
)
"""Modules that decode the bytes of a photo into pixels."""
READING = (
    "bodies",
    "checks",
    "content",
    "diagnostics",
    "hosting",
    "ledger",
    "media",
    "messages",
    "model",
    "privacy",
    "records",
    "report",
    "storage",
    "text",
    "types",
)
"""Modules that decide what an entry says, of whose folder only the version is known, and what is found in it alone."""

TOOLCHAINS: Mapping[str, Toolchain] = {
    # Photos in all their sizes, on pages and in lists.
    "photo": Toolchain(
        (*OPENING, "media.rendition_worker"),
        PIXELS,
        PIXEL_LIBRARIES,
        native=True,
    ),
    # Camera pictures that the command `photos` and the git hook make safe.
    "safe photo": Toolchain(
        (*OPENING, "media.import_prepare"),
        (*PIXELS, "numpy"),
        PIXEL_LIBRARIES,
        native=True,
    ),
    # Photos on posters.
    "printed photo": Toolchain(
        (*OPENING, "print.photo", "print.colour"),
        (*PIXELS, "numpy"),
        PIXEL_LIBRARIES,
        native=True,
    ),
    # Bitmaps that messengers show of a page: photos cropped, heads of posters drawn.
    "share card": Toolchain(
        (*OPENING, "print", "qr", "illustrations", "pages.scene_pictures", "records"),
        ("reportlab", "pypdfium2", "fonttools", "manimgx-fonts-cjk", *PIXELS, "numpy"),
        (*PIXEL_LIBRARIES, iter_freetype_library),
        native=True,
    ),
    # Fonts of posters, and the outlines in them.
    "font": Toolchain(("print.fonts", "print.font_builder"), ("fonttools", "manimgx-fonts-cjk"), native=True),
    # PDFs of a job, and the results of their preflight.
    "print job": Toolchain(
        (*OPENING, "print", "qr", "illustrations", "pages.scene_pictures", "records"),
        ("reportlab", "pikepdf", "pypdfium2", "zxing-cpp", "fonttools", *PIXELS, "qrcode", "numpy"),
        (*PIXEL_LIBRARIES, iter_zlib_library),
        native=True,
    ),
    # Sources of pages that the next build does not describe again.
    "page source": Toolchain(
        (
            "bodies",
            "checks",
            "content",
            "diagnostics",
            "exchange",
            "hosting",
            "illustrations",
            "ledger",
            "media",
            "messages",
            "model",
            "pages",
            "print",
            "privacy",
            "qr",
            "records",
            "storage",
            "text",
            "types",
            "verification",
        ),
        ("Markdown", "nh3", "PyYAML"),
        (iter_python,),
    ),
    # Printed codes of pages.
    "code": Toolchain(("qr", "text"), libraries=(iter_zlib_library,)),
    # Drawings of scenes.
    "scene": Toolchain(("illustrations", "pages.scene_pictures")),
    # Rendered pages of a published site that the next build reuses.
    "page": Toolchain(
        ("site.mkdocs_engine", "site.template_compiler", "site.mkdocs_hooks", "site.csp", "site.css_subset", "bodies"),
        ("mkdocs", "mkdocs-material", "Markdown", "pymdown-extensions", "Jinja2", "MarkupSafe", "nh3"),
    ),
    # Entries as they were read, and what was found in each of them alone.
    "entry": Toolchain(
        READING,
        ("Markdown", "nh3", "PyYAML"),
        (iter_python,),
    ),
    # Results of the checks of picture files, and of pages of the guide.
    "look": Toolchain(("media.probe", "media.containers", "media.metadata", "media.file_formats")),
    "guide": Toolchain(("checks.markdown", "bodies"), ("Markdown", "nh3")),
    # Tables of the search that take long to make.
    "syllables": Toolchain(("search.script_data", "search.normalize", "pages.facet_words"), ("pypinyin",)),
    # Stories and postings: their text depends on the version of the entry's folder, on the vocabularies and on this.
    "search": Toolchain(
        (*READING, "search", "pages.facet_words"), ("Markdown", "nh3", "PyYAML", "OpenCC", "numpy"), (iter_python,)
    ),
    "traditional forms": Toolchain(("search.script_data", "search.normalize", "pages.facet_words"), ("OpenCC",)),
    # Files of the CMS page; the package itself is identified by its hash.
    "form": Toolchain(("exchange.cms.package", "exchange.npm_packages", "text.characters")),
}
"""Toolchain of each kind of file that is cached or has a hash in its name, unless only its bytes determine it."""


def get_version(kind: str) -> ToolchainVersion:
    """Return the toolchain of a kind as it is installed now (some 5 ms, so it is called once a run, not once a file)."""
    row = TOOLCHAINS[kind]
    versions = [f"{name} {get_package_version(name)}" for name in row.packages]
    versions += [one for told in row.libraries for one in told()]
    machine = f"{sys.platform} {platform.machine()} {sys.byteorder}" if row.native else ""
    return ToolchainVersion(kind, tuple(versions), compute_code_digest(row.code), machine)


@cache
def get_process_version(kind: str) -> ToolchainVersion:
    """Return `get_version(kind)` as it was at the first call in this process: for callers once a file."""
    return get_version(kind)


def get_package_version(name: str) -> str:
    """Return the version of a distribution; `none` where it is not installed."""
    return list_distributions().get(normalize_name(name)) or look_up_version(name)


@cache
def list_distributions() -> Mapping[str, str]:
    """Return the versions of the installed distributions by their names, as their folders tell: `<name>-<version>.dist-info`.

    `importlib.metadata` reads a file of each, and takes 10 ms to load.
    """
    found: dict[str, str] = {}
    for folder in sys.path:
        # What lies elsewhere, as the checkout itself, is no input of a build.
        if not folder.endswith(HOMES):
            continue
        with suppress(OSError):
            for name in os.listdir(folder):
                if name.endswith(INSTALLED):
                    distribution, _, version = name.removesuffix(INSTALLED).rpartition("-")
                    # Of two of one name Python takes the first.
                    found.setdefault(normalize_name(distribution), version)
    return found


INSTALLED = ".dist-info"
HOMES = ("site-packages", "dist-packages")
"""Folders of installed distributions."""


def normalize_name(name: str) -> str:
    """Return the name of a distribution as indexes compare it.

    >>> normalize_name("Fonts_CJK.extra"), normalize_name("fonts-cjk--extra")
    ('fonts-cjk-extra', 'fonts-cjk-extra')
    """
    return re.sub(r"[-_.]+", "-", name).lower()


@cache
def look_up_version(name: str) -> str:
    """Return the version of a distribution that is installed in another way; `none` where it is not."""
    from importlib import metadata

    try:
        return metadata.version(name)
    except ImportError:
        return "none"


@cache
def compute_code_digest(modules: tuple[str, ...]) -> str:
    """Return the hash of the source of modules and packages."""
    files = {path for module in modules for path in list_source_files(module)}
    return digest(*(part for path in sorted(files) for part in (path, digest_source(path))))


@cache
def digest_source(path: str) -> str:
    """Return the hash of one file of the program. Most belong to several toolchains: each is read once a process."""
    # A checkout on Windows may have other line ends.
    return digest((PROGRAM.parent / path).read_bytes().replace(b"\r\n", b"\n"))


@cache
def list_source_files(module: str) -> tuple[str, ...]:
    """Return the files of one of our modules or packages, as paths from the folder of our packages. Raises
    FileNotFoundError where there is none.

    >>> list_source_files("storage.cache")
    ('exhibition/storage/cache.py',)
    """
    # The drawings are a package beside this one.
    home = PROGRAM.parent if module.partition(".")[0] == "illustrations" else PROGRAM
    place = home.joinpath(*module.split("."))
    if place.is_dir():
        # Tables beside the code determine the bytes as much as the code.
        found = [f"{folder}/{name}" for folder, _, names in os.walk(place) for name in names]
        return tuple(format_source(file) for file in found if file.endswith((".py", ".csv", ".json")))
    if not (file := place.with_suffix(".py")).is_file():
        raise FileNotFoundError(file)
    return (format_source(str(file)),)


def format_source(file: str) -> str:
    """Return the path of a file of the program from the folder of our packages."""
    return file.removeprefix(str(PROGRAM.parent)).replace(os.sep, "/").lstrip("/")
