"""Real purchase histories, read from the reference data beside the checkout, and the sandbox's own in the same form."""

import csv
import gzip
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
from wechat_sandbox.clock import china_date
from wechat_sandbox.people.randomness import Floats, Ints
from wechat_sandbox.world import World

FOLDER = Path(os.environ.get("QUANYU_SHARED", Path(__file__).parents[3] / "shared")) / "data"
"""Reference data sets that lie beside the repository; ``QUANYU_SHARED`` names another place."""

_FAR = 100_000
_HOUR_MS, _DAY_MS = 3_600_000, 86_400_000
_EASTERN_US = 5 * _HOUR_MS
"""The grocer's times are UTC."""
MONDAY = 3
"""The weekday of day 0, 1970-01-01, counted from Monday."""


@dataclass(frozen=True)
class History:
    """Purchases: all that one person bought on one day is one. Days are counted from 1970."""

    who: Ints
    day: Ints
    amount: Floats
    products: Ints
    """How many different products; of CDNOW, how many discs."""

    def during(self, first: int, days: int) -> "History":
        """Return the purchases of some days."""
        inside = (self.day >= first) & (self.day < first + days)
        return History(self.who[inside], self.day[inside], self.amount[inside], self.products[inside])

    @property
    def weekday(self) -> Ints:
        """The weekday of each purchase, 0 for Monday."""
        return (self.day + MONDAY) % 7


def cdnow() -> History:
    """Discs bought from CDNOW in 18 months by 23,570 people, all of them new in the first three."""
    rows = _rows("cdnow/cdnow_master.csv.gz")
    day = np.array([row["date"] for row in rows], dtype="datetime64[D]").astype(np.int64)
    amount = np.array([float(row["amount"]) for row in rows])
    return _merge(_ints(rows, "customer_id"), day, amount, _ints(rows, "cds"), distinct=False)


def online_retail() -> History:
    """A year of a British web shop for gifts: many of its buyers are traders."""
    who, day, amount, code, _ = _retail_lines()
    sold = amount > 0
    return _merge(who[sold], day[sold], amount[sold], code[sold])


def money_sent_back() -> tuple[float, float]:
    """Return the shares of that shop's money that were cancelled: of goods only, and with postage, fees and corrections."""
    _, _, amount, _, (cancelled, goods) = _retail_lines()
    sold = amount[~cancelled & (amount > 0)].sum()
    return -float(amount[cancelled & goods].sum() / sold), -float(amount[cancelled].sum() / sold)


def grocer() -> History:
    """A year of an American grocer's loyalty card: 1,238 households."""
    names = ["household_id", "transaction_timestamp", "sales_value", "product_id"]
    table = pq.read_table(FOLDER / "complete_journey_even/transactions.parquet", columns=names)
    day = (table["transaction_timestamp"].to_numpy().astype("datetime64[ms]").astype(np.int64) - _EASTERN_US) // _DAY_MS
    who, amount, product = (table[name].to_numpy() for name in ("household_id", "sales_value", "product_id"))
    return _merge(who.astype(np.int64), day, amount, product)


def taobao() -> History:
    """What 22 people bought on Taobao in nine days; the amounts are not told."""
    bought = [row for row in _rows("taobao_user_behavior/user_behavior.csv.gz") if row["behavior"] == "buy"]
    day = (_ints(bought, "ts") + 8 * 3600) // 86_400
    return _merge(_ints(bought, "user_id"), day, np.full(len(day), np.nan), _ints(bought, "item_id"))


