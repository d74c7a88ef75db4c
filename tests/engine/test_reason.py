"""Does inference keep the theorems that OWL 2 RL promises, and is every proof a proof?

Expected conclusions come from owlrl and from the rule tables of OWL 2 Profiles, section 4.3;
nothing here shares code with `triples.proofs`.
"""

import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise

import owlrl
import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st
from rdflib import BNode, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.compare import isomorphic
from rdflib.namespace import OWL, RDF, RDFS, XSD
from rdflib.term import Node

from dutygraph.audit.case import Case
from dutygraph.names import ASSERTED, DG, ONTOLOGY, code
from dutygraph.triples.axioms import axioms
from dutygraph.triples.proofs import CONTESTED, EXPLICIT, IMPLIED, Proofs, Step, Warrant, prove
from dutygraph.triples.reason import Inference, Triple, infer, relevant
from dutygraph.triples.reasoned import reason
from dutygraph.triples.system import System, load
from dutygraph.triples.warrants import warrants

ENGINE = settings.get_profile("engine-owl")
Edit = Callable[..., System]
EX = Namespace("https://example.org/")
CLASSES = [EX[f"Class{n}"] for n in "ABC"]
PROPERTIES = [EX[f"property-{n}"] for n in "pqr"]
PEOPLE = [EX[f"person-{n}"] for n in "abc"]
VALUE = EX["value"]
RULES = [code("rule", "DR4"), code("rule", "DR5")]
LITERALS = [Literal("x"), Literal("x", lang="zh"), Literal(1), Literal("1.0", datatype=XSD.decimal)]

classes, properties, people = (st.sampled_from(s) for s in (CLASSES, PROPERTIES, PEOPLE))

# ------------------------------------------------------------------ small ontologies and data


BETWEEN_TWO = {
    "sub-class": RDFS.subClassOf,
    "sub-property": RDFS.subPropertyOf,
    "inverse": OWL.inverseOf,
    "domain": RDFS.domain,
    "range": RDFS.range,
    "reading": DG.isReadBy,
}
WITH_VALUE = {"value-class": RDFS.subClassOf, "value-domain": RDFS.domain}


@dataclass(frozen=True)
class Axiom:
    """One axiom as its triples; blank nodes are named after it, so that it repeats exactly."""

    kind: str
    terms: tuple[URIRef, ...]

    def triples(self) -> frozenset[Triple]:
        node = BNode("-".join([self.kind, *(t.rsplit("/", 1)[-1] for t in self.terms)]))
        first, second, *rest = (*self.terms, EX.unused)
        if self.kind in BETWEEN_TWO:
            return frozenset({(first, BETWEEN_TWO[self.kind], second)})
        if self.kind == "chain":
            return self._chain(node)
        if self.kind in WITH_VALUE:
            return frozenset({(first, WITH_VALUE[self.kind], node), *_value(node, second, rest[0])})
        return frozenset({(first, RDF.type, OWL[self.kind])})

    def _chain(self, node: BNode) -> frozenset[Triple]:
        target, *links = self.terms
        graph = Graph()
        cells = [node, *(BNode(f"{node}-{n}") for n in range(1, len(links)))]
        for cell, link, after in zip(cells, links, [*cells[1:], RDF.nil], strict=True):
            graph.add((cell, RDF.first, link))
            graph.add((cell, RDF.rest, after))
        graph.add((target, OWL.propertyChainAxiom, node))
        return frozenset(graph)


def _value(node: BNode, prop: URIRef, value: URIRef) -> tuple[Triple, ...]:
    return (
        (node, RDF.type, OWL.Restriction),
        (node, OWL.onProperty, prop),
        (node, OWL.hasValue, value),
    )


def axiom(kind: str, *terms: st.SearchStrategy[URIRef]) -> st.SearchStrategy[Axiom]:
    return st.builds(Axiom, st.just(kind), st.tuples(*terms))


