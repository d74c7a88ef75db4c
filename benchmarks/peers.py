"""How does an engine infer over one file of N-Triples, as a process of its own?

Run by `bench_infer.py` with the Python of an environment that has the engine. Prints JSON: CPU
seconds to load and to infer, and triples by predicate and class.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"


def by_columns(path: str) -> Iterator[object]:
    """Let the columnar engine infer."""
    from dutygraph.engine.infer import infer  # noqa: PLC0415 -- only here is it installed
    from dutygraph.triples import columns, ntriples  # noqa: PLC0415

    terms = ntriples.new_terms()
    found = columns.load([Path(path)], terms)
    yield None
    result = infer(terms, *found)
    yield None
    closed = columns.Columns(terms, result, {})
    yield closed.predicates(), closed.classes()


def by_sparq(path: str) -> Iterator[object]:
    """Let sparq infer by its OWL 2 RL rules."""
    import sparq  # noqa: PLC0415 -- only here is it installed

    found = sparq.Graph.load(Path(path), format="ntriples")
    yield None
    found.reason("owl")
    yield None
    queries = (
        "SELECT ?k (COUNT(*) AS ?n) WHERE { ?s ?k ?o } GROUP BY ?k",
        f"SELECT ?k (COUNT(*) AS ?n) WHERE {{ ?s <{RDF}type> ?k }} GROUP BY ?k",
    )
    yield [{r["k"].value: int(r["n"].value) for r in found.query(query)} for query in queries]


# The rules that the ontology needs, over a table of triples and small tables of axioms; run in
# turn until nothing new comes.
SQL = {
    "spo": "SELECT t.s, a.o p, t.o FROM t JOIN a ON a.p = 'subPropertyOf' AND a.s = t.p",
    "inv1": "SELECT t.o s, a.o p, t.s o FROM t JOIN a ON a.p = 'inverseOf' AND a.s = t.p",
    "inv2": "SELECT t.o s, a.s p, t.s o FROM t JOIN a ON a.p = 'inverseOf' AND a.o = t.p",
    "trp": "SELECT t.s, t.p, u.o FROM t JOIN a ON a.p = 'transitive' AND a.s = t.p "
    "JOIN t u ON u.p = t.p AND u.s = t.o",
    "chain": "SELECT t.s, c.p, u.o FROM c JOIN t ON t.p = c.one JOIN t u ON u.p = c.two "
    "AND u.s = t.o",
    "dom": "SELECT t.s, $type p, a.o FROM t JOIN a ON a.p = 'domain' AND a.s = t.p",
    "rng": "SELECT t.o s, $type p, a.o FROM t JOIN a ON a.p = 'range' AND a.s = t.p",
    "sco": "SELECT t.s, t.p, a.o FROM t JOIN a ON a.p = 'subClassOf' AND a.s = t.o "
    "WHERE t.p = $type",
    "hv1": "SELECT t.s, h.p, h.v o FROM t JOIN h ON h.r = t.o WHERE t.p = $type",
    "hv2": "SELECT t.s, $type p, h.r o FROM t JOIN h ON h.p = t.p AND h.v = t.o",
}
AXIOMS = f"""
CREATE TABLE a AS SELECT s, replace(replace(name, '<{RDFS}', ''), '>', '') p, o
  FROM raw WHERE name IN
    ('<{RDFS}subPropertyOf>', '<{RDFS}subClassOf>', '<{RDFS}domain>', '<{RDFS}range>')
  UNION ALL SELECT s, 'inverseOf', o FROM raw WHERE name = '<{OWL}inverseOf>'
  UNION ALL SELECT s, 'transitive', 0 FROM raw JOIN terms ON id = o
    WHERE name = '<{RDF}type>' AND term = '<{OWL}TransitiveProperty>';
CREATE TABLE h AS SELECT x.s r, y.o p, x.o v FROM raw x JOIN raw y ON x.s = y.s
  WHERE x.name = '<{OWL}hasValue>' AND y.name = '<{OWL}onProperty>';
CREATE TABLE c AS SELECT x.s p, f.o one, g.o two FROM raw x
  JOIN raw f ON f.s = x.o AND f.name = '<{RDF}first>'
  JOIN raw r ON r.s = x.o AND r.name = '<{RDF}rest>'
  JOIN raw g ON g.s = r.o AND g.name = '<{RDF}first>' WHERE x.name = '<{OWL}propertyChainAxiom>';
"""  # noqa: S608 -- constants


def by_duckdb(path: str) -> Iterator[object]:
    """Let DuckDB run the rules that the ontology needs, as SQL to a fixpoint."""
    import duckdb  # noqa: PLC0415 -- only here is it installed

    con = duckdb.connect()
    con.execute(
        "CREATE TABLE lines AS SELECT split_part(line, ' ', 1) s, split_part(line, ' ', 2) p, "
        "substr(line, length(split_part(line, ' ', 1)) + length(split_part(line, ' ', 2)) + 3) o "
        "FROM (SELECT rtrim(rtrim(column0, '.'), ' ') line FROM read_csv(?, header = false, "
        "delim = '\\x01', quote = '', escape = '', columns = {'column0': 'VARCHAR'}))",
        [path],
    )
    con.execute(
        "CREATE TABLE terms AS SELECT row_number() OVER () id, term FROM (SELECT s term FROM lines "
        "UNION SELECT p FROM lines UNION SELECT o FROM lines)"
    )
    con.execute(
        "CREATE TABLE t AS SELECT DISTINCT x.id s, y.id p, z.id o FROM lines l "
        "JOIN terms x ON x.term = l.s JOIN terms y ON y.term = l.p JOIN terms z ON z.term = l.o"
    )
    con.execute(
        f"CREATE VIEW raw AS SELECT t.*, term name FROM t JOIN terms ON id = p WHERE "  # noqa: S608
        f"term LIKE '<{OWL}%' OR term LIKE '<{RDFS}%' OR term LIKE '<{RDF}%'"
    )
    for statement in AXIOMS.split(";")[:-1]:
        con.execute(statement)
    yield None
    (kind,) = con.execute("SELECT id FROM terms WHERE term = ?", [f"<{RDF}type>"]).fetchone()
    moved = True
    while moved:
        moved = False
        for rule in SQL.values():
            found = con.execute(
                f"INSERT INTO t SELECT DISTINCT * FROM ({rule.replace('$type', str(kind))}) n "  # noqa: S608
                "WHERE NOT EXISTS (SELECT 1 FROM t WHERE t.s = n.s AND t.p = n.p AND t.o = n.o)"
            ).fetchone()
            moved |= bool(found[0])
    yield None
    queries = (
        "SELECT term, count(*) FROM t JOIN terms ON id = p GROUP BY 1",
        f"SELECT term, count(*) FROM t JOIN terms ON id = o WHERE p = {kind} GROUP BY 1",  # noqa: S608
    )
    yield [{t.strip("<>"): n for t, n in con.execute(query).fetchall()} for query in queries]


def main() -> None:
    """Run one peer on one file."""
    steps = {"columns": by_columns, "sparq": by_sparq, "duckdb": by_duckdb}[sys.argv[1]](
        sys.argv[2]
    )
    start = time.process_time()
    next(steps)
    loaded = time.process_time()
    next(steps)
    inferred = time.process_time()
    predicates, classes = next(steps)  # type: ignore[misc]
    told = {
        "load": loaded - start,
        "infer": inferred - loaded,
        "predicates": predicates,
        "classes": classes,
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
