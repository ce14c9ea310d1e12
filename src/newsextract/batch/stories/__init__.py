"""Which articles are one story: the same press release in twenty papers counts once.

A worker makes a small `signature` of each text; the driver groups the `Entry` of all articles
with `cluster`. Texts are compared by the five-character runs they share, so spacing, punctuation,
the notation of figures, a new headline or lede and a cut end do not part two reprints. The
figures in won, the places and the days must agree too: the same release of another year or of
the neighbouring county is another story.
"""

from newsextract.batch.stories.clusters import cluster
from newsextract.batch.stories.entries import Entry
from newsextract.batch.stories.neighbours import MAX_DAYS
from newsextract.batch.stories.signatures import signature

__all__ = ["MAX_DAYS", "Entry", "cluster", "signature"]
