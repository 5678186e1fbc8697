"""The platform's certificates, sealed for one merchant."""

from wechat_sandbox.accounts import MERCHANT
from wechat_sandbox.errors.pay import PayError
from wechat_sandbox.pay import keys
from wechat_sandbox.pay.ciphers import seal
from wechat_sandbox.pay.door import PAY_DOOR
from wechat_sandbox.pay.fields import written
from wechat_sandbox.registry import PAY, Call, Json, endpoint

_ABOUT = "certificate"


@endpoint(PAY, "GET", "/v3/certificates", MERCHANT, door=PAY_DOOR)
def list_certificates(call: Call) -> Json:
    """List the certificates in force; during a change there are two."""
    world, merchant = call.world, call.account
    if keys.by_public_key(world):
        raise PayError("RESOURCE_NOT_EXISTS", "this merchant has 微信支付公钥 and no platform certificates")
    key = keys.api_v3_key(world, merchant)
    listed = []
    for doc in keys.certificates(world, merchant):
        nonce = world.dice.word(12, "certificate nonce", world.store.next_number("certificate nonces"))
        sealed = {
            "algorithm": "AEAD_AES_256_GCM",
            "nonce": nonce,
            "associated_data": _ABOUT,
            "ciphertext": seal(key, nonce, _ABOUT, doc["certificate"]),
        }
        times = {name: written(doc[name]) for name in ("effective_time", "expire_time")}
        listed.append({"serial_no": doc["serial_no"], **times, "encrypt_certificate": sealed})
    return {"data": listed}