rule_axioms = st.one_of(
    axiom("sub-class", classes, classes),
    axiom("sub-property", properties, properties),
    axiom("inverse", properties, properties),
    axiom("domain", properties, classes),
    axiom("range", properties, classes),
    axiom("TransitiveProperty", properties),
    axiom("chain", properties, properties, properties),
    axiom("chain", properties, properties, properties, properties),
    axiom("value-class", classes, properties, people),
    axiom("value-domain", properties, properties, people),
)
readings = axiom("reading", properties, st.sampled_from(RULES))
wider_axioms = st.one_of(
    rule_axioms,
    axiom("FunctionalProperty", properties),
    axiom("InverseFunctionalProperty", properties),
    axiom("SymmetricProperty", properties),
    axiom("IrreflexiveProperty", properties),
    axiom("AsymmetricProperty", properties),
    axiom("domain", st.just(VALUE), classes),
    axiom("sub-property", st.just(VALUE), st.just(EX["wider-value"])),
)

relations = st.tuples(people, properties, people)
types = st.tuples(people, st.just(RDF.type), classes)
facts: st.SearchStrategy[frozenset[Triple]] = st.frozensets(
    st.one_of(relations, relations, types), min_size=3, max_size=7
)
wider_facts: st.SearchStrategy[frozenset[Triple]] = st.frozensets(
    st.one_of(
        relations,
        types,
        st.tuples(people, st.just(VALUE), st.sampled_from(LITERALS)),
        st.tuples(people, st.just(OWL.sameAs), people),
        st.tuples(classes, st.just(OWL.disjointWith), classes),
    ),
    min_size=2,
    max_size=6,
)
ontologies = st.frozensets(rule_axioms, min_size=3, max_size=7)
wider_ontologies = st.frozensets(wider_axioms, min_size=2, max_size=6)


def triples_of(ontology: Iterable[Axiom]) -> frozenset[Triple]:
    return frozenset[Triple]().union(*(a.triples() for a in ontology))


def graph_of(triples: Iterable[Triple]) -> Graph:
    graph = Graph()
    graph.addN((s, p, o, graph) for s, p, o in triples)
    return graph


premises = st.builds(lambda o, f: triples_of(o) | f, wider_ontologies, wider_facts)

# ------------------------------------------------------------------ inference


@settings(ENGINE)
@given(less=premises, more=premises)
def test_inference_is_monotone(less: frozenset[Triple], more: frozenset[Triple]) -> None:
    before, after = infer(less), infer(less | more)
    assert less | before.triples <= less | more | after.triples
    assert not before.clashes or after.clashes


@settings(ENGINE)
@given(given_triples=premises)
def test_inference_is_idempotent(given_triples: frozenset[Triple]) -> None:
    first = infer(given_triples)
    again = infer(given_triples | first.triples)
    assert again.triples == frozenset()
    assert bool(again.clashes) == bool(first.clashes)


@settings(ENGINE)
@given(given_triples=premises, data=st.data())
def test_inference_is_free_of_order(given_triples: frozenset[Triple], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(sorted(given_triples)))
    assert infer([*shuffled, *shuffled]) == infer(given_triples)


@settings(ENGINE)
@given(given_triples=premises)
def test_inference_leaves_its_premises_alone(given_triples: frozenset[Triple]) -> None:
    graph = graph_of(given_triples)
    found = infer(graph)
    assert frozenset(graph) == given_triples
    assert found.triples.isdisjoint(given_triples)


@settings(ENGINE)
@given(given_triples=premises)
def test_inference_gives_only_triples_that_a_reader_can_use(
    given_triples: frozenset[Triple],
) -> None:
    found = infer(given_triples)
    event(f"dropped some: {found.dropped > 0}, clashes: {len(found.clashes) > 0}")
    for subject, predicate, obj in found.triples:
        assert isinstance(subject, URIRef | BNode)
        assert isinstance(predicate, URIRef)
        assert (predicate, subject) != (OWL.sameAs, obj)
        assert not any("agent-ont#" in str(term) for term in (subject, predicate, obj))


@settings(ENGINE)
@given(given_triples=premises)
def test_reference_loses_of_owlrl_only_what_it_counts(given_triples: frozenset[Triple]) -> None:
    grown = graph_of(given_triples)
    owlrl.DeductiveClosure(
        owlrl.OWLRL_Semantics, axiomatic_triples=False, datatype_axioms=False
    ).expand(grown)
    errors = {s for s, p, _ in grown if "agent-ont#" in str(p)}
    new = {t for t in grown if t not in given_triples and t[0] not in errors}
    found = infer(given_triples, "owlrl")
    lost = new - found.triples
    assert found.triples <= new
    assert found.dropped == len(lost)
    for subject, predicate, obj in lost:
        assert isinstance(subject, Literal) or (predicate, subject) == (OWL.sameAs, obj)


