"""The line rules of `lines.toml`: loaded once, first match wins."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final, get_args

from newsextract.article.limits import MAX_RULE_LINE
from newsextract.article.press import press_words
from newsextract.models import Zone

__all__ = ["BULLETS", "Rule", "line_rules", "match_rule", "strip_bullet"]

BULLETS: Final = "•·ㆍ‧∙・*-–—−>▶▷►□■◆◇○●◎△▲▽▼☞※|│+˙⦁❍◈⊙"
_DEFAULT_MAX: Final = 60
# `…했다.`: what happened is news; the page itself speaks in the present.
_ENDS_PAST: Final = re.compile(
    "[" + "".join(chr(0xAC00 + i) for i in range(20, 11172, 28)) + r"]다\.\s?[\"'”’)\]]{0,3}$"
)
_ALSO_PAST: Final = frozenset(["caption", "copyright"])


@dataclass(frozen=True, slots=True)
class Rule:
    """One `[[rule]]` of `lines.toml`; see that file's head for the fields."""

    id: str
    zone: Zone
    pattern: re.Pattern[str]
    veto: re.Pattern[str] | None
    max_length: int
    tail: int
    opens: bool
    raw: bool
    page: bool
    soft: bool
    prose: bool
    weak: bool
    bare: bool


@cache
def line_rules() -> tuple[Rule, ...]:
    """All rules in file order.

    Raises:
        ValueError: the file names an unknown zone; a broken pattern raises `re.error`.
    """
    source = files("newsextract.article.dump").joinpath("lines.toml").read_text(encoding="utf-8")
    return tuple(_rule(entry) for entry in tomllib.loads(source)["rule"])


@cache
def _rules_for(*, prose: bool, past: bool) -> tuple[Rule, ...]:
    """The rules that may claim such a line."""
    return tuple(
        rule
        for rule in line_rules()
        if (rule.prose or not prose) and (rule.zone in _ALSO_PAST or not past)
    )


def match_rule(text: str, *, prose: bool = False) -> Rule | None:
    """The first rule that knows this line, or None.

    Args:
        text: one line, white space at its ends removed.
        prose: the line reads as a paragraph; then only rules made for that may claim it.

    >>> match_rule("이 기사를 공유합니다").zone, match_rule("관련기사").opens
    ('share', True)
    >>> match_rule("강원도는 내년 예산안을 도의회에 냈다.") is None
    True
    """
    if len(text) > MAX_RULE_LINE:
        return None
    core = strip_bullet(text)
    past = _ENDS_PAST.search(core[-8:]) is not None
    for rule in _rules_for(prose=prose, past=past):
        line = text if rule.raw else core
        size = len(line)
        # A place before the start is the start.
        if size > rule.max_length or not rule.pattern.search(line, size - rule.tail):
            continue
        if rule.veto is None or not rule.veto.search(line):
            return rule
    return None


def strip_bullet(text: str) -> str:
    """The line without its leading bullets and trailing arrows.

    >>> strip_bullet("• 댓글 0"), strip_bullet("? 승인 2018.12.27 20:43")
    ('댓글 0', '승인 2018.12.27 20:43')
    """
    # A file saved in an old code page has `?` where the bullet was.
    text = text.removeprefix("? ")
    return text.lstrip(BULLETS + " \t\xa0\u3000").rstrip(" \t\xa0\u3000▶▷►>+│|") or text


def _rule(entry: dict[str, Any]) -> Rule:
    if entry["zone"] not in get_args(Zone):
        raise ValueError(f"rule {entry['id']!r} names an unknown zone {entry['zone']!r}")
    pattern = entry["pattern"].replace("@AGENCY@", press_words().agencies)
    veto = entry.get("not")
    return Rule(
        id=entry["id"],
        zone=entry["zone"],
        pattern=re.compile(pattern, re.IGNORECASE),
        veto=re.compile(veto, re.IGNORECASE) if veto else None,
        max_length=entry.get("max", _DEFAULT_MAX),
        tail=entry.get("tail", MAX_RULE_LINE),
        opens=entry.get("opens", False),
        raw=entry.get("raw", False),
        page=entry.get("page", True),
        soft=entry.get("soft", False),
        prose=entry.get("prose", False),
        weak=entry.get("weak", False),
        bare=entry.get("bare", False),
    )
