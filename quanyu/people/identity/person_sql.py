"""The person behind a stored profile number, in the warehouse's words."""

LOSERS = """(
    SELECT arrayMap(pair -> pair.1, arraySort(groupArray((loser, winner)))) FROM profile_overrides FINAL
    WHERE workspace_id = {workspace:UUID} AND loser != winner
)"""
WINNERS = """(
    SELECT arrayMap(pair -> pair.2, arraySort(groupArray((loser, winner)))) FROM profile_overrides FINAL
    WHERE workspace_id = {workspace:UUID} AND loser != winner
)"""


def person(column: str = "profile_id") -> str:
    """A ClickHouse expression: ``column`` with every merge applied. Group by it wherever people are counted.

    It needs the parameter ``{workspace:UUID}`` and is right with and without merges: the two lists are read once for
    a query, and looked up by hash. 0 stays 0: nobody known.
    """
    return f"transform({column}, {LOSERS}, {WINNERS}, {column})"
