"""Reports for programs and for pull requests: JSON, SARIF, GitLab code quality, Markdown."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple
from urllib.parse import quote

from ..diagnostics import Diagnostic, Severity, Span
from ..messages.registry import RULES, is_question
from .sources import SourceLines, mask_text

SCHEMA_VERSION = 1
"""Incremented when a key changes its meaning; not for new keys."""
SEVERITIES = {Severity.ERROR: "error", Severity.ADVICE: "advice"}


def format_json(diagnostics: Sequence[Diagnostic], sources: SourceLines) -> str:
    """Return one object: `schema`, the counts `errors` and `advice`, and `diagnostics` in the order of their places."""
    ordered = sorted(diagnostics, key=lambda one: (one.span, one.code))
    errors = sum(one.blocks for one in ordered)
    report = {
        "schema": SCHEMA_VERSION,
        "errors": errors,
        "advice": len(ordered) - errors,
        "diagnostics": [to_row(one) for one in ordered],
    }
    return mask_text(json.dumps(report, ensure_ascii=False, indent=1)) + "\n"


def to_row(diagnostic: Diagnostic) -> dict[str, str | int | None]:
    """Return one diagnostic as plain values; `line` and `column` count characters from 1."""
    return {
        "path": diagnostic.span.path,
        "line": diagnostic.span.line,
        "column": diagnostic.span.column,
        "code": diagnostic.code,
        "severity": SEVERITIES[diagnostic.severity],
        "message": diagnostic.message,
        "hint": diagnostic.hint,
        "fixed": diagnostic.fixed,
    }


GITLAB_SEVERITIES = {Severity.ERROR: "major", Severity.ADVICE: "info"}


def format_gitlab(diagnostics: Sequence[Diagnostic], sources: SourceLines) -> str:
    """Return a list of issues in the order of their places."""
    ordered = sorted(diagnostics, key=lambda one: (one.span, one.code))
    prints = compute_fingerprints(ordered)
    issues = [format_issue(one, fingerprint) for one, fingerprint in zip(ordered, prints, strict=True)]
    return mask_text(json.dumps(issues, ensure_ascii=False, indent=1)) + "\n"


def format_issue(diagnostic: Diagnostic, fingerprint: str) -> dict[str, Any]:
    """Return one diagnostic as an issue of GitLab."""
    parts = [diagnostic.message, diagnostic.hint, diagnostic.fixed and f"改好的：{diagnostic.fixed}"]
    return {
        "description": " ".join(part for part in parts if part),
        "check_name": diagnostic.code,
        "fingerprint": fingerprint,
        "severity": GITLAB_SEVERITIES[diagnostic.severity],
        "location": {"path": diagnostic.span.path, "lines": {"begin": diagnostic.span.line}},
    }


def compute_fingerprints(diagnostics: Sequence[Diagnostic]) -> list[str]:
    """Return a fingerprint for each diagnostic that stays when lines above it are added or removed (32 hex digits,
    BLAKE2b).

    It is the hash of path, code and masked message; equal ones are numbered.
    """
    seen: Counter[tuple[str, str, str]] = Counter()
    names = []
    for one in diagnostics:
        said = (one.span.path, one.code, mask_text(one.message))
        # A file name need not be UTF-8, and YAML can write half a character: both are surrogates here.
        plain = "\0".join((*said, str(seen[said]))).encode(errors="surrogatepass")
        names.append(hashlib.blake2b(plain, digest_size=16).hexdigest())
        seen[said] += 1
    return names


SARIF_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
SARIF_LEVELS = {Severity.ERROR: "error", Severity.ADVICE: "warning"}


def format_sarif(diagnostics: Sequence[Diagnostic], sources: SourceLines) -> str:
    """Return a log of one run: the violated rules, and a result for each diagnostic in the order of places."""
    ordered = sorted(diagnostics, key=lambda one: (one.span, one.code))
    weights = {one.code: one.severity for one in ordered}
    codes = sorted(weights)
    prints = compute_fingerprints(ordered)
    run = {
        "tool": {
            "driver": {"name": "楼组展厅", "rules": [format_rule(code, weights[code], sources) for code in codes]}
        },
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"ROOT": {"description": {"text": "放着 content/ 的文件夹"}}},
        "results": [
            format_result(one, codes.index(one.code), fingerprint, sources)
            for one, fingerprint in zip(ordered, prints, strict=True)
        ],
    }
    log = {"$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}
    return mask_text(json.dumps(log, ensure_ascii=False, indent=1)) + "\n"


def format_rule(code: str, severity: Severity, sources: SourceLines) -> dict[str, Any]:
    """Return the metadata of a rule: its manual, and the URL of its help page where the site's address is known."""
    known = RULES.get(code)
    described: dict[str, Any] = {"id": code, "defaultConfiguration": {"level": SARIF_LEVELS[severity]}}
    if known is not None:
        described["name"] = "".join(part.capitalize() for part in known.name.split("_"))
        described["shortDescription"] = {"text": known.title}
        described["help"] = {"text": known.manual or known.title, "markdown": known.manual or known.title}
    if sources.site_url.startswith(("https://", "http://")):
        described["helpUri"] = f"{sources.site_url}help/{code}/"
    return described


