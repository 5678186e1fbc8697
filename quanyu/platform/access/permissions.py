"""What each role may do. A permission is "<room>.<verb>"; endpoints name the one they need."""

from quanyu.kit.scope import Role

READ = frozenset(
    {
        "workspace.read", "events.read", "people.read", "touchpoints.read", "segments.read", "journeys.read",
        "messages.read", "insight.read", "imports.read",
    }
)  # fmt: skip
OPERATE = READ | {
    "events.write", "people.write", "segments.write", "journeys.write", "messages.write", "imports.write",
    "touchpoints.use",
}  # fmt: skip
ADMINISTER = OPERATE | {
    "workspace.write", "members.read", "members.write", "tokens.read", "tokens.write", "touchpoints.write", "audit.read",
    "people.reveal",
}  # fmt: skip

PERMISSIONS: dict[Role, frozenset[str]] = {
    Role.OWNER: frozenset(ADMINISTER),
    Role.ADMIN: frozenset(ADMINISTER),
    Role.OPERATOR: frozenset(OPERATE),
    Role.ANALYST: READ,
    Role.SALES: frozenset({"workspace.read", "people.read", "people.write", "messages.read"}),
    Role.INGEST: frozenset({"events.write"}),
}
