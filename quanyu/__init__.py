"""Quanyu 全域: one open platform for marketing and private-domain business in the WeChat ecosystem."""

__version__ = "0.1.0"
