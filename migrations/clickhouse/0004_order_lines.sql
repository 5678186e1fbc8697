-- What was in each order. Prices are in the currency's smallest unit; a return has a negative quantity.
CREATE TABLE IF NOT EXISTS order_lines
(
    workspace_id UUID,
    order_id String,
    line UInt32,
    at DateTime64(3, 'UTC'),
    item_id String,
    item_name String,
    quantity Int32,
    unit_price Decimal(18, 4),
    import_id UUID
)
ENGINE = ReplacingMergeTree
PARTITION BY toYYYYMM(at)
ORDER BY (workspace_id, order_id, line)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000;
