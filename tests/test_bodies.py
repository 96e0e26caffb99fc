"""Bodies come out as neighbours meant them, safe whatever they hold, in time that grows with their length."""

from __future__ import annotations

import re
import time
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from exhibition.bodies import LIMIT, IssueTopic, blank_non_prose, may_have_issues, render_body
from exhibition.bodies.sanitizer import clean_body
from exhibition.text.characters import INVISIBLE, remove_invisible, strip_list_number


def seen(body: str) -> str:
    """The HTML of a body on one line."""
    return re.sub(r"\n", "", render_body(body).html)


DIALECT = {
    "line breaks": ("时间：五月\n地点：楼下", "<p>时间：五月<br>地点：楼下</p>"),
    "poem": ("一行\n二行\n三行\n四行", "<p>一行<br>二行<br>三行<br>四行</p>"),
    "numbers": ("1、扫地\n2、拖地", "<ol><li>扫地</li><li>拖地</li></ol>"),
    "numbers, dot": ("1.扫地\n2.拖地", "<ol><li>扫地</li><li>拖地</li></ol>"),
    "numbers, full width": ("１．扫地\n２．拖地", "<ol><li>扫地</li><li>拖地</li></ol>"),
    "numbers that begin at three": (
        "3. 扫地\n4. 拖地\n7. 擦窗",
        '<ol start="3"><li>扫地</li><li>拖地</li><li value="7">擦窗</li></ol>',
    ),
    "numbers from a word processor": ("1.\t扫地\n2.\t拖地", "<ol><li>扫地</li><li>拖地</li></ol>"),
    "circles": ("①扫地\n②拖地", '<ul class="is-signed"><li>①扫地</li><li>②拖地</li></ul>'),
    "brackets": ("（1）扫地\n（2）拖地", '<ul class="is-signed"><li>（1）扫地</li><li>（2）拖地</li></ul>'),
    "words": ("一、扫地\n二、拖地", '<ul class="is-signed"><li>一、扫地</li><li>二、拖地</li></ul>'),
    "dashes": ("-扫地\n-拖地", "<ul><li>扫地</li><li>拖地</li></ul>"),
    "dots": ("·扫地\n·拖地", "<ul><li>扫地</li><li>拖地</li></ul>"),
    "list below a line": ("公约：\n- 扫地\n- 拖地", "<p>公约：</p><ul><li>扫地</li><li>拖地</li></ul>"),
    "list with gaps": ("1、扫地\n\n2、拖地", "<ol><li>扫地</li><li>拖地</li></ol>"),
    "list in a list": (
        "1、扫地\n  - 楼道\n  - 门厅\n2、拖地",
        "<ol><li>扫地<ul><li>楼道</li><li>门厅</li></ul></li><li>拖地</li></ol>",
    ),
    "paragraph behind a list": (
        "1、扫地\n2、拖地\n　　大家同意。",
        "<ol><li>扫地</li><li>拖地</li></ol><p>大家同意。</p>",
    ),
    "one mark is text": ("-扫地", "<p>-扫地</p>"),
    "years": ("1985. 我们搬进来\n1986. 通了电", "<p>1985. 我们搬进来<br>1986. 通了电</p>"),
    "decimals": ("3.5公里\n4.5公里", "<p>3.5公里<br>4.5公里</p>"),
    "buildings": ("3、4号楼共用\n5、6号楼共用", "<p>3、4号楼共用<br>5、6号楼共用</p>"),
    "floors": ("一、二楼轮流\n三、四楼轮流", "<p>一、二楼轮流<br>三、四楼轮流</p>"),
    "cold": ("-5度\n-6度", "<p>-5度<br>-6度</p>"),
    "spaces": ("    缩进四格", "<p>缩进四格</p>"),
    "tab": ("\t缩进", "<p>缩进</p>"),
    "wide spaces": ("　　缩进\n　　再来", "<p>缩进<br>再来</p>"),
    "table of tabs": (
        "姓名\t楼层\n甲\t三楼",
        '<div role="region" aria-label="表格" tabindex="0"><table><thead><tr><th>姓名</th><th>楼层</th></tr></thead>'
        "<tbody><tr><td>甲</td><td>三楼</td></tr></tbody></table></div>",
    ),
    "table of bars": (
        "| 日期 | 事情 |\n|---|---|\n| 周三 | 议\\|事 |",
        '<div role="region" aria-label="表格" tabindex="0"><table><thead><tr><th>日期</th><th>事情</th></tr></thead>'
        "<tbody><tr><td>周三</td><td>议|事</td></tr></tbody></table></div>",
    ),
    "one line with a tab": ("姓名\t楼层", "<p>姓名\t楼层</p>"),
    "rule": ("第一段\n---\n第二段", "<p>第一段</p><hr><p>第二段</p>"),
    "underline": ("第一段\n===", "<p>第一段<br>===</p>"),
    "product": ("3*4*5 长*宽*高", "<p>3*4*5 长*宽*高</p>"),
    "hidden digits and names": ("138**1234**5678，张**、李**", "<p>138**1234**5678，张**、李**</p>"),
    "bold beside punctuation": (
        "**重要：**请看**“公约”**。",
        "<p><strong>重要：</strong>请看<strong>“公约”</strong>。</p>",
    ),
    "italic": ("*好* 的", "<p><em>好</em> 的</p>"),
    "blanks to fill in": ("姓名：____ 电话：____", "<p>姓名：____ 电话：____</p>"),
    "tildes": ("开心~~谢谢~~", "<p>开心~~谢谢~~</p>"),
    "heading": ("## 小节\n正文", "<h3>小节</h3><p>正文</p>"),
    "heading without a space": ("##小节", "<h3>小节</h3>"),
    "topic": ("#邻里节#", "<p>#邻里节#</p>"),
    "quotation": ("> 一句\n> 两句\n——楼组长", "<blockquote><p>一句<br>两句</p></blockquote><p>——楼组长</p>"),
    "link": (
        "[看](https://a.example/(1))",
        '<p><a href="https://a.example/(1)" rel="noopener noreferrer">看</a></p>',
    ),
    "link to a neighbour's file": ("[邻居](../10002/index.md)", '<p><a href="../10002/">邻居</a></p>'),
    "mail": ("<mailto:nobody@a.example>", '<p><a href="mailto:nobody@a.example">mailto:nobody@a.example</a></p>'),
    "code": ("`<b>` 和 ``a`b``", "<p><code>&lt;b&gt;</code> 和 <code>a`b</code></p>"),
    "fence": ("```\n<b> **x**\n```", "<pre><code>&lt;b&gt; **x**</code></pre>"),
    "escape": (r"\*不斜\* C:\照片\1", r"<p>*不斜* C:\照片\1</p>"),
    "html": ("<b>重要</b> &nbsp;", "<p>&lt;b&gt;重要&lt;/b&gt; &amp;nbsp;</p>"),
    "reference": ("[居民]: 大家好\n[^1]: 注", "<p>[居民]: 大家好<br>[^1]: 注</p>"),
    "notations": ("[TOC]\n::: 提示\n!!! 注意", "<p>[TOC]<br>::: 提示<br>!!! 注意</p>"),
    "template": ("{{ config }} {% raw %}", "<p>{{ config }} {% raw %}</p>"),
    "comment": ("前<!-- 内部 -->后\n\n<!-- a\n\nb -->", "<p>前           后</p>"),
}


