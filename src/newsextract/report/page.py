"""A report as one file: templates, style and script, and a policy that lets nothing else run."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

import newsextract
from newsextract.report.safe import as_json, clean, web_address
from newsextract.report.texts import texts

__all__ = ["fill"]


def fill(template: str, lang: str, *, scripts: Sequence[str], data: Any, **values: Any) -> str:  # noqa: ANN401
    """Fill a template.

    Args:
        template: name of a file in `templates/`.
        lang: language of the texts, which templates find as `t`.
        scripts: names of the scripts that go in, in this order.
        data: what they find as JSON.
        values: what the template shows; every string is escaped.

    Raises:
        UsageError: there is no such language.
    """
    words = texts(lang)
    style, code = _asset("style.css"), "\n".join(map(_asset, scripts))
    text = (
        _environment()
        .get_template(template)
        .render(
            t=words,
            lang=lang,
            # Both are the package's own. `</` stands in neither (a test holds that).
            style=Markup(style),  # noqa: S704
            code=Markup(code),  # noqa: S704
            policy=_policy(style, code),
            data=Markup(as_json(data)),  # noqa: S704 - escaped for where it stands
            version=newsextract.__version__,
            **values,
        )
    )
    return clean(text)


def _policy(style: str, code: str) -> str:
    """Nothing is loaded, sent or run, but for the style and script of these very hashes."""
    return (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(code)}; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


@cache
def _asset(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FunctionLoader(lambda name: _asset(f"templates/{name}")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["web_address"] = web_address
    return environment
