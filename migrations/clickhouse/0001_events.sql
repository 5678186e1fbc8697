-- The event log: what happened, once per event id. `profile_id` 0 is nobody known. `amount` is in the currency's smallest
-- unit (fen, pence) with four decimals, because imported price lists have parts of a penny; it is rounded when shown.
CREATE TABLE IF NOT EXISTS events
(
    workspace_id UUID,
    event LowCardinality(String),
    at DateTime64(3, 'UTC'),
    profile_id UInt64,
    event_id String,
    touchpoint LowCardinality(String),
    account LowCardinality(String),
    source LowCardinality(String),
    order_id String,
    item_id String,
    page String,
    message_id String,
    amount Decimal(18, 4),
    currency LowCardinality(String),
    properties JSON(max_dynamic_paths = 128),
    batch UInt64,
    received_at DateTime64(3, 'UTC'),
    INDEX by_batch batch TYPE minmax GRANULARITY 1,
    INDEX by_profile profile_id TYPE bloom_filter(0.01) GRANULARITY 4
)
ENGINE = ReplacingMergeTree(batch)
PARTITION BY toYYYYMM(at)
ORDER BY (workspace_id, event, at, profile_id, event_id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000;

-- What could not be used, with its reason; nothing is lost silently.
CREATE TABLE IF NOT EXISTS dead_letters
(
    workspace_id UUID,
    received_at DateTime64(3, 'UTC'),
    event_id String,
    event LowCardinality(String),
    source LowCardinality(String),
    code LowCardinality(String),
    reason String,
    body String,
    batch UInt64
)
ENGINE = MergeTree
ORDER BY (workspace_id, received_at)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000;

-- Profiles that were merged away: every query reads `winner` for `loser`. winner = loser undoes a merge.
CREATE TABLE IF NOT EXISTS profile_overrides
(
    workspace_id UUID,
    loser UInt64,
    winner UInt64,
    version UInt64
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (workspace_id, loser)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;
