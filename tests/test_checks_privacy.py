"""The privacy gate: every spelling of what is private, none of what only looks like it, nothing repeated in full.

Every number here is made up by rule: sequence numbers and subscribers are noughts.
"""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import synthetic
from exhibition.diagnostics import Diagnostic
from exhibition.privacy import find_private, mask_private, may_hold_private
from exhibition.privacy.numbers import compute_check_digit, is_luhn
from exhibition.report import REPORTERS, SourceLines
from helpers.cases import diagnosed, tiny

HOME = Path(__file__).resolve().parents[1]


def card(day: str = "19900101", sequence: str = "000", district: str = "310113") -> str:
    digits = f"{district}{day}{sequence}"
    return digits + compute_check_digit(digits)


def bank(head: str, length: int) -> str:
    body = head.ljust(length - 1, "0")
    return next(body + digit for digit in "0123456789" if is_luhn(body + digit))


def wide(text: str) -> str:
    return "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text)


CARD, BANK = card(), bank("6222", 19)
assert CARD.endswith("X")

PRIVATE = [
    ("身份证号", CARD),
    ("身份证号", CARD.lower()),
    ("身份证号", wide(CARD)),
    ("身份证号", f"{CARD[:6]} {CARD[6:14]} {CARD[14:]}"),
    ("身份证号", f"{CARD[:6]}-{CARD[6:14]}-{CARD[14:]}"),
    ("身份证号", " ".join(CARD)),
    ("身份证号", card("20000229")),
    ("身份证号", f"编号 10001 {CARD}"),
    ("身份证号", f"身份证号：{CARD[:17]}0"),
    ("身份证号", f"电话没有,{card(sequence='001')},就这样"),
    ("手机号", "13800000000"),
    ("手机号", "联系电话13800000000谢谢"),
    ("手机号", "138 0000 0000"),
    ("手机号", "138-0000-0000"),
    ("手机号", "138—0000—0000"),
    ("手机号", "138.0000.0000"),
    ("手机号", "138 000 00000"),
    ("手机号", "1 3 8 0 0 0 0 0 0 0 0"),
    ("手机号", "138\u200b0000\u200b0000"),
    ("手机号", "138\u00a00000\u00a00000"),
    ("手机号", wide("13800000000")),
    ("手机号", "+8613800000000"),
    ("手机号", "+86 138 0000 0000"),
    ("手机号", "0086-13800000000"),
    ("手机号", "8619900000000"),
    ("手机号", "(+86)16600000000"),
    ("手机号", "一三九零零零零零零零零"),
    ("手机号", "幺三八〇〇〇〇〇〇〇〇"),
    ("手机号", "一三八 零零零零 零零零零"),
    ("手机号", "壹叁捌零零零零零零零零"),
    ("手机号", "一三九一二三四五六七八"),
    ("身份证号", CARD[:17].translate(str.maketrans("0123456789", "零一二三四五六七八九")) + "X"),
    ("手机号", "[打电话](tel:13800000000)"),
    ("手机号", "tel13800000000"),
    ("门牌", "64号502室"),
    ("门牌", "64号 502室"),
    ("门牌", "64号楼502室"),
    ("门牌", "5号楼501室"),
    ("门牌", "3-2-501"),
    ("门牌", "3－2－501"),
    ("门牌", "12号1203"),
    ("门牌", "12号1203的爷爷"),
    ("门牌", wide("12") + "号" + wide("1203")),
    ("门牌", "100弄12号501室"),
    ("门牌", "5幢2单元301室"),
    ("门牌", "8栋401"),
    ("门牌", "64-502室"),
    ("门牌", "3#502室"),
    ("门牌", "五号楼五〇一室"),
    ("门牌", "六十四号五零二室"),
    ("门牌", "二号楼一一二室"),
    ("微信号", "微信号：fake_neighbour"),
    ("微信号", "微信号 fakeneighbour"),
    ("微信号", "微信：fakeneighbour"),
    ("微信号", "VX:fake000000"),
    ("微信号", "vx fake000000"),
    ("微信号", "wx：fake-000"),
    ("微信号", "加微信 fake000000"),
    ("微信号", "WeChat: fakeneighbour"),
    ("微信号", "wxid_fake000000"),
    ("微信号", "加v：fakeneighbour"),
    ("微信号", "薇信：fakeneighbour"),
    ("微信号", "微信号是" + wide("fake000000")),
    ("车牌", "沪A·12345"),
    ("车牌", "沪A12345"),
    ("车牌", "沪A 1234D"),
    ("车牌", "沪a12345"),
    ("车牌", "沪AD00000"),
    ("车牌", "苏E·00000F"),
    ("车牌", wide("A12345").join(["车牌沪", ""])),
    ("银行卡号", BANK),
    ("银行卡号", bank("6217", 16)),
    ("银行卡号", " ".join(re.findall("..?.?.?", BANK))),
    ("银行卡号", "-".join(re.findall("..?.?.?", bank("4000", 16)))),
    ("银行卡号", wide(bank("6228", 18))),
    ("银行卡号", "银行卡号：6222000000000000"),
    ("固定电话", "021-50000000"),
    ("固定电话", "（021）50000000"),
    ("固定电话", "02150000000"),
    ("固定电话", "0512 50000000"),
    ("固定电话", "电话：50000000"),
    ("固定电话", "座机5000 0000"),
    ("QQ号", "QQ：100000001"),
    ("QQ号", "qq群 100000001"),
    ("QQ号", "QQ12345"),
    ("电子邮箱", "nobody@example.org"),
    ("电子邮箱", "来信nobody.at-home＠example.com.cn。"),
    ("室号", "101室"),
    ("室号", "101 室的奶奶"),
]

