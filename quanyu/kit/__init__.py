"""Values that every room shares: errors, clocks, ids, money, queries, scopes. Knows no store and no framework."""
