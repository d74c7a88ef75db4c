"""How is the interface for programs described, so that tools can read and try it?"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Final

from dutygraph import __version__
from dutygraph.serve.forms import GRAPHS, ROWS, known_forms
from dutygraph.serve.operation import FORM, QUERY
from dutygraph.serve.refusal import title

_TEXT: Final = {"schema": {"type": "string"}}
_BYTES: Final[dict[str, Any]] = {"schema": {}}
_PROBLEM: Final = {"$ref": "#/components/schemas/Problem"}
_ASKED: Final = ("200", "400", "403", "406", "408", "413", "414", "415", "421", "503", "504")


def openapi(systems: Iterable[str]) -> bytes:
    """Describe the addresses for programs in OpenAPI 3.1; pages for people are left out."""
    value = {
        "openapi": "3.1.0",
        "info": {
            "title": "责任图谱 dutygraph",
            "version": __version__,
            "description": "SPARQL 1.1 Protocol, Graph Store Protocol (read), VoID.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": {
            "/sparql": _sparql("all systems together"),
            "/{system}/sparql": {
                "parameters": [_path("system", sorted(systems))],
                **_sparql("one system", ("404",)),
            },
            "/graphs": {"get": _graphs()},
            "/.well-known/void": {
                "get": _read("Describe the data sets in VoID and DCAT.", _forms(GRAPHS), ("406",))
            },
            "/health": {
                "get": _read(
                    "Tell that the server answers.",
                    {"application/json": {"schema": {"$ref": "#/components/schemas/Health"}}},
                )
            },
            "/openapi.json": {"get": _read("Give this description.", {"application/json": _BYTES})},
        },
        "components": {
            "schemas": {"Problem": _problem(), "Health": _health(), "Results": _results()}
        },
    }
    return json.dumps(value, ensure_ascii=False, indent=1).encode() + b"\n"


def _sparql(of_what: str, more: tuple[str, ...] = ()) -> dict[str, Any]:
    statuses = (*_ASKED, *more)
    summary = f"Ask by SPARQL 1.1 of {of_what}"
    results = {"schema": {"$ref": "#/components/schemas/Results"}}
    content = {**_forms(ROWS), **_forms(GRAPHS), "text/html": _TEXT, ROWS["json"][0]: results}
    protocol = [
        _query("format", {"type": "string", "enum": list(known_forms())}),
        _query("default-graph-uri", {"type": "array", "items": {"type": "string"}}),
        _query("named-graph-uri", {"type": "array", "items": {"type": "string"}}),
    ]
    fields = {"query": {"type": "string", "minLength": 1}}
    form = {"type": "object", "properties": fields, "required": ["query"]}
    return {
        "get": {
            "summary": f"{summary}; without a query, the description of the service.",
            "parameters": [_query("query", {"type": "string"}), *protocol],
            "responses": _responses(content, statuses),
        },
        "post": {
            "summary": f"{summary}.",
            "parameters": protocol,
            "requestBody": {
                "required": True,
                "content": {
                    FORM: {"schema": form},
                    QUERY: {"schema": {"type": "string", "minLength": 1}},
                },
            },
            "responses": _responses(content, statuses),
        },
    }


def _graphs() -> dict[str, Any]:
    found = _read("Give one graph of the store, or all together.", _forms(GRAPHS), ("404", "406"))
    found["parameters"] = [
        _query("graph", {"type": "string"}),
        {**_query("default", {"type": "string"}), "allowEmptyValue": True},
        _query("format", {"type": "string", "enum": list(GRAPHS)}),
    ]
    return found


def _read(summary: str, content: dict[str, Any], more: tuple[str, ...] = ()) -> dict[str, Any]:
    statuses = ("200", "400", *more, "414", "421", "503")
    return {"summary": summary, "responses": _responses(content, statuses)}


def _responses(content: dict[str, Any], statuses: Iterable[str]) -> dict[str, Any]:
    told = {
        "text/plain": _TEXT,
        "text/html": _TEXT,
        "application/problem+json": {"schema": _PROBLEM},
        "application/json": {"schema": _PROBLEM},
    }
    answers: dict[str, Any] = {"200": {"description": "OK", "content": content}}
    for status in statuses:
        if status != "200":
            words = title(int(status))
            answers[status] = {"description": f"{words.zh} {words.en}", "content": told}
    return answers


def _forms(forms: dict[str, tuple[str, ...]]) -> dict[str, Any]:
    return {media: _BYTES for types in forms.values() for media in types}


def _query(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "schema": schema}


def _path(name: str, values: list[str]) -> dict[str, Any]:
    schema = {"type": "string", "enum": values}
    return {"name": name, "in": "path", "required": True, "schema": schema}


def _problem() -> dict[str, Any]:
    words = ("type", "title", "title_zh", "detail", "place", "message", "cure")
    numbers = ("status", "line", "column")
    properties: dict[str, Any] = {
        **{name: {"type": "string"} for name in words},
        **{name: {"type": "integer"} for name in numbers},
    }
    return {"type": "object", "properties": properties, "required": ["title", "status", "detail"]}


def _health() -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {
            "status": {"const": "ok"},
            "version": {"type": "string"},
            "systems": {"type": "array", "items": {"type": "string"}},
            "workers": {"type": "integer", "minimum": 0},
        },
        "required": ["status", "version", "systems", "workers"],
    }


def _results() -> dict[str, Any]:
    """Describe SPARQL 1.1 results in JSON: rows, or a truth value."""
    names = {"type": "array", "items": {"type": "string"}}
    rows = {"type": "array", "items": {"type": "object"}}
    return {
        "type": "object",
        "properties": {
            "head": {"type": "object", "properties": {"vars": names}},
            "results": {
                "type": "object",
                "properties": {"bindings": rows},
                "required": ["bindings"],
            },
            "boolean": {"type": "boolean"},
        },
        "required": ["head"],
        "oneOf": [{"required": ["results"]}, {"required": ["boolean"]}],
    }
