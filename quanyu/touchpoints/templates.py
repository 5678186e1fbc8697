"""Reading templates as WeChat lists them."""

import re
from collections.abc import Mapping
from typing import Any

from quanyu.touchpoints.parsing import list_of, text_of
from quanyu.touchpoints.types import Template

FIELD = re.compile(r"\{\{\s*([A-Za-z0-9_]+)\.DATA\s*\}\}")
LONGEST = 2000


def read_templates(items: Any, id_name: str) -> list[Template]:
    """Templates of a list answer; ``id_name`` is what the API calls a template's id."""
    return [_template(item, id_name) for item in list_of(items)]


def _template(item: Mapping[str, Any], id_name: str) -> Template:
    content = text_of(item, "content", LONGEST)
    example = text_of(item, "example", LONGEST)
    return Template(text_of(item, id_name), text_of(item, "title"), content, example, FIELD.findall(content))
