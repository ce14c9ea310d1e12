"""Pages kept for ever: WARC and plain files, written safely and read back."""
