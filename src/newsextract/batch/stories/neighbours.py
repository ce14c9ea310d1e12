"""Pairs of texts that may be one story, found without comparing all with all.

Locality-sensitive hashing (Indyk & Motwani 1998) over MinHash: two texts of the similarity J
agree in a band of `ROWS` slots with probability J ** ROWS. Slots serve in several bands, in
fixed random groups, so that 128 of them give 160 bands: of the pairs with J = 0.3 about 99 in
100 are found. Bands are gone through one after the other: the memory is that of the signatures,
one band and the pairs that passed.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["MAX_DAYS", "UNKNOWN_DAY", "Pairs", "Texts", "compare", "is_near", "near_pairs"]

BANDS: Final = 160
ROWS: Final = 3
_SEED: Final = 1729

MAX_DAYS: Final = 14
"""Days between the first and the last reprint of a story."""

UNKNOWN_DAY: Final = -1

FULLEST: Final = 12
"""Members of a bucket that each later one is compared with: the first, so the longest texts."""

MIN_CONTAINMENT: Final = 0.5
"""Share of the smaller text's shingles that the other one must hold."""

MIN_SIMILARITY: Final = 0.2
"""Below this Jaccard similarity, 128 slots are too few to estimate the containment."""

MIN_SHARED: Final = 60
"""Shingles that both must hold: more than one stock sentence has ..."""

MIN_SIMILARITY_SHORT: Final = 0.8
"""... unless the texts are nearly the same, as short reports are."""

_SLICE: Final = 1 << 16
"""Pairs compared at once: 32 MB of slots."""


class Texts(NamedTuple):
    """What is known of each text, a row a text; longer texts first."""

    slots: NDArray[np.uint16]
    """MinHash values."""
    sizes: NDArray[np.int64]
    """Distinct shingles."""
    days: NDArray[np.int32]
    """Day of publication as a number, `UNKNOWN_DAY` where there is none."""
    places: NDArray[np.uint16]
    """The municipality named most."""
    figured: NDArray[np.bool_]
    """Has it sums of money?"""


class Pairs(NamedTuple):
    """Pairs of row numbers, `left` < `right`."""

    left: NDArray[np.int64]
    right: NDArray[np.int64]


