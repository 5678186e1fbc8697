"""Calls out: by the proxy that the environment names, and an address that is none is said to be none."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from quanyu.infra.http import AiohttpClient, proxy_for


@pytest.fixture
def proxied(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    proxy_for.cache_clear()
    monkeypatch.setenv("https_proxy", "http://proxy.test:3128")
    monkeypatch.delenv("http_proxy", raising=False)
    monkeypatch.setenv("no_proxy", "localhost,127.0.0.1,.inside.test")
    yield
    proxy_for.cache_clear()


@pytest.mark.usefixtures("proxied")
@pytest.mark.parametrize(
    ("scheme", "host", "proxy"),
    [
        ("https", "api.weixin.qq.com", "http://proxy.test:3128"),
        ("http", "api.weixin.qq.com", None),
        ("https", "127.0.0.1:8902", None),
        ("https", "store.inside.test", None),
    ],
)
def test_the_environment_names_the_proxy_and_whom_to_call_without(scheme: str, host: str, proxy: str | None) -> None:
    assert proxy_for(scheme, host) == proxy


@pytest.mark.parametrize("url", ["http://[bad/cgi-bin/token", "nothing", "http://"])
async def test_an_address_that_is_none_is_refused_before_anything_leaves(url: str) -> None:
    client = AiohttpClient()
    try:
        with pytest.raises((httpx.InvalidURL, httpx.UnsupportedProtocol)):
            await client.request("GET", url, timeout=1)
    finally:
        await client.close()
