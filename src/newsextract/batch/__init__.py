"""Many articles: whatever holds them in, records out, nothing lost on the way."""