def near_pairs(texts: Texts) -> Pairs:
    """Pairs whose texts and days let them be one story: of a full bucket not all."""
    import numpy as np  # noqa: PLC0415 - heavy

    count = len(texts.slots)
    known = np.empty(0, dtype=np.int64)
    for left, right in _colliding(texts):
        together = _may_go_together(texts, left, right)
        codes = np.unique(left[together] * count + right[together])
        codes = codes[~_is_in(codes, known)]
        near = codes[is_near(*compare(texts, codes // count, codes % count))]
        if len(near):
            known = np.sort(np.concatenate((known, near)))
    return Pairs(known // max(count, 1), known % max(count, 1))


def compare(
    texts: Texts, left: NDArray[np.int64], right: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Estimated similarity, shared shingles, and containment of the smaller text in the other."""
    import numpy as np  # noqa: PLC0415 - heavy

    similarity = np.zeros(len(left), dtype=np.float64)
    for begin in range(0, len(left), _SLICE):
        one, other = left[begin : begin + _SLICE], right[begin : begin + _SLICE]
        equal = texts.slots[one] == texts.slots[other]
        similarity[begin : begin + _SLICE] = np.count_nonzero(equal, axis=1) / equal.shape[1]
    sizes, others = texts.sizes[left], texts.sizes[right]
    # From J = |A ∩ B| / (|A| + |B| - |A ∩ B|).
    shared = np.minimum(similarity * (sizes + others) / (1 + similarity), np.minimum(sizes, others))
    return similarity, shared, shared / np.minimum(sizes, others)


def is_near(
    similarity: NDArray[np.float64],
    shared: NDArray[np.float64],
    containment: NDArray[np.float64],
    least: float = MIN_CONTAINMENT,
) -> NDArray[np.bool_]:
    """Do two texts share enough, and more than a stock sentence?"""
    enough = (containment >= least) & (similarity >= MIN_SIMILARITY) & (shared >= MIN_SHARED)
    near: NDArray[np.bool_] = enough | (similarity >= MIN_SIMILARITY_SHORT)
    return near


def _colliding(texts: Texts) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Row numbers of the pairs that share a bucket, band by band."""
    import numpy as np  # noqa: PLC0415 - heavy

    windows = list(_windows(texts))
    for columns in _bands(texts.slots.shape[1]):
        key = np.zeros(len(texts.slots), dtype=np.uint64)
        for column in columns:
            key = (key << np.uint64(16)) | texts.slots[:, column]
        for rows, window in windows:
            yield from _buckets(rows, _mix(key[rows], window), texts.places)


def _bands(slots: int) -> Iterator[list[int]]:
    """Slots of each band, the same under any version of Python or numpy."""
    draw = random.Random(_SEED).random  # noqa: S311 - no secret; of `random`, this alone is kept
    for _ in range(BANDS):
        yield sorted(range(slots), key=lambda _: draw())[:ROWS]


def _windows(texts: Texts) -> Iterator[tuple[NDArray[np.int64], NDArray[np.uint64]]]:
    """Rows and a number for each: those with the same number may be near enough in time.

    Windows of twice `MAX_DAYS`, laid twice, half a window apart: two days that are near enough are
    in one window at least once. Texts without a day may go with any that has money.
    """
    import numpy as np  # noqa: PLC0415 - heavy

    dated = texts.days != UNKNOWN_DAY
    rows = np.flatnonzero(dated).astype(np.int64)
    for shift in (0, MAX_DAYS):
        yield rows, ((texts.days[rows] + shift) // (2 * MAX_DAYS)).astype(np.uint64)
    if (texts.figured & ~dated).any():
        rows = np.flatnonzero(texts.figured).astype(np.int64)
        yield rows, np.zeros(len(rows), dtype=np.uint64)


def _mix(key: NDArray[np.uint64], more: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """One 64-bit number of two; that different ones fall together costs a comparison at most."""
    import numpy as np  # noqa: PLC0415 - heavy

    mixed = (key ^ (more << np.uint64(48))) * np.uint64(0x9E3779B97F4A7C15)
    mixed ^= mixed >> np.uint64(29)
    return mixed


def _buckets(
    rows: NDArray[np.int64], key: NDArray[np.uint64], places: NDArray[np.uint16]
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Each member of a bucket with the bucket's first ones, and with the first of its place."""
    import numpy as np  # noqa: PLC0415 - heavy

    left, right, crowded = _with_first(key)
    yield rows[left], rows[right]
    if len(crowded):  # many towns use the same template in the same weeks
        left, right, _ = _with_first(_mix(key[crowded], places[rows[crowded]].astype(np.uint64)))
        yield rows[crowded[left]], rows[crowded[right]]


def _with_first(
    key: NDArray[np.uint64],
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Pairs of positions with the same key, and the positions in buckets that have too many."""
    import numpy as np  # noqa: PLC0415 - heavy

    order = np.argsort(key, kind="stable")
    ordered = key[order]
    starts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]][: len(ordered)])
    sizes = np.diff(np.r_[starts, len(ordered)])
    shared = sizes > 1
    starts, sizes = starts[shared], sizes[shared]
    start_of = np.repeat(starts, sizes)
    place = np.arange(len(start_of)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    lefts, rights = [], []
    for nth in range(FULLEST):
        later = np.flatnonzero(place > nth)
        lefts.append(order[start_of[later] + nth])
        rights.append(order[start_of[later] + place[later]])
        if not len(later):
            break
    full = np.repeat(sizes > FULLEST, sizes)
    crowded = np.sort(order[start_of[full] + place[full]])
    return np.concatenate(lefts), np.concatenate(rights), crowded


def _is_in(codes: NDArray[np.int64], known: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which codes are known already; `known` is sorted."""
    import numpy as np  # noqa: PLC0415 - heavy

    if not len(known):
        return np.zeros(len(codes), dtype=np.bool_)
    at = np.minimum(np.searchsorted(known, codes), len(known) - 1)
    found: NDArray[np.bool_] = known[at] == codes
    return found


def _may_go_together(
    texts: Texts, left: NDArray[np.int64], right: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Near in time; where that is unknown, sums of money have to bear witness instead."""
    import numpy as np  # noqa: PLC0415 - heavy

    one, other = texts.days[left], texts.days[right]
    unknown = (one == UNKNOWN_DAY) | (other == UNKNOWN_DAY)
    figured = texts.figured[left] & texts.figured[right]
    together: NDArray[np.bool_] = np.where(unknown, figured, np.abs(one - other) <= MAX_DAYS)
    return together
