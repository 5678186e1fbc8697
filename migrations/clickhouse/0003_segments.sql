-- Stored segments: a bitmap of profile numbers for each refresh, of which the newest version counts and older ones go away.
CREATE TABLE IF NOT EXISTS segment_members
(
    workspace_id UUID,
    segment_id UUID,
    version UInt64,
    at DateTime64(3, 'UTC'),
    people AggregateFunction(groupBitmap, UInt64)
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (workspace_id, segment_id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;
