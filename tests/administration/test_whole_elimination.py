"""Once a file is eliminated, nothing of what any room held about the person is left in any table: every row is read, seals opened."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.utils import timezone

from relais.administration.models import Elimination, RightsRequest
from relais.administration.services import retention
from relais.administration.terms import Answer
from relais.casework.models import Interview
from relais.exchange.models import LotRow
from relais.foundation.vault.fields import Sealed
from relais.people.services.households import forget_empty_homes
from tests.access.world import WORDS, build

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
#: words that stay, and why.
LEFT = {
    "import": "the row of a table goes after thirty days, by its own schedule",
}


def everything_said() -> Iterator[tuple[str, str]]:
    """Each table of Relais, with all that its rows say."""
    for model in apps.get_models():
        if model.__module__.startswith("relais."):
            names = [field.attname for field in model._meta.local_concrete_fields]
            for row in model._base_manager.all():
                yield model._meta.label, " ".join(_said(getattr(row, name)) for name in names)


def _said(value: Any) -> str:
    if isinstance(value, Sealed):
        value = value.opened()
    return value.decode("utf-8", "replace") if isinstance(value, bytes | memoryview) else str(value)


def test_nothing_of_her_is_left_once_her_file_is_eliminated() -> None:
    world = build()
    Interview.objects.filter(file=world.file).delete()
    for other in world.file.person.files.exclude(pk=world.file.pk):
        other.delete()
    assert RightsRequest.objects.filter(file=world.file).update(answer=Answer.ACCEPTED, answered_at=timezone.now()) == 1
    later = timezone.now() + timedelta(days=900)
    world.house.refresh_from_db()
    retention.announce(world.house, now=later)
    assert Elimination.objects.filter(file_id=world.file.pk).exists(), "what falls due long ago holds nobody"
    Elimination.objects.update(visa="V-1")

    done = retention.carry_out(world.house, now=later + timedelta(days=31))

    assert done >= 1
    assert not type(world.file).objects.filter(pk=world.file.pk).exists()
    forget_empty_homes()  # each day: «foyers sans dossier»
    LotRow.objects.all().delete()
    stays = {(code, table) for table, said in everything_said() for code, word in WORDS.items() if word in said and code not in LEFT}
    assert stays == set()
