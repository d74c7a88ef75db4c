"""Does the SARIF keep what the specification, version 2.1.0, asks of a log?"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import unquote

import pytest
from sarif_pydantic import Sarif

from dutygraph.audit.checks import checks
from dutygraph.audit.report import Report

AsFile = Callable[..., bytes]


@pytest.fixture(params=["toy", "yunfu"])
def found(request: pytest.FixtureRequest) -> Report:
    found: Report = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def run(found: Report, as_file: AsFile) -> dict[str, Any]:
    log = json.loads(as_file(found, "sarif"))
    assert log["version"] == "2.1.0"  # 3.13.2
    assert log["$schema"].endswith("sarif-schema-2.1.0.json")  # 3.13.3
    (run,) = log["runs"]  # 3.13.4
    assert isinstance(run, dict)
    return run


def test_the_log_is_of_the_schema_and_has_no_key_that_it_does_not_know(
    found: Report, as_file: AsFile
) -> None:
    """The models are another project's, made from the schema; they leave out unknown keys."""
    words = as_file(found, "sarif")
    read = Sarif.model_validate_json(words)
    assert json.loads(read.model_dump_json(by_alias=True, exclude_unset=True)) == json.loads(words)


def test_driver_and_rules(run: dict[str, Any]) -> None:
    driver = run["tool"]["driver"]  # 3.14.6, 3.18.2
    assert driver["name"] == "dutygraph"  # 3.19.8
    assert re.fullmatch(r"\d+\.\d+\.\d+\S*", driver["semanticVersion"])  # 3.19.12
    assert driver["language"] == "zh-CN"  # 3.19.21
    assert [rule["id"] for rule in driver["rules"]] == [check.name for check in checks()]
    for rule in driver["rules"]:  # 3.49
        for key in ("shortDescription", "fullDescription", "help"):
            assert rule[key]["text"]
        assert rule["help"]["markdown"]
        assert rule["defaultConfiguration"]["level"] in {"error", "warning", "note", "none"}


def test_results(found: Report, run: dict[str, Any]) -> None:
    rules = run["tool"]["driver"]["rules"]
    assert len(run["results"]) == len(found.findings)
    for result, finding in zip(run["results"], found.findings, strict=True):
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == finding.check  # 3.27.5-6
        assert result["level"] == finding.severity  # 3.27.10
        assert result["message"]["text"]  # 3.27.11
        assert result["partialFingerprints"] == {"dutygraph/v1": finding.key}  # 3.27.17
        assert "suppressions" not in result
    keys = [r["partialFingerprints"]["dutygraph/v1"] for r in run["results"]]
    assert len(keys) == len(set(keys))


def test_regions_are_the_words_of_the_text(found: Report, run: dict[str, Any]) -> None:
    text = found.case.system.text or ""
    lines = text.split("\n")
    assert run["columnKind"] == "unicodeCodePoints"  # 3.14.17
    placed = 0
    for result, finding in zip(run["results"], found.findings, strict=True):
        (location,) = result["locations"]
        region = location["physicalLocation"].get("region")
        if not region:
            assert not finding.span
            continue
        placed += 1
        offset, length = region["charOffset"], region["charLength"]  # 3.30.9-10
        words = text[offset : offset + length]
        assert (
            words == finding.quote or words in finding.message.zh or finding.article("zh") in words
        )
        first, last = region["startLine"] - 1, region["endLine"] - 1
        stretch = lines[first : last + 1]
        stretch[-1] = stretch[-1][: region["endColumn"] - 1]
        stretch[0] = stretch[0][region["startColumn"] - 1 :]
        assert "\n".join(stretch) == words
    assert placed


def test_every_reference_resolves(run: dict[str, Any]) -> None:
    files = [artifact["location"] for artifact in run["artifacts"]]
    assert len(files) == 1
    for result in run["results"]:
        place = result["locations"][0]["physicalLocation"]["artifactLocation"]
        assert files[place["index"]]["uri"] == place["uri"]
        assert place["uriBaseId"] in run["originalUriBaseIds"]  # 3.14.14
        assert not unquote(place["uri"]).startswith(("/", "file:"))
        assert unquote(place["uri"]).endswith("/source.txt")


def test_no_value_is_null(run: dict[str, Any]) -> None:
    def values(node: object) -> Iterator[object]:
        if isinstance(node, dict):
            for key, value in node.items():
                if key != "properties":
                    yield from values(value)
        elif isinstance(node, list):
            for value in node:
                yield from values(value)
        else:
            yield node

    assert None not in list(values(run))


def test_accepted_findings_are_suppressed_and_said_so_of_all(toy: Report, as_file: AsFile) -> None:
    first, second, *_ = toy.findings
    accepted = replace(toy, accepted={first: "今年底前修订", second: ""})
    results = json.loads(as_file(accepted, "sarif"))["runs"][0]["results"]
    shown = [result["suppressions"] for result in results]  # 3.27.23: on all or on none
    assert shown[0] == [{"kind": "external", "status": "accepted", "justification": "今年底前修订"}]
    assert shown[1] == [{"kind": "external", "status": "accepted"}]
    assert shown[2:] == [[] for _ in results[2:]]
