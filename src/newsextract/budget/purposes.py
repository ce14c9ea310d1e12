"""What a record is for: its programme, from its own sentence or from what it takes up."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from newsextract.budget.chains import SUMS_UP
from newsextract.budget.context import Reading, Sentence
from newsextract.budget.drafts import Draft
from newsextract.budget.names import ends_in, is_thing, trim
from newsextract.budget.pairing import paired_name
from newsextract.budget.positions import budget_spoken_of, item_name, labels_for
from newsextract.budget.programs import Candidate, adjoins, choose_program
from newsextract.budget.themes import fuller_name, is_anaphoric, theme_before
from newsextract.language.sentences import Stretch
from newsextract.models import TextSpan

__all__ = ["read_program", "standing_amounts"]

_ITEM_GAP: Final = 12
"""A name so near before an amount of a list names that amount: `포도축제에 2억원`."""

_SURE: Final = frozenset({"quoted", "relative"})
"""Kinds of names that count behind the amount even where words take something up."""

_THIS_PROJECT: Final = re.compile(
    r"\s*(?:이|그|해당|동|본)\s?(?:사업|공사|계획|시설)(?:은|는|이|의)\s"
)
_DEMONSTRATIVE: Final = re.compile(r"(?:^|\s)(?:이|그|해당|동|본)\s$")
_WITH: Final = frozenset({"와", "과"})
_GOVERNED: Final = frozenset({"에", "에는", "에도", "을", "를", "은", "는", "의"})
_AND: Final = re.compile(r"(?:와|과)\s")
_JOINABLE: Final = frozenset(
    {"label", "dative", "cost", "destined", "share", "object", "named", "topic"}
)
_VILLAGE: Final = re.compile(
    r"(?:^|\s)(?:[가-힣]{1,4}(?:읍|(?<![측전화장표도방단지노사라냉])면)|[가-힣]{1,4}(?:읍|면)\s[가-힣]{1,4}[리동]|[가-힣]{1,3}(?<![관처수정거다자소유권심요조논승분격])리|[가-힣]{1,3}지구)$"
)
_TOPIC: Final = re.compile(r"(?:원)?(?:은|는)\s")
_WHOLE: Final = re.compile(r"예산|추경|본예산|회계|기금|세입|세출")


def standing_amounts(draft: Draft) -> list[Stretch]:
    """The sentence's other budgets, in its own offsets: no parts, changes or bases."""
    sentence = draft.sentence
    own, roles, bases = draft.amount.id, draft.roles, sentence.bases
    return [
        span
        for a, span in zip(sentence.amounts, sentence.spans, strict=True)
        if a.id != own
        and roles.get(a.id, "budget") in ("budget", "per_unit")
        and span.end not in bases
    ]


def read_program(
    reading: Reading,
    draft: Draft,
    span: Stretch,
    standing: Sequence[Stretch],
    earlier: Sequence[Draft],
) -> None:
    """Find what an amount is for, and note how.

    Args:
        reading: the article.
        draft: the record; `program` and how it was found are set.
        span: its amount, in the sentence.
        standing: the sentence's other budgets.
        earlier: records before it, for names taken up.
    """
    sentence = draft.sentence
    candidates = _of_things(reading, sentence, _candidates(draft, span, standing))
    chosen = choose_program(sentence.text, candidates, span, standing)
    same = _same_topic(draft, earlier) if chosen is None or chosen.kind == "topic" else None
    sure = chosen is not None and (chosen.end <= span.start or chosen.kind in _SURE)
    sure = sure and not (
        _THIS_PROJECT.match(sentence.text) and _is_place_of(sentence, chosen, span)
    )
    anaphoric = not sure and same is None and is_anaphoric(sentence.text, span.start)
    if same is not None:
        _settle(draft, same, "same_topic")
    elif chosen is not None and (sure or not anaphoric):
        _settle(draft, _written(reading, draft, chosen), chosen.kind)
        draft.program_kind, draft.program_particle = chosen.kind, chosen.particle
    elif anaphoric:
        _settle(draft, _taken_up(reading, sentence, earlier), "taken_up")
    elif earlier and _goes_on(sentence, span, earlier[-1]):
        _settle(draft, earlier[-1].program, "goes_on")
        draft.carried = True
    elif not _has_subject(sentence, span) and not _WHOLE.search(sentence.text):
        theme = theme_before(reading.text, sentence.start, sentences=1, firm=True)
        _settle(draft, _named(reading, theme) if theme is not None else None, "theme")
    if draft.program is None:
        budget = budget_spoken_of(sentence.text, span)
        if budget is not None:
            _settle(draft, _written(reading, draft, budget), budget.kind)
            draft.program_kind = budget.kind


