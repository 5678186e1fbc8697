"""The ciphers of WeChat Pay as pure functions: RSA signatures, RSA-OAEP fields, AES-GCM resources, and the signature of v2."""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, OAEP, PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_KEPT = 256


class CipherError(ValueError):
    """Something sealed that cannot be opened with this key."""


def message(*lines: str) -> bytes:
    """Write what a v3 signature is made over: each part on a line of its own."""
    return "".join(line + "\n" for line in lines).encode()


def sign(private_key: str, signed: bytes) -> str:
    """Sign with SHA256withRSA; the key is PEM."""
    return base64.b64encode(_private(private_key).sign(signed, PKCS1v15(), hashes.SHA256())).decode()


def verify(certificate_or_key: str, signed: bytes, signature: str) -> bool:
    """Say whether a signature was made with the private half of this certificate or public key."""
    try:
        _public(certificate_or_key).verify(base64.b64decode(signature, validate=True), signed, PKCS1v15(), hashes.SHA256())
    except (InvalidSignature, ValueError):
        return False
    return True


def encrypt_field(certificate_or_key: str, text: str) -> str:
    """Seal a sensitive field, as a phone number, for the holder of the private key."""
    return base64.b64encode(_public(certificate_or_key).encrypt(text.encode(), _oaep())).decode()


def decrypt_field(private_key: str, sealed: str) -> str:
    """Open a sensitive field.

    Raises:
        CipherError: not sealed for this key.
    """
    try:
        return _private(private_key).decrypt(base64.b64decode(sealed, validate=True), _oaep()).decode()
    except ValueError as error:
        raise CipherError("not sealed for this key") from error


def seal(api_v3_key: str, nonce: str, associated_data: str, text: str) -> str:
    """Seal a resource with AEAD_AES_256_GCM."""
    sealed = AESGCM(api_v3_key.encode()).encrypt(nonce.encode(), text.encode(), associated_data.encode())
    return base64.b64encode(sealed).decode()


def unseal(api_v3_key: str, nonce: str, associated_data: str, sealed: str) -> str:
    """Open a resource.

    Raises:
        CipherError: damaged, or sealed with another key.
    """
    try:
        opener = AESGCM(api_v3_key.encode())
        return opener.decrypt(nonce.encode(), base64.b64decode(sealed), associated_data.encode()).decode()
    except (InvalidTag, ValueError) as error:
        raise CipherError("the resource cannot be opened") from error


def v2_sign(fields: Mapping[str, Any], api_v2_key: str, method: str = "MD5") -> str:
    """Sign the fields of a v2 message, all but `sign` and the empty ones, with MD5 or HMAC-SHA256."""
    written = "&".join(f"{name}={fields[name]}" for name in sorted(fields) if name != "sign" and fields[name] != "")
    text = f"{written}&key={api_v2_key}".encode()
    if method == "MD5":
        return hashlib.md5(text, usedforsecurity=False).hexdigest().upper()
    return hmac.new(api_v2_key.encode(), text, hashlib.sha256).hexdigest().upper()


def _oaep() -> OAEP:
    return OAEP(mgf=MGF1(algorithm=hashes.SHA1()), algorithm=hashes.SHA1(), label=None)  # noqa: S303 - as the platform does


@lru_cache(_KEPT)
def _private(pem: str) -> RSAPrivateKey:
    # The sandbox has made these keys itself; to check them again takes a tenth of a second.
    key = serialization.load_pem_private_key(pem.encode(), password=None, unsafe_skip_rsa_key_validation=True)
    if not isinstance(key, RSAPrivateKey):
        raise CipherError("an RSA key is needed")
    return key


@lru_cache(_KEPT)
def _public(pem: str) -> RSAPublicKey:
    certified = "BEGIN CERTIFICATE" in pem
    key = (
        x509.load_pem_x509_certificate(pem.encode()).public_key()
        if certified
        else serialization.load_pem_public_key(pem.encode())
    )
    if not isinstance(key, RSAPublicKey):
        raise CipherError("an RSA key is needed")
    return key
