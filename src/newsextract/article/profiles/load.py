"""Read the profiles from their TOML files, and say plainly what is wrong with one."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, ClassVar, Final

from pydantic import ValidationError
from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from newsextract.article.profiles.models import Layout, Profile, split_attribute
from newsextract.errors import UsageError

__all__ = ["ProfileError", "load_profiles", "profile_named", "read_profile", "settle"]

SELECTOR_FIELDS: Final = (
    "needs", "headline", "subheads", "body", "byline", "published", "modified", "captions",
    "section", "headings", "junk",
)  # fmt: skip
"""Fields of a layout that hold selectors, in the order they are shown."""

_MAX_CHARS = 100_000
"""A profile longer than this is no profile."""


class ProfileError(UsageError):
    """A profile's file is not as it should be; the message names the file and the field."""

    kind: ClassVar[str] = "profile"


def read_profile(source: str, profile_id: str) -> Profile:
    r"""Read one profile; what it inherits from a CMS is not filled in yet.

    Args:
        source: the TOML text.
        profile_id: the stem of the file's name.

    Raises:
        ProfileError: no TOML, an unknown or missing field, a value of the wrong kind, a
            selector that is no CSS.

    >>> read_profile('name = "가상일보"\n[[layouts]]\nid = "2020"', "gasang").layouts[0].id
    '2020'
    >>> read_profile('name = "가상일보"\nhost = "example.kr"', "gasang")
    Traceback (most recent call last):
    ...
    newsextract.article.profiles.load.ProfileError: gasang.toml: host: unknown field
    """
    file = f"{profile_id}.toml"
    if len(source) > _MAX_CHARS:
        raise ProfileError(f"{file}: longer than {_MAX_CHARS:,} characters")
    try:
        # A path or a BOM of an editor is no reason to fail.
        data: dict[str, Any] = tomllib.loads(source.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError as error:
        raise ProfileError(f"{file}: no TOML: {error}") from error
    if "id" in data:
        raise ProfileError(f"{file}: id: unknown field (the file's name is the id)")
    try:
        profile = Profile(id=profile_id, **data)
    except ValidationError as error:
        raise ProfileError(f"{file}: {_told(error)}") from error
    except TypeError as error:  # a key that is no keyword, such as "a b"
        raise ProfileError(f"{file}: {error}") from error
    _check(profile)
    return profile


def _told(error: ValidationError) -> str:
    """All that is wrong, each with its field: `layouts.0.body: input should be ...`."""
    told = []
    for problem in error.errors(include_url=False):
        field = ".".join(str(part) for part in problem["loc"])
        unknown = problem["type"] == "extra_forbidden"
        told.append(f"{field}: {'unknown field' if unknown else problem['msg'].lower()}")
    return "; ".join(told)


def _check(profile: Profile) -> None:
    """What the field types cannot say.

    Raises:
        ProfileError: a layout's id stands twice, a host is no bare host name.
    """
    file = f"{profile.id}.toml"
    seen: set[str] = set()
    for layout in profile.layouts:
        if layout.id in seen:
            raise ProfileError(f"{file}: layouts: id {layout.id!r} stands twice")
        seen.add(layout.id)
    for host in profile.hosts:
        if host != host.lower() or "/" in host or ":" in host or host.startswith(("www.", ".")):
            raise ProfileError(
                f"{file}: hosts: {host!r} should be a bare host in small letters, without www."
            )
    for field, selector in _selectors(profile):
        try:
            _scrap().css_first(split_attribute(selector)[0])
        except SelectolaxError:
            raise ProfileError(f"{file}: {field}: no CSS selector: {selector!r}") from None


def _selectors(profile: Profile) -> Iterator[tuple[str, str]]:
    """Each selector of a profile with the field it stands in."""
    for field in ("marks", "publisher"):
        yield from ((field, selector) for selector in getattr(profile, field))
    for number, layout in enumerate(profile.layouts):
        for field in SELECTOR_FIELDS:
            yield from ((f"layouts.{number}.{field}", s) for s in getattr(layout, field))


@cache
def _scrap() -> LexborHTMLParser:
    """A page on which selectors are tried."""
    return LexborHTMLParser("<p></p>")


def settle(profiles: Iterable[Profile]) -> tuple[Profile, ...]:
    """Give each profile the layouts of the CMS it names, behind its own.

    Raises:
        ProfileError: an unknown CMS, a profile with no layout at all, a host claimed twice.
    """
    by_id = {profile.id: profile for profile in profiles}
    claimed: dict[str, str] = {}
    settled = []
    for profile in by_id.values():
        file = f"{profile.id}.toml"
        for host in profile.hosts:
            if (other := claimed.setdefault(host, profile.id)) != profile.id:
                raise ProfileError(f"{file}: hosts: {host} is also in {other}.toml")
        layouts = profile.layouts + _inherited(profile, by_id)
        if not layouts:
            raise ProfileError(f"{file}: layouts: neither own ones nor those of a cms")
        settled.append(profile.model_copy(update={"layouts": layouts}))
    return tuple(settled)


def _inherited(profile: Profile, by_id: Mapping[str, Profile]) -> tuple[Layout, ...]:
    if profile.cms is None:
        return ()
    cms = by_id.get(profile.cms)
    if cms is None or cms.kind != "cms":
        raise ProfileError(f"{profile.id}.toml: cms: no CMS profile is named {profile.cms!r}")
    own = {layout.id for layout in profile.layouts}
    return tuple(layout for layout in cms.layouts if layout.id not in own)


@cache
def load_profiles() -> tuple[Profile, ...]:
    """All profiles the package brings, in the order of their ids; read once per process.

    Raises:
        ProfileError: a file is not as it should be.
    """
    folder = files("newsextract.article.profiles") / "data"
    names = sorted(item.name for item in folder.iterdir() if item.name.endswith(".toml"))
    return settle(
        read_profile((folder / name).read_text("utf-8"), name.removesuffix(".toml"))
        for name in names
    )


def profile_named(profile_id: str) -> Profile:
    """The profile with that id.

    Raises:
        UsageError: there is none; the message names the nearest ids.
    """
    for profile in load_profiles():
        if profile.id == profile_id:
            return profile
    from difflib import get_close_matches  # noqa: PLC0415 - only for the message

    near = get_close_matches(profile_id, [profile.id for profile in load_profiles()])
    hint = f"; near: {', '.join(near)}" if near else ""
    raise UsageError(f"no profile is named {profile_id!r}{hint} (see newsextract sites list)")
