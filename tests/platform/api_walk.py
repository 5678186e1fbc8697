"""Walks the API by its own schema: every operation, with a body and parameters that fit it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx

Schema = dict[str, Any]

METHODS = ("get", "post", "put", "patch", "delete")
SECONDS = 20


@dataclass(frozen=True)
class Operation:
    """One method of one path."""

    method: str
    path: str
    spec: Schema

    @property
    def name(self) -> str:
        return f"{self.method.upper()} {self.path}"

    @property
    def path_names(self) -> list[str]:
        return re.findall(r"{(\w+)}", self.path)


@dataclass
class Walk:
    """An API's operations. ``mark`` is written into every free text of a body; ``seeds`` is what to send (httpx's
    arguments) where a schema cannot tell, by operation."""

    schema: Schema
    mark: str
    seeds: Mapping[str, Any]
    known: dict[str, Any] = field(default_factory=dict)
    """Ids found in the walk, by the name of their parameter."""
    found: dict[str, Any] = field(default_factory=dict)
    """The first item of each list that was read."""

    def operations(self) -> Iterator[Operation]:
        for path, methods in self.schema["paths"].items():
            for method in METHODS:
                if method in methods:
                    yield Operation(method, path, methods[method])

    async def furnish(self, client: httpx.AsyncClient) -> None:
        """Make one of everything that a POST to a collection makes."""
        for operation in self.operations():
            if operation.method == "post" and not operation.path_names and not operation.path.startswith("/v1/session"):
                await self.call(client, operation, {})

    async def call(
        self,
        client: httpx.AsyncClient,
        operation: Operation,
        values: Mapping[str, Any],
        *,
        query: Mapping[str, Any] | None = None,
        content: Mapping[str, Any] | None = None,
    ) -> httpx.Response:
        """Call an operation with these path values, and a query and body that fit its schema where none is given."""
        path = operation.path
        for name, value in values.items():
            path = path.replace(f"{{{name}}}", str(value))
        fitting = {
            one["name"]: self.known.get(one["name"], self._sample(one["schema"]))
            for one in operation.spec.get("parameters", ())
            if one["in"] == "query" and (one.get("required") or one["name"] in self.known)
        }
        body = self._content(operation) if content is None else content
        sent = client.request(operation.method.upper(), path, params={**fitting, **(query or {})}, **body)
        return await asyncio.wait_for(sent, SECONDS)

    async def fill(self, client: httpx.AsyncClient, operation: Operation) -> tuple[dict[str, Any], bool]:
        """Values for the path's parameters: real ids from the lists that the path goes through, and whether all are."""
        values: dict[str, Any] = {}
        real = True
        for name in operation.path_names:
            collection = operation.path.split(f"/{{{name}}}")[0]
            found = await self._first_id(client, collection, name, values) or self.known.get(name)
            real = real and found is not None
            values[name] = found if found is not None else self._made_up(operation, name)
            if found is not None:
                self.known[name] = found
        return values, real

    async def _first_id(self, client: httpx.AsyncClient, collection: str, name: str, values: dict[str, Any]) -> Any:
        spec = self.schema["paths"].get(collection, {}).get("get")
        if spec is None:
            return None
        if (key := collection.format(**values)) not in self.found:
            answer = await self.call(client, Operation("get", collection, spec), values)
            body = answer.json() if answer.status_code == 200 else None
            items = body.get("items", []) if isinstance(body, dict) else body or []
            self.found[key] = items[0] if items else {}
        return self.found[key].get(name, self.found[key].get("id"))

    def _made_up(self, operation: Operation, name: str) -> Any:
        schema = next(
            (one["schema"] for one in operation.spec.get("parameters", ()) if one["name"] == name), {"type": "string"}
        )
        return self._sample(schema)

    def _content(self, operation: Operation) -> dict[str, Any]:
        if operation.name in self.seeds:
            return dict(self.seeds[operation.name])
        content = operation.spec.get("requestBody", {}).get("content", {})
        if "multipart/form-data" in content:
            return {"data": {"mapping": self.mark}, "files": {"file": ("file", self.mark.encode())}}
        if "application/json" in content:
            return {"json": self._sample(content["application/json"]["schema"])}
        return {}

    def _sample(self, schema: Schema) -> Any:
        """A value that fits a JSON schema."""
        if "$ref" in schema:
            return self._sample(self.schema["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]])
        for key in ("const", "default"):
            if schema.get(key) is not None:
                return schema[key]
        for key in ("examples", "enum"):
            if schema.get(key):
                return schema[key][0]
        for key in ("anyOf", "oneOf", "allOf"):
            if key in schema:
                return self._sample(next(one for one in schema[key] if one.get("type") != "null"))
        return self._of_type(schema)

    def _of_type(self, schema: Schema) -> Any:
        kind = schema.get("type", "object")
        if kind == "object":
            needed = schema.get("required", ())
            texts = [name for name, one in schema.get("properties", {}).items() if one.get("type") == "string"]
            return {name: self._sample(schema["properties"][name]) for name in {*needed, *texts}}
        if kind == "array":
            return [self._sample(schema.get("items", {})) for _ in range(schema.get("minItems", 1))]
        if kind in ("integer", "number"):
            return schema.get("minimum", schema.get("exclusiveMinimum", 0) + 1)
        if kind == "boolean":
            return False
        return self._text(schema)

    def _text(self, schema: Schema) -> str:
        formats = {"uuid": "0197a2f0-0000-7000-8000-00000000abcd", "date-time": "2026-03-01T00:00:00Z", "date": "2026-03-01"}
        if "format" in schema:
            return formats.get(schema["format"], self.mark)
        return self.mark[: schema.get("maxLength", 200)]
