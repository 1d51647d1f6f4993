"""The documented model of a caseload in Parquet: a typed column for each fact, what it holds told in its schema, and an example."""

from pathlib import Path

from relais.kernel.months import Month
from relais.law.situation.catalogue import facts
from relais.law.situation.facts import Fact, Kind
from relais.law.situation.header import SPECIAL
from relais.law.situation.model import BEFORE, EXAMPLES, forms
from relais.law.situation.parsing import parse

#: an amount by month may be a text that tells its changes, a number is read too.
_TYPES = {Kind.MONEY: "float64", Kind.NUMBER: "float64", Kind.FLAG: "bool", Kind.DATE: "date32"}
#: when the ages of the example are told.
_TOLD = Month(2026, 1)


def parquet_template(path: Path) -> None:
    """Write the model to ``path``, over what is there. OSError when it cannot be written; needs pyarrow."""
    import pyarrow
    from pyarrow import parquet

    fields = [pyarrow.field(name, "string", metadata={"sens": meaning}) for name, meaning in SPECIAL.items()]
    for fact in facts().values():
        told = {"sens": fact.label, "formes": forms(fact), "a_lire_sur": fact.paper}
        fields.append(pyarrow.field(fact.code, _TYPES.get(fact.kind, "string"), metadata={key: text for key, text in told.items() if text}))
    schema = pyarrow.schema(fields, metadata={"lisez_moi": " ".join(BEFORE)})
    rows = [{name: _typed(facts().get(name), value) for name, value in example.items()} for example in EXAMPLES]
    parquet.write_table(pyarrow.Table.from_pylist(rows, schema=schema), path)


def _typed(fact: Fact | None, value: object) -> object:
    """A value of the example in the type of its column."""
    if fact is None or fact.kind not in _TYPES:
        return str(value)
    return parse(fact, str(value), month=_TOLD).value