@pytest.mark.parametrize(
    "clashing",
    [
        {(EX.p, RDF.type, OWL.IrreflexiveProperty), (EX.a, EX.p, EX.a)},
        {(EX.p, RDF.type, OWL.AsymmetricProperty), (EX.a, EX.p, EX.b), (EX.b, EX.p, EX.a)},
        {(EX.C, OWL.disjointWith, EX.D), (EX.a, RDF.type, EX.C), (EX.a, RDF.type, EX.D)},
        {(EX.a, OWL.sameAs, EX.b), (EX.a, OWL.differentFrom, EX.b)},
        {(EX.a, RDF.type, OWL.Nothing)},
    ],
    ids=["prp-irp", "prp-asyp", "cax-dw", "eq-diff1", "cls-nothing2"],
)
def test_rule_with_consequent_false_comes_out_as_a_clash(clashing: set[Triple]) -> None:
    found = infer(clashing)
    assert found.clashes
    assert not any("agent-ont#" in str(term) for triple in found.triples for term in triple)
    for triple in clashing:
        assert infer(clashing - {triple}).clashes == ()


AROUND_INFERENCE = """
from rdflib import Literal, URIRef
from rdflib.namespace import RDF, XSD
from dutygraph.triples.reason import infer


def read():
    return (
        str(Literal("2009-04-21T12:30:15-05:00", datatype=XSD.dateTimeStamp)),
        str(Literal("abc@de", datatype=RDF.PlainLiteral)),
    )

before = read()
for engine in ("columnar", "owlrl"):
    infer([(URIRef("urn:a"), URIRef("urn:p"), URIRef("urn:b"))], engine)
assert read() == before, (before, read())
"""


def test_inference_leaves_literals_read_later_alone() -> None:
    """In a process of its own: elsewhere something has been inferred already."""
    done = subprocess.run([sys.executable, "-c", AROUND_INFERENCE], check=False)
    assert done.returncode == 0


def clashes_of(inference: Inference, *names: str) -> list[str]:
    return [c for c in inference.clashes if all(name in c for name in names)]


def test_holder_that_reports_to_itself_is_a_clash(toy_case: Case, edit: Edit) -> None:
    changed = edit(toy_case.system, plus=":A05-3 dg:namesRecipient :water-bureau .")
    found = reason(changed)
    assert clashes_of(found.inference, "reportsTo")
    water = URIRef("https://w3id.org/dutygraph/data/toy/water-bureau")
    assert (water, DG.reportsTo, water) in found.inference.triples
    assert not any("agent-ont#" in str(term) for t in found.known for term in t)


def test_holder_that_is_a_norm_is_a_clash(toy_case: Case, edit: Edit) -> None:
    found = reason(edit(toy_case.system, plus=":water-bureau a dg:Norm ."))
    assert clashes_of(found.inference, "Holder", "Norm")


def test_the_data_are_consistent(case: Case) -> None:
    assert case.reasoned.inference.clashes == ()


def test_reasoning_leaves_the_data_alone(case: Case) -> None:
    fresh = load(case.system.name)
    for name in (ASSERTED, ONTOLOGY):
        assert isomorphic(fresh.graph(name), case.system.graph(name))
    assert isomorphic(fresh.graph(ASSERTED), case.reasoned.asserted)


def of_the_project(triples: Iterable[Triple]) -> set[Triple]:
    """Keep relations in the project's own words, and types that it names."""
    return {
        t
        for t in triples
        if (str(t[1]).startswith(str(DG)) and not isinstance(t[2], Literal))
        or (t[1] == RDF.type and str(t[2]).startswith(str(DG)))
    }


def loses_nothing(case: Case) -> None:
    found = case.reasoned
    everything = frozenset[Triple]().union(found.ontology, found.asserted, *found.by_rule.values())
    full = infer(everything)
    assert of_the_project(full.triples) == of_the_project(found.inference.triples)
    assert bool(full.clashes) == bool(found.inference.clashes)


def test_relevant_triples_entail_all_that_toy_does(toy_case: Case) -> None:
    loses_nothing(toy_case)


