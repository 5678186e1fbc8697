-- Profiles as the warehouse sees them: a snapshot of each, newest version wins (read with FINAL).
CREATE TABLE IF NOT EXISTS profiles
(
    workspace_id UUID,
    profile_id UInt64,
    version UInt64,
    created_at DateTime64(3, 'UTC'),
    removed UInt8,
    touchpoint LowCardinality(String),
    tags Array(LowCardinality(String)),
    properties JSON(max_dynamic_paths = 128)
)
ENGINE = ReplacingMergeTree(version, removed)
ORDER BY (workspace_id, profile_id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;
