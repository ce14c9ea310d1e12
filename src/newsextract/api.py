"""The library's front door: one source to one extraction, many sources to outcomes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta, timezone
from functools import cache
from importlib.metadata import version
from pathlib import Path

import newsextract
from newsextract.errors import NewsExtractError, UsageError
from newsextract.models import Article, Extraction, Page, Versions
from newsextract.outcome import Failure, Outcome

__all__ = ["KST", "Source", "extract", "extract_many", "parse", "parse_published", "read"]

KST = timezone(timedelta(hours=9))
"""Asia/Seoul as a fixed offset: no press page is older than Korea's last summer time (1988),
and it needs no time-zone database on the machine."""

Source = bytes | str | Path | Page | Article
"""What can be extracted from. A `str` is content, never a file name or a URL."""


def read(path: Path) -> Page:
    """Read a saved page or text dump, and what `newsextract fetch` noted of it.

    Args:
        path: a regular file of at most `article.limits.MAX_FILE_BYTES` bytes.

    Returns:
        The bytes, untouched. Where the file was kept by `fetch --format files`, the page is
        the very one that was fetched: URL, headers and all, from the `.json` beside it.

    Raises:
        UnreadableError: missing, a folder, no regular file, or no permission.
        TooLargeError: over the limit.

    >>> read(Path("no/such/file"))
    Traceback (most recent call last):
    newsextract.errors.UnreadableError: cannot read no/such/file: No such file or directory
    """
    from newsextract.archives.sidecars import read_sidecar
    from newsextract.article import read as read_file

    return read_sidecar(path) or read_file(path)


def parse(
    source: bytes | str | Path | Page, url: str | None = None, *, profiles: bool = True
) -> Article:
    """Find the article in a press page, a page's text copy, or bare article text.

    Args:
        source: bytes or a `Page` as saved or sent; a `Path` to such a file; or a `str`,
            which is always content (HTML markup, a Ctrl+A copy, one sentence), never a
            file name or URL.
        url: where the page stood; for a `Page` its own URL is used when this is None.
        profiles: whether site profiles may be used on HTML; without them the generic
            finder reads every page.

    Returns:
        The article, with a ledger entry for every piece of the page.

    Raises:
        InputError: empty, binary, unreadable, or over a limit of `article.limits`.
        NotAnArticleError: readable, but no article.
        UsageError: `url`, or the `Page`'s own, holds characters no URL can hold.

    >>> parse("강릉시는 내년 예산 1조 2,000억원을 편성했다.").text
    '강릉시는 내년 예산 1조 2,000억원을 편성했다.'
    """
    from newsextract.article import parse as parse_one

    return parse_one(read(source) if isinstance(source, Path) else source, url, profiles=profiles)


def extract(
    source: Source,
    url: str | None = None,
    published: date | datetime | str | None = None,
) -> Extraction:
    """Read a press article and prove the budget records in it.

    Args:
        source: bytes or text of a saved page (markup, a browser's text copy, or an article's
            bare text), a `Path` to a file, a `Page`, or an `Article` already parsed.
        url: address of the page, if known; helps to choose a site profile.
        published: day or moment of publication, instead of what the page says; a naive
            one is Asia/Seoul, a string is ISO 8601 or a Korean stamp (2018.12.27 20:43).
            Years such as 내년 depend on it.

    Returns:
        The article, every amount in it (integers in the currency's unit), the budget
        records and the arithmetic checks on them. The same input and versions give
        the same JSON.

    Raises:
        InputError: the source is empty, binary, too large or cannot be read.
        NotAnArticleError: no article stands in it.
        UsageError: `published` is no date, `url` is no URL or not the article's own, or
            `source` is of a type that holds no article.

    >>> result = extract("○○시는 내년 도로 정비에 30억원(국비 20억, 시비 10억)을 투입한다.")
    >>> [record.amount.exact for record in result.records]
    [3000000000]
    >>> [check.status for check in result.checks]
    ['ok']
    """
    from newsextract.budget import extract_records

    moment = None if published is None else parse_published(published)
    article = _article(source, url)
    if moment is not None:
        article = article.model_copy(update={"published_at": moment})
    amounts, records, checks = extract_records(article)
    return Extraction(
        article=article, amounts=amounts, records=records, checks=checks, versions=_versions()
    )


def _article(source: Source, url: str | None) -> Article:
    if url is not None and not url.isprintable():
        # Stray bytes from a command line could not be written out again.
        raise UsageError(f"not a URL: {url!r}")
    if not isinstance(source, Source):
        raise UsageError(f"cannot extract from {type(source).__name__}: give bytes, str or a Path")
    if not isinstance(source, Article):
        return parse(source, url=url)
    if url is None or url == source.url:
        return source
    if source.url is not None:
        raise UsageError(f"the article is from {source.url}, not from {url}")
    return source.model_copy(update={"url": url})


def parse_published(value: date | datetime | str) -> datetime:
    """Turn a date, a datetime, an ISO 8601 string or a Korean stamp into a moment in Asia/Seoul.

    Raises:
        UsageError: the string is no date, or the value is of another type.

    >>> parse_published("2018-12-27").isoformat()
    '2018-12-27T00:00:00+09:00'
    >>> parse_published("2018-12-27T11:43:00Z").isoformat()
    '2018-12-27T20:43:00+09:00'
    >>> parse_published("2018.12.27").isoformat()
    '2018-12-27T00:00:00+09:00'
    """
    if isinstance(value, str):
        value = _from_text(value.strip())
    if isinstance(value, datetime):
        moment = value
    elif isinstance(value, date):
        moment = datetime.combine(value, time())
    else:
        raise UsageError(f"published must be a date or a string, not {type(value).__name__}")
    if moment.tzinfo is None:
        return moment.replace(tzinfo=KST)
    try:
        return moment.astimezone(KST)
    except OverflowError as error:
        raise UsageError(f"date out of range: {moment.isoformat()}") from error


_DOTTED = re.compile(r"(\d{4})[./] ?(\d{1,2})[./] ?(\d{1,2})\.?(?: +(\d{1,2}):(\d{2}))?")


def _from_text(value: str) -> datetime:
    try:
        if match := _DOTTED.fullmatch(value):  # as Korean pages print it: 2018.12.27 20:43
            return datetime(*(int(part or 0) for part in match.groups()))  # type: ignore[arg-type]
        return datetime.fromisoformat(value)
    except ValueError as error:
        message = f"not a date or time: {value!r} (try 2018-12-27 or 2018-12-27T20:43)"
        raise UsageError(message) from error


def version_of_results() -> str:
    """What results depend on besides the input, in one word: the versions of all that reads.

    >>> version_of_results().startswith(f"newsextract-{newsextract.__version__}+kiwi-")
    True
    """
    own = _versions()
    return f"newsextract-{own.newsextract}+kiwi-{own.kiwipiepy}+model-{own.kiwipiepy_model}"


@cache
def _versions() -> Versions:
    # Asked of the installed packages, so that Kiwi itself is not loaded for it.
    return Versions(
        newsextract=newsextract.__version__,
        kiwipiepy=version("kiwipiepy"),
        kiwipiepy_model=version("kiwipiepy_model"),
    )


def extract_many(sources: Iterable[Source], workers: int = 1) -> Iterator[Outcome]:
    """Extract from many sources, one outcome for each, in their order.

    A source that fails gives a typed failure and the others go on. With `workers` over 1
    the work is spread over that many processes; the outcomes are the same. A source that kills
    its process twice is a failure of the kind `crashed` and costs no other.

    Args:
        sources: what `extract` takes; taken from the iterable as the work goes on.
        workers: number of processes; 1 works in this one.

    Raises:
        UsageError: `workers` is under 1, `sources` is a single source, or processes die before
            they begin.

    >>> bare = "도로 정비에 30억원(국비 20억, 시비 10억)을 투입한다."
    >>> [(o.index, o.ok, o.failure and o.failure.kind) for o in extract_many([bare, ""])]
    [(0, True, None), (1, False, 'empty_input')]
    """
    if workers < 1:
        raise UsageError(f"workers must be at least 1, not {workers}")
    if isinstance(sources, str | bytes | Path | Page | Article):
        raise UsageError("extract_many takes several sources: put a single one into a list")
    jobs = ((index, source) for index, source in enumerate(sources))
    return map(_work, jobs) if workers == 1 else _spread(jobs, workers)


def _spread(jobs: Iterator[tuple[int, Source]], workers: int) -> Iterator[Outcome]:
    from newsextract.batch.spreading import spread

    return spread(jobs, _work, _crashed, workers)


def _crashed(job: tuple[int, Source]) -> Outcome:
    index, source = job
    failure = Failure(kind="crashed", message="a worker process died of it, more than once")
    return Outcome(index=index, source=_name(source), failure=failure)


def _work(job: tuple[int, Source]) -> Outcome:
    index, source = job
    try:
        extraction = extract(source)
    except NewsExtractError as error:
        return Outcome(index=index, source=_name(source), failure=Failure.of(error))
    return Outcome(index=index, source=_name(source), extraction=extraction)


def _name(source: Source) -> str | None:
    if isinstance(source, Path):
        # A file name need not be valid UTF-8; what cannot be written is shown escaped.
        return str(source).encode("utf-8", "backslashreplace").decode()
    return source.url if isinstance(source, Page | Article) else None
