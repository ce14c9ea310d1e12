"""One Kiwi a process, loaded at the first sentence that needs it.

Kiwi is asked for one text at a time: its batch call waits for ever in a forked process.
The reduced dictionaries tag budget sentences as the full ones do, at half the memory
(TECH §2). Tags may change with the model, so both versions belong in every result.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from kiwipiepy import Kiwi  # type: ignore[import-untyped]

__all__ = ["MODEL_PACKAGE", "Token", "add_words", "analyse", "is_loaded", "versions"]

MODEL_PACKAGE: Final = "kiwipiepy_model"

_lock: Final = threading.Lock()
_words: Final[dict[str, None]] = {}
_kiwi: list[Kiwi] = []


class Token(NamedTuple):
    """A morpheme and the code points of the sentence that hold it.

    Morphemes that share a syllable overlap: `한다` is 하 [0:1] and ᆫ다 [0:2].
    """

    form: str
    tag: str
    start: int
    end: int


def add_words(words: Iterable[str]) -> None:
    """Name words that stay whole (as NNP). Those met after loading cost Kiwi a rebuild.

    Args:
        words: names of three or more syllables; shorter ones do more harm than good.
    """
    with _lock:
        fresh = [w for w in words if w not in _words]
        _words.update(dict.fromkeys(fresh))
        for loaded in _kiwi:
            for word in fresh:
                loaded.add_user_word(word, "NNP", 0.0)


def is_loaded() -> bool:
    """Whether Kiwi has been loaded in this process.

    An article that holds no money never loads it.
    """
    return bool(_kiwi)


def _load() -> Kiwi:
    with _lock:
        if not _kiwi:
            from kiwipiepy import Kiwi  # noqa: PLC0415 - heavy, and most calls need none

            loaded = Kiwi(
                num_workers=1,
                load_default_dict=False,
                load_typo_dict=False,
                load_multi_dict=False,
            )
            for word in _words:
                loaded.add_user_word(word, "NNP", 0.0)
            _kiwi.append(loaded)
    return _kiwi[0]


def analyse(sentence: str) -> tuple[Token, ...]:
    """Split one sentence into morphemes.

    Args:
        sentence: one sentence; its offsets are those of the tokens.

    >>> [f"{t.form}/{t.tag}" for t in analyse("예산을 편성한다.")]
    ['예산/NNG', '을/JKO', '편성/NNG', '하/XSV', 'ᆫ다/EF', './SF']
    """
    kiwi = _kiwi[0] if _kiwi else _load()
    return tuple(Token(t.form, str(t.tag), t.start, t.end) for t in kiwi.tokenize(sentence))


@cache
def versions() -> tuple[str, str]:
    """Versions of kiwipiepy and of its model, without loading either.

    >>> all(v[0].isdigit() for v in versions())
    True
    """
    return version("kiwipiepy"), version(MODEL_PACKAGE)