@pytest.mark.slow
def test_relevant_triples_entail_all_that_yunfu_does(yunfu_case: Case) -> None:
    loses_nothing(yunfu_case)


# ------------------------------------------------------------------ proofs


def certain(_: Triple) -> Warrant:
    return Warrant(EXPLICIT)


def about_people(triples: Iterable[Triple]) -> set[Triple]:
    """Keep assertions: relations of the example, and types by its named classes."""
    return {t for t in triples if t[1] in PROPERTIES or (t[1] == RDF.type and t[2] in CLASSES)}


def entailed(ontology: frozenset[Triple], leaves: frozenset[Triple]) -> set[Triple]:
    return about_people(leaves | infer(ontology | leaves).triples)


FROM_ONE: dict[str, Callable[[Graph, Node, Node, Node], set[Triple]]] = {
    "prp-spo1": lambda g, x, p, y: {(x, q, y) for q in g.objects(p, RDFS.subPropertyOf)},
    "prp-inv1": lambda g, x, p, y: {(y, q, x) for q in g.objects(p, OWL.inverseOf)},
    "prp-inv2": lambda g, x, p, y: {(y, q, x) for q in g.subjects(OWL.inverseOf, p)},
    "prp-dom": lambda g, x, p, _: {(x, RDF.type, c) for c in g.objects(p, RDFS.domain)},
    "prp-rng": lambda g, _, p, y: {(y, RDF.type, c) for c in g.objects(p, RDFS.range)},
    "cax-sco": lambda g, x, p, y: (
        {(x, RDF.type, c) for c in g.objects(y, RDFS.subClassOf)} if p == RDF.type else set()
    ),
    "cls-hv1": lambda g, x, p, y: (
        {(x, q, v) for q in g.objects(y, OWL.onProperty) for v in g.objects(y, OWL.hasValue)}
        if p == RDF.type
        else set()
    ),
}


def conclusions(rule: str, premises: tuple[Triple, ...], ontology: Graph) -> set[Triple]:
    """Apply one rule, as its table in OWL 2 Profiles has it, to its premises."""
    (x, p, y), *others = premises
    if rule == "prp-trp" and (p, RDF.type, OWL.TransitiveProperty) in ontology:
        return {(x, p, z) for y2, p2, z in others if (y2, p2) == (y, p)}
    if rule == "prp-spo2" and all(a[2] == b[0] for a, b in pairwise(premises)):
        used = [p for _, p, _ in premises]
        return {
            (x, q, premises[-1][2])
            for q, chain in ontology.subject_objects(OWL.propertyChainAxiom)
            if list(Collection(ontology, chain)) == used
        }
    return FROM_ONE[rule](ontology, x, p, y) if rule in FROM_ONE and not others else set()


def replays(step: Step, conclusion: Triple, ontology: Graph, leaves: frozenset[Triple]) -> bool:
    if step.rule == "asserted":
        return step.premises == () and conclusion in leaves
    return conclusion in conclusions(step.rule, step.premises, ontology)


def readings_of(step: Step, ontology: Graph) -> set[str]:
    """List the reading rules that a step calls for: those of the properties it chains."""
    if step.rule != "prp-spo2":
        return set()
    used = {p for _, p, _ in step.premises}
    return {str(r).rsplit("/", 1)[-1] for p in used for r in ontology.objects(p, DG.isReadBy)}


def is_well_founded(proofs: Proofs) -> bool:
    """Tell whether following first steps always ends at leaves."""
    done: set[Triple] = set()

    def descend(goal: Triple, above: frozenset[Triple]) -> bool:
        if goal in done:
            return True
        if goal in above:
            return False
        fine = all(descend(p, above | {goal}) for p in proofs.steps[goal][0].premises)
        done.add(goal)
        return fine

    return all(descend(goal, frozenset()) for goal in proofs.steps)


def check_proofs(proofs: Proofs, ontology: Graph, leaves: frozenset[Triple]) -> None:
    assert is_well_founded(proofs)
    for conclusion, steps in proofs.steps.items():
        assert len(set(steps)) == len(steps) > 0
        for step in steps:
            assert replays(step, conclusion, ontology, leaves), (step, conclusion)
            assert set(step.premises) <= set(proofs.steps)
            assert step.readings == readings_of(step, ontology)


