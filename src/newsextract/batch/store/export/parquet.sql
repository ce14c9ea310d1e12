-- Statements of parquet.py; columns of these names go into its schemas.

-- name: inputs
SELECT o.key AS source, o.kind AS outcome, o.message, o.digest, o.version, a.url, a.headline,
       a.subheads, a.publisher, a.section, a.published_at, a.modified_at, a.authors, a.text,
       a.content_hash, a.encoding, a.profile, a.records, a.story, a.counted
  FROM outcomes AS o LEFT JOIN articles AS a ON a.article_id = o.article_id
 ORDER BY o.key

-- name: records
SELECT r.*, a.key AS source, a.url, a.headline, a.publisher, a.published_at, a.story,
       (r.parent IS NULL AND a.counted) AS counted
  FROM records AS r JOIN articles AS a USING (article_id)
 WHERE r.article_id = ? ORDER BY r.position

-- name: agencies
SELECT record_id, role, name FROM agencies WHERE article_id = ? ORDER BY record_id, role, position

-- name: components
SELECT record_id, position, part_of, label, category, tier, amount_text, currency, low, high,
       low_decimal, high_decimal, krw, share, derived, leaf
  FROM components WHERE article_id = ? ORDER BY record_id, position

-- name: checks
SELECT rc.record_id, k.check_id, k.kind, k.status, k.expected, k.found, k.difference,
       k.expected_decimal, k.found_decimal, k.difference_decimal, k.category, k.about
  FROM record_checks AS rc JOIN checks AS k USING (article_id, check_id)
 WHERE rc.article_id = ? ORDER BY rc.record_id, k.position

-- name: mentions
SELECT record_id, span_start, span_end
  FROM mentions WHERE article_id = ? ORDER BY record_id, position
