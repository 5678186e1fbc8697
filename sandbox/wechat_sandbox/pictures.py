"""Codes as pictures."""

import io

import segno


def qr_png(text: str, scale: int = 6) -> bytes:
    """Draw a QR code."""
    body = io.BytesIO()
    segno.make_qr(text, error="m").save(body, kind="png", scale=scale, border=2)
    return body.getvalue()