def _of_things(
    reading: Reading, sentence: Sentence, candidates: Sequence[Candidate]
) -> list[Candidate]:
    """The candidates that are no government's name and take up nothing: 가람군은, 이 도로에는."""
    return [
        c
        for c in candidates
        if c.kind == "quoted"
        or not (
            not reading.body_ends.isdisjoint((c.end + sentence.start, c.end + sentence.start - 1))
            or (c.kind in ("label", "named") and _is_village(sentence, c, candidates))
            or _DEMONSTRATIVE.search(sentence.text, max(0, c.start - 3), c.start)
        )
    ]


def _is_village(sentence: Sentence, label: Candidate, candidates: Sequence[Candidate]) -> bool:
    """`꽃길 가꾸기 사업에 한들면 솔밭리(5억원)`: the village gets it, the programme is before."""
    before = any(
        c.end <= label.start
        and c.kind in ("named", "quoted")
        and c.particle in ("에", "에는", "에서", "은", "는", "으로")
        for c in candidates
    )
    return before and _VILLAGE.search(sentence.text[label.start : label.end]) is not None


def _is_place_of(sentence: Sentence, chosen: Candidate | None, span: Stretch) -> bool:
    """`이 사업은 도로계획에 총사업비 9억원으로 반영됐다`: the plan only holds the project."""
    return (
        chosen is not None
        and chosen.particle in ("에", "에는")
        and not adjoins(sentence.text, chosen, span)
    )


def _settle(draft: Draft, program: TextSpan | None, rule: str) -> None:
    draft.program = program
    if program is not None:
        draft.note("program", rule, (program.start, program.end))


def _written(reading: Reading, draft: Draft, chosen: Candidate) -> TextSpan:
    """The chosen name, or the fuller one that it takes up."""
    start = draft.sentence.start
    first = _first_of_joint(draft.sentence, chosen) if chosen.kind in _JOINABLE else chosen.start
    last = _last_of_joint(draft.sentence, chosen) if chosen.particle in _WITH else chosen.end
    found = Stretch(first + start, last + start)
    if chosen.kind in ("object", "relative", "topic"):
        short = reading.text[found.start : found.end]
        found = fuller_name(reading.text, start, short) or found
    return _named(reading, found)


def _last_of_joint(sentence: Sentence, chosen: Candidate) -> int:
    """Where a joint name ends: `솔숲 정비와 둑길 보수에`."""
    for phrase in sentence.phrases:
        if phrase.start > chosen.end and _AND.fullmatch(sentence.text, chosen.end, phrase.start):
            start, end = trim(sentence.text, phrase.start, phrase.end)
            whole = phrase.particle in _GOVERNED and start == phrase.start
            return end if whole and is_thing(sentence.text[start:end]) else chosen.end
    return chosen.end


def _first_of_joint(sentence: Sentence, chosen: Candidate) -> int:
    """Where a joint name begins: `도로와 교량에 204억원`, `부지매입비와 설계비 9억원`."""
    first = chosen.start
    for phrase in reversed(sentence.phrases):
        joins = phrase.particle in ("와", "과") and _AND.fullmatch(sentence.text, phrase.end, first)
        if not joins:
            continue
        start, end = trim(sentence.text, phrase.start, phrase.end)
        name = sentence.text[start:end]
        joined = end == phrase.end and end + sentence.start not in sentence.body_ends
        if not joined or not (is_thing(name) or ends_in(name, "cost") or name.endswith("비")):
            break
        first = start
    return first


