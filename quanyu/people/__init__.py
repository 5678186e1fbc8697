"""People: who is who (identity), what we know of them (profiles), what they allow (consent)."""
