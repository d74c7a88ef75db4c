"""Do literals have the values that XML Schema 1.1 part 2 and OWL 2 Syntax, chapter 4, give them?"""

import pytest

from dutygraph.engine.datatypes import contains, read, whole_number
from dutygraph.engine.terms import Value
from dutygraph.engine.vocabulary import NUMBERS, iri


def literal(words: str, datatype: str, tag: str | None = None) -> Value:
    return Value(words, iri(datatype), tag)


EQUAL = [
    (("1", "xsd:integer"), ("+01", "xsd:integer")),
    (("1", "xsd:integer"), ("1.00", "xsd:decimal")),
    (("255", "xsd:unsignedByte"), ("255", "xsd:short")),
    (("1.5", "xsd:float"), ("15e-1", "xsd:float")),
    (("true", "xsd:boolean"), ("1", "xsd:boolean")),
    (("0A", "xsd:hexBinary"), ("0a", "xsd:hexBinary")),
    (("YQ==", "xsd:base64Binary"), ("Y Q ==", "xsd:base64Binary")),
    (("a", "xsd:token"), ("a", "xsd:string")),
    (("a@", "rdf:PlainLiteral"), ("a", "xsd:string")),
    (("a@EN", "rdf:PlainLiteral"), ("a@en", "rdf:PlainLiteral")),
    (("2000-01-01T24:00:00Z", "xsd:dateTime"), ("2000-01-02T00:00:00Z", "xsd:dateTime")),
    (("2000-02-29T12:00:00.50Z", "xsd:dateTime"), ("2000-02-29T12:00:00.5Z", "xsd:dateTimeStamp")),
    (("INF", "xsd:double"), ("+INF", "xsd:double")),
]
UNLIKE = [
    (("1", "xsd:integer"), ("2", "xsd:integer")),
    (("1", "xsd:decimal"), ("1", "xsd:double")),
    (("1", "xsd:float"), ("1", "xsd:double")),
    (("0", "xsd:double"), ("-0", "xsd:double")),
    (("1", "xsd:boolean"), ("1", "xsd:integer")),
    (("a", "xsd:string"), ("A", "xsd:string")),
    (("a", "xsd:string"), ("a", "xsd:anyURI")),
    # One moment in two zones: equal in order, not one value.
    (("2000-01-01T12:00:00Z", "xsd:dateTime"), ("2000-01-01T20:00:00+08:00", "xsd:dateTime")),
    (("2000-01-01T12:00:00", "xsd:dateTime"), ("2000-01-01T12:00:00Z", "xsd:dateTime")),
    (("2000-01-01", "xsd:date"), ("2000-01-01Z", "xsd:date")),
]
ILL_TYPED = [
    ("一", "xsd:integer"),
    ("١", "xsd:integer"),
    (" 1 ", "xsd:integer"),
    ("1.0", "xsd:integer"),
    ("1e3", "xsd:decimal"),
    ("128", "xsd:byte"),
    ("-1", "xsd:nonNegativeInteger"),
    ("0", "xsd:positiveInteger"),
    ("1e39", "xsd:float"),
    ("1e-400", "xsd:double"),
    ("yes", "xsd:boolean"),
    ("0", "xsd:hexBinary"),
    ("YQ=", "xsd:base64Binary"),
    ("2001-02-29", "xsd:date"),
    ("2000-13-01", "xsd:date"),
    ("2000-01-01T24:00:01", "xsd:dateTime"),
    ("2000-01-01T12:00:00", "xsd:dateTimeStamp"),
    ("2000-01-01T12:00:00+15:00", "xsd:dateTime"),
    ("a ", "xsd:token"),
    ("1a", "xsd:Name"),
    ("a:b", "xsd:NCName"),
    ("toolonglanguage", "xsd:language"),
    ("a", "rdf:PlainLiteral"),
    ("<a>", "rdf:XMLLiteral"),
]


@pytest.mark.parametrize(("one", "other"), EQUAL)
def test_one_value_in_two_spellings(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert read(literal(*one)) == read(literal(*other)) is not None


@pytest.mark.parametrize(("one", "other"), UNLIKE)
def test_two_values(one: tuple[str, str], other: tuple[str, str]) -> None:
    left, right = read(literal(*one)), read(literal(*other))
    assert left is not None
    assert right is not None
    assert left != right


@pytest.mark.parametrize(("words", "datatype"), ILL_TYPED)
def test_words_of_no_value(words: str, datatype: str) -> None:
    assert read(literal(words, datatype)) is None


@pytest.mark.parametrize(
    ("words", "datatype", "held", "not_held"),
    [
        ("42", "xsd:integer", "xsd:byte xsd:decimal xsd:positiveInteger", "xsd:double xsd:string"),
        ("42.0", "xsd:decimal", "xsd:integer xsd:unsignedByte", "xsd:float"),
        ("4.2", "xsd:decimal", "xsd:decimal rdfs:Literal", "xsd:integer"),
        ("-129", "xsd:integer", "xsd:short xsd:negativeInteger", "xsd:byte"),
        ("a b", "xsd:string", "xsd:token rdf:PlainLiteral", "xsd:Name xsd:NMTOKEN"),
        ("2000-01-01T12:00:00Z", "xsd:dateTime", "xsd:dateTimeStamp", "xsd:date"),
        ("2000-01-01T12:00:00", "xsd:dateTime", "xsd:dateTime", "xsd:dateTimeStamp"),
    ],
)
def test_value_spaces(words: str, datatype: str, held: str, not_held: str) -> None:
    found = read(literal(words, datatype))
    assert found is not None
    assert all(contains(NUMBERS[name], found) for name in held.split())
    assert not any(contains(NUMBERS[name], found) for name in not_held.split())


def test_unknown_datatype_is_taken_at_its_word() -> None:
    here = Value("x", "https://example.org/kind", None)
    assert read(here) == read(here)
    assert read(here) != read(Value("y", "https://example.org/kind", None))


def test_tagged_words_differ_by_tag_and_not_by_its_case() -> None:
    english = literal("a", "rdf:langString", "en")
    assert read(english) == read(literal("a", "rdf:langString", "EN"))
    assert read(english) != read(literal("a", "rdf:langString", "zh"))
    assert read(english) != read(literal("a", "xsd:string"))


def test_whole_numbers() -> None:
    cases = {"1": 1, "01": 1, "1.0": 1, "1.5": None}
    assert {w: whole_number(literal(w, "xsd:decimal")) for w in cases} == cases
    assert whole_number(literal("1", "xsd:double")) is None
