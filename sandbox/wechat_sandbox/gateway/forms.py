"""Reading multipart forms, in memory: the platform's files are small."""

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from wechat_sandbox.errors import ApiError
from wechat_sandbox.registry import Upload

MOST_PARTS = 20


class _Parts:
    """Collects the parts of a form as the parser meets them."""

    def __init__(self) -> None:
        self.done: list[tuple[dict[bytes, bytes], bytes]] = []
        self._headers: dict[bytes, bytes] = {}
        self._name = self._value = b""
        self._body = bytearray()

    def callbacks(self) -> dict[str, object]:
        """Return what the parser calls."""
        return {
            "on_part_begin": self._begin,
            "on_header_field": self._on_name,
            "on_header_value": self._on_value,
            "on_header_end": self._on_header,
            "on_part_data": lambda data, start, end: self._body.extend(data[start:end]),
            "on_part_end": lambda: self.done.append((self._headers, bytes(self._body))),
        }

    def _begin(self) -> None:
        if len(self.done) >= MOST_PARTS:
            raise ApiError(40035, f"a form of at most {MOST_PARTS} parts")
        self._headers, self._body = {}, bytearray()

    def _on_name(self, data: bytes, start: int, end: int) -> None:
        self._name += data[start:end]

    def _on_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _on_header(self) -> None:
        self._headers[self._name.lower()] = self._value
        self._name = self._value = b""


def read_form(raw: bytes, content_type: str) -> tuple[dict[str, str], dict[str, Upload]]:
    """Split a multipart body into its fields and its files.

    Raises:
        ApiError: 47001 for a form that cannot be read.
    """
    _, options = parse_options_header(content_type)
    parts = _Parts()
    try:
        parser = MultipartParser(options[b"boundary"], parts.callbacks())  # type: ignore[arg-type]
        parser.write(raw)
        parser.finalize()
    except (KeyError, FormParserError) as error:
        raise ApiError(47001, "the form cannot be read") from error
    fields: dict[str, str] = {}
    files: dict[str, Upload] = {}
    for headers, body in parts.done:
        _, named = parse_options_header(headers.get(b"content-disposition", b""))
        name = named.get(b"name", b"").decode(errors="replace")
        if b"filename" in named:
            media_type = headers.get(b"content-type", b"application/octet-stream").decode(errors="replace")
            files[name] = Upload(named[b"filename"].decode(errors="replace"), media_type, body)
        else:
            fields[name] = body.decode(errors="replace")
    return fields, files
