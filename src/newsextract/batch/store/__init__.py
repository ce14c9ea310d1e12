"""Where a batch keeps its results.

A worker makes rows of its outcomes (`rows.rows_of`) and writes them as a shard
(`shards.write_shard`). The driver holds the `lock.RunLock` and the `master.Master`: it takes over
what an earlier run left (`recover`), asks what is `known`, merges each shard and deletes it, and
at the end removes what is gone (`remove_unseen`), sets the stories (`contents.set_stories`),
`finish`es, and has an `export` written. `query.ask` reads the master at any time.
"""
