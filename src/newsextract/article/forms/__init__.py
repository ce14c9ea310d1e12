"""The forms a page is saved in, other than the plain page: opened before anything is read."""

from newsextract.article.forms.saved import saved_url
from newsextract.article.forms.unwrap import looks_wrapped, unwrap

__all__ = ["looks_wrapped", "saved_url", "unwrap"]
