"""Does CITATION.cff keep the schema of the Citation File Format, and the version?

Source: Citation File Format 1.2.0, doi:10.5281/zenodo.5171937.
"""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from dutygraph import __version__, places

REQUIRED = {"authors", "cff-version", "message", "title"}
ALLOWED = REQUIRED | {
    *("abstract", "commit", "contact", "date-released", "doi", "identifiers", "keywords"),
    *("license", "license-url", "preferred-citation", "references", "repository"),
    *("repository-artifact", "repository-code", "type", "url", "version"),
}


@pytest.fixture(scope="module")
def citation() -> dict[str, Any]:
    text = (Path(__file__).parents[2] / "CITATION.cff").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return found


def test_keys_are_those_of_the_format(citation: dict[str, Any]) -> None:
    assert set(citation) >= REQUIRED
    assert set(citation) <= ALLOWED
    assert citation["cff-version"] == "1.2.0"
    assert citation["type"] in {"software", "dataset"}


def test_version_is_that_of_the_program(citation: dict[str, Any]) -> None:
    assert citation["version"] == __version__


def test_author_is_an_entity_and_no_person(citation: dict[str, Any]) -> None:
    assert citation["authors"] == [{"name": "dutygraph contributors"}]


def test_licences_are_those_of_the_folders(citation: dict[str, Any]) -> None:
    stated = {
        found[1]
        for folder in ("ontology", "data")
        for found in re.finditer(
            r"SPDX-License-Identifier: (\S+)",
            (places.data().parent / folder / "LICENSE").read_text(encoding="utf-8"),
        )
    }
    assert set(citation["license"]) == {"Apache-2.0", *stated}


def test_the_coded_regulation_is_a_reference(citation: dict[str, Any]) -> None:
    (reference,) = citation["references"]
    assert set(reference) >= {"authors", "title", "type"}
    text = (places.data() / "yunfu-2017" / "source.txt").read_text(encoding="utf-8")
    assert f"\n{reference['title']}\n" in text
    assert reference["authors"] == [{"name": "云浮市扶贫开发领导小组"}]
    assert str(reference["date-published"]) == "2017-05-26"