def format_result(diagnostic: Diagnostic, index: int, fingerprint: str, sources: SourceLines) -> dict[str, Any]:
    """Return one diagnostic as a result, with the corrected line as a fix where it contains nothing private."""
    span = diagnostic.span
    artifact = {"uri": quote(span.path, errors="surrogatepass"), "uriBaseId": "ROOT"}
    found: dict[str, Any] = {
        "ruleId": diagnostic.code,
        "ruleIndex": index,
        "level": SARIF_LEVELS[diagnostic.severity],
        "message": {"text": "\n".join(part for part in (diagnostic.message, diagnostic.hint) if part)},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": artifact,
                    "region": {"startLine": span.line, "startColumn": span.column},
                }
            }
        ],
        "partialFingerprints": {"exhibition/v1": fingerprint},
    }
    line = sources.get_line(span.path, span.line)
    if diagnostic.fixed is not None and line and mask_text(diagnostic.fixed) == diagnostic.fixed:
        region = {"startLine": span.line, "startColumn": 1, "endLine": span.line, "endColumn": len(line) + 1}
        replacement = {"deletedRegion": region, "insertedContent": {"text": diagnostic.fixed}}
        change = {"artifactLocation": artifact, "replacements": [replacement]}
        found["fixes"] = [{"description": {"text": "换成改好的这一行"}, "artifactChanges": [change]}]
    return found


MOST = 50_000
"""Limit of findings that are read: nine for each unit of a whole district. A comment lists some hundreds and counts the
rest.
"""
BLOCKS = 200_000
"""Characters of fixed front matter that are passed on: three times what a comment has room for."""
LONGEST_TEXT = 300_000
"""Characters of one text. The front matter of a long unit has about 4,000, but a line may hold a pasted book."""
CODE = re.compile(r"[A-Z][0-9]{3}")
SEVERITY_OF_WORD = {word: severity for severity, word in SEVERITIES.items()}


class InvalidReport(Exception):
    """The data are not a report of this program; the argument says why, in English, for a log."""


def format_findings(diagnostics: Sequence[Diagnostic], sources: SourceLines) -> str:
    """Return one object: `schema`, `diagnostics` in the order of their places, and `mended` front matter by path."""
    ordered = sorted(diagnostics, key=lambda one: (one.span, one.code))
    mended = choose_front_matter(ordered, sources.mended()) if ordered else {}
    report: dict[str, Any] = {
        "schema": SCHEMA_VERSION,
        "diagnostics": [to_row(one) for one in ordered],
        "mended": mended,
    }
    archives = sources.archives()
    if archives:
        report["archives"] = {folder: list(note) for folder, note in sorted(archives.items())}
    return mask_text(json.dumps(report, ensure_ascii=False, indent=1)) + "\n"


def choose_front_matter(diagnostics: Sequence[Diagnostic], mended: Mapping[str, str]) -> dict[str, str]:
    """Return the front matter that a comment may have room for: of files with errors first, as the comment has them."""
    wrong = {one.span.path for one in diagnostics if one.blocks}
    kept: dict[str, str] = {}
    room = BLOCKS
    for path in sorted(mended, key=lambda path: (path not in wrong, path)):
        room -= len(mended[path])
        if room < 0:
            break
        kept[path] = mended[path]
    return kept


def read_findings(data: bytes) -> tuple[list[Diagnostic], dict[str, str]]:
    """Return the diagnostics and the fixed front matter of a report. Raises `InvalidReport`, whatever the data are."""
    try:
        report = json.loads(data)
    except (ValueError, RecursionError) as problem:
        raise InvalidReport("not JSON") from problem
    if not isinstance(report, dict) or report.get("schema") != SCHEMA_VERSION:
        raise InvalidReport("not of this schema")
    rows, mended = report.get("diagnostics"), report.get("mended")
    if not isinstance(rows, list) or not isinstance(mended, dict) or len(rows) > MOST or len(mended) > MOST:
        raise InvalidReport("not a list of findings, or too many")
    return [parse_diagnostic(one) for one in rows], {
        parse_text(path): parse_text(block) for path, block in mended.items()
    }


