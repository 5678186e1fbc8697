"""Messages as WeChat writes them in XML, and replies as it reads them."""

import re
from typing import Any

from defusedxml import DefusedXmlException, ElementTree

_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

Message = dict[str, Any]


def write(message: Message) -> str:
    """Write a message: texts in CDATA, numbers bare, a list as repeated elements."""
    return f"<xml>{_children(message)}</xml>"


def _children(message: Message) -> str:
    return "".join(_element(name, value) for name, value in message.items())


def _element(name: str, value: Any) -> str:
    if isinstance(value, list):
        return "".join(_element(name, item) for item in value)
    if isinstance(value, dict):
        return f"<{name}>{_children(value)}</{name}>"
    if isinstance(value, int):
        return f"<{name}>{value}</{name}>"
    # A text may hold "]]>", which would end its CDATA section, and characters that XML has no way to write.
    text = _UNWRITABLE.sub("", str(value)).replace("]]>", "]]]]><![CDATA[>")
    return f"<{name}><![CDATA[{text}]]></{name}>"


def read(text: str) -> dict[str, str]:
    """Read the first level of a message.

    Raises:
        ValueError: not XML, or XML with entities or a document type.
    """
    try:
        root = ElementTree.fromstring(text, forbid_dtd=True)
    except (ElementTree.ParseError, DefusedXmlException) as error:
        raise ValueError("not XML that can be trusted") from error
    return {child.tag: _text(child) for child in root}


def read_all(text: str) -> Message:
    """Read a message with all that is nested in it; elements of one name become a list.

    Raises:
        ValueError: not XML, or XML with entities or a document type.
    """
    try:
        root = ElementTree.fromstring(text, forbid_dtd=True)
    except (ElementTree.ParseError, DefusedXmlException) as error:
        raise ValueError("not XML that can be trusted") from error
    return _children_of(root)


def _children_of(element: Any) -> Message:
    message: Message = {}
    for child in element:
        value = _children_of(child) if len(child) else child.text or ""
        if child.tag not in message:
            message[child.tag] = value
        elif isinstance(message[child.tag], list):
            message[child.tag].append(value)
        else:
            message[child.tag] = [message[child.tag], value]
    return message


def _text(element: Any) -> str:
    nested = "".join(_text(child) for child in element)
    return (element.text or "") + nested
