"""What makes words from a page harmless in a report: characters, links, JSON blocks."""

from __future__ import annotations

import json
import re
from typing import Any, Final
from urllib.parse import urlsplit

__all__ = ["as_json", "clean", "web_address"]

# Controls, and characters that turn the direction of all that follows them.
_UNSEEN: Final = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
_LEAVING: Final = str.maketrans(
    {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
)
_LONGEST_ADDRESS: Final = 4_000


def clean(text: str) -> str:
    r"""Text without unseen characters, of the same length.

    >>> clean("30억\x00\u202e원\ud83d")
    '30억��원�'
    """
    return _UNSEEN.sub("\N{REPLACEMENT CHARACTER}", text)


def web_address(url: str | None) -> str | None:
    """The address when a click on it can only open a web page, else None.

    >>> web_address("https://naru.example/1"), web_address(" JavaScript:alert(1)")
    ('https://naru.example/1', None)
    >>> web_address("//naru.example/1"), web_address("https://[naru"), web_address(None)
    (None, None, None)
    """
    if not url or len(url) > _LONGEST_ADDRESS or not url.isprintable() or " " in url:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and parts.netloc else None


def as_json(value: Any) -> str:  # noqa: ANN401 - whatever JSON can hold
    r"""JSON that may stand in a `<script>` block: nothing in it can end or open one.

    >>> as_json({"a": "</script><!--"})
    '{"a":"\\u003c/script\\u003e\\u003c!--"}'
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return clean(text.translate(_LEAVING))
