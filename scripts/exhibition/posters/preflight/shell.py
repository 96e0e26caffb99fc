"""Check the file around its pages: version, encryption, structure, active content, fonts, unused colour spaces."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from pikepdf import Array, Dictionary, Name, Stream

from .leaf import File

HEADER = re.compile(rb"%PDF-(\d\.\d)[\r\n]")


def wrong_version(file: File) -> Iterator[str]:
    """Report a PDF version or object streams that the standard does not allow."""
    found, wanted = HEADER.match(file.data), file.standard
    version = found.group(1).decode() if found else "?"
    if version != wanted.pdf or str(file.pdf.Root.get("/Version", f"/{version}")) != f"/{wanted.pdf}":
        yield f"文件是 PDF {version}，{wanted.title} 要 PDF {wanted.pdf}。请重新出图。"
    if not wanted.object_streams and b"/ObjStm" in file.data:
        yield f"{wanted.title} 不能用对象流。请重新出图。"


def encrypted(file: File) -> Iterator[str]:
    """Report an encrypted file."""
    if file.pdf.is_encrypted or "/Encrypt" in file.pdf.trailer:
        yield "文件加了密，印厂的机器打不开。请去掉密码再导出。"


def broken_structure(file: File) -> Iterator[str]:
    """Report a file that qpdf had to repair, or with streams that do not decompress completely."""
    for warning in (*file.pdf.check_pdf_syntax(), *file.pdf.get_warnings()):
        yield f"文件结构有损坏（{str(warning)[:80]}）。请重新出图。"
    for thing in file.pdf.objects:
        if isinstance(thing, Stream) and thing.get("/Filter") == Name.FlateDecode:
            try:
                # PDF readers accept truncated streams; zlib verifies the checksum.
                zlib.decompress(thing.read_raw_bytes())
            except zlib.error:
                yield f"文件里的数据（对象 {thing.objgen[0]}）有损坏。请重新出图。"


NAMES: dict[str, str] = {
    "active_content": """JavaScript JS Launch OpenAction AA URI SubmitForm ImportData GoToR GoToE Thread Rendition RichMedia
        Movie Sound Hide ResetForm Named SetOCGState Trans GoTo3DView XFA""",
    "annotation": "Annots Annot AcroForm Widget Link Popup Screen FileAttachment",
    "embedded_file": "EmbeddedFile EmbeddedFiles Filespec EF AF Collection",
    "wrong_colour": """DeviceRGB DeviceGray CalRGB CalGray CalCMYK Lab ICCBased Indexed DeviceN NChannel DefaultRGB
        DefaultGray DefaultCMYK""",
    "unknown_construct": "OCG OCProperties OCMD PS Opi OPI Pattern Shading AlternatePresentations XRefStm",
    "transparency": "Transparency Luminosity Alpha",
    "bad_font": "Type3 Type1 MMType1",
}
"""Names that must not occur in a poster file, by the check that reports them."""
SENTENCES = {
    "active_content": "文件里有会动作的东西（{}）。请去掉脚本和动作。",
    "annotation": "文件里有批注或表单（{}）。请去掉它们。",
    "embedded_file": "文件里夹带着别的文件（{}）。请去掉附件。",
    "wrong_colour": "文件里有 CMYK 以外的颜色空间（{}）。请换成调色板里的 CMYK。",
    "unknown_construct": "文件里有检查不了的东西（{}）。请去掉它。",
    "transparency": "文件里有透明（{}）。请换成实色。",
    "bad_font": "文件里有不能用的字体（{}）。请换成嵌入的 TrueType 字体。",
}
CHECK_OF = {name: check for check, names in NAMES.items() for name in names.split()}
MENTION = re.compile(rb"/(" + "|".join(sorted(CHECK_OF, key=len, reverse=True)).encode() + rb")(?![^\s<>\[\]()/])")
TEXTS = re.compile(rb"\((?:[^()\\]|\\.)*\)", re.DOTALL)
"""PDF strings without nested parentheses. Nested strings are not removed and can only cause a false report."""


def forbidden_names(file: File) -> Iterator[tuple[str, str]]:
    """Report forbidden names anywhere in the file, used or not: yield check and sentence."""
    found: dict[str, set[str]] = {}
    for thing in file.pdf.objects:
        if isinstance(thing, (Dictionary, Array, Stream)):
            shell = thing.stream_dict if isinstance(thing, Stream) else thing
            for name in MENTION.findall(TEXTS.sub(b"", shell.unparse(resolved=True))):
                found.setdefault(CHECK_OF[name.decode()], set()).add(name.decode())
    for check, names in sorted(found.items()):
        yield check, SENTENCES[check].format("、".join(sorted(names)))


def bad_font(file: File) -> Iterator[str]:
    """Report a font, used or not, that is not embedded as a subset with a ToUnicode table."""
    for thing in file.pdf.objects:
        if isinstance(thing, Dictionary) and thing.get("/Type") == "/Font" and "/Subtype" in thing:
            if str(thing.Subtype).startswith("/CIDFont"):
                continue
            face = file.interpreter.face(thing)
            for fault in face.faults:
                yield f"字体“{face.name.lstrip('/')}”{fault}。请换成嵌入的 TrueType 字体。"


def wrong_page_count(file: File) -> Iterator[str]:
    """Report a number of pages that differs from the manifest."""
    found, wanted = len(file.pdf.pages), len(file.expected)
    if found != wanted:
        yield f"文件有 {found} 页，清单上是 {wanted} 页。请重新出图。"
