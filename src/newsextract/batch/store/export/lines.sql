-- One row a component, or one for a record without any; columns as in columns.json.
-- CROSS JOIN keeps the order of the tables, so that rows stream by key without a sort.
SELECT r.article_id || '.' || r.record_id || coalesce('.' || c.position, '') AS line_id,
       o.key AS source,
       a.url,
       a.publisher,
       a.published_at,
       substr(a.published_at, 1, 10) AS published_on,
       a.headline,
       a.story,
       r.record_id,
       r.parent,
       r.program,
       (SELECT group_concat(name, ';') FROM (
          SELECT g.name FROM agencies AS g
           WHERE g.article_id = r.article_id AND g.record_id = r.record_id AND g.role = 'agency'
           ORDER BY g.position)) AS agencies,
       (SELECT group_concat(name, ';') FROM (
          SELECT g.name FROM agencies AS g
           WHERE g.article_id = r.article_id AND g.record_id = r.record_id AND g.role = 'granter'
           ORDER BY g.position)) AS granters,
       r.fiscal_year,
       r.fiscal_year_guess,
       r.period_first,
       r.period_last,
       r.action,
       r.phase,
       'expenditure' AS direction,
       r.project_count,
       r.currency,
       r.amount_text,
       coalesce(r.low, r.low_decimal) AS amount_low,
       coalesce(r.high, r.high_decimal) AS amount_high,
       c.position AS component,
       c.part_of AS component_of,
       c.tier,
       c.category,
       c.label,
       c.amount_text AS component_text,
       coalesce(c.low, c.low_decimal) AS component_low,
       coalesce(c.high, c.high_decimal) AS component_high,
       c.share,
       CASE c.derived WHEN 1 THEN 'true' WHEN 0 THEN 'false' END AS derived,
       CASE WHEN r.parent IS NOT NULL OR NOT a.counted THEN NULL
            WHEN c.position IS NULL THEN
              CASE WHEN coalesce(r.low, r.low_decimal) = coalesce(r.high, r.high_decimal)
                   THEN coalesce(r.low, r.low_decimal) END
            WHEN c.leaf AND coalesce(c.low, c.low_decimal) = coalesce(c.high, c.high_decimal)
            THEN coalesce(c.low, c.low_decimal) END AS value,
       r.check_status,
       r.confidence,
       r.sentence
  FROM outcomes AS o
 CROSS JOIN articles AS a ON a.article_id = o.article_id
 CROSS JOIN records AS r ON r.article_id = a.article_id
  LEFT JOIN components AS c ON c.article_id = r.article_id AND c.record_id = r.record_id
 ORDER BY o.key, r.position, c.position
