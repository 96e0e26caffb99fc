"""The mistakes that volunteers were seen to make, planted in one correct file: the table behind a test and a benchmark."""

from __future__ import annotations

from synthetic import REPOSITORY

TINY = REPOSITORY / "tests" / "tiny"
"""A whole correct exhibition of a few units."""

PATH = "content/units/example/20001/index.md"
TEXT = (TINY / PATH).read_text("utf-8")
PHOTO = TEXT.replace("插画: 楼道从前", "文件: photo-01.jpg", 1)
PHOTO = PHOTO.replace("照片: 楼道从前", "照片: photo-01.jpg").replace("之前: 楼道从前", "之前: photo-01.jpg")

TAGLINE = "一句话: 七次议事，一起装好了电梯"
LAST = "  - 自治小组成员\n---\n"
THEMES, MENDED_THEMES = "主题: [加装电梯, 楼道清理]", "主题: [加装电梯, 楼道清理]"

ROWS = [
    # number of the mistake, what stood there, what was written, code, line and column, the finished line
    ("1 Chinese colon", "名称: 示例一号楼", "名称：示例一号楼", "E105", (3, 3), "名称: 示例一号楼"),
    ("2 no space", "星级: 3", "星级:3", "E107", (8, 3), "星级: 3"),
    ("3 wide space behind the colon", "一句话: ", "一句话:　", "E106", (15, 5), TAGLINE),
    ("4 wide indent", "    说明: 堆满", "　　说明: 堆满", "E103", (21, 1), "    说明: 堆满旧物的楼道"),
    ("5 tab", "  - 党建引领", "\t- 党建引领", "E102", (13, 1), "  - 党建引领"),
    ("6 no-break spaces", "    类别: 从前", "\u00a0\u00a0\u00a0\u00a0类别: 从前", "E103", (23, 1), "    类别: 从前"),
    ("7 zero width", "来源: 测", "来源: \u200b测", "W101", (18, 5), "来源: 测试用的示例"),
    ("8 dashes", "---\n编号", "———\n编号", "E011", (1, 1), "---"),
    ("9 no opening", "---\n编号", "编号", "E013", (1, 1), None),
    ("10 no closing", LAST, "  - 自治小组成员\n", "E016", (52, 1), None),
    ("11 wide closing", LAST, "  - 自治小组成员\n－－－\n", "E015", (51, 1), "---"),
    ("11 two dashes", LAST, "  - 自治小组成员\n--\n", "E015", (51, 1), "---"),
    ("16 conflict", "星级: 3", "<<<<<<< A\n星级: 3\n=======\n星级: 4\n>>>>>>> B", "E010", (8, 1), None),
    ("17 misspelt", "星级: 3", "星: 3", "E201", (8, 1), "星级: 3"),
    ("18 invented", "户数: 24", "微信: 甲", "E202", (10, 1), None),
    ("19 double", "户数: 24", "户数: 24\n户数: 25", "E203", (11, 1), None),
    ("20 missing", "街镇: 示例街镇\n", "", "E205", (2, 1), None),
    ("21 empty", "街镇: 示例街镇", "街镇:", "E210", (4, 4), None),
    ("22 short", "街镇: 示例街镇", "街镇: 示例", "E238", (4, 5), "街镇: 示例街镇"),
    ("23 standard", "  - 党建引领", "  - 党建引导", "E238", (13, 5), "  - 党建引领"),
    ("24 stars", "星级: 3", "星级: 3星", "W222", (8, 5), "星级: 3"),
    ("25 six stars", "星级: 3", "星级: 6", "E224", (8, 5), None),
    ("26 about", "户数: 24", "户数: 二十多户", "E223", (10, 5), None),
    ("27 Chinese date", "建立: 2018-11", "建立: 2018年11月26日", "W235", (9, 5), "建立: 2018-11-26"),
    ("27 slashes", "建立: 2018-11", "建立: 2018/11/26", "W235", (9, 5), "建立: 2018-11-26"),
    ("28 no such day", "建立: 2018-11", "建立: 2018-11-31", "E233", (9, 5), None),
    ("29 two digits", "建立: 2018-11", "建立: 18.11.26", "E229", (9, 5), None),
    ("30 future", "建立: 2018-11", "建立: 2108-11-26", "E234", (9, 5), None),
    ("31 true", "示例: 是", "示例: true", "W227", (17, 5), "示例: 是"),
    ("31 consent", "同意: 不涉及人物", "同意: 是", "W239", (24, 9), "    同意: 已同意"),
    ("32 hash inside", TAGLINE, "一句话: 我们是 #1 楼组", "E115", (15, 10), '一句话: "我们是 #1 楼组"'),
    ("33 hash", TAGLINE, "一句话: #进楼即回家#", "E113", (15, 6), '一句话: "#进楼即回家#"'),
    ("34 two colons", TAGLINE, "一句话: 口号: 进楼即回家", "E116", (15, 8), "一句话: 口号：进楼即回家"),
    ("35 at", "来源: 测试用的示例", "来源: @示例", "E114", (18, 5), '来源: "@示例"'),
    ("35 star", "来源: 测试用的示例", "来源: *示例*", "E114", (18, 5), '来源: "*示例*"'),
    ("36 bracket", TAGLINE, "一句话: [新]进楼即回家", "E112", (15, 6), '一句话: "[新]进楼即回家"'),
    ("37 mixed quotes", TAGLINE, '一句话: "进楼即回家”', "E108", (15, 6), "一句话: 进楼即回家"),
    ("38 open quote", TAGLINE, '一句话: "进楼即回家', "E108", (15, 6), "一句话: 进楼即回家"),
    ("39 quoted id", "编号: 20001", "编号: “20001”", "E109", (2, 5), "编号: 20001"),
    ("40 enumeration comma", THEMES, "主题: 加装电梯、楼道清理", "W110", (11, 5), MENDED_THEMES),
    ("40 wide comma", THEMES, "主题: [加装电梯，楼道清理]", "W110", (11, 6), MENDED_THEMES),
    ("41 wide brackets", THEMES, "主题: 【加装电梯，楼道清理】", "W110", (11, 5), MENDED_THEMES),
    ("42 open bracket", THEMES, "主题: [加装电梯, 楼道清理", "E124", (11, 5), MENDED_THEMES),
    ("43 dash without space", "  - 党建引领", "  -党建引领", "E104", (13, 3), "  - 党建引领"),
    ("44 wide dash", "  - 党建引领", "  －党建引领", "E104", (13, 3), "  - 党建引领"),
    ("44 dot", "  - 党建引领", "  ·党建引领", "E104", (13, 3), "  - 党建引领"),
    ("45 indent", "    说明: 堆满", "   说明: 堆满", "E123", (21, 4), "    说明: 堆满旧物的楼道"),
    ("46 broken line", "七次议事，一起", "七次议事，\n一起", "E122", (16, 1), None),
    ("47 too long", TAGLINE, f"一句话: {'好' * 70}", "E221", (15, 6), None),
    ("49 wide id", "编号: 20001", "编号: ２０００１", "E236", (2, 5), "编号: 20001"),
    ("53 no dash", "  - 插画: 楼道从前", "    插画: 楼道从前", "E207", (20, 5), "  - 插画: 楼道从前"),
]

