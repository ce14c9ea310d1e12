"""What mkdocs does not do by itself when it builds the site (`hooks` in mkdocs.yml).

- CONTRIBUTING.md and others beside `docs/` are pages too, so that links to them lead somewhere.
- A link to a file that is no page of the site (a source, a folder) becomes its bare text.
- Korean pages say that they are Korean, for screen readers and hyphenation.
- llms.txt and the Markdown of each page stand beside the pages.
"""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.structure.files import File

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

ROOT = Path(__file__).resolve().parents[1]

BESIDE = {
    "contributing.md": "CONTRIBUTING.md",
    "changelog.md": "CHANGELOG.md",
    "benchmarks.md": "benchmarks/README.md",
    "security.md": "SECURITY.md",
}
"""Pages of the site that are files outside `docs/`."""

_PAGES = {source: page for page, source in BESIDE.items()}
_LINK = re.compile(r"(?<!!)\[([^\]]*)\]\(([^)\s#]+)(#[^)\s]*)?\)")
_FENCE = re.compile(r"^ *(```|~~~)")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages from beside `docs/`."""
    for page, source in BESIDE.items():
        text = (ROOT / source).read_text("utf-8")
        files.append(File.generated(config, page, content=text))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Let links lead to pages of the site, or nowhere."""
    del config
    where = source_of(page.file.src_uri)
    known = set(files.src_uris)
    lines, in_code = [], False
    for line in markdown.splitlines():
        in_code ^= bool(_FENCE.match(line))
        lines.append(line if in_code else _LINK.sub(lambda m: _relinked(m, where, known), line))
    return "\n".join(lines) + "\n"


def source_of(page: str) -> str:
    """The file in the repository that a page of the site is made from."""
    return BESIDE.get(page, f"docs/{page}")


def _relinked(match: re.Match[str], where: str, known: set[str]) -> str:
    text, target, anchor = match.group(1), match.group(2), match.group(3) or ""
    if re.match(r"[a-z]+:", target):
        return match.group()
    path = posixpath.normpath(posixpath.join(posixpath.dirname(where), target))
    page = _PAGES.get(path, path.removeprefix("docs/"))
    if page not in known:
        # One that ought to be a page is left for mkdocs to warn of.
        return match.group() if path.startswith("docs/") else text
    here = _PAGES.get(where, where.removeprefix("docs/"))
    return f"[{text}]({posixpath.relpath(page, posixpath.dirname(here) or '.')}{anchor})"


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Name the language of Korean pages."""
    del config
    if page.file.src_uri.startswith("ko/"):
        return output.replace('<html lang="en"', '<html lang="ko"', 1)
    return output


def on_post_build(config: MkDocsConfig) -> None:
    """Put llms.txt and the Markdown of the pages into the site."""
    site, docs = Path(config.site_dir), Path(config.docs_dir)
    told = (ROOT / "llms.txt").read_text("utf-8").replace("](docs/", "](")
    for page, source in BESIDE.items():
        told = told.replace(f"]({source})", f"]({page})")
        (site / page).write_bytes((ROOT / source).read_bytes())
    (site / "llms.txt").write_text(told, encoding="utf-8", newline="\n")
    for path in docs.rglob("*.md"):
        target = site / path.relative_to(docs)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
