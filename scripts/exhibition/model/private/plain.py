"""Text into the same text in plain signs, one for one: what is found at a place in it stands at that place in the text.

Volunteers' keyboards, chat programs and web pages write a digit in many ways. A pattern reads one.
"""

from __future__ import annotations

import re

DASHES = "‐‑‒–—―−﹘﹣－~～"
SPACES = "\t\r\v\f\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
UNSEEN = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
"""Signs without width: taken for a space, because none may be taken away."""
DOTS = "•‧∙・･．"
NUMERALS = "零〇○一二三四五六七八九幺两壹贰叁肆伍陆柒捌玖"
READ_AS = "00012345678912123456789"

PLAIN: dict[int, str | int] = {
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)},
    **{0x1D7CE + number: str(number % 10) for number in range(50)},
    **dict.fromkeys(map(ord, DASHES), "-"),
    **dict.fromkeys(map(ord, SPACES + UNSEEN), " "),
    **dict.fromkeys(map(ord, DOTS), "·"),
}
"""Full-width and rare signs by the sign that a pattern reads."""
COUNTED: dict[int, str] = dict(zip(map(ord, NUMERALS), READ_AS, strict=True))

SPELLED = re.compile(rf"[{NUMERALS}](?:[ -]?[{NUMERALS}\d]){{2}}")
"""Where digits are spelled in Chinese, as in a room or a telephone number."""

EXEMPT = re.compile(
    r"(?:https?|ftp)://[^\s<>()（）【】，。、；]{1,2000}|\bwww\.[^\s<>()（）【】，。、；]{1,2000}"
    r"|(?<!\w)\w[\w().-]{0,120}\.(?:jpe?g|png|webp|gif|hei[cf]|avif|bmp|tiff?|mp4|mov)\b"
    r"|(?:[¥￥$€]|RMB|CNY) ?\d[\d,]{0,20}(?:\.\d+)?|\d[\d,]{0,20}(?:\.\d+)? ?(?:万|亿)?(?:元|美元)"
    r"|\bISBN(?:-1[03])?[: ]{0,2}[\dXx](?:[ -]?[\dXx]){9,12}|(?<![\d-])97[89]-\d{1,5}-\d{1,7}-\d{1,7}-[\dXx](?![\d-])",
    re.I,
)
"""What holds digits that are nobody's: addresses of the web, names of pictures, money, numbers of books."""


def plain(text: str) -> str:
    """Return `text` in plain signs, with what is exempt blanked; its length does not change.

    >>> plain("１３８　００００—００００")
    '138 0000-0000'
    """
    signs = text if text.isascii() else text.translate(PLAIN)
    return EXEMPT.sub(lambda exempt: "\0" * len(exempt[0]), signs)


def counted(signs: str) -> str | None:
    """Return plain signs with Chinese numerals as digits; None where no number is spelled in them.

    >>> counted("五〇一室")
    '501室'
    """
    return signs.translate(COUNTED) if SPELLED.search(signs) else None


def squeezed(text: str) -> str:
    """Return what two writings of one number, name or address have in common.

    >>> squeezed("021－0000 0000")
    '02100000000'
    """
    return re.sub(r"[ ()·-]", "", text.translate(PLAIN).translate(COUNTED)).casefold()