WHOLE = [
    ("12 GBK", TEXT.encode("gb18030"), "E004", (2, 1)),
    ("13 UTF-16", TEXT.encode("utf-16"), "E003", (1, 1)),
    ("14 Word", b"PK\x03\x04" + b"\0" * 50, "E002", (1, 1)),
    ("14 old Word", b"\xd0\xcf\x11\xe0" + b"\0" * 50, "E002", (1, 1)),
    ("14 RTF", b"{\\rtf1 text}", "E002", (1, 1)),
    ("14 PDF", b"%PDF-1.7", "E002", (1, 1)),
    ("15 empty", b"", "E001", (1, 1)),
    ("taken for Latin", TEXT.encode().decode("latin-1").encode(), "E005", (1, 1)),
    ("taken for Latin on Windows", "---\n示例: 是".encode().decode("cp1252").encode(), "E005", (1, 1)),
]

PHOTOS = [
    ("50 case", "Photo-01.JPG", "E231", "  - 文件: photo-01.jpg"),
    ("52 path", "C:\\照片\\photo-01.jpg", "E230", "  - 文件: photo-01.jpg"),
]


def planted() -> dict[str, bytes]:
    """Return the file with each of the mistakes, by its name; the first number is that of the list of 53."""
    lines = {name: TEXT.replace(old, new, 1).encode() for name, old, new, *_ in ROWS}
    whole = {name: data for name, data, *_ in WHOLE}
    photos = {name: PHOTO.replace("文件: photo-01.jpg", f"文件: {new}", 1).encode() for name, new, *_ in PHOTOS}
    others = {
        "48 altered id": TEXT.replace("编号: 20001", "编号: 20019").encode(),
        "51 missing photo": PHOTO.replace("文件: photo-01.jpg", "文件: 大合影.png", 1).encode(),
    }
    return {**lines, **whole, **photos, **others}
