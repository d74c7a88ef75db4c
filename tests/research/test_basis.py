"""Are codings of different texts told apart, with and without the texts?"""

import pytest

from dutygraph.audit.basis import Basis, refuse_other_text
from dutygraph.errors import DataError
from dutygraph.model import Excerpt

TEXT = "甲局负责规划。乙站每月向甲局报告。丙院监督甲局和乙站。"


def excerpt(start: int, end: int) -> Excerpt:
    return Excerpt(start, end, TEXT[start:end])


def whole(text: str = TEXT) -> Basis:
    return Basis("测", text, None, ())


def quoting(*excerpts: Excerpt, digest: str | None = None) -> Basis:
    return Basis("引", None, digest, excerpts)


def test_texts_may_not_differ() -> None:
    with pytest.raises(DataError, match="another text: at character 10 "):
        refuse_other_text(whole(), whole(TEXT.replace("每月", "每年")))
    with pytest.raises(DataError, match=f"at character {len(TEXT) - 1} .* has nothing where"):
        refuse_other_text(whole(), whole(TEXT[:-1]))


def test_quotes_must_stand_in_the_other_text() -> None:
    refuse_other_text(whole(), quoting(excerpt(7, 16)))
    refuse_other_text(quoting(excerpt(7, 16)), whole())
    with pytest.raises(DataError, match=r"at character 8 .*“乙站每月向甲局报”"):
        refuse_other_text(whole(), quoting(Excerpt(8, 17, TEXT[7:16])))


def test_quotes_alone_must_meet_and_agree() -> None:
    refuse_other_text(quoting(excerpt(7, 16)), quoting(excerpt(9, 20)))
    for other in (quoting(excerpt(17, 20)), quoting(), quoting(Excerpt(9, 12, "没有的"))):
        with pytest.raises(DataError):
            refuse_other_text(quoting(excerpt(7, 16)), other)
    with pytest.raises(DataError, match="hasDigest"):
        refuse_other_text(quoting(excerpt(7, 16), digest="a"), quoting(excerpt(7, 16), digest="b"))
