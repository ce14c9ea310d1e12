"""A reviewed article saved as a fixture: new under a free name, or in place of one when told so."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from newsextract.errors import UsageError
from newsextract.fixtures.adding import add_fixture, check_name, input_suffix
from newsextract.fixtures.checking import versions_now
from newsextract.fixtures.expected import FORMAT, Expectation, Meta
from newsextract.fixtures.files import write_together
from newsextract.fixtures.folder import ARTICLE, ERROR, META, META_TOML, RECORDS, load_fixture
from newsextract.fixtures.writing import expectation_files, meta_file
from newsextract.review.catalogue import Source
from newsextract.review.state import plain_folder

__all__ = ["TakenError", "meta_of", "name_for", "save"]

_LONGEST = 60


class TakenError(UsageError):
    """There is such a fixture, and nobody said that it may be replaced."""

    kind = "taken"


def meta_of(source: Source, published: str | None, note: str | None = None) -> Meta:
    """What a fixture of this source tells the program."""
    page = source.page
    headers = {k.lower(): v for k, v in page.headers.items() if k.lower() == "content-type"}
    fields: dict[str, object] = {"format": FORMAT, "url": page.url, "published": published}
    if note:
        fields["note"] = note
    if headers:
        fields["headers"] = headers
    return Meta.model_validate(fields)


def name_for(key: str, taken: Sequence[str] = ()) -> str:
    """A name for the fixture of an article, made from its path.

    >>> name_for("2018/가람 신문 (1).html")
    '2018-가람-신문-1'
    >>> name_for("a.html", ["a"]), name_for("...")
    ('a-2', 'article')
    """
    words = re.findall(r"[^\W_]+", unicodedata.normalize("NFC", re.sub(r"\.\w{1,6}$", "", key)))
    base = "-".join(words)[-_LONGEST:].strip("-") or "article"
    name, number = base, 1
    while name in taken:
        number += 1
        name = f"{base}-{number}"
    try:
        return check_name(name)
    except UsageError:  # a name that some system keeps for itself
        return f"article-{name}"[:_LONGEST]


def save(  # noqa: PLR0913 - settings by name
    place: Path,
    name: str,
    source: Source,
    meta: Meta,
    expected: Expectation,
    *,
    replace: bool = False,
) -> Path:
    """Write a fixture.

    Args:
        place: folder of fixtures.
        name: of the fixture's folder in it.
        source: what becomes the input.
        meta: what the program is told.
        expected: what must come out.
        replace: whether a fixture of that name may be replaced.

    Returns:
        The fixture's folder.

    Raises:
        UsageError: no name for a fixture, or a link or another thing stands there.
        TakenError: a fixture of that name is there and `replace` is not set.
        FixtureError: it cannot be written.
    """
    name = check_name(name)
    plain_folder(place)
    folder = place / name
    file = None if source.name is None else Path(source.name)
    suffix = input_suffix(source.page, file)
    if folder.is_symlink():
        raise UsageError(f"a link, which is not written through: {folder}")
    if folder.exists():
        if not replace:
            raise TakenError(f"there is a fixture {name} already")
        return _replace(folder, suffix, source, meta, expected)
    made, _ = add_fixture(
        source.page,
        name,
        place,
        suffix=suffix,
        published=meta.published,
        note=meta.note,
        expected=expected,
    )
    return made


def _replace(folder: Path, suffix: str, source: Source, meta: Meta, expected: Expectation) -> Path:
    """Write over the files of a fixture, all or none; others in its folder are left alone."""
    old = load_fixture(folder)  # refuses a folder that is something else
    meta = meta.model_copy(update={"versions": versions_now()})
    files = {folder / f"input{suffix}": source.page.content}
    files |= {**meta_file(folder, meta), **expectation_files(folder, expected)}
    own = [old.input, *(folder / n for n in (META, META_TOML, ARTICLE, RECORDS, ERROR))]
    for path in (*files, *own):
        if path.is_symlink():
            raise UsageError(f"a link, which is not written through: {path}")
    write_together(files, gone=[path for path in own if path not in files])
    return folder
