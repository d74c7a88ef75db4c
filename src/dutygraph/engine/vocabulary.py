"""Which terms does the engine know by number?

Every dictionary begins with these, in this order, so that a term of RDF, RDFS, OWL or XSD has
the same number everywhere, and the smallest number of any set of equal terms.
"""

from __future__ import annotations

from typing import Final

PREFIXES: Final = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

_TERMS: Final = (
    "rdf:type owl:sameAs owl:Thing owl:Nothing "
    "rdf:first rdf:rest rdf:nil rdf:Property "
    "rdfs:subClassOf rdfs:subPropertyOf rdfs:domain rdfs:range "
    "rdfs:Datatype rdfs:label rdfs:comment rdfs:seeAlso rdfs:isDefinedBy "
    "owl:deprecated owl:versionInfo owl:priorVersion owl:backwardCompatibleWith "
    "owl:incompatibleWith owl:Class owl:AnnotationProperty owl:ObjectProperty "
    "owl:DatatypeProperty owl:FunctionalProperty owl:InverseFunctionalProperty "
    "owl:IrreflexiveProperty owl:SymmetricProperty owl:AsymmetricProperty "
    "owl:TransitiveProperty owl:propertyChainAxiom owl:equivalentClass "
    "owl:equivalentProperty owl:propertyDisjointWith owl:AllDisjointProperties "
    "owl:members owl:distinctMembers owl:inverseOf owl:hasKey owl:sourceIndividual "
    "owl:assertionProperty owl:targetIndividual owl:targetValue owl:intersectionOf "
    "owl:unionOf owl:complementOf owl:someValuesFrom owl:allValuesFrom owl:onProperty "
    "owl:hasValue owl:maxCardinality owl:maxQualifiedCardinality owl:onClass owl:oneOf "
    "owl:disjointWith owl:AllDisjointClasses owl:differentFrom owl:AllDifferent "
    "rdfs:Resource rdfs:Class rdfs:member rdfs:Container rdfs:ContainerMembershipProperty "
    "rdf:List rdf:Statement rdf:subject rdf:predicate rdf:object rdf:Alt rdf:Bag rdf:Seq "
    "rdf:value rdf:_1"
)

_DATATYPES: Final = (
    "rdfs:Literal rdf:PlainLiteral rdf:XMLLiteral rdf:HTML rdf:langString "
    "xsd:decimal xsd:integer xsd:nonNegativeInteger xsd:nonPositiveInteger "
    "xsd:negativeInteger xsd:positiveInteger xsd:long xsd:int xsd:short xsd:byte "
    "xsd:unsignedLong xsd:unsignedInt xsd:unsignedShort xsd:unsignedByte "
    "xsd:float xsd:double xsd:string xsd:normalizedString xsd:token xsd:language "
    "xsd:Name xsd:NCName xsd:NMTOKEN xsd:boolean xsd:hexBinary xsd:base64Binary "
    "xsd:anyURI xsd:dateTime xsd:dateTimeStamp xsd:date xsd:time"
)

# What the rules need beside RDF: list membership, and cardinalities whose literal is 0 or 1.
_HELD: Final = ":item :max0 :max1 :maxQualified0 :maxQualified1"

NAMES: Final[tuple[str, ...]] = (*_TERMS.split(), *_DATATYPES.split(), *_HELD.split())
NUMBERS: Final[dict[str, int]] = {name: number for number, name in enumerate(NAMES)}
SIZE: Final = len(NAMES)
INTERNAL: Final = frozenset(NUMBERS[name] for name in _HELD.split())
DATATYPES: Final = frozenset(NUMBERS[name] for name in _DATATYPES.split())

TYPE: Final = NUMBERS["rdf:type"]
SAME: Final = NUMBERS["owl:sameAs"]
THING: Final = NUMBERS["owl:Thing"]


def iri(name: str) -> str:
    """Write a name of the vocabulary in full."""
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local
