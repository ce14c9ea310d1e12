-- Views for a person. Those that add up count each sum once: only records that are no part of a
-- larger one, and of articles that tell the same story only the counted one. A sum is taken in
-- two halves (of 10^9 and below), since sum() stops with an error beyond 63 bits and a misprint of
-- one article must not take the whole view away; beyond 63 bits the result is approximate.

-- Every record, also parts of others and those of reprints; `counted` is 1 where sums count it.
CREATE VIEW every_record AS
SELECT a.headline, a.url, substr(a.published_at, 1, 10) AS date, a.publisher,
       (SELECT group_concat(g.name, '; ')
          FROM (SELECT name FROM agencies AS x
                 WHERE x.article_id = r.article_id AND x.record_id = r.record_id
                   AND x.role = 'agency' ORDER BY x.position) AS g) AS agency,
       r.program, r.fiscal_year, r.fiscal_year_guess, r.krw, r.amount_text, r.currency,
       r.low, r.high, r.action, r.phase, r.check_status, r.sentence, r.confidence,
       a.key, a.story, r.article_id, r.record_id, r.parent,
       (r.parent IS NULL AND a.counted) AS counted
  FROM records AS r JOIN articles AS a USING (article_id);

-- One row a record that sums count: `SELECT sum(krw) FROM budget` is right.
CREATE VIEW budget AS
SELECT headline, url, date, publisher, agency, program, fiscal_year, fiscal_year_guess, krw,
       amount_text, currency, low, high, action, phase, check_status, sentence, confidence,
       key, story, article_id, record_id
  FROM every_record WHERE counted;

-- Won by body and year. A joint budget counts in full for each of its bodies. `krw` adds up the
-- exact amounts, `exact` says how many of the `records` those are; `krw_at_least` adds the lower
-- bounds of the others (30억원 이상, 20여억원). The year is the guess where the text does not
-- settle it, as in `guessed` of the records.
CREATE VIEW by_agency_year AS
SELECT g.name AS agency, coalesce(r.fiscal_year, r.fiscal_year_guess) AS year,
       count(*) AS records, count(r.krw) AS exact,
       sum(r.krw / 1000000000) * 1000000000 + sum(r.krw % 1000000000) AS krw,
       sum(CASE WHEN r.currency = 'KRW' THEN r.low / 1000000000 END) * 1000000000
         + sum(CASE WHEN r.currency = 'KRW' THEN r.low % 1000000000 END) AS krw_at_least,
       sum(r.fiscal_year IS NULL AND r.fiscal_year_guess IS NOT NULL) AS guessed
  FROM (SELECT DISTINCT article_id, record_id, name FROM agencies WHERE role = 'agency') AS g
  JOIN records AS r USING (article_id, record_id)
  JOIN articles AS a USING (article_id)
 WHERE r.parent IS NULL AND a.counted
 GROUP BY agency, year;

-- Won by funding source and year: `tier` is the source in the local-finance system.
CREATE VIEW by_source AS
SELECT c.tier, c.category, coalesce(r.fiscal_year, r.fiscal_year_guess) AS year,
       count(*) AS components, count(c.krw) AS exact,
       sum(c.krw / 1000000000) * 1000000000 + sum(c.krw % 1000000000) AS krw
  FROM components AS c
  JOIN records AS r USING (article_id, record_id)
  JOIN articles AS a USING (article_id)
 WHERE c.leaf AND r.parent IS NULL AND a.counted
 GROUP BY c.tier, c.category, year;

-- What is printed and does not add up, each article for itself.
CREATE VIEW not_adding_up AS
SELECT a.headline, a.url, substr(a.published_at, 1, 10) AS date, a.publisher, k.kind,
       coalesce(k.expected, k.expected_decimal) AS expected,
       coalesce(k.found, k.found_decimal) AS found,
       coalesce(k.difference, k.difference_decimal) AS difference,
       k.category, r.program, r.amount_text, r.sentence,
       a.key, a.story, k.article_id, k.check_id, r.record_id
  FROM checks AS k
  JOIN articles AS a USING (article_id)
  LEFT JOIN records AS r
    ON r.article_id = k.article_id
   AND r.record_id = substr(k.about, 1, instr(k.about || ' ', ' ') - 1)
 WHERE k.status = 'mismatch';

-- Inputs that gave no article, and why.
CREATE VIEW failures AS
SELECT key, kind, message, digest, version, article_id FROM outcomes WHERE kind <> 'ok';

CREATE VIEW failures_by_kind AS
SELECT kind, count(*) AS inputs, min(key) AS example FROM failures GROUP BY kind;
