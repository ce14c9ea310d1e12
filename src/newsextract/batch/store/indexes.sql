-- Made when a run ends: while rows come in they would cost a write each.
CREATE INDEX IF NOT EXISTS outcomes_by_kind ON outcomes (kind);
CREATE INDEX IF NOT EXISTS articles_by_day ON articles (published_at);
CREATE INDEX IF NOT EXISTS articles_by_story ON articles (story) WHERE story IS NOT NULL;
CREATE INDEX IF NOT EXISTS records_by_year ON records (fiscal_year);
CREATE INDEX IF NOT EXISTS agencies_by_name ON agencies (name);
CREATE INDEX IF NOT EXISTS checks_by_status ON checks (status) WHERE status <> 'ok';