@pytest.mark.parametrize("name", DIALECT)
def test_text_comes_out_as_neighbours_mean_it(name: str) -> None:
    body, expected = DIALECT[name]
    assert seen(body) == expected


REFUSED = {
    "javascript:alert(1)", "java\nscript:alert(1)", "JaVaScRiPt:x", " javascript:x", "java\tscript:x", "vbscript:x",
    "data:text/html,x", "file:///etc/passwd", "intent://x", "weixin://dl", "ftp://a.example/", "//a.example/",
    "\\\\a.example", "/\\a.example", "java&#115;cript:x", "https:a.example", "http://", "blob:x", "about:blank",
    "mailto:/style=x", "tel:x", "javascript%3Ax:y", "x:y", "https://a.example/\"onclick=x",
}  # fmt: skip


@pytest.mark.parametrize("target", sorted(REFUSED))
def test_no_link_leads_where_it_must_not(target: str) -> None:
    for body in (f"[看]({target})", f"[看[这]里]({target})", f"[看](<{target}>)", f"<{target}>", f"![看]({target})"):
        html = render_body(body).html
        assert "<a" not in html
        assert "<img" not in html
    assert render_body(f"[看]({target})").issues


def test_issues_stand_where_they_were_written() -> None:
    body = "第一段\n\n> - 甲 <b>\n> - [看](javascript:x)\n\n| 一 | 二 |\n|---|---|\n| 三 | <i> |\n"
    assert {body[issue.offset :].partition("\n")[0] for issue in render_body(body).issues} == {
        "<b>",
        "[看](javascript:x)",
        "<i> |",
    }


def test_code_comments_and_links_are_no_prose() -> None:
    body = "甲 `乙` [链接](https://a.example/) <!-- 丙 --> 丁\n```\n户数: 24\n```\n戊"
    shown = blank_non_prose(body)
    assert len(shown) == len(body)
    assert shown.split() == ["甲", "丁", "戊"]


PIECES = st.sampled_from(
    [
        *"[](){}<>*_`~#|!\\&:;'\"-+=/?.,、。：（）\t\n\n\u3000 ",
        "<!--",
        "-->",
        "**",
        "```\n",
        "javascript:",
        "https://a.example/",
        "data:",
        "<script>",
        "onclick=",
        "1、",
        "①",
        "- ",
        "> ",
        "---\n",
        "|\n",
        "\u202e",
        "\x00",
        "\u2028",
        "甲",
        "a",
        "](",
        "](<",
        "![",
        "&#x3c;",
    ]
)
SAFE_TAG = re.compile(
    r"</?(?:p|br|hr|h[3-6]|ul(?: class=\"is-signed\")?|ol(?: start=\"\d+\")?|li(?: value=\"\d+\")?|blockquote|strong|em|code|pre"
    r"|div(?: role=\"region\" aria-label=\"表格\" tabindex=\"0\")?|table|thead|tbody|tr|th|td"
    r"|a(?: href=\"(?:https?://|mailto:|tel:|[\w./%~#?-])[^\"<>\s]*\"(?: title=\"[^\"]*\")?(?: rel=\"noopener noreferrer\")?)?)>"
)


