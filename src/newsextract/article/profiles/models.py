"""What a profile says: who publishes, how to recognise the page, where its parts stand.

How a reader uses the selector lists of a layout:

- `headline`, `byline`, `published`, `modified`, `section`, `subheads` and `body` are tried in
  order; the first selector that finds text is used, with all the elements it finds.
- `captions`, `headings` and `junk` count all together.
- A selector may end in `@name`, which takes that attribute instead of the text:
  `time.stamp@datetime`. On a `meta` element the attribute is `content` unless named.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints

__all__ = ["Layout", "Profile", "ScriptBody", "split_attribute"]

Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Selectors = tuple[Text, ...]
Paths = tuple[Text, ...]

_ATTRIBUTE = re.compile(r"@([A-Za-z][\w:.-]*)\Z")
_META = re.compile(r"(?:\A|[\s>+~])meta(?![\w-])[^\s>+~]*\Z", re.ASCII)


@lru_cache(maxsize=8192)
def split_attribute(selector: str) -> tuple[str, str | None]:
    """Part a profile's selector into plain CSS and the attribute to take.

    Args:
        selector: CSS, perhaps with `@attribute` behind it.

    Returns:
        The CSS selector, and the attribute's name, or None for the element's text.

    >>> split_attribute("h1.title")
    ('h1.title', None)
    >>> split_attribute("span.time@data-date-time")
    ('span.time', 'data-date-time')
    >>> split_attribute("meta[property='og:title']")
    ("meta[property='og:title']", 'content')
    >>> split_attribute("a[href*='@example.kr']")
    ("a[href*='@example.kr']", None)
    """
    found = _ATTRIBUTE.search(selector)
    if found is not None:
        return selector[: found.start()], found[1]
    # Only the last compound counts: `meta + h1` takes the heading's text.
    return selector, "content" if _META.search(_without_values(selector)) else None


def _without_values(selector: str) -> str:
    """The selector without its attribute brackets, which may hold spaces and `>`."""
    return re.sub(r"\[[^\]]*\]", "", selector)


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=False)


class ScriptBody(_Data):
    """A body that is not in the markup but in a script as data.

    Paths go from the payload's root, parts joined by dots: a key, a number (position in a
    list), `*` (each element or value), `**` (any depth, once, before a key), and `[key=value]`
    behind a part keeps only the objects of which that holds:
    `content_elements.*[type=text].content`. Paths of a list are tried in order, the first that
    finds something is used. A string that holds markup is read as an HTML fragment.

    Attributes:
        kind: `next_flight` (`self.__next_f.push`), `next_data` (`#__NEXT_DATA__`), `fusion`
            (`Fusion.globalContent=`), `json_ld`, or `json` (what `pattern` points at).
        pattern: plain text that stands right before the JSON, or a CSS selector of the
            script, for kind `json`; text a payload must hold for the other kinds.
    """

    kind: Literal["next_flight", "next_data", "fusion", "json_ld", "json"]
    pattern: Text | None = None
    headline: Paths = ()
    subheads: Paths = ()
    body: Paths = ()
    byline: Paths = ()
    email: Paths = ()
    published: Paths = ()
    modified: Paths = ()
    captions: Paths = ()
    section: Paths = ()
    publisher: Paths = ()


class Layout(_Data):
    """One version of a site's article page.

    A layout applies when all of `needs` are on the page and its body is there too: a match of
    `body`, or the script. So `needs` may stay empty where the body's selector says enough.

    Attributes:
        id: names it in reports, often the year it came.
        until: the last day articles were published in it, when a newer one took over.
        headings: sub-headings inside the body.
        junk: taken out of the body; it goes to the ledger. What another field names is no
            body text anyway and does not belong here.
    """

    id: Text
    until: date | None = None
    needs: Selectors = ()
    headline: Selectors = ()
    subheads: Selectors = ()
    body: Selectors = ()
    byline: Selectors = ()
    published: Selectors = ()
    modified: Selectors = ()
    captions: Selectors = ()
    section: Selectors = ()
    headings: Selectors = ()
    junk: Selectors = ()
    script: ScriptBody | None = None


class Profile(_Data):
    """What is known about the pages of one publisher, CMS or portal.

    Attributes:
        id: the stem of its file.
        name: of the publisher, or of the CMS.
        hosts: a page of `news.mk.co.kr` belongs to host `mk.co.kr`; the longest wins.
        cms: id of the profile of the CMS it runs on; its layouts follow the own ones.
        url_patterns: parts of a URL behind the host, `*` for anything, for a CMS whose
            hosts nobody can list.
        marks: selectors, any of which recognises the page when no address is known; a
            publisher's name in `og:site_name` is a mark of itself.
        publisher: selectors that name the paper, on a page of a CMS or portal.
        unverified: facts nobody has checked on a real page.
        layouts: newest first, the CMS's included.
    """

    id: Text
    name: Text
    kind: Literal["publisher", "cms", "portal"] = "publisher"
    hosts: tuple[Text, ...] = ()
    cms: Text | None = None
    url_patterns: tuple[Text, ...] = ()
    marks: Selectors = ()
    publisher: Selectors = ()
    unverified: tuple[Text, ...] = ()
    layouts: tuple[Layout, ...] = ()
