"""Every table that holds something about somebody has the rule by which its rows go, and the rule is true of the models (doctrine §2.5)."""

from django.apps import apps
from django.db import models
from django.db.models import Model

from relais.administration import dictionary
from relais.foundation import schedules


def owners(model: type[Model]) -> set[str]:
    """Labels of the tables whose erasure erases the rows of this one, by cascade, through relations that are always filled."""
    found: set[str] = set()
    waiting = [model]
    while waiting:
        for field in waiting.pop()._meta.local_concrete_fields:
            if not isinstance(field, models.ForeignKey) or field.null or field.remote_field.on_delete is not models.CASCADE:
                continue
            owner = field.related_model
            if isinstance(owner, type) and owner._meta.label not in found:
                found.add(owner._meta.label)
                waiting.append(owner)
    return found


def untrue(table: dictionary.Table, model: type[Model]) -> str:
    """What is wrong with the rule of a table; "" when it holds."""
    rule = table.elimination
    if rule in dictionary.WITH:
        owner = dictionary.WITH[rule]
        return "" if table.label == owner or owner in owners(model) else f"{table.label}: erasing {owner} leaves its rows"
    if (lapse := dictionary.lapse(rule)) is not None:
        known = {field.name: field for field in model._meta.local_concrete_fields}
        dated = [isinstance(known.get(name), models.DateField) for name in lapse.fields]
        return "" if all(dated) else f"{table.label}: {rule} names no date of the table"
    if (name := dictionary.schedule_of(rule)) != "":
        return "" if name in {one.name for one in schedules.declared()} else f"{table.label}: no recurring act is called {name}"
    return "" if dictionary.is_kept(rule) else f"{table.label}: {rule!r} is no rule"


def test_every_personal_table_has_a_true_rule_of_elimination() -> None:
    known = dictionary.own_models()
    personal = dictionary.personal()
    assert {"people.Person", "people.File", "people.BreakGlass", "accounts.Member"} <= {table.label for table in personal}
    assert [told for table in personal if (told := untrue(table, known[table.label]))] == []


def test_nothing_keeps_a_person_from_being_erased() -> None:
    person = apps.get_model("people", "Person")
    gone = {model for model in dictionary.own_models().values() if "people.Person" in owners(model)} | {person}
    blocking = [
        f"{relation.related_model._meta.label}.{relation.field.name}"
        for model in gone
        for relation in model._meta.related_objects
        if getattr(relation, "on_delete", None) in {models.PROTECT, models.DO_NOTHING}
        or (getattr(relation, "on_delete", None) is models.RESTRICT and relation.related_model not in gone)
    ]
    assert blocking == []


def test_a_rule_that_is_not_true_is_found() -> None:
    person = dictionary.Table("people.RosterDay", "", "agent", "", "with person", ())
    assert "leaves its rows" in untrue(person, dictionary.own_models()["people.RosterDay"])
    other = dictionary.Table("people.RosterDay", "", "agent", "", "12 months after birth", ())
    assert "names no date" in untrue(other, dictionary.own_models()["people.RosterDay"])
    assert "no rule" in untrue(dictionary.Table("a.B", "", "agent", "", "un jour", ()), dictionary.own_models()["people.File"])
