import pytest
from wechat_sandbox.pay import ciphers

KEY = "192006250b4c09247ec02edce69f6a2d"
FIELDS = {"appid": "wxd930ea5d5a258f4f", "mch_id": "10000100", "device_info": "1000", "body": "test"}

# The public half of the key that wechatpy tests with, and what its suite expects to be signed.
PUBLIC_KEY = """-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA0JrdKSiYkbcwgkmDrk7h
uFLKo8it78xldAsbXDyfRaVTDwZ7AEg8jZ8ng3zGMRc5nkjozkODfukTDAqty+rU
V07877UkqEqeQ/DFg70SrrGokQ5PsgVtPPs39vR2yh9wAgSySCtXlSx/9BfV5XIp
UTQsGRMpC6wcRNqTUTAETp4Ocw3bq8jX5svP7AxwCK8TLJ5FzhNObtfyxwJQ8SRw
oEUbA0Sv+IpEm4+ZYKIrTOmkiQRDgPSjGkuHj+lmo1tybX2EGU6fSDu5wvcQmw2x
HM59PIxJam3dh/pcB+ZegIsy+HsIjfa/wkkpp3q3+NLcKeVTBDLXwOOfbZLdsCHs
UQIDAQAB
-----END PUBLIC KEY-----"""
SIGNATURE = (
    "c4VewIfiOrSXkYtGqoZFzzjOr3LMhFFJRD5l18glbIUyXEF1wcG1euB4w5QdBlhgytM+28W7wmwqWTA8RsQWTBXR0YEXC6Mtd5xpl"
    "SXlXghv7ORl0a2TRVQSuf/vhKOdXc54Ima3wqj8AOkMeaiswp8fdnwd6yq1s0bx6uchP9Q6PO0INGnpdH8NeKP21dlefeOc4H7Ovnq"
    "HEyj/BsvdE1/DYUIFkw1q5fIAfxcUoqeXThtIL6ajLZgaaQJgYhPV7Cd6UMf5gY3yxKYWIWWHALtdWrn+pCcIPKrop/keqHE9wJPYt"
    "AP3uJ8UKohiHDft01X5ex0Es5Z12+lR9VLyEQ=="
)


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


def test_a_published_signature_is_verified() -> None:
    message = ciphers.message("GET", "test", "1651854037", "1E3A8D73B5A4AEE787C0F68B5DAB8520", "")
    assert ciphers.verify(PUBLIC_KEY, message, SIGNATURE)
    assert not ciphers.verify(PUBLIC_KEY, message + b"\n", SIGNATURE)
    assert not ciphers.verify(PUBLIC_KEY, message, SIGNATURE.replace("c4Ve", "c4Vf"))


def test_what_is_signed_ends_each_part_with_a_line_break() -> None:
    message = ciphers.message("GET", "test", "1651854037", "1E3A8D73B5A4AEE787C0F68B5DAB8520", "")
    assert message == b"GET\ntest\n1651854037\n1E3A8D73B5A4AEE787C0F68B5DAB8520\n\n"
