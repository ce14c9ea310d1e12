"""Find the public bodies a text names, and what case each stands in.

A name is the longest form of the table that begins a word and is followed by a particle,
an office (`장관`, `시장`), a bracket or no syllable at all: `산업부문` is not `산업부`.
Bare `시는`, `군은`, `도는` stand for the body named last; `(이하 재단)` names an alias.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Final, NamedTuple

from newsextract.budget._tables import BULLETS, alternation, read_json
from newsextract.budget.lexicon import (
    BodyKind,
    form_heads,
    longest_forms,
    official_name,
    place_names,
)
from newsextract.language.particles import Case, is_particle, read_word_tail

__all__ = ["Mention", "find_mentions", "home_of"]

_WORD: Final = re.compile(r"(?<![가-힣A-Za-z0-9])[가-힣A-Za-z][가-힣A-Za-z0-9\-]*")
_OFFICE: Final = re.compile(
    r"(?:장관|차관|청장|처장|위원장|총장|사장|이사장|원장|도지사|지사|시장|군수|구청장|교육감"
    r"|장|수|청)"
)
_ASSEMBLY: Final = re.compile(r"의회")
_BRACKET: Final = re.compile(r"\s?\(([^()]{1,60})\)")
_ALIAS: Final = re.compile(r"이하\s*[‘“'\"]?([가-힣A-Za-z]{1,12})[’”'\"]?\s*$")
_PLACE_BODY: Final = re.compile(r"([가-힣]{2,3}[시군구])(?:청)?(?:은|는|이|가|에서|에|도|$)")
_NO_PLACE: Final = re.compile(
    r"(?:도시|후보군|제품군|예비군|직업군|[국해공육미적반]군|장군|연구|기구|거구|역구|치구|[입출]구|지구|요구|가구|도구|친구|야구|"
    r"축구|농구|배구|당구|탁구|항구|창구|특구|청구|촉구|인구|강구|하구|[임당역동다즉택지표전게명제실공고감무출몇접잠혹불수일필응항]시|"
    r"유구|지구|추구|상구|투구|복구|누구|허구|영구|반구|군구|시군|호구|대구)$"
)
_WORKS: Final = re.compile(
    r"(?:가설|시설|확장|확포장|포장|보수|보강|정비|건설|개설|신설|신축|증축|개축|철거|복구|설치|준공|토목|건축|전기|도로|교량|"
    r"지중화|개량|조성|매설|관로|굴착|방수|도색|조경|터널|하천|이설|교체|단지|시험|추가|본)공사$"
)
"""`재가설공사는`, `도로공사는`: what is built, no corporation; those are in the table by name."""

_COMMITTEE: Final = re.compile(
    r"(?:특별|상임|예결|결산|환경노동|국토교통|보건복지|행정안전|기획재정|행정자치|교육|건설|경제|산업|문화|복지|농림|환경|도시|행정|자치|운영|관광|체육|여성|안전|해양|수산|소방|교통|농업|재정|기획|내무)위원회$"
)
_NO_BODY: Final = re.compile(f"{_COMMITTEE.pattern}|{_WORKS.pattern}")
_OFFICE_BRACKET: Final = re.compile(r"\s?\((?:시장|군수|구청장)[^()]{0,20}\)")
_JOIN: Final = re.compile(r"\s*(?:[·,/&]|및|와|과)?\s*")
_BARE: Final = frozenset({"시", "군", "구", "도"})
_HEADS: Final = frozenset({"시", "군", "구"})
_LOCAL: Final = frozenset({"province", "basic"})
_BEHIND_OBJECT: Final = re.compile(r"[을를]\s$")
"""`마을을 도는 버스`: 돌다, not the province."""

_NEXT_BODY: Final = re.compile(
    r"\s(?:[가-힣]{2,12}(?:부|처|청)|[가-힣]{0,12}(?:교육청|공사|공단|연구원|진흥원|재단|협회|위원회))(?:은|는|이|가)\s"
)
"""`도와 건설교통부는`: two bodies act."""

_SIGN: Final = re.compile(rf"(?:^|\n|[{BULLETS}▽▼<〈\[【·*-])\s?$")
_SECTION: Final = re.compile(r"\s?[>〉\]】]?\s?[〓=:]")
"""`▽가람시〓일반회계는`: what follows is about the city."""

_PARTY: Final = re.compile(
    r"\s(?:여당|야당|당|국민의힘|자민련|국민회의|[가-힣]{2,7}당)(?=(?:은|는|이|가)\s)"
)
"""`정부와 한나라당은`: the government acts, with a party."""

_NOT_BARE_AFTER: Final = re.compile(r"(?:각|모든|타|해당|여러|\d개|두|세)\s$")


class Mention(NamedTuple):
    """A public body named in the text.

    `case` is that of the whole chain: in `중기부와 산업부는` both are topics, and share
    `group`. `resolved` marks a bare head noun or an alias.
    """

    start: int
    end: int
    as_written: str
    name: str
    kind: BodyKind
    case: Case | None
    after: int
    resolved: bool = False
    chain: int | None = None

    @property
    def group(self) -> int:
        """What the bodies of one chain have in common: where its last one stands."""
        return self.start if self.chain is None else self.chain


class _Finder:
    """The state of one pass over a text: what has been named so far."""

    def __init__(self, text: str, day: date | None, known: Iterable[str]) -> None:
        self.text = text
        self.day = day
        self.mentions: list[Mention] = []
        self.aliases: dict[str, tuple[str, BodyKind]] = {}
        self.antecedents: list[str] = list(known)

    def run(self) -> tuple[Mention, ...]:
        reached = 0
        heads, signs, unlisted = _heads(), _body_signs(), _unlisted_name()
        for match in _WORD.finditer(self.text):
            word = match.group()
            # a first glance: most words can name no body
            likely = word[:2] in heads or word[0] in _BARE
            likely = likely or (not signs.isdisjoint(word) and unlisted.search(word) is not None)
            if match.start() < reached or not (likely or self.aliases):
                continue
            mention = self._mention(match.start(), word)
            if mention is not None:
                reached = self._keep(mention)
        return tuple(_join_chains(self.text, self.mentions))

    def _mention(self, at: int, word: str) -> Mention | None:
        """The body that a word names, tried from what is sure to what only looks like one."""
        mention = self._named(at)
        if mention is None and len(word) > 3 and word[:2] in place_names():
            mention = self._named(at + 2)  # glued to its province: 경북영천시
        if mention is None and (word[0] in _BARE or self.aliases):
            mention = self._bare(at, word)
        if mention is None and not _body_signs().isdisjoint(word):
            mention = self._by_suffix(at, word)
        if mention is None and not _HEADS.isdisjoint(word[2:4]):
            mention = self._unlisted(at, word)
        return mention

    def _keep(self, mention: Mention) -> int:
        """Note a mention, and the alias behind it; where to go on reading."""
        self.mentions.append(mention)
        self.antecedents.append(mention.name)
        bracket = _BRACKET.match(self.text, mention.end)
        alias = _ALIAS.search(bracket.group(1)) if bracket else None
        if bracket and alias:
            self.aliases[alias.group(1)] = (mention.name, mention.kind)
            return bracket.end()
        return mention.end

    def _named(self, at: int) -> Mention | None:
        for form in longest_forms(self.text, at):
            name = official_name(form, self.day)
            if name is None:
                continue
            mention = self._bounded(at, at + len(form), name.official, name.kind)
            if mention is not None:
                return self._homonym(mention)
        return None

    def _homonym(self, mention: Mention) -> Mention:
        """`경기 광주시` is a city of 경기도, not the metropolitan city."""
        if mention.as_written == "광주시" and re.search(r"경기도?\s?$", self._before(mention)):
            return mention._replace(name="광주시", kind="basic")
        return mention

    def _before(self, mention: Mention) -> str:
        return self.text[max(0, mention.start - 4) : mention.start]

    def _bounded(self, start: int, end: int, name: str, kind: BodyKind) -> Mention | None:
        """The mention, if what follows the form lets the word end there."""
        tail, case, after = read_word_tail(self.text, end)
        if tail and case is None:
            assembly = _ASSEMBLY.match(tail) if kind in _LOCAL else None
            office = assembly or _OFFICE.match(tail)
            if office is None:
                return None
            rest = tail[office.end() :]
            if rest and not is_particle(rest):
                return None
            stop = end + office.end()
            if assembly:
                name, kind, end = name + "의회", "other", stop
            _, case, after = read_word_tail(self.text, stop)
        bracket = _BRACKET.match(self.text, after) if case is None else None
        if bracket:
            _, case, after = read_word_tail(self.text, bracket.end())
        if case is None and _SECTION.match(self.text, after):
            opens = _SIGN.search(self.text[max(0, start - 2) : start])
            case = "topic" if opens else None
        party = _PARTY.match(self.text, after) if case == "with" else None
        if party:
            _, case, after = read_word_tail(self.text, party.end())
        return Mention(start, end, self.text[start:end], name, kind, case, after)

    def _bare(self, start: int, word: str) -> Mention | None:
        """`시는`, `군에서`, or an alias: the body named before that it stands for."""
        for length in range(min(12, len(word)), 0, -1):
            form = word[:length]
            if form not in _BARE and form not in self.aliases:
                continue
            end = start + length
            tail, case, after = read_word_tail(self.text, end)
            if tail and case is None:
                continue
            if form in self.aliases:
                name, kind = self.aliases[form]
                return Mention(start, end, form, name, kind, case, after, resolved=True)
            found = self._antecedent(form)
            modified = _NOT_BARE_AFTER.search(self.text, max(0, start - 4), start)
            verb = form == "도" and _BEHIND_OBJECT.search(self.text, max(0, start - 2), start)
            joint = case == "with" and _NEXT_BODY.match(self.text, after) is not None
            if found and (joint or case not in (None, "with", "other")) and not (modified or verb):
                return Mention(start, end, form, found, "basic", case, after, resolved=True)
        return None

    def _antecedent(self, head: str) -> str | None:
        return next((n for n in reversed(self.antecedents) if n.endswith(head)), None)

    def _by_suffix(self, start: int, word: str) -> Mention | None:
        """A body not in the table, known by its last word, where it is a subject."""
        found = _suffixed().match(word)
        if not found:
            return None
        end = start + found.end(1)
        _, case, after = read_word_tail(self.text, end)
        bracket = _BRACKET.match(self.text, end) if case is None else None
        if bracket:
            _, case, after = read_word_tail(self.text, bracket.end())
        joint = case == "with" and _NEXT_BODY.match(self.text, after) is not None
        if case not in ("topic", "subject", "source") and not joint:
            return None
        written = self.text[start:end]
        bare = next((n for n in reversed(self.antecedents) if n.endswith(written)), written)
        if bare == written and (len(written) < 4 or _NO_BODY.search(written)):
            return None
        return Mention(start, end, written, bare, "other", case, after, resolved=bare != written)

    def _unlisted(self, start: int, word: str) -> Mention | None:
        """A city, county or district that the table does not hold: 마산시, 청원군.

        Only where it is topic, subject or source, for many words end alike (입구는).
        """
        found = _PLACE_BODY.match(word)
        if found is None or _NO_PLACE.search(found.group(1)):
            return None
        end = start + found.end(1)
        hall = end + (word[found.end(1) : found.end(1) + 1] == "청")
        _, case, after = read_word_tail(self.text, hall)
        if case is None:
            bracket = _OFFICE_BRACKET.match(self.text, end)
            if bracket is None:
                return None
            _, case, after = read_word_tail(self.text, bracket.end())
        if case not in ("topic", "subject", "source", "origin"):
            return None
        written = self.text[start:end]
        return Mention(start, end, written, written, "basic", case, after)


@cache
def _heads() -> frozenset[str]:
    """What the names of the table begin with, and names of places."""
    return frozenset(form_heads()).union(place_names())


@cache
def _body_signs() -> frozenset[str]:
    """A character of these stands in every name that is not in the table."""
    suffixes = read_json("agencies.json")["suffixes"]
    return _HEADS | {suffix[-1] for suffix in suffixes}


@cache
def _unlisted_name() -> re.Pattern[str]:
    """What stands in every name that is not in the table: 공단, the 시 of 마산시."""
    suffixes = alternation(read_json("agencies.json")["suffixes"])
    return re.compile(rf"{suffixes}|[시군구](?:(?<=^...)|(?<=^....))")


@cache
def _suffixed() -> re.Pattern[str]:
    suffixes = alternation(read_json("agencies.json")["suffixes"])
    return re.compile(rf"([가-힣A-Za-z]{{0,20}}?{suffixes})(?:은|는|이|가|도|에서|에|측|과|와|$)")


def _join_chains(text: str, mentions: list[Mention]) -> list[Mention]:
    """Give coordinated names one group and the case of the last: `A·B와 C는`."""
    joined: list[Mention] = []
    for mention in reversed(mentions):
        following = joined[-1] if joined else None
        if following is not None and _coordinated(text, mention, following):
            joined.append(mention._replace(case=following.case, chain=following.group))
        else:
            joined.append(mention)
    return joined[::-1]


def _coordinated(text: str, first: Mention, second: Mention) -> bool:
    if first.case not in (None, "with") or second.start - first.after > 4:
        return False
    gap = text[first.after : second.start]
    if first.case is None and not gap.strip():
        return False  # 전남 강진군: the province of the county, not a partner
    match = _JOIN.fullmatch(gap)
    return match is not None


def find_mentions(text: str, day: date | None, known: Iterable[str] = ()) -> tuple[Mention, ...]:
    """Find every public body that `text` names.

    Args:
        text: folded text (same length as the article's); offsets point into it.
        day: the article's day, for names that changed; None when unknown.
        known: official names met before the text: of the headline, of the dateline.

    >>> found = find_mentions("중기부(장관 ○○○)와 산업부는 7억원을 쓴다.", date(2018, 12, 27))
    >>> [(m.name, m.as_written, m.case) for m in found]
    [('중소벤처기업부', '중기부', 'topic'), ('산업통상자원부', '산업부', 'topic')]
    """
    return _Finder(text, day, known).run()


def home_of(dateline: str | None, publisher: str | None) -> tuple[str, ...]:
    """Local governments that a dateline or a publisher's name points to.

    >>> home_of("(춘천=연합뉴스)", None), home_of(None, "부산일보")
    (('춘천시',), ('부산광역시',))
    """
    found: list[str] = []
    for text in (publisher, dateline):
        for word in _WORD.finditer(text or ""):
            places = place_names()
            for length in (4, 3, 2):
                place = places.get(word.group()[:length])
                if place is not None:
                    found.append(place)
                    break
    return tuple(found)