TRAPS = [
    "https://example.org/13800000000/64号502室",
    "[看](http://example.org/a?id=310113199001010000)",
    "www.example.org/13800000000",
    "文件: 13800000000.jpg",
    "文件: IMG_20180511_123456.jpg",
    "文件: mmexport1526012345678.jpg",
    "文件: 微信图片_20240501.jpg",
    "![合影](IMG-20180511-WA0001.jpeg)",
    "统一社会信用代码：513101191990010100",
    "统一社会信用代码 913101130000000000",
    "52310113MJ0000000T",
    "ISBN 978-7-138-00000-0",
    "ISBN：9787138000000",
    "978-7-5321-0000-0",
    "¥13800000000",
    "一共13800000000元",
    "花了1,380,000元",
    "3号楼200.50元",
    "31.400000,121.48000000",
    "121.13800000000",
    "20180511",
    "2018-05-11",
    "2018.05.11 14:30",
    "2018-03",
    "建立: 2018-03-11",
    "2018-2019年",
    "3-2-1 倒计时",
    "3-2-1",
    "5-11-2018",
    "3号线200米",
    "3号线1101路",
    "1101人",
    "8号1101人",
    "5号楼200户",
    "3号楼 2018年建成",
    "12月1号2018年",
    "5月5号1430集合",
    "6号楼1000元",
    "64号楼24户",
    "打 110",
    "119 消防日",
    "3号楼119消防演练",
    "120",
    "拨 12345",
    "热线：12345",
    "400-800-0000",
    "4008000000",
    "400 800 0000",
    "101教室",
    "5号楼101教室",
    "101 教室",
    "编号: 10001",
    "[初心楼](../10002/)",
    "星级: 5",
    "★★★★★",
    "138****0000",
    "310113********0000",
    "64号***室",
    "沪******",
    "微信号：n*****",
    "n****@example.org",
    "2013800000000123",
    "01380000000099",
    "913800000000",
    "1380000000",
    "138000000000",
    "微信群里说好了",
    "微信公众号 example_account",
    "微信小程序 Windows 版",
    "微信同号",
    "二〇一八年五月一日",
    "一二三四五六七",
    "三楼二三十户",
    "新A区",
    "@大家",
    "13 15 18 22 30 4",
    "301室友",
    "10 20 30 40 50 60 70",
    "310113199002300000",
    "310113199001010001",
    "焦点: 50,40",
    "共和十一村64号",
    "一号楼和二号楼",
]


@pytest.mark.parametrize(("kind", "text"), PRIVATE)
def test_what_is_private_is_found_in_every_spelling(kind: str, text: str) -> None:
    assert may_hold_private(text)
    assert [one.kind.name for one in find_private(text)] == [kind]


@pytest.mark.parametrize("text", TRAPS)
def test_what_only_looks_private_is_let_alone(text: str) -> None:
    assert [(one.kind.name, one.text) for one in find_private(text)] == []
    assert mask_private(text) == text


@pytest.mark.parametrize(("kind", "text"), PRIVATE)
def test_what_is_masked_is_as_long_and_tells_no_more(kind: str, text: str) -> None:
    (one,) = find_private(text)
    assert len(one.shown) == len(one.text) == one.place.end - one.place.start
    assert "*" in one.shown
    assert len(mask_private(text)) == len(text)
    assert find_private(mask_private(text)) == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("13812340000", "138****0000"),
        ("138 1234 0000", "138 **** 0000"),
        (CARD, f"310113********{CARD[-4:]}"),
        ("64号502室", "64号***室"),
        ("3-2-501", "3-2-***"),
        ("五号楼五〇一室", "五号楼***室"),
        ("沪A·12345", "沪A·*****"),
        ("021-56780000", "021-****0000"),
        ("nobody@example.org", "n*****@example.org"),
    ],
)
def test_masks_show_enough_to_find_the_place(text: str, shown: str) -> None:
    assert mask_private(text) == shown


