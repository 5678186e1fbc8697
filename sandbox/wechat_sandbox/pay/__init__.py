"""WeChat Pay (微信支付): v3 and the red packets of v2. Importing the package offers its APIs."""

from wechat_sandbox.pay import (
    authorizations,
    bills,
    certificates,
    complaints,
    coupon_flows,
    coupon_stocks,
    coupons,
    merchant_coupon_cards,
    merchant_coupons,
    merchants,
    notifications,
    orders,
    red_packets,
    refunds,
    sheets,
    transfers,
)

__all__ = [
    "authorizations",
    "bills",
    "certificates",
    "complaints",
    "coupon_flows",
    "coupon_stocks",
    "coupons",
    "merchant_coupon_cards",
    "merchant_coupons",
    "merchants",
    "notifications",
    "orders",
    "red_packets",
    "refunds",
    "sheets",
    "transfers",
]
