"""What was decided, on disk: one small file for each article, so that a review can be left."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from newsextract.errors import UsageError
from newsextract.fixtures.errors import FixtureError
from newsextract.fixtures.files import layout, read_json, write_together
from newsextract.review.decisions import Decisions

__all__ = ["HIDDEN", "Kept", "Shelf", "plain_folder"]

HIDDEN: Final = ".review"
"""Folder of the state, among the fixtures; names with a dot are no fixtures."""

_FORMAT: Final = 1


@dataclass(frozen=True)
class Kept:
    """Decisions on an article, as they were left.

    Attributes:
        revision: grows with each change, so that two windows cannot undo each other unseen.
        saved: name of the fixture that was made of it.
        saved_revision: what was saved.
        notice: why earlier decisions are not here: `page_changed` or `damaged`; their file is
            kept under another name.
        touched: when it was last written, in seconds of the system's clock; 0 for never.
    """

    revision: int = 0
    decisions: Decisions = field(default_factory=Decisions)
    saved: str | None = None
    saved_revision: int = -1
    notice: str | None = None
    touched: float = 0

    @property
    def status(self) -> str:
        """In one word: new, begun, saved, or changed since it was saved."""
        if self.saved is None:
            return "begun" if self.revision else "new"
        return "saved" if self.saved_revision == self.revision else "changed"


class Shelf:
    """The state of a review.

    Args:
        fixtures: folder of the fixtures; what is written stands in `.review` there.
    """

    def __init__(self, fixtures: Path) -> None:
        self.fixtures = fixtures
        self.folder = fixtures / HIDDEN

    def path(self, key: str) -> Path:
        """The file of an article; its name tells nothing and can hold nothing."""
        digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
        return self.folder / f"{digest[:32]}.json"

    def load(self, key: str, digest: str | None = None) -> Kept:
        """What is kept of an article.

        Args:
            key: of the article.
            digest: of its bytes now; without it, the bytes are taken to be the same.
        """
        path = self.path(key)
        if path.is_symlink() or not path.exists():
            return Kept()
        try:
            fields = read_json(path)
            touched = path.stat().st_mtime
            if fields.get("format") != _FORMAT or fields.get("key") != key:
                return Kept(notice="damaged")
            if digest is not None and fields.get("digest") != digest:
                return Kept(notice="page_changed")
            return Kept(
                revision=int(fields["revision"]),
                decisions=Decisions.model_validate(fields["decisions"]),
                saved=fields.get("saved"),
                saved_revision=int(fields.get("saved_revision", -1)),
                touched=touched,
            )
        except (FixtureError, ValidationError, KeyError, TypeError, ValueError, OSError):
            return Kept(notice="damaged")

    def store(self, key: str, digest: str, kept: Kept) -> None:
        """Write what is decided of an article, whole or not at all.

        Raises:
            UsageError: the folder is a link or no folder.
            FixtureError: it cannot be written.
        """
        plain_folder(self.fixtures)
        plain_folder(self.folder)
        path = self.path(key)
        if path.is_symlink():
            raise UsageError(f"a link, which is not written through: {path}")
        before = self.load(key, digest)
        if before.notice is not None:
            _set_aside(path)
        fields: dict[str, Any] = {
            "format": _FORMAT,
            "key": key,
            "digest": digest,
            "revision": kept.revision,
            "saved": kept.saved,
            "saved_revision": kept.saved_revision,
            # Through JSON, which alone tells what was set from what was not.
            "decisions": json.loads(json.dumps(kept.decisions.stored())),
        }
        write_together({path: layout(fields)})


def _set_aside(path: Path) -> None:
    """Give earlier decisions another name; none that is taken."""
    number = 1
    while (other := path.with_suffix(f".{number}.old")).exists():
        number += 1
    try:
        os.link(path, other)
    except OSError:
        path.rename(other)


def plain_folder(folder: Path) -> None:
    """Make a folder, or see that it is one and no link to elsewhere.

    Raises:
        UsageError: it is a link, a file, or cannot be made.
    """
    try:
        if folder.is_symlink():
            raise UsageError(f"a link, which is not written through: {folder}")
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise UsageError(f"cannot write to {folder}: {error.strerror or error}") from error