def check_grade(proofs: Proofs, goal: Triple, warrant_of: Callable[[Triple], Warrant]) -> None:
    """Grade a conclusion anew, from the leaves and the readings of its best proof."""
    grade, rules = EXPLICIT, frozenset[str]()
    for _, triple, step in proofs.tree(goal):
        rules |= step.readings
        grade = max(grade, IMPLIED if step.readings else EXPLICIT)
        if not step.premises:
            grade, rules = max(grade, warrant_of(triple).grade), rules | warrant_of(triple).rules
    assert proofs.grade(goal) == Warrant(grade, rules)


@settings(ENGINE)
@given(ontology=ontologies, leaves=facts)
def test_what_has_a_proof_is_what_owlrl_entails(
    ontology: frozenset[Axiom], leaves: frozenset[Triple]
) -> None:
    axiom_triples = triples_of(ontology)
    proofs = prove(leaves, axioms(graph_of(axiom_triples)), certain)
    event(f"derived: {min(len(proofs.steps) - len(leaves), 9)}")
    assert about_people(proofs.steps) == entailed(axiom_triples, leaves)


@settings(ENGINE)
@given(
    ontology=st.frozensets(st.one_of(rule_axioms, readings), min_size=3, max_size=8), leaves=facts
)
def test_every_step_replays_and_every_proof_is_well_founded(
    ontology: frozenset[Axiom], leaves: frozenset[Triple]
) -> None:
    graph = graph_of(triples_of(ontology))
    check_proofs(prove(leaves, axioms(graph), certain), graph, leaves)


@settings(ENGINE)
@given(
    ontology=st.frozensets(st.one_of(rule_axioms, readings), min_size=3, max_size=8),
    grades=st.dictionaries(
        st.one_of(relations, types),
        st.builds(Warrant, st.sampled_from([EXPLICIT, IMPLIED, CONTESTED]), st.just(frozenset())),
        min_size=3,
        max_size=7,
    ),
)
def test_no_proof_is_surer_than_the_one_given(
    ontology: frozenset[Axiom], grades: dict[Triple, Warrant]
) -> None:
    """At each grade, what is as sure is what owlrl entails from leaves and chains as sure."""
    graph = graph_of(triples_of(ontology))
    proofs = prove(grades, axioms(graph), grades.__getitem__)
    for goal in proofs.steps:
        check_grade(proofs, goal, grades.__getitem__)
    read = {a.terms[0] for a in ontology if a.kind == "reading"}
    plain = {a for a in ontology if a.kind != "chain" or read.isdisjoint(a.terms[1:])}
    for most in (EXPLICIT, IMPLIED, CONTESTED):
        usable = triples_of(plain if most < IMPLIED else ontology)
        sure = frozenset(t for t, w in grades.items() if w.grade <= most)
        proven = {t for t in proofs.steps if proofs.grade(t).grade <= most}
        assert about_people(proven) == entailed(usable, sure)


def test_blank_object_has_a_proof_of_its_type() -> None:
    blank = BNode("someone")
    axiom_triples = frozenset[Triple]({(EX.p, RDFS.range, EX.C)})
    leaves = frozenset[Triple]({(EX.a, EX.p, blank)})
    assert (blank, RDF.type, EX.C) in infer(axiom_triples | leaves).triples
    assert (blank, RDF.type, EX.C) in prove(leaves, axioms(graph_of(axiom_triples)), certain).steps


def test_data_have_a_proof_of_all_that_owlrl_infers(case: Case) -> None:
    found = case.reasoned
    added = frozenset[Triple]().union(*found.by_rule.values())
    given_triples = of_the_project(relevant(found.asserted))
    proven = of_the_project(found.proofs.steps)
    assert proven == given_triples | of_the_project(added) | of_the_project(found.inference.triples)


def test_proofs_of_the_data_replay(case: Case) -> None:
    found = case.reasoned
    leaves = relevant(found.asserted) | relevant(frozenset[Triple]().union(*found.by_rule.values()))
    check_proofs(found.proofs, found.ontology, leaves)
    warrant_of = warrants(found.asserted, found.by_rule)
    for goal in found.proofs.steps:
        check_grade(found.proofs, goal, warrant_of)
