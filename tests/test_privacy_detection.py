"""Numbers that hide: any writing of digits with anything between them is found and masked; ordinary figures are not.

Every number here is made up: it is drawn by chance and never kept.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from exhibition.privacy import find_private, mask_private, may_hold_private, scan_text
from exhibition.privacy.normalize import NUMERALS, normalize_character
from exhibition.privacy.numbers import compute_check_digit, is_luhn

CIRCLES = "⓪①②③④⑤⑥⑦⑧⑨"
WRITERS: dict[str, Callable[[str], str]] = {
    "plain": str,
    "full width": lambda digit: chr(0xFF10 + int(digit)),
    "circled": lambda digit: CIRCLES[int(digit)],
    "black circle": lambda digit: "⓿❶❷❸❹❺❻❼❽❾"[int(digit)],
    "keycap": lambda digit: f"{digit}\ufe0f\u20e3",
    "keycap without selector": lambda digit: f"{digit}\u20e3",
    "superscript": lambda digit: "⁰¹²³⁴⁵⁶⁷⁸⁹"[int(digit)],
    "subscript": lambda digit: chr(0x2080 + int(digit)),
    "Arabic": lambda digit: chr(0x660 + int(digit)),
    "Persian": lambda digit: chr(0x6F0 + int(digit)),
    "Devanagari": lambda digit: chr(0x966 + int(digit)),
    "Thai": lambda digit: chr(0xE50 + int(digit)),
    "bold": lambda digit: chr(0x1D7CE + int(digit)),
    "monospace": lambda digit: chr(0x1D7F6 + int(digit)),
    "Chinese": lambda digit: "零一二三四五六七八九"[int(digit)],
    "on the telephone": lambda digit: "洞幺两三四五六拐八勾"[int(digit)],
    "formal": lambda digit: "零壹贰叁肆伍陆柒捌玖"[int(digit)],
    "entity": lambda digit: f"&#{ord(digit)};",
    "hexadecimal entity": lambda digit: f"&#x{ord(digit):x};",
    "percent": lambda digit: f"%{ord(digit):x}",
    "with a stroke above": lambda digit: f"{digit}\u0305",
}
BETWEEN = (
    *"/_.·-— ~*`|,，、:：;；+★●▲😀'\"→=。！…#@^&()（）【】[]<>《》\t\u3000\u00a0",
    *("\u200b", "\u200d", "\u2060", "\ufeff", "\u00ad", "\ufe0f", "\u202e", "\x01", "\u034f", "\u180e"),
    *("**", "~~", "``", "__", " - ", " / ", "...", "——", "\\-", "<b>", "</b>", "<!-- -->", "<br>", "&nbsp;", "&#8203;"),
    *("\n", "\r\n", " \n ", "\n- ", "\n  - ", "\n> ", "\n\n", " | ", " |\n| ", "杠", "-\u200b-", "  "),
)
CUTS = ((11,), (3, 4, 4), (3, 8), (7, 4), (4, 3, 4), (4, 4, 3), (3, 3, 5), (5, 6), (1,) * 11)

digits = st.text("0123456789", min_size=9, max_size=9)
mobiles = st.builds(lambda second, rest: f"1{second}{rest}", st.sampled_from("3456789"), digits)


def cut(number: Sequence[str], sizes: Sequence[int]) -> list[str]:
    """Return the written digits in groups."""
    pieces, at = [], 0
    for size in sizes:
        pieces.append("".join(number[at : at + size]))
        at += size
    return pieces


def found(kind: str, hidden: str, text: str) -> None:
    """Check that `hidden` is found in `text` where it stands, and that nothing is left of it when it is masked."""
    assert may_hold_private(text)
    matches = find_private(text)
    assert matches == scan_text(text)
    assert [one.kind.name for one in matches] == [kind]
    (one,) = matches
    assert text[slice(*one.place)] == one.text
    assert one.text in hidden
    assert text.index(hidden) <= one.place.start <= text.index(hidden) + 4
    shown = mask_private(text)
    assert len(shown) == len(text)
    # What is left of a number around a # may look like a house and a room.
    assert [one for one in find_private(shown) if "#" not in one.text] == []
    assert shown.count("\n") == text.count("\n")


@settings(max_examples=200, deadline=None)
@given(mobiles, st.lists(st.sampled_from(sorted(WRITERS)), min_size=1, max_size=3), st.sampled_from(CUTS))
def test_a_mobile_is_found_in_any_writing_of_its_digits(number: str, names: list[str], sizes: tuple[int, ...]) -> None:
    written = [WRITERS[names[place % len(names)]](digit) for place, digit in enumerate(number)]
    hidden = " ".join(cut(written, sizes))
    found("手机号", hidden, f"有事请找王阿姨{hidden}，谢谢。")


@settings(max_examples=200, deadline=None)
@given(mobiles, st.sampled_from(BETWEEN), st.sampled_from(CUTS))
def test_a_mobile_is_found_whatever_stands_between_its_digits(number: str, sign: str, sizes: tuple[int, ...]) -> None:
    assume(len(sizes) == 1 or not is_row_of_figures(number, sign, sizes))
    hidden = sign.join(cut(number, sizes))
    found("手机号", hidden, f"有事请找王阿姨{hidden}，谢谢。")


def is_row_of_figures(number: str, sign: str, sizes: Sequence[int]) -> bool:
    """Would anybody take it for a row of years or of rising numbers?"""
    pieces = cut(number, sizes)
    years = [piece for piece in pieces if re.fullmatch(r"(?:19|20)\d\d", piece)]
    return len(years) > 1 or (max(sizes) == 1 and pieces == sorted(pieces))


@settings(max_examples=100, deadline=None)
@given(mobiles, st.sampled_from(sorted(WRITERS)), st.sampled_from(BETWEEN))
def test_a_mobile_is_found_behind_other_signs(number: str, name: str, sign: str) -> None:
    assume(not is_row_of_figures(number, sign, (3, 4, 4)))
    hidden = sign.join(cut([WRITERS[name](digit) for digit in number], (3, 4, 4)))
    if sign.strip() or "\n" not in sign:
        found("手机号", hidden, f"电话：{hidden}")


def card(day: str, sequence: str) -> str:
    body = f"310113{day}{sequence}"
    return body + compute_check_digit(body)


@settings(max_examples=100, deadline=None)
@given(
    st.dates(min_value=date(1930, 1, 1), max_value=date(2020, 1, 1)),
    st.text("0123456789", min_size=3, max_size=3),
    st.sampled_from(sorted(set(WRITERS) - {"on the telephone"})),
    st.sampled_from(BETWEEN),
    st.sampled_from(((18,), (6, 8, 4), (6, 4, 4, 4), (1,) * 18, (9, 9))),
)
def test_an_identity_card_is_found_in_any_writing(
    day: date, sequence: str, name: str, sign: str, sizes: tuple[int, ...]
) -> None:
    number = card(f"{day:%Y%m%d}", sequence)
    assume(not number.endswith("X") or sizes[-1] > 1)
    written = [WRITERS[name](one) if one.isdigit() else one for one in number]
    hidden = sign.join(cut(written, sizes))
    matches = find_private(f"身份核对过{hidden}。")
    assert "身份证号" in [one.kind.name for one in matches]
    assert matches == scan_text(f"身份核对过{hidden}。")
    assert "身份证号" not in [one.kind.name for one in find_private(mask_private(f"身份核对过{hidden}。"))]


@settings(max_examples=200, deadline=None)
@given(
    st.text("0123456789", min_size=12, max_size=12), st.sampled_from(BETWEEN), st.sampled_from(((16,), (4, 4, 4, 4)))
)
def test_a_bank_card_is_found_whatever_stands_between(middle: str, sign: str, sizes: tuple[int, ...]) -> None:
    number = next(f"622{middle}{digit}" for digit in "0123456789" if is_luhn(f"622{middle}{digit}"))
    matches = find_private(f"捐款{sign.join(cut(number, sizes))}。")
    assert [one.kind.name for one in matches] == ["银行卡号"]


HIDDEN = [
    ("手机号", "+86（138）0000-0000"),
    ("手机号", "(138)00000000"),
    ("手机号", "+86.138.0000.0000"),
    ("手机号", "0086 138 0000 0000"),
    ("手机号", "**138****0000****0000**"),
    ("手机号", "①13800000000"),
    ("手机号", "2️⃣13800000000"),
    ("手机号", "共2**13800000000**"),
    ("手机号", "1. 138\n2. 0000\n3. 0000"),
    ("手机号", "1、138\n2、0000\n3、0000"),
    ("手机号", "| 电话 | 138 | 0000 | 0000 |"),
    ("手机号", "| 138 |\n| 0000 |\n| 0000 |"),
    ("手机号", "[138](a)[0000](b)[0000](c)"),
    ("手机号", "[打电话](tel:%31380000%30000)"),
    ("手机号", "<b>138</b>0000<i>0000</i>"),
    ("手机号", "l38OOOOOOOO"),
    ("手机号", "138-OOOO-0000"),
    ("手机号", "13800OO0000"),
    ("手机号", "1三8零0〇00零零0"),
    ("手机号", "电话：1 38 00 00 00 00"),
    ("手机号", "138杠0000杠0000"),
    ("门牌", "64号5 0 2室"),
    ("门牌", "64号⑤⓪②室"),
    ("门牌", "64号**502**室"),
    ("门牌", "64号<b>502</b>室"),
    ("门牌", "6\u200b4号\u200b502\u200b室"),
    ("门牌", "64/502室"),
    ("门牌", "64号-502-室"),
    ("门牌", "64号（502室）"),
    ("门牌", "64号502房"),
    ("门牌", "&#54;4号502室"),
    ("门牌", "3幢-2单元-301室"),
    ("门牌", "六十四号五〇二的奶奶"),
    ("车牌", "沪 A 1 2 3 4 5"),
    ("车牌", "沪A-123-45"),
    ("车牌", "沪A**12345**"),
    ("车牌", "沪A①②③④⑤"),
    ("车牌", "沪Ⓐ12345"),
    ("车牌", "沪牌A12345"),
    ("微信号", "V信：fakeneighbour"),
    ("微信号", "v信fake000000"),
    ("微信号", "维信：fakeneighbour"),
    ("微信号", "微 信：fakeneighbour"),
    ("微信号", "微*信*号：fakeneighbour"),
    ("微信号", "v-x: fakeneighbour"),
    ("微信号", "ＶＸ：fakeneighbour"),
    ("微信号", "V❤：fakeneighbour"),
    ("微信号", "微信号：f a k e 0 0 0"),
    ("微信号", "微信【fakeneighbour】"),
    ("微信号", "微信→fakeneighbour"),
    ("微信号", "| 微信号 | fakeneighbour |"),
    ("微信号", "微信号：𝐟𝐚𝐤𝐞𝐧𝐞𝐢𝐠𝐡"),
    ("QQ号", "QQ：1 0 0 0 0 0 0 0 1"),
    ("QQ号", "扣扣100000001"),
    ("QQ号", "Q Q 100000001"),
    ("QQ号", "QQ：①⓪⓪⓪⓪⓪①"),
    ("电子邮箱", "nobody(at)example.org"),
    ("电子邮箱", "nobody [at] example [dot] org"),
    ("电子邮箱", "nobody at example dot org"),
    ("电子邮箱", "nobody艾特qq.com"),
    ("电子邮箱", "nobody#qq.com"),
    ("电子邮箱", "nobody @ example . org"),
    ("电子邮箱", "nobody@example。org"),
    ("电子邮箱", "nobody＠example．org"),
    ("电子邮箱", "nobody&#64;example.org"),
    ("电子邮箱", "nobody%40example.org"),
    ("固定电话", "021/5000/0000"),
    ("固定电话", "(021)5000-0000"),
    ("固定电话", "021*5000*0000"),
    ("固定电话", "零二一五〇〇〇〇〇〇〇"),
    ("固定电话", "电话：5 0 0 0 0 0 0 0"),
    ("室号", "5 0 2室"),
    ("室号", "⑤⓪②室"),
    ("手机号", "1380#0000#100"),
    ("手机号", "13 80 00 00 00 1"),
    ("手机号", "1 38 00 00 00 09"),
    ("手机号", "13-80-00-00-00-1"),
    ("手机号", "13 80 00 00 009"),
    *(("手机号", f"138{sign}0000{sign}0001") for sign in 'ーｰㅡㄧ丨一々$￥€%&=^"'),
    ("手机号", "138%00000001"),
    ("手机号", "1380000%0001"),
    ("手机号", "㈠㈢㈧㈠㈠㈠㈠㈡㈡㈡㈡"),
    ("手机号", "㊀㊂㊇㊀㊀㊀㊀㊁㊁㊁㊁"),
    ("手机号", "〡〣〨〡〡〡〡〢〢〢〢"),
    ("手机号", "㈠13800000000"),
    ("手机号", "ⅠⅢⅧⅠⅠⅠⅠⅡⅡⅡⅡ"),
    ("手机号", "ⅠⅢⅧ 0000 0001"),
    ("手机号", "ⅰⅲⅷ00000001"),
    ("手机号", "电话：Ⅰ Ⅲ Ⅷ 0000 0001"),
    ("手机号", "I III VIII I I I I II II II II"),
    ("手机号", "I-III-VIII-0-0-0-0-0-0-0-I"),
    ("手机号", "i iii viii v v v v i i i i"),
    ("手机号", "13 80 00 00 00 1 2018"),
    ("手机号", "2018 13 80 00 00 00 1"),
    ("手机号", "建于1985年，13 80 00 00 00 1"),
    ("手机号", "24户 13-80-00-00-00-1"),
    ("手机号", "13 80 00 00 00 1，2018年"),
    ("手机号", "1 38 00 00 00 09 2018"),
    ("手机号", "(13)(80)(00)(00)(00)(1)"),
    *(("手机号", f"138{word}0000{word}0001") for word in ("加", "转", " 再 ", "然后", "隔", "空格", "加上", "dian")),
    ("手机号", "1再3再8再0再0再0再0再0再0再0再1"),
    ("手机号", "一三八加零零零零加零零零一"),
    ("固定电话", "O21-50000000"),
    ("固定电话", "o2150000000"),
    *(
        ("网络账号", f"{name}：fake000")
        for name in ("抖音号", "快手号", "小红书号", "小红书 ID", "抖 音 号", "微博", "支付宝账号")
    ),
    ("网络账号", "抖音号fakeneighbour"),
    ("网络账号", "B站：fake_000"),
    ("网络账号", "视频号：fakeneighbour"),
    ("门牌", "64号肆零贰室"),
    ("门牌", "64号肆零贰的奶奶"),
    ("室号", "四零二室"),
    ("室号", "肆零贰室"),
    ("室号", "四〇二室"),
]


@pytest.mark.parametrize(("kind", "hidden"), HIDDEN)
def test_what_hides_is_found_and_masked(kind: str, hidden: str) -> None:
    for text in (hidden, f"请找王阿姨{hidden}。谢谢"):
        assert [one.kind.name for one in find_private(text)] == [kind]
        assert find_private(text) == scan_text(text)
        assert len(mask_private(text)) == len(text)
        assert find_private(mask_private(text)) == []


HARMLESS = """\
户数分别是138、1234、5678
138、1234、5678户
这三年办了136、1580、2024场
| 年份 | 2018 | 2019 | 2020 |
| 楼号 | 户数 | 人数 |⏎| --- | --- | --- |⏎| 138 | 1234 | 5678 |
| 138 | 1234 | 5678 |⏎| 24 | 1000 | 3000 |
| 1号楼 | 138 | 1234 | 5678 |⏎| 2号楼 | 24 | 1000 | 3000 |
| 186 | 2018 | 2020 |
| 月份 | 次数 |⏎| --- | --- |⏎| 1 | 138 |⏎| 2 | 1234 |⏎| 3 | 5678 |
| 楼号 | 户数 |⏎| --- | --- |⏎| 1号 | 138 |⏎| 2号 | 1234 |⏎| 3号 | 5678 |
1、3、5、7、9、11、13
1、2、3、4、5、6、7、8、9、10、11
- 2018⏎- 2019⏎- 2020
- 135⏎- 1200⏎- 3400⏎- 560
13:00-14:30，15:00-16:30
8:30—11:30，13:00—16:30
一共 13,912,345,678 元
135+1200+3400=4735
统一社会信用代码：91310113MA1GK12345
121.4890,31.4050
东经121.489000，北纬31.405000
版本 13.9.1234.5678
110、119、120
021-12345
10001 10002 10003
楼组:⏎  - 13912⏎  - 13456⏎  - 17890⏎牵头: 13912
一三五七九，二四六八十
一一零、一一九、一二零
二〇一八年十一月二十六日
第一、二、三、四、五、六、七、八届
2018 1391 2019 1402
101、102、103 教室
微信群里有138人，QQ群里有24人
微信：大家在群里说
QQ 2018-05-11
Q&A：12345
look at example.com
3 at 5
苏州 A 12345
沪A股 12345
鲁迅 A 2018
3#楼
第12号2018年
5号线1305站
3*4*5
437弄138号
138****0000 1234
mmexport1526012345678.jpg
wx_camera_1526012345678.jpg
5f4dcc3b5aa765d61d8327deb882cf99
2018届138人2019届1234人2020届5678人
<b>138</b>户 1234 人
**138** 户，**1234** 人，**5678** 元
①清扫②浇水③搬书
1️⃣ 集合 2️⃣ 出发 3️⃣ 回家
2018-11，2019-03，2020-12
130 140 150 160 170 180
1920×1080，1440×900
photo-01.jpg photo-02.jpg photo-03.jpg
13 14 15 16 17 9
得分 13 80 20 15 17 9
这几年 13 80 20 15 17 9 户
13 80 20 15 17 9⏎12 11 10 19 18 20
| 13 80 | 20 15 | 17 9 |
13 80 20 15 17 9 33
13 80,20 15,17 9
138加1234加5678等于7050
138户1234户5678户
2018年1391年2019年
138和1234和5678
138元1234元5678元
1号楼3号楼9号楼1号楼
1月3月5月7月9月11月
户数 24 ¥100 ¥1,380
138米1234米5678米
完成100%，50%，30%
三室一厅，两室户，一百零二室以外
抖音号：宝山高境
小红书笔记 12 篇，抖音 2024 上线
微博2018年开通
支付宝 2018 年起可用
视频号有 1200 人关注
㈠清扫㈡浇水㈢搬书
㊀138户㊁1234人
Ⅰ、清扫Ⅱ、浇水Ⅲ、搬书
Ⅰ 35 Ⅱ 40 Ⅲ 28 Ⅳ 3
第 I 期 3 人，第 II 期 5 人，第 III 期 12 人
I II III IV V VI VII VIII IX X XI
Ⅱ型 138 台，Ⅲ型 1234 台
Ⅴ级 8 米
2018 13 80 20 15 17 9⏎2019 14 70 20 15 17 9
2019 14 70 20 15 17 9⏎2018 13 80 20 15 17 9
2018年，13 80 20 15 17 9 户
13 80 20 15 17 9⏎2018
24 13 80 20 15 17 9
シニアー活动室"""


@pytest.mark.parametrize("harmless", [line.replace("⏎", "\n") for line in HARMLESS.split("\n")])
def test_figures_of_a_neighbourhood_are_let_alone(harmless: str) -> None:
    for text in (harmless, f"今天{harmless}。大家说好。", f"    说明: {harmless}\n"):
        assert scan_text(text) == []
        assert mask_private(text) == text


FIGURES = st.one_of(
    st.integers(1, 999).map(lambda number: f"{number}户"),
    st.integers(1990, 2030).map(lambda year: f"{year}年"),
    st.dates().map(lambda day: f"{day:%Y-%m-%d}".rjust(10, "0")),
    st.dates().map(lambda day: f"{day.month}月{day.day}日"),
    st.integers(1, 23).map(lambda hour: f"{hour}:30"),
    st.integers(1, 99_999).map(lambda money: f"{money}.50元"),
    st.integers(1, 99_999).map(lambda money: f"¥{money:,}"),
    st.integers(1, 99).map(lambda house: f"{house}号楼"),
    st.integers(10_000, 99_999).map(lambda id: f"编号 {id}"),
    st.integers(1, 9).map(lambda number: f"{number}、"),
    st.sampled_from(
        [
            "加装电梯",
            "大家说好",
            "扫地",
            "，",
            "。",
            "\n",
            "- ",
            "（",
            "）",
            "**重要**",
            "12345热线",
            "一二三四",
            "100%",
        ]
    ),
)


@settings(max_examples=100, deadline=None)
@given(st.lists(FIGURES, max_size=12))
def test_texts_put_together_from_dates_and_counts_are_let_alone(pieces: list[str]) -> None:
    assert scan_text(" ".join(pieces)) == []


@settings(max_examples=200, deadline=None)
@given(st.text("0123456789一三八零①８室号楼VX微信qQ@. -/*_|\n\u200b&#;%<b>()OlA沪", max_size=50))
def test_what_is_not_suspected_tells_nothing(text: str) -> None:
    assert find_private(text) == scan_text(text)
    assert len(mask_private(text)) == len(text)


@pytest.mark.parametrize(
    "piece", ["13800000000 ", "138|", "1\n", "①", "&#49;", "1**", "64号502室", "沪A12345 ", "微信", "QQ1"]
)
def test_a_long_text_costs_no_more_than_its_length(piece: str) -> None:
    mask_private(piece * (60_000 // len(piece)))


HIDING = (
    *("微*博号：example01", "支**付宝号 name01", "视`频号：example", "扣**扣：12345", "绿*泡*泡：abc_12345"),
    *("苏牌--D12345", "苏牌 -D12345", "13dash845983068", "TEL3729552", "tel：372 9552", "我的AV信le2020", "薇为ple202", "V是abc_12345"),
    *("n＃foxmail.com", "n﹫foxmail.com", "n＊qq.com", "nameataliyun.com", "name（a］example.com", "203ゝ室", "101_\u2001室", "10号_05A.室"),
    *("五-○贰_室", "幺ㅏ三ㅏ○ㅏ玖ㅏ零ㅏ八ㅏ壹ㅏ两ㅏ伍ㅏ捌ㅏ贰", "1ー\U0001d2e1ー502", "维信！cd-ef12", "微信号，example2020", "微信，：example2020"),
    *("成员:\n  - 20001\n  - 20002\n14376528165", "20001\n  - 20002\n名称: 0\n13800000000"),
)  # fmt: skip


@pytest.mark.parametrize("text", HIDING)
def test_whatever_is_found_is_suspected(text: str) -> None:
    assert scan_text(text)
    assert may_hold_private(text)


def test_every_other_writing_of_a_digit_or_letter_and_every_unseen_sign_is_suspected() -> None:
    hearts = {"\u2665", "\u2764"}  # An x behind a V, and nothing anywhere else.
    for sign in map(chr, (*range(0xD800), *range(0xE000, 0x110000))):
        meant = normalize_character(sign)
        if meant == sign or sign in NUMERALS or sign in hearts or unicodedata.category(sign) == "Cn":
            continue
        if not meant or meant.isalnum() or meant == "@":
            assert may_hold_private(f"甲{sign}甲"), hex(ord(sign))


@pytest.mark.parametrize(
    "text",
    ["  - 题目: 好邻居\n    哪座楼: 12162\n    要点: 三句\n", "哪座楼: 12162\n---\n", "哪座楼: 12162\n  - 题目: 二\n"],
)
def test_a_key_that_ends_like_a_house_with_the_number_of_an_entry_is_no_door(text: str) -> None:
    assert not may_hold_private(text)
    assert scan_text(text) == []


@pytest.mark.parametrize(
    "text", ["哪座楼: 1216\n", "哪座楼: 12162 5\n", "哪座楼: 12162\n    64号502室\n", "3号楼: 12162\n13800000000\n"]
)
def test_any_other_number_behind_such_a_key_is_suspected(text: str) -> None:
    assert may_hold_private(text)