@given(st.text("0123456789", max_size=10))
def test_short_numbers_are_no_mobiles(text: str) -> None:
    assert "手机号" not in [one.kind.name for one in find_private(text)]


@given(
    st.dates(date(1900, 1, 1), date(2099, 12, 31)),
    st.integers(0, 999),
    st.sampled_from(["", " ", "-"]),
    st.sampled_from([str, str.lower, wide]),
)
def test_every_card_of_the_district_is_found(day: date, number: int, between: str, written: object) -> None:
    digits = card(day.strftime("%Y%m%d").rjust(8, "0"), f"{number:03}")
    text = written(between.join([digits[:6], digits[6:14], digits[14:]]))  # type: ignore[operator]
    assert [one.kind.name for one in find_private(f"他{text}。")] == ["身份证号"]
    assert digits[6:14] not in mask_private(text)


@given(st.text("0123456789一二三号楼室栋-.·@ \n/:XxvVqQ微信沪A幢元月", max_size=60))
def test_nothing_is_suspected_too_late_and_no_text_breaks_it(text: str) -> None:
    shown = mask_private(text)
    assert len(shown) == len(text)
    assert [sign for old, sign in zip(text, shown, strict=True) if old != sign and sign != "*"] == []


def test_a_long_text_of_one_sign_costs_no_more_than_its_length() -> None:
    for sign in ("1", "a", "1 ", "1-", "a.", "号1", "a@", "微信", "V", "沪A1"):
        mask_private(sign * 20_000)


def edited(root: Path, old: str, new: str) -> list[Diagnostic]:
    path = tiny(root) / "content/units/example/20001/index.md"
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    return diagnosed(root)


@pytest.mark.parametrize(
    ("old", "new", "line", "column"),
    [
        ("堆满旧物的楼道", "打13800000000", 21, 10),
        ("  - 说话轻一点", "  - 找１３８００００００００", 46, 6),
        ("  - 第二楼组长", "  - 第二楼组长 138 0000 0000", 49, 11),
        ("第一段正文，", "第一段正文，　１３８—0000—0000，", 53, 8),
        ("大家说：", "大家说 13800000000：", 34, 13),
    ],
)
def test_a_place_is_told_to_the_sign(tmp_path: Path, old: str, new: str, line: int, column: int) -> None:
    found = [one for one in edited(tmp_path, old, new) if one.code == "E602"]
    assert [(one.span.line, one.span.column) for one in found] == [(line, column)]


@pytest.mark.parametrize("reporter", list(REPORTERS))
def test_no_report_repeats_what_is_private(tmp_path: Path, reporter: str) -> None:
    line = "邻" * 50 + f"{CARD}，13812340000，64号502室，沪A·12345，微信号：fake_neighbour，{BANK}。"
    found = edited(tmp_path, "第一段正文，", line)
    assert {one.code for one in found} >= {f"E60{number}" for number in range(1, 7)}
    report = REPORTERS[reporter](found, SourceLines(tmp_path))
    for secret in (CARD[6:14], "1234", "502", "12345", "fake_n", BANK[6:12]):
        assert secret not in report
    if reporter in ("json", "sarif", "gitlab"):
        json.loads(report)


def test_the_shipped_content_and_a_synthetic_district_raise_no_false_alarm(tmp_path: Path) -> None:
    synthetic.write(tmp_path, 200)
    for root in (HOME, tmp_path):
        assert [one for one in diagnosed(root) if one.code[1] == "6"] == []


def test_a_vocabulary_is_looked_at_too(tmp_path: Path) -> None:
    path = tiny(tmp_path) / "content/vocabularies/themes.yml"
    path.write_text(path.read_text("utf-8") + "# 13800000000\n", "utf-8")
    assert [(one.code, one.span.path) for one in diagnosed(tmp_path)] == [("E602", "content/vocabularies/themes.yml")]


def test_our_own_help_would_pass_the_gate() -> None:
    from exhibition.checks import list_rules

    assert [
        (rule.code, find_private(rule.manual))
        for rule in list_rules()
        if rule.code[1] == "6" and find_private(rule.manual)
    ] == []
