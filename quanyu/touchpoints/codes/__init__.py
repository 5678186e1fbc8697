"""Codes: QR codes with a scene and WeCom live codes, and what came in through each."""

from quanyu.touchpoints.codes.endpoints import router

__all__ = ["router"]
