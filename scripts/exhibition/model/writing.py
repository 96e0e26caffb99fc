"""A text into its canonical writing in a content file: bare where it can stand so, else in quotation marks.

It is the writing of the forms (the JavaScript library `yaml` 2, core schema, strings plain): so what a command has
written and a form saves again stays as it is.
"""

from __future__ import annotations

import re

UNFIT = re.compile(r"""^[\t ,\[\]{}#&*!|>'"%@`]|^[?-]$|^[?-][\t ]|:[\t ]|[\t ]#|[\t :]$""")
"""What cannot stand bare: signs that mean something at the beginning, `: ` and ` #` anywhere, a colon at the end."""
NO_TEXT = re.compile(
    r"""
    (?: ~ | [Nn]ull | NULL )
    | (?: [Tt]rue | TRUE | [Ff]alse | FALSE )
    | [-+]? (?: [0-9]+ (?:\.[0-9]*)? | \.[0-9]+ ) (?: [eE][-+]?[0-9]+ )?
    | 0o[0-7]+ | 0x[0-9a-fA-F]+
    | [-+]?\.(?: inf | Inf | INF ) | \.(?: nan | NaN | NAN )
    """,
    re.VERBOSE,
)
"""What others would take for nothing, a truth or a number (YAML 1.2.2, 10.3.2)."""


def written(text: str) -> str:
    r"""Return a text of one line as it is written behind `键: `, with nothing for an empty one.

    >>> written("进楼即回家"), written("2018"), written("我们是 #1 楼组"), written("it's: so")
    ('进楼即回家', "'2018'", "'我们是 #1 楼组'", '"it\'s: so"')
    """
    if not text or not (UNFIT.search(text) or NO_TEXT.fullmatch(text)):
        return text
    if "'" in text and '"' not in text:
        return '"' + text.replace("\\", "\\\\").replace("\t", "\\t") + '"'
    return "'" + text.replace("'", "''") + "'"
