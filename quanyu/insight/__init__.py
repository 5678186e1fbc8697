"""Insight: what happened and what it was worth, each figure a query over the event log."""
