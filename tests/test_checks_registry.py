"""Conventions of rules: stable codes, a manual that shows bad and good, a case for each."""

from __future__ import annotations

import re

import pytest

from exhibition.checks import list_rules
from exhibition.diagnostics import Rule, Severity
from exhibition.messages.registry import RULES, register_rule
from helpers.cases import CASES

BY_BYTES = {"E001", "E002", "E003", "E004", "E005", "W580", "W585"}
"""Envelopes that no text file can hold, and files that the system does not open: their cases are made in
`test_content_loader.py`; and what only a repository of git can hold: in `test_originals.py`.
"""


READ = ("40", "43", "44", "45", "46", "47", "48", "49", "52", "53", "54", "55", "56", "57")
"""How codes of reading and checks begin that are not below 400: record lists, vocabularies."""
VISITS = (410, *range(416, 421), *range(422, 430))
"""Numbers of codes about visits and routes between those of pictures that fail while a site is built, and of forms (421)."""
ADDRESS = range(740, 745)
"""Numbers of codes about the site's address; those of sheets begin behind them."""
ORIGINALS = (580, 581, 583, 584, 585)
"""Numbers of codes about pictures that are not in their folders; of one that a build cannot have, its own tests speak."""
OWN = tuple(
    rule
    for rule in list_rules()
    if (number := int(rule.code[1:])) < 400
    or rule.code[1] == "6"
    or rule.code[1:3] in READ
    or number in (*ADDRESS, *VISITS, *ORIGINALS)
)
"""The rules of reading, checks and the site's address; other layers above take other codes from 400 to 599 and 700 on."""


def each_rule() -> pytest.MarkDecorator:
    return pytest.mark.parametrize("rule", OWN, ids=lambda rule: rule.code)


def expected_codes() -> set[str]:
    texts = (path.read_text("utf-8") for path in CASES.rglob("*") if path.is_file())
    return {
        code
        for text in texts
        for line in re.findall(r"expect: (.+)|: ([EW].+)", text)
        for code in " ".join(line).split()
    }


def test_a_case_exists_for_every_rule() -> None:
    assert {rule.code for rule in OWN} == expected_codes() | BY_BYTES


def test_a_case_is_named_after_a_code_that_it_expects() -> None:
    for case in CASES.iterdir():
        code = case.name.partition("-")[0]
        assert code == "OK" or any(code in path.read_text("utf-8") for path in case.rglob("*") if path.is_file())


@each_rule()
def test_a_manual_shows_what_is_wrong_what_is_right_and_what_to_do(rule: Rule) -> None:
    parts = [rule.manual.find(heading) for heading in ("问题：", "不好：", "好：\n", "怎么改：")]
    if parts[2] < 0:
        parts[2] = rule.manual.replace("不好：", "　　：").find("好：")
    assert parts[0] == 0
    assert -1 not in parts
    assert rule.manual.index("不好：") < rule.manual.rindex("好：") < rule.manual.index("怎么改：")


@each_rule()
def test_a_rule_has_a_code_of_its_weight_and_a_title_without_a_full_stop(rule: Rule) -> None:
    assert re.fullmatch(r"E\d{3}" if rule.severity is Severity.ERROR else r"W\d{3}", rule.code)
    assert rule.title
    assert not rule.title.endswith("。")


@each_rule()
def test_nobody_is_told_jargon_or_blamed(rule: Rule) -> None:
    told = rule.title + rule.manual
    for word in ("YAML", "null", "parse", "front matter", "UTF8", "非法", "无效", "语法", "字段", "解析", "你错"):
        assert word not in told


def test_an_advice_says_that_it_does_not_block() -> None:
    for rule in OWN:
        if rule.severity is Severity.ADVICE:
            assert "不改也能发布" in rule.manual, rule.code


def test_numbers_of_codes_are_used_once() -> None:
    numbers = [rule.code[1:] for rule in OWN]
    assert len(numbers) == len(set(numbers))


def test_a_code_is_never_given_twice() -> None:
    before = dict(RULES)
    with pytest.raises(ValueError, match="E105"):
        register_rule("E105", "another", Severity.ERROR, "title", "manual")
    assert before == RULES