def _candidates(draft: Draft, span: Stretch, standing: Sequence[Stretch]) -> list[Candidate]:
    """Names of the sentence, and what may name the amount by its place."""
    sentence = draft.sentence
    if "각각" in sentence.text:
        paired = paired_name(sentence.text, sorted([span, *standing]), span)
        if paired is not None:
            return [Candidate(paired.start, paired.end, "head", None)]
    named = [c for c in sentence.candidates if adjoins(sentence.text, c, span)]
    if named:
        item = item_name(sentence.text, span)
        return [item] if item and all(item.start < c.start for c in named) else named
    total = len(standing) > 1 and SUMS_UP.search(sentence.text, max(0, span.start - 30), span.start)
    items = [o for o in standing if o.end <= span.start] if total else []
    labelled = _with_source(draft, span)
    labels = labels_for(sentence.text, sentence.phrases, sentence.predicates, labelled)
    strong = [c for c in labels if c.kind in ("head", "relative", "object", "destined", "share")]
    places = {(c.start, c.end) for c in strong}
    own = [
        c
        for c in sentence.candidates
        if (c.start, c.end) not in places and not _heads_bullets(sentence, c, span)
    ]
    known = {(c.start, c.end) for c in own}
    candidates = [*own, *(c for c in labels if (c.start, c.end) not in known)]
    source = draft.amount.funding_source
    if source is None and not items:
        return candidates
    return [
        c
        for c in candidates
        if sentence.text[c.start : c.end] != source
        and not any(_is_of(sentence.text, c, item) for item in items)
    ]


def _heads_bullets(sentence: Sentence, candidate: Candidate, span: Stretch) -> bool:
    """`특별회계는 △개발기금 17억원 …`: the account is what the items stand in, not their name."""
    between = any(candidate.end <= b < span.start for b in sentence.bullets)
    return candidate.kind == "account" and between


def _is_of(text: str, candidate: Candidate, item: Stretch) -> bool:
    """Whether a name is that of an item of the list that an amount sums up."""
    if candidate.kind == "head":
        return False
    near = 0 <= item.start - candidate.end <= _ITEM_GAP
    return near and text.find(",", candidate.end, item.start) < 0


def _with_source(draft: Draft, span: Stretch) -> Stretch:
    """An amount with the source right before it: what names it stands before `국비 12억원`."""
    source, text = draft.amount.funding_source, draft.sentence.text
    if source is None:
        return span
    start = text.rfind(source, max(0, span.start - len(source) - 2), span.start)
    return Stretch(start, span.end) if start >= 0 else span


def _goes_on(sentence: Sentence, span: Stretch, last: Draft) -> bool:
    """Whether a sentence without a subject of its own goes on about the one before."""
    if last.sentence is sentence:
        return last.carried
    listed = sum(1 for a in sentence.amounts if last.roles.get(a.id) == "budget") > 2
    if listed:
        return False
    near = 0 <= sentence.start - last.sentence.end <= 2
    return near and not _has_subject(sentence, span) and not _WHOLE.search(sentence.text)


def _has_subject(sentence: Sentence, span: Stretch) -> bool:
    subjects = [p for p in sentence.phrases if p.particle in ("은", "는", "이", "가", "도")]
    return any(p.end <= span.start for p in subjects)


def _named(reading: Reading, span: Stretch) -> TextSpan:
    text = reading.article.text[span.start : span.end]
    return TextSpan(start=span.start, end=span.end, text=text)


def _taken_up(reading: Reading, sentence: Sentence, earlier: Sequence[Draft]) -> TextSpan | None:
    """The programme that `이 사업` or `총사업비` takes up: the name last spoken of."""
    theme = theme_before(reading.text, sentence.start)
    last = earlier[-1].program if earlier else None
    if theme is None or (last is not None and last.start >= theme.start):
        return last
    return _named(reading, theme)


def _same_topic(draft: Draft, earlier: Sequence[Draft]) -> TextSpan | None:
    """`기초 연구 몫 1530억원은 … 2031년 2400억원까지`: what the topic's own sum is for."""
    last = earlier[-1] if earlier else None
    if last is None or last.sentence is not draft.sentence:
        return None
    end = last.amount.end - draft.sentence.start
    return last.program if _TOPIC.match(draft.sentence.text, end) else None
