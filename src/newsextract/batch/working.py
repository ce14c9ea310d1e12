"""What a worker does: references in, one shard of outcomes out, whatever the pages hold."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from contextlib import suppress
from functools import cache
from typing import Final

from newsextract.batch.containers import is_container
from newsextract.batch.crew import end_with_parent
from newsextract.batch.inputs import Note, Skipped, read, split
from newsextract.batch.inputs.names import key_of
from newsextract.batch.items import Item, Ref
from newsextract.batch.limits import OverTimeError, limit_memory, limited
from newsextract.batch.store.database import guarded
from newsextract.batch.store.rows import OK, Rows, rows_of
from newsextract.batch.store.shards import write_shard
from newsextract.batch.stories import signature
from newsextract.batch.tasks import Settings, Summary, Task
from newsextract.batch.watch import Watch
from newsextract.errors import ArchiveError, NewsExtractError
from newsextract.models import Extraction
from newsextract.outcome import Failure

__all__ = ["RETRIED", "prepare", "same_key", "work"]

RETRIED: Final = frozenset({"crashed", "time_limit", "memory_limit", "internal"})
"""Failures that may lie with the machine or the program: a rerun tries them again."""

_FIRST_PAGE: Final = (
    "<!doctype html><html><head><title>도로 정비</title></head><body><article>"
    "<p>○○시는 내년 도로 정비에 30억원(국비 20억, 시비 10억)을 투입한다고 27일 밝혔다.</p>"
    "<p>시는 상반기에 설계를 마치고 하반기에 공사를 시작한다. 공사는 두 해 동안 이어진다.</p>"
    "<p>시장은 주민의 불편이 없도록 하겠다고 말했다.</p></article></body></html>"
)

_PARTS: Final = 8
"""So many parts a stretch is cut into when reading it breaks off."""

_READING: Final = "(reading) "
"""Marks in the watch that a reference was being read, not an article extracted."""


def prepare(memory_mb: int) -> None:
    """Make a process a worker: it ends with its driver, and memory is capped."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the driver's affair
    end_with_parent()
    limit_memory(memory_mb)


def work(task: Task) -> Summary:
    """Do a task: read its references, extract what is new, write the shard.

    Returns:
        The counts. Where nothing is new there is no shard.

    Raises:
        ArchiveError: the shard cannot be written. Any fault of an input is an outcome.
    """
    summary = Summary()
    with guarded(task.watch):
        with Watch(task.watch) as watch:
            if watch.died_at_rest:
                raise ArchiveError("workers die while they write their results: is there memory?")
            outcomes = _outcomes(task, watch, summary)
            first = next(outcomes, None)
            if first is not None:
                write_shard(task.shard, _before(first, outcomes))
        task.watch.unlink(missing_ok=True)
    return summary


def _before(first: Rows, others: Iterator[Rows]) -> Iterator[Rows]:
    yield first
    yield from others


def _outcomes(task: Task, watch: Watch, summary: Summary) -> Iterator[Rows]:
    keys: set[str] = set()
    for ref in task.refs:
        for found in _items(ref, watch, summary, task.settings.time_limit):
            item = found if found.key not in keys else same_key(found.key)
            if item.digest and task.known.get(item.key) == item.digest:
                keys.add(item.key)
                summary.unchanged.append(item.key)
                continue
            keys.add(item.key)
            kind, rows = _kept(item, watch, task.settings)
            summary.count(kind)
            yield rows
    watch.rest()  # the shard is written now


def same_key(key: str) -> Item:
    """The outcome of an input whose key another one has."""
    failure = Failure(kind="same_key", message=f"another input is called {key} too: rename one")
    return Item(f"{key}~2", "", failure=failure)


def _kept(item: Item, watch: Watch, settings: Settings) -> tuple[str, Rows]:
    """What became of an item: its kind, and the rows to keep."""
    result = item.failure or _attempt(item, watch, settings)
    try:
        return _rows(item, result, settings)
    except MemoryError:
        return _rows(item, Failure(kind="memory_limit", message=_WHY["memory_limit"]), settings)
    except Exception as error:  # noqa: BLE001 - a bug in one article must not hide the others
        return _rows(item, _bug(error), settings)


def _rows(item: Item, result: Extraction | Failure, settings: Settings) -> tuple[str, Rows]:
    kind = result.kind if isinstance(result, Failure) else OK
    version = settings.version if kind not in RETRIED else ""
    # Always with what reprints are found by, so that a later run can look for them.
    return kind, rows_of(item, result, version, keep_json=settings.keep_json, signed=True)


