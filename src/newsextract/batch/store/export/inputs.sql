-- One row an input, whatever became of it; columns as in columns.json.
SELECT o.key AS source,
       o.kind AS outcome,
       o.message,
       a.url,
       a.publisher,
       a.section,
       a.published_at,
       a.headline,
       a.authors,
       a.records,
       a.story,
       o.digest,
       o.version
  FROM outcomes AS o
  LEFT JOIN articles AS a ON a.article_id = o.article_id
 ORDER BY o.key
