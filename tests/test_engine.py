"""Fast front matter: that of generated pages, parsed as JSON, equals the result of MkDocs' own parser."""

from __future__ import annotations

from pathlib import Path

import markdown
from mkdocs.utils import meta

from conftest import HOME
from exhibition.build import compose
from exhibition.continuation import Places
from exhibition.engine import OneConverter, json_front_matter, shares_of
from exhibition.inspection import inspect
from exhibition.report.progress import Progress


def test_both_readings_of_every_page_agree(tmp_path: Path) -> None:
    progress = Progress()
    exhibition, _ = inspect(HOME, progress)
    artifacts, _ = compose(exhibition, Places(HOME, tmp_path / "site", tmp_path), progress)
    slowly = getattr(meta.get_data, "__wrapped__", meta.get_data)
    pages = [artifact.make().decode() for artifact in artifacts if artifact.uri.endswith(".md")]
    read = [(json_front_matter(page), page) for page in pages]
    assert sum(quickly is not None for quickly, _ in read) > len(pages) / 2
    for quickly, page in read:
        if quickly is not None:
            assert quickly == slowly(page)


def test_a_page_of_the_guide_goes_the_engines_own_way() -> None:
    assert json_front_matter("---\ntitle: 照片怎么拍\n---\n\n正文\n") is None
    assert json_front_matter("# 没有信息栏\n") is None


def test_shares_leave_no_page_out_and_render_none_twice() -> None:
    from pathspec import GitIgnoreSpec

    pages = [f"{number}/index.md" for number in range(10001, 11001)]
    pages += ["index.md", "walls/index.md", "streets/gaojing/2/index.md", "guide/index.md"]
    for processors in (1, 2, 4, 8):
        specs = [GitIgnoreSpec.from_lines(share.excluded) for share in shares_of(pages, processors)]
        assert len(specs) == min(processors, 5)
        for page in pages:
            assert sum(not spec.match_file(page) for spec in specs) == 1, page


def test_one_converter_for_all_pages_says_what_one_for_each_says() -> None:
    options = {"extensions": ["toc", "tables", "fenced_code", "admonition", "attr_list"], "extension_configs": {}}
    texts = [
        "# 一\n\n[甲]: https://example.org/\n\n看[甲]。",
        "# 一\n\n看[甲]。",
        "",
        "| a | b |\n|---|---|\n| 1 | 2 |",
    ]
    one = OneConverter(markdown)
    for text in texts:
        kept, fresh = one.Markdown(**options), markdown.Markdown(**options)  # type: ignore[arg-type]
        assert kept.convert(text) == fresh.convert(text)
        assert kept.toc_tokens == fresh.toc_tokens
