"""Audit: what was changed, by whom, in a chain that shows when an entry was altered (R5)."""

from quanyu.platform.audit.chain import record, verify
from quanyu.platform.audit.queries import entries
from quanyu.platform.audit.types import Entry, Verdict

__all__ = ["Entry", "Verdict", "entries", "record", "verify"]
