"""What the text before a sentence speaks of, for sums that name no programme themselves.

`구립체육관은 …. 총사업비는 146억원이다.`: the topic of the sentence before; else the name in
quotes, else the last name. `전시관` takes up `경북도립전시관 건립`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from newsextract.budget.headlines import is_headline, shared_name
from newsextract.budget.names import (
    CLAUSE_WORD,
    compact,
    find_names,
    is_generic,
    is_thing,
    quoted_names,
)
from newsextract.language.sentences import Stretch, split_sentences

__all__ = ["fuller_name", "is_anaphoric", "is_aside", "lead_theme", "theme_before"]

_REACH: Final = 300
"""How far back, in code points, a name may stand that `이 사업` takes up."""

_HEAD: Final = 5
"""Sentences, headline included, that tell what an article is about."""

_LEDE: Final = 2
"""Sentences below the headline that repeat what it is about."""

_OPENING: Final = re.compile(
    r"\s*(?:(?:총|전체)?\s?(?:사업비|공사비|소요예산|투자비|예산)|[ㅇ○◦*-]\s"
    r"|(?:이를|여기에|이에|이곳에|이들|우선|먼저|이를 위해)\s|(?:총|모두|약)?\s?$)"
)
"""Takes something up at the beginning of a sentence."""

_ANAPHOR: Final = re.compile(
    r"(?:^|\s)(?:이\s[가-힣]{2,6}(?:에는|에|은|는)\s|총\s?사업비|이들\s\d"
    r"|(?:이|그|해당|동|본)\s?(?:사업|공사|계획|시설|예산|공원|센터|제도|길)[은는이가을를에의]"
    r"|(?:^|\s)(?:이|그|해당)\s[가-힣]{1,3}(?:로|리|량|널|관|장|원|교|지|선|점|제|회|댐|탑|역|항|책)(?:은|는|이|가|을|를|에|의)"
    r"|(?:쓸|첫해|올해|내년)\s?몫)"
)
"""Takes something up anywhere."""

_ASIDE: Final = re.compile(r"\s*(?:한편|이와 별도로|이와 별개로|별도로)(?=[\s,])")
_APART: Final = re.compile(r"(?:따로(?<!\S따로)|별도로(?<!\S별도로))\s")
_MADE: Final = re.compile(
    r"(?<![가-힣])([가-힣A-Za-z0-9·]{2,14})(?:\s\d+\s?(?:곳|개|개소|동|채|대))?(?:을|를)\s(?:새로\s|함께\s)?"
    r"(?:놓|짓|지을|지어|세우|세운|만들|만든|조성|건립|설치|건설|신축|닦|낸다|낼|내는|깔|꾸미|꾸민)"
)
_FIRM: Final = re.compile(
    r"(?:사업|계획|조성|건립|정비|프로젝트|프로그램|대책|구축|육성|(?<!\s)기금)$"
)
_BUDGET_NAME: Final = re.compile(r"(?:예산안?|추경안?|회계)$")
"""What a project is paid from: `추경에 확보했다. 이 사업은` speaks of the project."""

_CLOSING_QUOTES: Final = "’”」』〉》'\""
_TOPIC: Final = re.compile(
    r"(?:한편|또|특히|그러나|하지만|먼저|우선)?\s?([가-힣A-Za-z0-9·&~\s-]{2,30}?)(?:은|는|도)\s"
)


def is_anaphoric(sentence: str, end: int) -> bool:
    """Whether the words before an amount take up what was spoken of: 이 사업에는, 총사업비는.

    >>> is_anaphoric("총사업비는 146억원이다", 6), is_anaphoric("시는 3억원을 쓴다", 3)
    (True, False)
    """
    if _OPENING.match(sentence, 0, end) or sentence.find("전체 사업비", 0, end) >= 0:
        return True
    return _ANAPHOR.search(sentence, 0, end) is not None


def lead_theme(text: str, headline: str | None = None) -> Stretch | None:
    r"""What an article is about, by its head: a name in quotes, a programme, a thing made.

    Where none stands there, the name that headline and lede share.

    Args:
        text: the article, folded.
        headline: the headline, where it is not the first line of the text.

    >>> text = "가람시, 쉼터 만든다\n가람시는 ‘새봄마을 조성사업’을 시작한다.\n돈은 많다."
    >>> span = lead_theme(text)
    >>> text[span.start:span.end]
    '새봄마을 조성사업'
    """
    head = split_sentences(text, 0, min(len(text), _REACH))[:_HEAD]
    firm = next((n for sentence in head if (n := _firm_name(text, sentence))), None)
    if firm is not None:
        return firm
    for sentence in head:
        made = _MADE.search(text, sentence.start, sentence.end)
        if made and is_thing(made.group(1)):
            return Stretch(made.start(1), made.end(1))
    return _shared(text, headline, head)


def _shared(text: str, headline: str | None, head: Sequence[Stretch]) -> Stretch | None:
    """The name that the headline shares with the sentences below it."""
    if not head:
        return None
    first = text[head[0].start : head[0].end]
    if is_headline(first):
        headline, head = headline or first, head[1:]
    return None if headline is None else shared_name(headline, text, head[:_LEDE])


def is_aside(sentence: str) -> bool:
    """Whether a sentence turns to something else: 한편, 이와 별도로.

    >>> is_aside("한편 도는 3억원을 쓴다"), is_aside("도는 3억원을 쓴다")
    (True, False)
    """
    return _ASIDE.match(sentence) is not None or _APART.search(sentence) is not None


def theme_before(
    text: str, start: int, *, sentences: int = 3, firm: bool = False
) -> Stretch | None:
    """The thing or programme that the sentences before a place speak of.

    Args:
        text: the article, folded.
        start: where the sentence begins.
        sentences: how many sentences back are looked at.
        firm: whether only names count, no topics.

    >>> text = "구립체육관은 두 층이다. 총사업비는 146억원이다."
    >>> span = theme_before(text, 14)
    >>> text[span.start:span.end]
    '구립체육관'
    """
    low = max(0, start - _REACH)
    spans = split_sentences(text, low, start)
    if low > 0 and len(spans) > 1:
        spans = spans[1:]  # the first one may be cut
    for sentence in reversed(spans[-sentences:]):
        found = _firm_name(text, sentence) if firm else _theme_of(text, sentence)
        if found is not None:
            return found
    return None


def _theme_of(text: str, sentence: Stretch) -> Stretch | None:
    topic = _TOPIC.match(text, sentence.start, sentence.end)
    if topic:
        start = topic.start(1)
        clauses = [m.end() for m in CLAUSE_WORD.finditer(text, start, topic.end(1))]
        start = clauses[-1] if clauses else start
        words = text[start : topic.end(1)]
        if is_thing(words) and not is_generic(words) and not _is_verb(text, start, topic):
            return fuller_name(text, sentence.start, words) or Stretch(start, topic.end(1))
    names = [n for n in _names(text, sentence) if not _BUDGET_NAME.search(text[n.start : n.end])]
    made = _MADE.search(text, sentence.start, sentence.end)
    firm = names and _FIRM.search(text[names[-1].start : names[-1].end])
    if made and not firm and is_thing(made.group(1)):
        return Stretch(made.start(1), made.end(1))
    return names[-1] if names else None


def _is_verb(text: str, start: int, topic: re.Match[str]) -> bool:
    """`왕포천을 되살리는`: behind an object stands no topic but the verb of a clause."""
    return topic.group().endswith("는 ") and text[max(0, start - 2) : start] in ("을 ", "를 ")


def _firm_name(text: str, sentence: Stretch) -> Stretch | None:
    names = [n for n in _names(text, sentence) if _is_firm(text, n)]
    return names[-1] if names else None


def _is_firm(text: str, name: Stretch) -> bool:
    """Whether a name is a programme's beyond doubt: in quotes, or ending in 사업, 계획."""
    quoted = text[name.end : name.end + 1] in _CLOSING_QUOTES and name.end < len(text)
    return quoted or _FIRM.search(text[name.start : name.end]) is not None


def _names(text: str, sentence: Stretch) -> list[Stretch]:
    """Names of a sentence; those in quotes alone where there are any."""
    words = text[sentence.start : sentence.end]
    found = quoted_names(words) or find_names(words)
    return [Stretch(sentence.start + a, sentence.start + b) for a, b in found]


def fuller_name(text: str, start: int, short: str) -> Stretch | None:
    """The name before a sentence that a shorter one takes up: 전시관, 경북도립전시관 건립.

    >>> text = "경북도립전시관 건립이 늦춰진다. 도는 전시관을 짓는다."
    >>> span = fuller_name(text, 18, "전시관")
    >>> text[span.start:span.end]
    '경북도립전시관 건립'
    """
    words = short.split()
    plain = compact(words[-1]) if words else ""
    if len(plain) < (3 if len(words) > 1 else 2):
        return None
    low = max(0, start - _REACH)
    for sentence in reversed(split_sentences(text, low, start)):
        if plain not in compact(text[sentence.start : sentence.end]):
            continue
        for span in reversed(_names(text, sentence)):
            name = compact(text[span.start : span.end])
            if plain in name and len(name) > len(plain) + 1:
                return span
    return None
