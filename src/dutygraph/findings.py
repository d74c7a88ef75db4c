"""What is a finding, and how grave is it?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

SEVERITIES: Final = ("error", "warning", "note")


@dataclass(frozen=True, slots=True, order=True)
class Words:
    """One sentence in both languages, Chinese first."""

    zh: str
    en: str

    def in_language(self, lang: str) -> str:
        """Choose the sentence for `zh` or `en`."""
        return self.en if lang == "en" else self.zh


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One place where the chain of responsibility, or its record, falls short.

    `subject` is the local name of what the finding is about; `provision` is the article as
    the text calls it (第五条), None where the finding has none; `quote` is the text's own
    words there, empty where it has none. `because_of` names what this one follows from
    (`no-report county`, with commas where there are several); such a finding is a note, as
    the cure lies with the other.
    `fingerprint` tells it from others of its check and subject, by words that stay when the
    text is put in another order. `span` is where it stands in the text, start and end in code
    points, empty where it stands nowhere.
    """

    check: str
    severity: str
    subject: str
    label: Words
    provision: Words | None
    message: Words
    cure: Words
    quote: str = ""
    because_of: str = ""
    fingerprint: str = ""
    span: tuple[()] | tuple[int, int] = ()

    def article(self, lang: str) -> str:
        """Name the provision in one language, empty where the finding has none."""
        return self.provision.in_language(lang) if self.provision else ""

    @property
    def key(self) -> str:
        """Name the finding: `no-report town-government 5f0c2a91b3de`."""
        return f"{self.check} {self.subject} {self.fingerprint}"


def at_or_above(findings: tuple[Finding, ...], severity: str) -> bool:
    """Tell whether a finding is as grave as `severity`; nothing is as grave as `never`."""
    if severity == "never":
        return False
    bar = SEVERITIES.index(severity)
    return any(SEVERITIES.index(f.severity) <= bar for f in findings)
