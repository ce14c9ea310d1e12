-- The tables of a batch, of a shard as well as of the whole (schema version: database.py).
--
-- Money: `low` and `high` are whole units of the currency wherever they fit 63 bits; a figure with
-- a fraction of the unit (2.75 dollars), or a larger one, stands in `low_decimal` and `high_decimal`
-- as a decimal string instead. Exactly one of the two holds it; both are NULL for an open bound.
-- `krw` is the amount in won where it is exact (low = high) and in won, else NULL: what sums are
-- made of. Offsets are code points of `articles.text`, end excluded. Times are ISO 8601, +09:00.
-- Keys: `article_id` is made of the input's key alone; `record_id`, `amount_id` and `check_id` are
-- those of the article's JSON (r1, a3, c2), so a row is found again whatever order it came in.
-- Only outcomes have their key from the start. The others get theirs, and all indexes, when a run
-- ends (`TABLES` in database.py): until then their rows are appended in the order they come, which
-- costs the same for the hundred-millionth article as for the first.

-- One row an input, whatever became of it. `kind` is 'ok' or the kind of the failure; `has_json`
-- is 1 where `documents` has the article.
CREATE TABLE outcomes (
  key        TEXT NOT NULL PRIMARY KEY,
  article_id INTEGER NOT NULL UNIQUE,
  digest     TEXT NOT NULL,
  version    TEXT NOT NULL,
  kind       TEXT NOT NULL,
  message    TEXT,
  has_json   INTEGER NOT NULL
) WITHOUT ROWID;

-- One row an article. `authors` as "name <mail>; name"; `subheads` one a line. `records` is how
-- many it has. `story` is shared by near-duplicates; of each story one article is `counted`.
CREATE TABLE articles (
  article_id   INTEGER NOT NULL REFERENCES outcomes (article_id),
  key          TEXT NOT NULL,
  url          TEXT,
  headline     TEXT,
  subheads     TEXT,
  publisher    TEXT,
  section      TEXT,
  published_at TEXT,
  modified_at  TEXT,
  authors      TEXT,
  text         TEXT NOT NULL,
  content_hash TEXT NOT NULL,
  encoding     TEXT,
  profile      TEXT,
  records      INTEGER NOT NULL,
  story        INTEGER,
  counted      INTEGER NOT NULL DEFAULT 1
);

-- The whole extraction as JSON, packed by zstd; filled only for an output that is JSON lines.
CREATE TABLE documents (
  article_id INTEGER NOT NULL REFERENCES articles (article_id),
  json       BLOB NOT NULL
);

-- What reprints of an article are found by (`batch.stories`); only articles with records have one.
CREATE TABLE signatures (
  article_id INTEGER NOT NULL REFERENCES articles (article_id),
  signature  BLOB NOT NULL
);

-- One row a budget record. `parent` is the larger record of the same article that it is part of.
-- `check_status` is the worst of the checks about it, NULL when none could be made.
CREATE TABLE records (
  article_id        INTEGER NOT NULL REFERENCES articles (article_id),
  record_id         TEXT NOT NULL,
  position          INTEGER NOT NULL,
  parent            TEXT,
  amount_id         TEXT NOT NULL,
  amount_text       TEXT NOT NULL,
  currency          TEXT NOT NULL,
  low               INTEGER,
  high              INTEGER,
  low_decimal       TEXT,
  high_decimal      TEXT,
  krw               INTEGER,
  program           TEXT,
  program_start     INTEGER,
  program_end       INTEGER,
  fiscal_year       INTEGER,
  fiscal_year_guess INTEGER,
  period_first      INTEGER,
  period_last       INTEGER,
  action            TEXT,
  phase             TEXT,
  project_count     INTEGER,
  sentence          TEXT NOT NULL,
  sentence_start    INTEGER NOT NULL,
  sentence_end      INTEGER NOT NULL,
  check_status      TEXT,
  confidence        REAL NOT NULL
);

