"""What style, scripts and texts must keep to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files
from itertools import product
from typing import Any, get_args

import pytest

from newsextract.models import CheckKind, CheckStatus, Phase, Role, Zone
from newsextract.report.sources import SOURCES
from newsextract.report.texts import LANGUAGES, texts

HOME = files("newsextract.report")
ASSETS = ("style.css", "table.js", "article.js", "batch.js")


def asset(name: str) -> str:
    return HOME.joinpath(name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ASSETS)
def test_assets_load_nothing_and_stay_in_their_block(name: str) -> None:
    text = asset(name)
    assert "</" not in text
    assert "<!--" not in text
    assert not re.search(r"url\(|@import|fetch\(|XMLHttpRequest|innerHTML|eval\(|outerHTML", text)
    assert set(re.findall(r"https?://[^\"' ]*", text)) <= {"http://www.w3.org/2000/svg"}


def leaves(table: dict[str, Any], path: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from leaves(value, f"{path}{key}.")
        else:
            yield path + key, value


def test_both_languages_say_the_same_things() -> None:
    ko, en = (dict(leaves(texts(lang))) for lang in LANGUAGES)
    assert ko.keys() == en.keys()
    for key in ko:
        fields = [sorted(re.findall(r"\{(\w+)\}", text)) for text in (ko[key], en[key])]
        assert fields[0] == fields[1], key


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_word_of_the_models_has_a_text(lang: str) -> None:
    found = texts(lang)
    assert set(get_args(Role)) <= found["role"].keys()
    assert set(get_args(Zone)) == found["zone"].keys()
    assert set(get_args(CheckKind)) == found["check"].keys()
    assert set(get_args(CheckStatus)) <= found["status"].keys()
    assert set(get_args(Phase)) == found["phase"].keys()
    assert set(SOURCES) <= found["source"].keys()


def test_every_kind_of_failure_has_a_text() -> None:
    from newsextract import errors  # noqa: PLC0415

    named = texts("en")["failure"]
    kinds = {getattr(errors, name).kind for name in errors.__all__}
    assert kinds - {"error", "input", "fetch"} <= named.keys()


def colours(text: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", text))


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("dark", [False, True])
def test_text_can_be_read_on_its_ground(dark: bool) -> None:
    css = asset("style.css")
    light_part, dark_part = css.split("@media screen and (prefers-color-scheme: dark)")[:2]
    found = colours(light_part) | (colours(dark_part.split("* {")[0]) if dark else {})
    grounds = ("budget", "component", "delta", "per", "other")
    pairs = [
        *product(("ink", "soft", "link"), ("paper", "panel", "lit")),
        *((("ink"), f"{name}-paper") for name in grounds),
        *product(("ink", "bad-ink", "soft"), ("bad-paper",)),
        *product(("good-ink", "warn-ink", "bad-ink"), ("paper", "panel")),
        *product(("ink", "link"), ("here",)),
    ]
    poor = [(a, b) for a, b in pairs if contrast(found[a], found[b]) < 4.5]
    assert not poor
    bars = ("national", "sido", "sigungu", "other", "bad")
    assert not [name for name in bars if contrast(found[name], found["paper"]) < 2]
