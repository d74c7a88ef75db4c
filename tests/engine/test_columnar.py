"""Does the columnar engine entail what the tables of OWL 2 RL entail, and what owlrl does?

Two oracles: the tables of the specification run word by word (`tables`), and owlrl. Where
either is left, the difference is stated here and nothing else is let through.
"""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

from hypothesis import event, given, settings
from rdflib import Literal, URIRef
from rdflib.namespace import OWL, RDF, RDFS, XSD
from rdflib.term import Node

from dutygraph.triples.reason import Inference, Triple, infer


def beside(name: str) -> ModuleType:
    """Import a file beside this one: tests are files, not a package."""
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, Path(__file__).parent / f"{name}.py")
        assert spec is not None
        assert spec.loader is not None
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


draw, tables = beside("ontologies"), beside("tables")
ENGINE = settings.get_profile("engine-columns")
Triples = frozenset[Triple]
REFLEXIVE = {RDFS.subClassOf, RDFS.subPropertyOf, OWL.equivalentClass, OWL.equivalentProperty}

# Table 8 by hand, for the literals that are drawn.
_POSITIVE = [d for d in tables.NUMERIC if "onPositive" not in d and "egative" not in d] + [
    XSD.nonNegativeInteger
]
_ZERO = [d for d in tables.NUMERIC if d not in {XSD.positiveInteger, XSD.negativeInteger}]


def meant(value: object, *types: Node) -> object:
    return tables.Meant(value, frozenset({*types, RDFS.Literal}))


NUMBER = XSD.nonNegativeInteger
MEANT = {
    Literal("x"): meant("x", *tables.TEXTS, RDF.PlainLiteral),
    Literal("x", lang="zh"): meant(("x", "zh"), RDF.PlainLiteral, RDF.langString),
    Literal("1.5", datatype=XSD.decimal): meant(1.5, XSD.decimal),
    Literal(1): meant(1, *_POSITIVE),
    Literal("1", datatype=NUMBER): meant(1, *_POSITIVE),
    Literal("0", datatype=NUMBER): meant(0, *_ZERO),
    Literal("01", datatype=XSD.integer, normalize=False): meant(1, *_POSITIVE),
    Literal("1.0", datatype=XSD.decimal, normalize=False): meant(1, *_POSITIVE),
    Literal("1", datatype=XSD.double, normalize=False): meant("double 1", XSD.double),
    Literal("true", datatype=XSD.boolean): meant("true", XSD.boolean),
}


def columnar(premises: Triples) -> Inference:
    return infer(premises, "columnar")


def readable(triples: set[Triple] | Triples) -> set[Triple]:
    """Leave out what RDF cannot say, a term's equality with itself, and dt-diff of a literal."""
    return {
        (s, p, o)
        for s, p, o in triples
        if not isinstance(s, Literal)
        and isinstance(p, URIRef)
        and (p, s) != (OWL.sameAs, o)
        and not (p == OWL.differentFrom and isinstance(o, Literal))
    }


def rules(found: Inference) -> set[str]:
    """Name the rules of the clashes; unlike values are a matter of eq-diff1 in the tables."""
    names = {clash.split(":")[0] for clash in found.clashes}
    return {"eq-diff1" if name == "dt-diff" else name for name in names}


def agree_with_tables(premises: Triples) -> None:
    expected, false = tables.closure(premises, MEANT)
    found = columnar(premises)
    assert readable(premises | found.triples) == readable(expected)
    assert rules(found) == false
    event(f"inconsistent: {bool(false)}, equality: {any(p == OWL.sameAs for _, p, _ in expected)}")


@settings(ENGINE)
@given(premises=draw.worlds)
def test_tables_and_columns_agree(premises: Triples) -> None:
    agree_with_tables(premises)


@settings(ENGINE)
@given(premises=draw.keyed_worlds)
def test_tables_and_columns_agree_on_keys(premises: Triples) -> None:
    agree_with_tables(premises)


@settings(ENGINE)
@given(premises=draw.valued_worlds)
def test_tables_and_columns_agree_on_values(premises: Triples) -> None:
    agree_with_tables(premises)


@settings(ENGINE)
@given(premises=draw.bold_worlds)
def test_tables_and_columns_agree_where_axioms_speak_of_the_vocabulary(premises: Triples) -> None:
    agree_with_tables(premises)


# ------------------------------------------------------------------ beside owlrl


def like_owlrl(triples: Triples | set[Triple]) -> set[Triple]:
    """Leave out where owlrl adds to the tables or falls short of them.

    It states the axioms of owl:Thing and of datatypes in its own way, holds each class and
    property to be its own sub-class or equal, and types literals by what it has read.
    """
    return {
        (s, p, o)
        for s, p, o in triples
        if not (p in REFLEXIVE and s == o)
        and not (p == OWL.disjointWith and {s, o} <= set(tables.DATATYPES))
        and not (p == RDF.type and o in tables.DATATYPES)
    }


def plain(premises: Triples) -> bool:
    """Tell whether owlrl is known to follow the tables here.

    It drops the last element of the list in prp-key, prp-adp, eq-diff2 and eq-diff3, and does
    not know that values written in two datatypes are one (dt-eq).
    """
    lists = {OWL.hasKey, OWL.members, OWL.distinctMembers}
    ones = {o for _, _, o in premises if isinstance(o, Literal) and o.eq(Literal(1))}
    return not any(p in lists for _, p, _ in premises) and len(ones) < 2


@settings(settings.get_profile("engine-owl"))
@given(premises=draw.worlds.filter(plain))
def test_owlrl_and_columns_agree(premises: Triples) -> None:
    expected, found = infer(premises, "owlrl"), columnar(premises)
    assert like_owlrl(found.triples) == like_owlrl(expected.triples)
    assert bool(found.clashes) == bool(expected.clashes)
