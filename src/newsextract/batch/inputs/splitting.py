"""References to single items: what a worker that died of one article is given again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from newsextract.batch.inputs.csvs import starts_in_csv
from newsextract.batch.inputs.excels import starts_in_excel
from newsextract.batch.inputs.lines import starts_in_lines
from newsextract.batch.inputs.opening import reading_errors
from newsextract.batch.inputs.parquets import starts_in_parquet
from newsextract.batch.inputs.warcs import starts_in_warc
from newsextract.batch.inputs.zips import starts_in_zip
from newsextract.batch.items import Kind, Ref
from newsextract.errors import NewsExtractError

__all__ = ["split"]

_STARTS: Final[dict[Kind, Callable[[Ref], list[int]]]] = {
    "zip": starts_in_zip,
    "warc": starts_in_warc,
    "jsonl": starts_in_lines,
    "csv": starts_in_csv,
    "parquet": starts_in_parquet,
    "excel": starts_in_excel,
}


def split(ref: Ref) -> Iterator[Ref]:
    """Cut a reference as finely as its container allows.

    The parts give the same items and counts as the whole, in the same order. Records that are
    compressed together, and lines of a packed file, stay together; a container that cannot be
    read stays whole, and `read` says what is wrong with it.

    >>> list(split(Ref("a.html"))) == [Ref("a.html")]
    True
    """
    starts: list[int] = []
    if ref.kind in _STARTS:
        try:
            with reading_errors(ref.path):
                starts = _STARTS[ref.kind](ref)
        except NewsExtractError:
            starts = []
    # The first and the last part reach as far as the whole did, whatever lies there.
    begins = [ref.start, *starts[1:]]
    for start, stop in zip(begins, [*begins[1:], ref.stop], strict=True):
        yield ref._replace(start=start, stop=stop)
