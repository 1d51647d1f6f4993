"""Rights answered in advance: a person's page of the demonstration shows them; twice is once."""

import pytest
from django.utils import timezone

from relais.accounts.models import Member
from relais.demo.answers import ANSWERED, answer_in_advance
from relais.demo.services import build
from relais.foundation.access import operator
from relais.people.models import File, KeptAnswers
from tests.factories.accounts import signed_in

pytestmark = pytest.mark.django_db


def test_her_page_shows_the_rights_of_the_month_as_the_engine_says_them() -> None:
    now = timezone.now()
    assert answer_in_advance(now=now) == 0, "no demonstration, nothing to answer"
    build(actor=operator("tests"), password="Roseau-lanterne-galet-41", now=now)
    assert answer_in_advance(now=now) == len(ANSWERED)
    assert answer_in_advance(now=now) == 0
    assert KeptAnswers.objects.count() == len(ANSWERED)
    found = File.objects.get(person__called="Inès Bakri")
    page = signed_in(Member.objects.get(identifier="awa")).get(f"/dossiers/{found.pk}/").content.decode()
    assert "Revenu de solidarité active" in page or "Prime d’activité" in page
