"""The ciphers of Pay against published vectors, and what they refuse."""

import hashlib

import pay_vectors as published
import pytest
from cryptography import x509
from wechat_sandbox.pay import ciphers

KEY = "192006250b4c09247ec02edce69f6a2d"
FIELDS = {"appid": "wxd930ea5d5a258f4f", "mch_id": "10000100", "device_info": "1000", "body": "test"}


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        ("MD5", "9A0A8659F005D6984697E2CA0A9CF3B7"),
        ("HMAC-SHA256", "6A9AE1657590FD6257D693A078E1C3E4BB6BA4DC30B23E0EE2496E54170DACD6"),
    ],
)
def test_v2_messages_are_signed_as_published(method: str, expected: str) -> None:
    fields = {**FIELDS, "nonce_str": "ibuaiVcKdpRxkhJA", "sign": "left out", "empty": ""}
    assert ciphers.v2_sign(fields, KEY, method) == expected


def test_resources_are_sealed_as_published() -> None:
    key, nonce, about = "0123456789abcdef0123456789abcdef", "abcdef012345", "transaction"
    plain = '{"mchid":"1900006XXX","out_trade_no":"44_2126281063_5504","trade_state":"SUCCESS","amount":{"total":1,'
    plain += '"currency":"CNY"}}'
    sealed = (
        "+tSPbcTuImKCeoT1+pOmkT/85yWC15q0b78axIACaUyfya+OmJkq5qxC/hnV2Y+xfN2Ri+KgOD9TeAs8qB61hshtx3syxUMv4s1+4MNuZ/qYRhqS"
        "UH0ihenIAM9uHPOUqd1nXp0Vv3IJs0EIduw/cyAw4d6C7nih58h+VwnPzra80MmwVpCXLg=="
    )
    assert ciphers.seal(key, nonce, about, plain) == sealed
    assert ciphers.unseal(key, nonce, about, sealed) == plain


@pytest.mark.parametrize("changed", [{"nonce": "abcdef012346"}, {"about": "refund"}, {"key": "1" * 32}, {"sealed": "AAAA"}])
def test_a_resource_opens_only_with_all_its_parts(changed: dict[str, str]) -> None:
    parts = {"key": "0" * 32, "nonce": "abcdef012345", "about": "transaction"}
    parts["sealed"] = ciphers.seal(parts["key"], parts["nonce"], parts["about"], "plain")
    given = {**parts, **changed}
    with pytest.raises(ciphers.CipherError):
        ciphers.unseal(given["key"], given["nonce"], given["about"], given["sealed"])


def test_a_published_platform_certificate_opens_and_closes() -> None:
    parts = (published.CERTIFICATE_KEY, published.CERTIFICATE_NONCE, published.CERTIFICATE_ABOUT)
    certificate = ciphers.unseal(*parts, published.SEALED_CERTIFICATE)
    assert hashlib.sha256(certificate.encode()).hexdigest() == published.CERTIFICATE_SHA256
    assert "Tenpay.com" in x509.load_pem_x509_certificate(certificate.encode()).issuer.rfc4514_string()
    assert ciphers.seal(*parts, certificate) == published.SEALED_CERTIFICATE


def test_a_published_signature_is_made_and_verified() -> None:
    message = ciphers.message(*published.SIGNED)
    assert ciphers.sign(published.PRIVATE_KEY, message) == published.SIGNATURE
    assert ciphers.verify(published.PUBLIC_KEY, message, published.SIGNATURE)
    assert not ciphers.verify(published.PUBLIC_KEY, message + b"\n", published.SIGNATURE)
    assert not ciphers.verify(published.PUBLIC_KEY, message, published.SIGNATURE.replace("c4Ve", "c4Vf"))


def test_what_is_signed_ends_each_part_with_a_line_break() -> None:
    message = ciphers.message(*published.SIGNED)
    assert message == b"GET\ntest\n1651854037\n1E3A8D73B5A4AEE787C0F68B5DAB8520\n\n"