@given(st.lists(PIECES, max_size=60).map("".join) | st.text(max_size=200))
@example("[<https://a.example/>](https://b.example/)")
@example("**a [b** c](https://a.example/) d**")
@example('a](https://a.example/ "<script>")')
def test_any_text_at_all_gives_safe_html_that_the_allow_list_leaves_as_it_is(body: str) -> None:
    html = render_body(body).html
    assert clean_body(html) == html
    assert not re.search(r"<", SAFE_TAG.sub("", re.sub(r' title="[^"]*"', "", html)))
    assert not INVISIBLE.search(html)
    if not may_have_issues(body):
        assert render_body(body).issues == ()


@given(st.text(alphabet="甲乙丙，。一二三1２、①（）\n", max_size=80))
def test_no_word_is_lost(body: str) -> None:
    """What is no sign of the dialect stands on the page."""
    shown = "".join(render_body(body).lines)
    for sign in "甲乙丙，。":
        assert shown.count(sign) == body.count(sign)


PUMPED = [
    "[a](", "[", "]", "![", "[a][", "](", "[a](<", "[a](b \"", "*", "**", "**a ", "*a", "`", "``a", "` ", ">", "> ", "> - ", "|", "|\n",
    "|a|\n", "a|b\n-|-\n", "_", "<", "<!--", "<!-- -->", "<a ", "<b onx", "</", "<mailto:", "{", "{:", "\\", "- ", "- a\n", "  - a\n", "1、a\n",
    "①a\n", "1、a\n\n", "\t", "a\tb\n", "#", "## a\n", "---\n", "\n", "　", "```\n", "```a\n", "```<!--\n", "[^1]: a\n", "[a]: b\n", "![a]",
    "javascript:", "&", "👨\u200d", "e\u0301\u0301\u0301\u0301", "on=", "`<!--", "(", "（1）a\n", "~~~\n", "::: \n",
]  # fmt: skip


@pytest.mark.parametrize("pattern", PUMPED)
def test_time_grows_with_length_alone(pattern: str) -> None:
    for head in ("", "a", "甲\n"):
        body = (head + pattern * LIMIT)[:LIMIT]
        before = time.process_time()
        render_body(body)
        assert time.process_time() - before < 1.5, f"{head}{pattern!r}"


def test_what_is_longer_than_any_story_is_cut_before_it_costs() -> None:
    before = time.process_time()
    assert len(render_body("[a](" * 1_000_000).html) < 4 * LIMIT
    assert time.process_time() - before < 1


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("甲\u202e乙\u2066丙\x1b丁\x00", "甲乙丙丁"),
        ("零\u200b宽\ufeff字", "零宽字"),
        ("一家👨\u200d👩\u200d👧人❤\ufe0f🏳\ufe0f\u200d🌈", "一家👨\u200d👩\u200d👧人❤\ufe0f🏳\ufe0f\u200d🌈"),
        ("葛\U000e0100 辻\ufe00", "葛\U000e0100 辻\ufe00"),
        ("🏴\U000e0067\U000e007f", "🏴"),
        ("a\u0301b" + "e" + "\u0301" * 50, "a\u0301b" + "e" + "\u0301" * 3),
        ("图\ufffc片 2️⃣", "图片 2️⃣"),
    ],
)
def test_what_is_no_text_goes_and_what_is_text_stays(text: str, left: str) -> None:
    assert remove_invisible(text) == left


def test_every_control_and_every_format_character_is_no_text() -> None:
    left = [
        chr(code)
        for code in range(0x110000)
        if unicodedata.category(chr(code)) in ("Cc", "Cf") and remove_invisible(chr(code))
    ]
    # Signs of numbers in Arabic and of Egyptian and shorthand writing have a shape or a place in a word.
    arabic = re.compile(
        "[\t\n\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd\U00013430-\U0001345f\U0001bca0-\U0001bca3]"
    )
    assert [f"{ord(sign):x}" for sign in left if not arabic.match(sign)] == []


@pytest.mark.parametrize(
    ("item", "bare"),
    [
        ("1、不堆物", "不堆物"),
        ("（2）轻声", "轻声"),
        ("③慢走", "慢走"),
        ("一、问好", "问好"),
        ("3、4号楼轮流", "3、4号楼轮流"),
        ("2018年约定", "2018年约定"),
        ("一、二楼轮流扫", "一、二楼轮流扫"),
        ("一、一起扫地", "一起扫地"),
    ],
)
def test_an_item_that_the_page_numbers_has_no_number_of_its_own(item: str, bare: str) -> None:
    assert strip_list_number(item) == bare


def test_issues_are_of_a_known_topic() -> None:
    assert {issue.topic for issue in render_body("<!-- a --> [TOC] # x").issues} <= set(IssueTopic)
