"""Which tables go with an organisation, by which path they belong to it, in which order they come back; and which stay, with the reason."""

from functools import cache
from typing import Any

from django.apps import apps
from django.db import models

from relais.accounts.models import Organisation

#: tables that stay, and why.
LEFT_OUT = {
    "accounts.SecondFactor": "A second factor is bound to the instance that proved it: each member chooses one again.",
    "accounts.RecoveryCode": "Bound to the second factor.",
    "accounts.AccessLink": "Links open an account here only; new ones are made on arrival.",
    "accounts.AccessNotice": "A notice to be seen about an account of this instance.",
    "accounts.OpenSession": "Sessions are opened on one instance.",
    "casework.DownloadLink": "A link of this instance, that serves once.",
    "casework.CalendarFeed": "A secret address of this instance.",
    "exchange.Lot": "A table under way: finished or undone before leaving.",
    "exchange.LotRow": "A row of a table under way.",
    "exchange.WholeExport": "The taking away itself, and the key of its archive.",
    "foundation.JournalHead": "The chain of this instance; its lines leave as an archive.",
    "foundation.JournalEntry": "Leaves as an archive (journal.jsonl), never grafted on another chain.",
    "foundation.JournalBatch": "Seals of this instance's chain.",
    "foundation.DataKey": "Keys never leave: texts are sealed again on arrival.",
    "foundation.Draft": "What is being typed lives for a day.",
    "foundation.SentForm": "Prints of forms sent today, to this instance.",
    "foundation.WorkerBeat": "A process of this machine.",
    "foundation.ScheduleState": "A recurring act of this machine.",
    "people.Merge": "What undoes a merge names rows by numbers of this instance.",
    "people.ToCompare": "Names still to be compared: they are compared on arrival.",
    "procedures.TextVersion": "A text of the whole instance: its files are copied as files.",
    "shell.Feedback": "A report about the software, of no organisation.",
}
#: fields that stay, and what they become.
FIELDS_LEFT_OUT = {"accounts.Member": frozenset({"password", "last_login"})}


def ours() -> list[type[models.Model]]:
    """Every table of Relais."""
    return [model for model in apps.get_models() if model.__module__.startswith("relais.") and not model._meta.proxy]  # noqa: SLF001  # Django's documented meta interface


@cache
def path_of(model: type[models.Model]) -> str:
    """The lookup from a row to its organisation's identifier («file__organisation»), the shortest one; "" when there is none."""
    if model is Organisation:
        return "pk"
    waiting: list[tuple[type[models.Model], str]] = [(model, "")]
    seen = {model}
    while waiting:
        here, path = waiting.pop(0)
        for field in sorted(_keys(here), key=lambda one: (one.null, one.related_model is not Organisation)):
            target = field.related_model
            if target is Organisation:
                return f"{path}{field.name}"
            if not field.null and isinstance(target, type) and target not in seen:
                seen.add(target)
                waiting.append((target, f"{path}{field.name}__"))
    return ""


def _keys(model: type[models.Model]) -> list["models.ForeignKey[Any, Any]"]:
    return [field for field in model._meta.local_concrete_fields if isinstance(field, models.ForeignKey)]  # noqa: SLF001  # as above


def without_rule() -> list[str]:
    """Tables that neither belong to an organisation nor say why they stay: a new one is here until somebody decides."""
    return sorted(label(model) for model in ours() if label(model) not in LEFT_OUT and not path_of(model))


def label(model: type[models.Model]) -> str:
    """«room.Model»."""
    return str(model._meta.label)  # noqa: SLF001  # as above


def in_order() -> list[type[models.Model]]:
    """The tables that go, each after those that its rows name, as far as there is no circle."""
    going = sorted((model for model in ours() if label(model) not in LEFT_OUT and path_of(model)), key=label)
    placed: list[type[models.Model]] = []
    while going:
        needed = {model: {field.related_model for field in _keys(model)} & set(going) - {model} for model in going}
        free = [model for model in going if not needed[model]] or [min(going, key=lambda model: len(needed[model]))]
        placed += free
        going = [model for model in going if model not in free]
    return placed


def fields_of(model: type[models.Model]) -> list[models.Field[object, object]]:
    """The columns that go."""
    out = FIELDS_LEFT_OUT.get(label(model), frozenset())
    return [field for field in model._meta.local_concrete_fields if field.name not in out]  # noqa: SLF001  # as above
