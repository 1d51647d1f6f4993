"""The work of the demonstration: through the services, once, with a note of each level and an answer of the person."""

import pytest
from django.utils import timezone

from relais.accounts.models import Organisation
from relais.casework.models import Disagreement, Interview, Note, Step
from relais.demo.cast import CCAS
from relais.demo.services import build
from relais.demo.work import MET, do_work
from relais.foundation.access import operator


@pytest.mark.django_db
def test_the_cast_is_met_once_and_a_note_of_each_level_is_kept() -> None:
    now = timezone.now()
    build(actor=operator("tests"), password="Roseau-lanterne-galet-41", now=now)
    do_work(Organisation.objects.get(name=CCAS.name), now=now)
    assert Interview.objects.count() == len(MET)
    assert set(Note.objects.values_list("level", flat=True)) == {"n1", "n2", "n3"}
    assert Disagreement.objects.count() == 1
    assert Step.objects.filter(due_on__lt=timezone.localdate(now)).exists()
