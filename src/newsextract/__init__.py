"""newsextract: Korean press articles in, proven budget records out."""
