"""Orders brought in from tills, shops and files (M1): each becomes one event and its lines, once."""

from quanyu.commerce.orders import tasks
from quanyu.commerce.orders.endpoints import router

__all__ = ["router", "tasks"]