class _BrokenOffError(Exception):
    """Reading a reference has not come to its end."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.message)
        self.failure = failure


def _items(
    ref: Ref, watch: Watch, summary: Summary, seconds: float, given: AbstractSet[str] = frozenset()
) -> Iterator[Item]:
    """What a reference holds, in one go; where that breaks off, in parts, and those in parts.

    So what cannot be read costs itself alone, and is an item too.
    """
    own: set[str] = set()
    died = watch.died_of(_mark(ref))
    parts = _parts(ref, watch, seconds) if died else []
    if len(parts) <= 1:
        try:
            for item in _read(ref, watch, summary, seconds):
                if item.key not in given:
                    own.add(item.key)
                    yield item
        except _BrokenOffError as broken:
            parts = [] if died else _parts(ref, watch, seconds)
            if len(parts) <= 1:
                yield _unread(ref, broken.failure)
        else:
            return
    if len(parts) > 1:
        for part in parts:
            yield from _items(part, watch, summary, seconds, given | own)


def _mark(ref: Ref) -> str:
    return f"{_READING}{key_of(ref.path)} {ref.start}-{ref.stop}"


def _parts(ref: Ref, watch: Watch, seconds: float) -> list[Ref]:
    """A reference in some parts; one where it cannot be cut.

    Some, not all at once: to come to the last row, all before it are passed over.
    """
    if not is_container(ref) or watch.given_up(_mark(ref)):
        return [ref]
    watch.begin(_mark(ref))
    try:
        with limited(seconds):
            pieces = list(split(ref))
    except (OverTimeError, MemoryError):
        return [ref]
    except Exception:  # noqa: BLE001 - reading will say what is wrong
        return [ref]
    size = -(-len(pieces) // _PARTS)
    groups = [pieces[at : at + size] for at in range(0, len(pieces), size)]
    return [group[0]._replace(stop=group[-1].stop) for group in groups]


def _read(ref: Ref, watch: Watch, summary: Summary, seconds: float) -> Iterator[Item]:
    """The items of a reference.

    Raises:
        _BrokenOffError: it could not be read to its end.
    """
    mark = _mark(ref)
    if (kind := watch.given_up(mark)) is not None:
        raise _BrokenOffError(Failure(kind=kind, message=_WHY[kind]))
    found = read(ref)
    while True:
        watch.begin(mark)
        try:
            with limited(seconds):
                item = next(found, None)
        except OverTimeError:
            failure = Failure(kind="time_limit", message=_WHY["time_limit"])
            raise _BrokenOffError(failure) from None
        except MemoryError:
            failure = Failure(kind="memory_limit", message=_WHY["memory_limit"])
            raise _BrokenOffError(failure) from None
        except Exception as error:  # a bug in reading must not hide the others
            raise _BrokenOffError(_bug(error)) from error
        if item is None:
            return
        if isinstance(item, Skipped):
            summary.skip(item.reason, item.number)
        elif isinstance(item, Note):
            summary.notes.append((item.path, item.text))
        else:
            yield item


def _unread(ref: Ref, failure: Failure) -> Item:
    """The outcome of a stretch that could not be read to its end."""
    key, message = key_of(ref.path), failure.message
    if is_container(ref):
        key = f"{key}@{ref.start}-"
        upto = "on" if ref.stop is None else f"up to {ref.stop:,}"
        message = f"from {ref.start:,} {upto}: {message}"
    return Item(key, "", failure=Failure(kind=failure.kind, message=message))


_WHY = {
    "time_limit": "it took longer than the time limit",
    "memory_limit": "it took more memory than the limit",
    "crashed": "a worker process died of it, more than once",
}


def _bug(error: Exception) -> Failure:
    return Failure(kind="internal", message=f"{type(error).__name__}: {error}")


def _attempt(item: Item, watch: Watch, settings: Settings) -> Extraction | Failure:
    """Extract from one item, unless workers have died of it."""
    if (kind := watch.given_up(item.key)) is not None:
        return Failure(kind=kind, message=_WHY[kind])
    watch.rest()
    _warm_up()
    watch.begin(item.key)
    try:
        with limited(settings.time_limit):
            return _extract(item)
    except OverTimeError:
        return Failure(kind="time_limit", message=_WHY["time_limit"])
    except MemoryError:
        return Failure(kind="memory_limit", message=_WHY["memory_limit"])


@cache
def _warm_up() -> None:
    """Load what the first article would load, so that it is not blamed for that.

    Raises:
        ArchiveError: the memory limit is too low for any work.
    """
    from newsextract.api import extract  # noqa: PLC0415 - an unchanged run needs none of it

    try:
        with suppress(NewsExtractError):
            signature(extract(_FIRST_PAGE).article.text)
    except MemoryError:
        raise ArchiveError("the memory limit is too low to work at all: --memory") from None


def _extract(item: Item) -> Extraction | Failure:
    from newsextract.api import extract  # noqa: PLC0415 - an unchanged run needs none of it

    if item.source is None:
        return Failure(kind="internal", message="an item without a source")
    try:
        source = item.source() if callable(item.source) else item.source
        return extract(source, published=item.published)
    except NewsExtractError as error:
        return Failure.of(error)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - a bug in one article must not hide the others
        return _bug(error)
