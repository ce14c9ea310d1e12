"""A text's signature: what is left of it to tell reprints by, in a few hundred bytes.

Layout, little-endian: format (1 byte), distinct shingles (4), number of municipalities (1), `SLOTS`
MinHash values (2 each), then municipalities and towns, the most frequent first (2 each).
Equal on every machine: shingles are hashed here, and only the minima are the library's.
"""

from __future__ import annotations

import re
import struct
import tomllib
import unicodedata
import zlib
from collections import Counter
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

from newsextract.article.bylines import is_byline_line
from newsextract.article.datelines import read_dateline
from newsextract.errors import UsageError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["FORMAT", "HEAD", "MAX_PLACES", "SLOTS", "fold", "places", "signature"]

FORMAT: Final = 1
"""Raised when folding, hashing or the MinHash algorithm changes: others are not compared."""

SLOTS: Final = 128
"""MinHash values: the similarity is known within about four points of a hundred."""

SHINGLE: Final = 5
"""Code points of a shingle: about two Korean words without their spacing."""

MAX_PLACES: Final = 6
"""Municipalities, and towns, that a signature keeps."""

MAX_CODE_POINTS: Final = 50_000
"""Code points that are looked at; reprints agree long before."""

HEAD: Final = struct.Struct("<BIB")

_ALGORITHM: Final = 2
"""Version of rensa's R-MinHash; another one gives other values."""

_INSTALL: Final = 'pip install "rensa>=0.5,<0.6"'
_SEED: Final = 20_181_227
_NOT_WORD: Final = re.compile(r"[\W_]+")
_NUMBER: Final = re.compile(r"[0-9][0-9조억만천백십]*")
_PARTICLE: Final = r"(?=[은는이가을를의에와과도로청민내]|[^가-힣]|\Z)"
_MUNICIPALITY: Final = re.compile(rf"(?<![가-힣])[가-힣]{{1,3}}[시군구]{_PARTICLE}")
# 면 ends more verbs than names: it needs a municipality before it.
_TOWN: Final = re.compile(
    rf"(?:(?<![가-힣])[가-힣]{{1,3}}읍|(?<=[시군구] )[가-힣]{{1,3}}면){_PARTICLE}"
)
_CLOSING_LINES: Final = 3
"""Lines at the end that may be bylines, mail addresses and notices of rights."""


def signature(text: str) -> bytes:
    """Signature of an article's text, for `cluster`.

    Args:
        text: the body, paragraphs on lines of their own; datelines and bylines are left out.

    Returns:
        At most `HEAD.size + 2 * SLOTS + 4 * MAX_PLACES` bytes, the same in any process and on any
        machine; `b""` where the text is too short to have a shingle.

    Raises:
        UsageError: rensa is not there, or is a version that gives other signatures.

    >>> left = signature("[한들신문=김하늘 기자] 가람군은 사업비 2,538억원을 쓴다고 밝혔다.")
    >>> left == signature("가람군은 사업비 2538억 원을 쓴다고, 밝혔다")
    True
    >>> signature("")
    b''
    """
    body = _body(text[:MAX_CODE_POINTS])
    hashes = _shingle_hashes(fold(body))
    if not len(hashes):
        return b""
    municipalities, towns = places(body)
    names = [zlib.crc32(name.encode()) & 0xFFFF for name in (*municipalities, *towns)]
    head = HEAD.pack(FORMAT, len(hashes), len(municipalities))
    return head + _minima(hashes) + struct.pack(f"<{len(names)}H", *names)


def fold(text: str) -> str:
    """Letters alone, each number as one 0: what desks change least.

    >>> fold("총 2,538억 원(국비 1천839억원)을 “투입”한다.")
    '총0원국비0원을투입한다'
    """
    letters = _NOT_WORD.sub("", unicodedata.normalize("NFKC", text)).casefold()
    return _NUMBER.sub("0", letters)


def _body(text: str) -> str:
    """The text without its dateline, and without bylines and mail addresses at its end."""
    lines = [line for line in text.splitlines() if line.strip()]
    for _ in range(_CLOSING_LINES):
        if len(lines) > 1 and (is_byline_line(lines[-1]) or _is_notice(lines[-1])):
            lines.pop()
    if lines and (dateline := read_dateline(lines[0])):
        lines[0] = lines[0][dateline.end :]
    return "\n".join(lines)


def _is_notice(line: str) -> bool:
    """Is this a short line about the paper, not about the news?"""
    return len(line) < 120 and any(word in line for word in _words()[1])


def places(text: str) -> tuple[list[str], list[str]]:
    """Municipalities (시, 군, 구) and towns (읍, 면) by how often they are named, stems alone.

    >>> places("가람군은 다시 나섰다. 가람군 관계자는 물빛읍에서 이를 밝혔다.")
    (['가람'], ['물빛'])
    """
    return _most_named(_MUNICIPALITY, text), _most_named(_TOWN, text)


def _most_named(pattern: re.Pattern[str], text: str) -> list[str]:
    everyday = _words()[0]
    counts = Counter(name[:-1] for name in pattern.findall(text) if name not in everyday)
    return [stem for stem, _ in counts.most_common(MAX_PLACES)]


@cache
def _words() -> tuple[frozenset[str], tuple[str, ...]]:
    """Words that only look like places, and words of notices."""
    data = resources.files(__package__).joinpath("words.toml").read_text("utf-8")
    words = tomllib.loads(data)
    return frozenset(words["everyday"]), tuple(words["notices"])


def _shingle_hashes(folded: str) -> NDArray[np.uint64]:
    """Distinct 64-bit hashes of all runs of `SHINGLE` code points."""
    import numpy as np  # noqa: PLC0415 - heavy

    points = np.frombuffer(folded.encode("utf-32-le"), dtype="<u4").astype(np.uint64)
    count = max(len(points) - SHINGLE + 1, 0)
    hashes = np.zeros(count, dtype=np.uint64)
    for offset in range(SHINGLE):  # multiply and fold, as splitmix64 does; wraps at 64 bits
        hashes = (hashes ^ points[offset : offset + count]) * np.uint64(0x9E3779B97F4A7C15)
        hashes ^= hashes >> np.uint64(29)
    return np.unique(hashes)


def _minima(hashes: NDArray[np.uint64]) -> bytes:
    """The low 16 bits of each MinHash value: chance agreement is one in 65,536."""
    import numpy as np  # noqa: PLC0415 - heavy

    rows = (
        _min_hash()
        .digest_matrix_from_flat_token_hashes(hashes, [0, len(hashes)], SLOTS, _SEED)
        .to_rows()
    )
    low: bytes = (np.asarray(rows[0], dtype=np.uint64) & np.uint64(0xFFFF)).astype("<u2").tobytes()
    return low


@cache
def _min_hash() -> Any:  # noqa: ANN401 - rensa has no types
    try:
        import rensa  # type: ignore[import-untyped]  # noqa: PLC0415 - only where it is asked for
    except ImportError as error:
        raise UsageError(f"stories need rensa: {_INSTALL}") from error
    if rensa.RMinHash.ALGORITHM_VERSION != _ALGORITHM:
        raise UsageError(f"this rensa gives other signatures than stored ones: {_INSTALL}")
    return rensa.RMinHash