class ArchiveNote(NamedTuple):
    """How complete the archive of an entry is: windows that are lit, of how many, and the gap that is the easiest to fill."""

    lit: int
    of: int
    gap: str


MOST_WINDOWS = 99
LONGEST_GAP = 40


def read_archives(data: bytes) -> dict[str, ArchiveNote]:
    """Return what a report says of archives, by the folder of their entries. Raises `InvalidReport`, whatever the data are."""
    try:
        report = json.loads(data)
    except (ValueError, RecursionError) as problem:
        raise InvalidReport("not JSON") from problem
    archives = report.get("archives", {}) if isinstance(report, dict) else None
    if not isinstance(archives, dict) or len(archives) > MOST:
        raise InvalidReport("not a list of archives, or too many")
    return {parse_text(folder): parse_archive_note(values) for folder, values in archives.items()}


def parse_archive_note(values: object) -> ArchiveNote:
    """Return what is said of one archive, with the type and size of every value checked. Raises `InvalidReport`."""
    if not isinstance(values, list) or len(values) != 3:
        raise InvalidReport("an archive is not described by three values")
    lit, of, gap = values
    if not all(isinstance(one, int) and not isinstance(one, bool) and 0 <= one <= MOST_WINDOWS for one in (lit, of)):
        raise InvalidReport("the windows of an archive are no numbers")
    return ArchiveNote(lit, of, parse_text(gap)[:LONGEST_GAP])


def parse_diagnostic(values: object) -> Diagnostic:
    """Return one diagnostic, with the type and size of every value checked. Raises `InvalidReport`."""
    if not isinstance(values, Mapping):
        raise InvalidReport("a finding is not an object")
    code, weight = parse_text(values.get("code")), SEVERITY_OF_WORD.get(parse_text(values.get("severity")))
    if not CODE.fullmatch(code) or weight is None:
        raise InvalidReport("a finding has no code or weight")
    span = Span(parse_text(values.get("path")), parse_number(values.get("line")), parse_number(values.get("column")))
    fixed = values.get("fixed")
    hint = parse_text(values.get("hint"))
    return Diagnostic(
        span, code, weight, parse_text(values.get("message")), hint, None if fixed is None else parse_text(fixed)
    )


def parse_text(value: Any) -> str:
    """Return a text of limited length that can be encoded. Raises `InvalidReport`."""
    if not isinstance(value, str) or len(value) > LONGEST_TEXT:
        raise InvalidReport("a text is missing or too long")
    return value.encode("utf-8", "replace").decode()


def parse_number(value: Any) -> int:
    """Return the number of a line or column. Raises `InvalidReport`."""
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value < 10_000_000:
        raise InvalidReport("a line or column is not a number")
    return value


LONGEST = 65_000
"""Characters of a comment: GitHub takes 65,536."""
SHOWN = 20
"""Diagnostics of one file that are listed in full."""
NOTE_LENGTH = 200
"""Characters that the note on what was left out may take."""
STARRED = "***"
"""Mask in a block that shows that something private was in it."""
MARKUP = re.compile(r"([\\`*_{}\[\]<>()|~&!])")
CALLING = re.compile(r"[@#]|:(?=//)|(?<=www)(?=\.)", re.IGNORECASE)
"""Where code hosts recognize a mention, a number or an address in plain text."""


def format_markdown(diagnostics: Sequence[Diagnostic], sources: SourceLines) -> str:
    """Return the comment; `sources.mended` gives the fixed front matter to paste."""
    errors = sum(one.blocks for one in diagnostics)
    advice = len(diagnostics) - errors
    lines = [f"还有 {errors} 处要改" if errors else "可以合并", ""]
    if errors:
        lines += ["改好下面的“错误”以后，会再检查一遍。不会改就在这里说一声。", ""]
    if advice:
        lines += [f"另有 {advice} 条提醒，不改也能发布。", ""]
    return format_listing("\n".join(lines), diagnostics, sources, LONGEST, sources.mended() if diagnostics else {})


