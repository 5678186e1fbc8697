"""Client of the Quanyu API.

with Client("https://quanyu.brand.cn", token) as quanyu:
    quanyu.track("order_paid", id="pay-88", ids={"member_no": "M7"}, properties={"order_id": "88", "amount_fen": 9900})
"""

from quanyu_client.client import Client
from quanyu_client.errors import EventsRejected, ImportFailed, QuanyuError, Rejected
from quanyu_client.tracking import Sent

__all__ = ["Client", "EventsRejected", "ImportFailed", "QuanyuError", "Rejected", "Sent"]
__version__ = "0.1.0"