def taobao_hours() -> list[Floats]:
    """Return how active people are in each hour of a day in China: in two samples of Taobao, all that they do."""
    one = [(int(row["ts"]) // 3600 + 8) % 24 for row in _rows("taobao_user_behavior/user_behavior.csv.gz")]
    two = [int(row["time"][-2:]) for row in _rows("taobao_user_behavior/tianchi_mobile_behavior.csv.gz")]
    return [np.bincount(hours, minlength=24) / len(hours) for hours in (one, two)]


def subscribers() -> dict[str, Floats]:
    """Return which share of two cohorts of subscribers was left after 0, 1, … 7 years."""
    rows = _rows("sbg_retention/sbg_cohorts.csv")
    cohorts = {name: _ints([row for row in rows if row["cohort"] == name], "recency") for name in ("regular", "highend")}
    return {name: np.array([(last > year).mean() for year in range(8)]) for name, last in cohorts.items()}


def published(name: str) -> dict[str, Any]:
    """Return the published figures of a data set."""
    found: dict[str, Any] = json.loads((FOLDER / name / "expected.json").read_text(encoding="utf-8"))
    return found


def cdnow_sample() -> tuple[Ints, Floats, Floats]:
    """Return of a tenth of CDNOW's people how often they bought again, when last and how long they were watched, in weeks."""
    rows = _rows("cdnow/cdnow_sample_summary.csv")
    recency, watched = (np.array([float(row[name]) for row in rows]) for name in ("recency", "T"))
    return _ints(rows, "frequency"), recency, watched


def own(world: World) -> History:
    """Read the truth about the orders of a sandbox."""
    orders = world.store.all("order", "mp")
    who, day = (np.array([order[name] for order in orders], dtype=np.int64) for name in ("person", "day"))
    products = np.array([len(order["items"]) for order in orders], dtype=np.int64)
    return History(who, day, np.array([order["amount_fen"] / 100 for order in orders]), products)


def own_hours(world: World) -> Floats:
    """Return the share of a sandbox's orders in each hour of the day in China."""
    hours = [china_date(order["at"]).hour for order in world.store.all("order", "mp")]
    return np.bincount(hours, minlength=24) / len(hours)


def _retail_lines() -> tuple[Ints, Ints, Floats, Ints, tuple[Any, Any]]:
    """Read who bought when, for how much, which product; then which lines were cancelled and which are goods."""
    table = pq.read_table(FOLDER / "online_retail_2009_2010/online_retail_2009_2010.parquet")
    table = table.filter(table["CustomerID"].is_valid())
    who = table["CustomerID"].to_numpy().astype(np.int64)
    day = table["InvoiceDate"].to_numpy().astype("datetime64[ms]").astype(np.int64) // _DAY_MS
    amount = table["Quantity"].to_numpy() * table["UnitPrice"].to_numpy()
    product, codes = _words(table["StockCode"])
    invoice, numbers = _words(table["Invoice"])
    # Goods have codes that begin with five digits; POST, M, BANK CHARGES and the like are none.
    goods = np.array([code[:5].isdigit() for code in codes])[product]
    cancelled = np.array([number.startswith("C") for number in numbers])[invoice]
    return who, day, amount, product, (cancelled, goods)


def _words(column: Any) -> tuple[Ints, list[str]]:
    """Return which of some words stands in each row, and the words."""
    known = column.dictionary_encode().combine_chunks()
    return known.indices.to_numpy().astype(np.int64), known.dictionary.to_pylist()


def _merge(who: Ints, day: Ints, amount: Floats, product: Ints, *, distinct: bool = True) -> History:
    """Make one purchase of the lines of one person and day, and leave out those that cost nothing."""
    keys, place = np.unique(who * _FAR + day, return_inverse=True)
    total = np.asarray(np.bincount(place, weights=amount), dtype=np.float64)
    if distinct:
        most = int(product.max()) + 1
        products = np.bincount(np.unique(place * most + product) // most, minlength=len(keys))
    else:
        products = np.bincount(place, weights=product).astype(np.int64)
    paid = ~(total <= 0)
    return History(keys[paid] // _FAR, keys[paid] % _FAR, total[paid], products[paid])


def _rows(name: str) -> list[dict[str, str]]:
    opened = gzip.open if name.endswith(".gz") else open
    with opened(FOLDER / name, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _ints(rows: list[dict[str, str]], column: str) -> Ints:
    return np.array([int(row[column]) for row in rows], dtype=np.int64)