def format_listing(
    head: str,
    diagnostics: Sequence[Diagnostic],
    sources: SourceLines,
    limit: int,
    mended: Mapping[str, str] | None = None,
) -> str:
    """Return `head` and a section for each file, at most `limit` characters long: files with errors first."""
    files = [
        (path, list(found))
        for path, found in groupby(
            sorted(diagnostics, key=lambda one: (one.span, one.code)), key=lambda one: one.span.path
        )
    ]
    files.sort(key=lambda file: not any(one.blocks for one in file[1]))
    blocks = mended or {}
    sections = [format_file_sections(path, found, blocks.get(path, ""), alone=len(files) == 1) for path, found in files]
    return fit_sections(mask_text(head), sections, limit)


def format_file_sections(path: str, found: Sequence[Diagnostic], block: str, *, alone: bool) -> list[str]:
    """Return the section of one file, and shorter versions in case it does not fit."""
    items = [item for one in found[:SHOWN] for item in format_items(one)]
    if len(found) > SHOWN:
        items.append(f"- 这个文件里另有 {len(found) - SHOWN} 条。")
    section = "\n".join([f"\n#### {format_code(path)}\n", *items, ""])
    return (
        [mask_text(section + format_paste_block(block, found, opened=alone)), mask_text(section)]
        if block
        else [mask_text(section)]
    )


def format_items(diagnostic: Diagnostic) -> list[str]:
    """Return the lines of one diagnostic: place and message, fix, corrected line."""
    weight = f"{diagnostic.severity.value} {diagnostic.code}"
    lines = [f"- {diagnostic.span.place}{weight} · {escape_markdown(diagnostic.message)}"]
    if diagnostic.hint:
        lines.append(f"  - 怎么改：{escape_markdown(diagnostic.hint)}")
    if diagnostic.fixed:
        label = "如果是，写成" if is_question(diagnostic.message) else "改好的"
        lines.append(f"  - {label}：{'<br>'.join(format_code(line) for line in diagnostic.fixed.splitlines())}")
    return lines


def format_paste_block(block: str, found: Sequence[Diagnostic], *, opened: bool) -> str:
    """Return the fixed front matter between fences that nothing in it can close."""
    fence = "`" * max(3, 1 + max(map(len, re.findall(r"`+", block)), default=0))
    notes = []
    if any(one.fixed is None or is_question(one.message) for one in found):
        notes.append("上面没有写“改好的”的几处，这一段里没有动，还要自己改。")
    if mask_text(block) != block or STARRED in block:
        notes.append("里面的手机号不能公开，已经换成星号，粘贴前请删掉。")
    tag = "<details open>" if opened else "<details>"
    summary = f"<summary>改好的信息栏：从第一个 --- 到第二个 ---，整段换掉原来的</summary>\n\n{''.join(notes)}"
    return f"\n{tag}{summary}\n\n{fence}yaml\n{block}\n{fence}\n\n</details>\n"


def fit_sections(head: str, sections: Iterable[Sequence[str]], limit: int) -> str:
    """Return `head` and of each section the longest version that fits; what was left out is counted."""
    parts, room, missing, shortened = [head], limit - len(head) - NOTE_LENGTH, 0, 0
    for forms in sections:
        fit = next((form for form in forms if len(form) <= room), None)
        missing += fit is None
        shortened += fit is not None and fit is not forms[0]
        if fit is not None:
            parts.append(fit)
            room -= len(fit)
    if missing or shortened:
        parts.append(format_left_out(missing, shortened))
    return "".join(parts)


def format_left_out(missing: int, shortened: int) -> str:
    """Return a note on what did not fit."""
    said = [f"还有 {missing} 个文件没有写出来"] if missing else []
    said += [f"有 {shortened} 个文件没有附上改好的信息栏"] if shortened else []
    return f"\n---\n\n这里放不下了：{'，'.join(said)}。全部内容见这次检查的日志。\n"


def format_code(text: str) -> str:
    """Return `text` as inline code, whatever it contains."""
    fence = "`" * (1 + max(map(len, re.findall(r"`+", text)), default=0))
    pad = " " if text[:1] == "`" or text[-1:] == "`" or not text.strip() else ""
    return f"{fence}{pad}{' '.join(text.splitlines())}{pad}{fence}"


def escape_markdown(text: str) -> str:
    r"""Return `text` escaped for Markdown, without mentions, references and links.

    >>> print(escape_markdown("找 @甲*，#1，http://a.example"))
    找 @<!-- -->甲\*，#<!-- -->1，http:<!-- -->//a.example
    """
    escaped = MARKUP.sub(r"\\\1", " ".join(text.splitlines()))
    return CALLING.sub(lambda sign: f"{sign[0]}<!-- -->", escaped)
