"""Shows the examples of docstrings as code in the site (a griffe extension, see mkdocs.yml).

A run of `>>>` lines stands bare at the end of our docstrings; Markdown would take it for a
quotation.
"""

from __future__ import annotations

from typing import Any

import griffe


class FencedExamples(griffe.Extension):
    """Puts a fence around each run of examples in a docstring."""

    def on_object(self, *, obj: griffe.Object, **kwargs: Any) -> None:  # noqa: ANN401
        """Called by griffe for each object it has read."""
        del kwargs
        if obj.docstring is not None and ">>>" in obj.docstring.value:
            obj.docstring.value = fenced(obj.docstring.value)


def fenced(text: str) -> str:
    r"""The text with each paragraph that begins with `>>>` in a fence.

    >>> fenced("One.\n\n>>> 1 + 1\n2")
    'One.\n\n```pycon\n>>> 1 + 1\n2\n```'
    """
    paragraphs = text.split("\n\n")
    return "\n\n".join(
        f"```pycon\n{paragraph.rstrip()}\n```" if paragraph.startswith(">>> ") else paragraph
        for paragraph in paragraphs
    )
