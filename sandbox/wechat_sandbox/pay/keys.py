"""The keys between a merchant and the platform. They are made when first needed: a world must start quickly."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from wechat_sandbox.accounts import Account
from wechat_sandbox.clock import DAY
from wechat_sandbox.store import Doc
from wechat_sandbox.world import World

_KIND = "pay key"
_LIFE = timedelta(days=5 * 365)
PUBLIC_KEY = "public_key"


@dataclass(frozen=True)
class PlatformKey:
    """What the platform signs with: `serial` names it, `shown` is its certificate or its bare public key."""

    serial: str
    private_key: str
    shown: str


def api_v3_key(world: World, account: Account) -> str:
    """Return the 32 characters that seal resources for this merchant."""
    return str(account.more.get("api_v3_key") or world.dice.digest("api v3 key", account.id).hex()[:32])


def api_v2_key(world: World, account: Account) -> str:
    """Return the key that v2 messages are signed with."""
    return str(account.more.get("api_v2_key") or world.dice.digest("api v2 key", account.id).hex()[:32])


def merchant(world: World, account: Account) -> Doc:
    """Return the merchant's private_key, certificate and serial_no, which a developer downloads in the real console."""
    held = world.store.get(_KIND, account.id, "merchant")
    if held is None:
        held = _certified(world, account, "merchant", account.name)
        world.store.put(_KIND, account.id, "merchant", held)
    return held


def certificates(world: World, account: Account) -> list[Doc]:
    """Return the platform certificates in force, oldest first; the last one signs."""
    held = _platform(world, account)
    return [doc for doc in held["certificates"] if not doc["retires"] or doc["retires"] > world.now()]


def renew_certificate(world: World, account: Account) -> None:
    """Let the platform sign with a new certificate; the old one stays in force for a while."""
    made = _platform(world, account)["made"] + 1
    retires = world.now() + world.settings.pay_certificate_overlap_sim_seconds
    old = [{**doc, "retires": doc["retires"] or retires} for doc in certificates(world, account)]
    renewed = {"made": made, "certificates": [*old, _platform_certificate(world, account, made)]}
    world.store.put(_KIND, account.id, "platform", renewed)


def public_key(world: World, account: Account) -> PlatformKey:
    """Return the platform's public key (微信支付公钥), which new merchants have instead of certificates."""
    held = world.store.get(_KIND, account.id, PUBLIC_KEY)
    if held is None:
        key = _new_key()
        serial = "PUB_KEY_ID_" + str(int.from_bytes(world.dice.digest("public key", account.id)[:16], "big"))[:34].zfill(34)
        shown = key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        held = {"serial_no": serial, "private_key": _written(key), "public_key": shown.decode()}
        world.store.put(_KIND, account.id, PUBLIC_KEY, held)
    return PlatformKey(held["serial_no"], held["private_key"], held["public_key"])


def by_public_key(world: World) -> bool:
    """Say whether merchants have the platform's public key only, and no certificates."""
    return world.settings.pay_platform_key == PUBLIC_KEY


def signing(world: World, account: Account, wanted: str = "") -> PlatformKey:
    """Return the key to sign with; `wanted` is the serial that the caller said it verifies with."""
    if by_public_key(world) or wanted.startswith("PUB_KEY_ID_"):
        return public_key(world, account)
    newest = certificates(world, account)[-1]
    return PlatformKey(newest["serial_no"], newest["private_key"], newest["certificate"])


def opening(world: World, account: Account, serial: str) -> PlatformKey | None:
    """Return the platform's key that a sensitive field was sealed for, None when there is none of this serial."""
    if serial.startswith("PUB_KEY_ID_"):
        key = public_key(world, account)
        return key if key.serial == serial else None
    if by_public_key(world):
        return None
    found = next((doc for doc in certificates(world, account) if doc["serial_no"] == serial.upper()), None)
    return PlatformKey(found["serial_no"], found["private_key"], found["certificate"]) if found else None


def shown(world: World, account: Account) -> Doc:
    """Return all that a developer needs to call as this merchant and to verify what the platform says."""
    public = public_key(world, account)
    return {
        "mchid": account.app_id,
        "api_v3_key": api_v3_key(world, account),
        "api_v2_key": api_v2_key(world, account),
        "merchant": merchant(world, account),
        "platform_certificates": [
            {name: doc[name] for name in ("serial_no", "certificate", "effective_time", "expire_time")}
            for doc in certificates(world, account)
        ],
        "public_key": {"id": public.serial, "public_key": public.shown},
    }


def _platform(world: World, account: Account) -> Doc:
    held = world.store.get(_KIND, account.id, "platform")
    if held is None:
        held = {"made": 1, "certificates": [_platform_certificate(world, account, 1)]}
        world.store.put(_KIND, account.id, "platform", held)
    return held


def _platform_certificate(world: World, account: Account, number: int) -> Doc:
    return {**_certified(world, account, f"platform {number}", "Tenpay.com"), "retires": 0.0}


def _certified(world: World, account: Account, purpose: str, subject: str) -> Doc:
    """Make a key and a certificate for it. Clients compare its dates with their own clock, so they are wall-clock time."""
    key = _new_key()
    # The first digit is 4 to 7, so that the number is positive and has all its 40 digits.
    noise = bytearray(world.dice.digest("certificate", account.id, purpose)[:20])
    noise[0] = noise[0] & 0x3F | 0x40
    begins = datetime.fromtimestamp(int(time.time()) - DAY, UTC)
    named = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, subject[:60])])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(named)
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "WeChat sandbox CA")]))
        .public_key(key.public_key())
        .serial_number(int.from_bytes(noise, "big"))
        .not_valid_before(begins)
        .not_valid_after(begins + _LIFE)
        .sign(key, hashes.SHA256())
    )
    return {
        "serial_no": noise.hex().upper(),
        "private_key": _written(key),
        "certificate": certificate.public_bytes(serialization.Encoding.PEM).decode(),
        "effective_time": begins.timestamp(),
        "expire_time": (begins + _LIFE).timestamp(),
    }


def _new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _written(key: rsa.RSAPrivateKey) -> str:
    wording = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return key.private_bytes(*wording).decode()
