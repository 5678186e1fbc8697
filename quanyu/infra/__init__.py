"""Stores and wires: settings, PostgreSQL, ClickHouse, jobs, keys, HTTP, loops. Knows nothing of marketing."""
