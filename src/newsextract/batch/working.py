"""What a worker does: references in, one shard of outcomes out, whatever the pages hold."""

from __future__ import annotations

import signal
from collections.abc import Iterator

from newsextract.batch.inputs import Note, Skipped, read
from newsextract.batch.inputs.names import key_of
from newsextract.batch.items import Item, Ref
from newsextract.batch.limits import OverTimeError, limit_memory, limited
from newsextract.batch.store.rows import OK, Rows, rows_of
from newsextract.batch.store.shards import write_shard
from newsextract.batch.tasks import Settings, Summary, Task
from newsextract.batch.watch import Watch
from newsextract.errors import NewsExtractError
from newsextract.models import Extraction
from newsextract.outcome import Failure

__all__ = ["RETRIED", "prepare", "work"]

RETRIED = frozenset({"crashed", "time_limit", "memory_limit", "internal"})
"""Failures that may lie with the machine or the program: a rerun tries them again."""

_READING = "(reading) "
"""Marks in the watch that a reference was being read, not an article extracted."""


def prepare(memory_mb: int) -> None:
    """Make a process a worker: Ctrl-C is the driver's affair, and memory is capped."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    limit_memory(memory_mb)


def work(task: Task) -> Summary:
    """Do a task: read its references, extract what is new, write the shard.

    Returns:
        The counts. Where nothing is new there is no shard.

    Raises:
        ArchiveError: the shard cannot be written. Any fault of an input is an outcome.
    """
    summary = Summary()
    with Watch(task.watch) as watch:
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
    settings = task.settings
    for ref in task.refs:
        for item in _items(ref, watch, summary, settings.time_limit):
            if item.digest and task.known.get(item.key) == item.digest:
                summary.unchanged.append(item.key)
                continue
            result = item.failure or _attempt(item, watch, settings)
            kind = result.kind if isinstance(result, Failure) else OK
            summary.count(kind)
            version = settings.version if kind not in RETRIED else ""
            yield rows_of(
                item, result, version, keep_json=settings.keep_json, signed=settings.stories
            )


def _items(ref: Ref, watch: Watch, summary: Summary, seconds: float) -> Iterator[Item]:
    """What a reference holds; where reading itself breaks off, that is an item too."""
    key = key_of(ref.path)
    mark = f"{_READING}{key} {ref.start}"
    if (kind := watch.given_up(mark)) is not None:
        yield _unread(ref, kind, _WHY[kind])
        return
    found = read(ref)
    while True:
        watch.begin(mark)
        try:
            with limited(seconds):
                item = next(found, None)
        except OverTimeError:
            yield _unread(ref, "time_limit", _WHY["time_limit"])
            return
        except MemoryError:
            yield _unread(ref, "memory_limit", _WHY["memory_limit"])
            return
        except Exception as error:  # noqa: BLE001 - a bug in reading must not hide the others
            yield _unread(ref, "internal", f"{type(error).__name__}: {error}")
            return
        if item is None:
            return
        if isinstance(item, Skipped):
            summary.skip(item.reason, item.number)
        elif isinstance(item, Note):
            summary.notes.append((item.path, item.text))
        else:
            yield item


def _unread(ref: Ref, kind: str, message: str) -> Item:
    """The outcome of a stretch that could not be read to its end."""
    key = key_of(ref.path)
    if ref.kind != "file":
        key = f"{key}@{ref.start}-"
        message = f"from {ref.start:,} on: {message}"
    return Item(key, "", failure=Failure(kind=kind, message=message))


_WHY = {
    "time_limit": "it took longer than the time limit",
    "memory_limit": "it took more memory than the limit",
    "crashed": "a worker process died of it, more than once",
}


def _attempt(item: Item, watch: Watch, settings: Settings) -> Extraction | Failure:
    """Extract from one item, unless workers have died of it."""
    if (kind := watch.given_up(item.key)) is not None:
        return Failure(kind=kind, message=_WHY[kind])
    watch.begin(item.key)
    try:
        with limited(settings.time_limit):
            return _extract(item)
    except OverTimeError:
        return Failure(kind="time_limit", message=_WHY["time_limit"])
    except MemoryError:
        return Failure(kind="memory_limit", message=_WHY["memory_limit"])


def _extract(item: Item) -> Extraction | Failure:
    from newsextract.api import extract  # noqa: PLC0415 - an unchanged run needs none of it

    if item.source is None:
        return Failure(kind="internal", message="an item without a source")
    try:
        return extract(item.source, published=item.published)
    except NewsExtractError as error:
        return Failure.of(error)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - a bug in one article must not hide the others
        return Failure(kind="internal", message=f"{type(error).__name__}: {error}")
