"""The person behind a stored profile number, in the warehouse's words."""

OVERRIDES = "profile_overrides FINAL WHERE workspace_id = {workspace:UUID} AND loser != winner"


def person(column: str = "profile_id") -> str:
    """A ClickHouse expression: ``column`` with every merge applied. Group by it wherever people are counted.

    It needs the parameter ``{workspace:UUID}`` and is right with and without merges: the two lists are read once for
    a query, and looked up by hash. 0 stays 0: nobody known.
    """

    def side(n: int) -> str:
        return f"(SELECT arrayMap(pair -> pair.{n}, arraySort(groupArray((loser, winner)))) FROM {OVERRIDES})"

    return f"transform({column}, {side(1)}, {side(2)}, {column})"