-- One row an amount of money in the text, whether or not it belongs to a record.
CREATE TABLE amounts (
  article_id     INTEGER NOT NULL REFERENCES articles (article_id),
  amount_id      TEXT NOT NULL,
  position       INTEGER NOT NULL,
  text           TEXT NOT NULL,
  span_start     INTEGER NOT NULL,
  span_end       INTEGER NOT NULL,
  currency       TEXT NOT NULL,
  low            INTEGER,
  high           INTEGER,
  low_decimal    TEXT,
  high_decimal   TEXT,
  qualifiers     TEXT,
  role           TEXT,
  funding_source TEXT,
  unit_inherited INTEGER NOT NULL,
  per            TEXT,
  record_id      TEXT,
  FOREIGN KEY (article_id, record_id) REFERENCES records (article_id, record_id)
);

-- One row a funding source of a record, parts of components too (`part_of` is the position of
-- the component above). `leaf` is 1 for those that sums by source count: parts stand in the place
-- of a component where they make it up. A sum wholly from one source (국비 50억원) is a component
-- of its own. `share` is a decimal string, 0 to 1.
CREATE TABLE components (
  article_id   INTEGER NOT NULL,
  record_id    TEXT NOT NULL,
  position     INTEGER NOT NULL,
  part_of      INTEGER,
  label        TEXT NOT NULL,
  category     TEXT NOT NULL,
  tier         TEXT NOT NULL,
  amount_text  TEXT,
  span_start   INTEGER,
  span_end     INTEGER,
  currency     TEXT,
  low          INTEGER,
  high         INTEGER,
  low_decimal  TEXT,
  high_decimal TEXT,
  krw          INTEGER,
  share        TEXT,
  derived      INTEGER NOT NULL,
  leaf         INTEGER NOT NULL,
  FOREIGN KEY (article_id, record_id) REFERENCES records (article_id, record_id)
);

-- One row a body of a record, so a joint budget has several. `role`: agency or granter.
CREATE TABLE agencies (
  article_id INTEGER NOT NULL,
  record_id  TEXT NOT NULL,
  role       TEXT NOT NULL,
  position   INTEGER NOT NULL,
  name       TEXT NOT NULL,
  as_written TEXT NOT NULL,
  span_start INTEGER NOT NULL,
  span_end   INTEGER NOT NULL,
  FOREIGN KEY (article_id, record_id) REFERENCES records (article_id, record_id)
);

-- One row a place in the text that prints the record's sum.
CREATE TABLE mentions (
  article_id INTEGER NOT NULL,
  record_id  TEXT NOT NULL,
  position   INTEGER NOT NULL,
  span_start INTEGER NOT NULL,
  span_end   INTEGER NOT NULL,
  FOREIGN KEY (article_id, record_id) REFERENCES records (article_id, record_id)
);

-- One row an arithmetic test. `about` lists the ids it is about, parted by blanks, the record
-- whose total is tested first; `difference` is found minus expected.
CREATE TABLE checks (
  article_id         INTEGER NOT NULL REFERENCES articles (article_id),
  check_id           TEXT NOT NULL,
  position           INTEGER NOT NULL,
  kind               TEXT NOT NULL,
  status             TEXT NOT NULL,
  expected           INTEGER,
  found              INTEGER,
  difference         INTEGER,
  expected_decimal   TEXT,
  found_decimal      TEXT,
  difference_decimal TEXT,
  category           TEXT,
  about              TEXT NOT NULL
);

-- Which checks are about which record.
CREATE TABLE record_checks (
  article_id INTEGER NOT NULL,
  record_id  TEXT NOT NULL,
  check_id   TEXT NOT NULL,
  FOREIGN KEY (article_id, record_id) REFERENCES records (article_id, record_id),
  FOREIGN KEY (article_id, check_id) REFERENCES checks (article_id, check_id)
);
