"""«Dossier d’interpellation» (S53): what one body's services blocked, volume, time lost and harm, with its method and nobody in it."""

import csv
import io
from datetime import date

import pytest
from django.urls import reverse

from relais.accounts.models import Member, Role
from relais.foundation import figures
from relais.foundation.figures import Figure, UnableToCount
from relais.foundation.models import JournalEntry
from relais.kernel.months import Month
from relais.procedures.models import BlockerFact
from relais.reporting.queries import Asked, page, pleading
from tests.factories.accounts import organisation, signed_in
from tests.factories.people import actor, worker
from tests.procedures.test_chronology import words_of
from tests.reporting.test_report import ON, YEAR

pytestmark = pytest.mark.django_db
WHOLE = Asked(Month(YEAR, 1), Month(YEAR, 12))
SENT = {"de": f"{YEAR}-01", "a": f"{YEAR}-12", "organisme": "caf"}


@pytest.fixture
def awa() -> Member:
    return worker(organisation())


def met(awa: Member, number: int, *, code: str = "B01", body: str = "caf", harm: str = "retard", month: int = 2, lost: str = "1h") -> None:
    for _rank in range(number):
        BlockerFact.objects.create(
            organisation_id=awa.organisation_id, moment="vu", code=code, service=f"{body}.en_ligne", step="remplir",
            day=date(YEAR, month, 3), lost=lost, harm=harm,
        )  # fmt: skip


def test_volume_time_and_harm_of_one_body_with_nothing_under_eleven(awa: Member) -> None:
    met(awa, 14, harm="revenu")
    met(awa, 12, code="C02")
    met(awa, 4, code="D03")
    met(awa, 13, body="cpam")
    met(awa, 20, body="caf", month=3, code="B04", lost="demi_journee")
    told = pleading(actor(awa), WHOLE, "caf", on=ON)
    (blocked, alerts) = told.figures
    assert (blocked.whole.number, alerts.whole.number) == (46, None), "four alone are told nowhere"
    assert {str(line.label): line.number for line in blocked.lines} == {
        "Pièce refusée : taille, format ou nombre de fichiers": 20,
        "Erreur ou message de panne": 14,
        "Téléphone injoignable, payant ou serveur vocal": 12,
    }
    assert {str(line.label): line.number for line in blocked.across} == {
        "Un revenu, un logement ou un séjour atteint": 14,
        "Un retard, des soins retardés, ou rien de grave pour l’instant": 32,
    }
    assert blocked.whole.minutes == 26 * 15 + 20 * 60
    # the report counts the same facts by the same groups: no difference between both pages
    (same,) = [one for one in page(actor(awa), WHOLE, on=ON).figures if one.figure.code == "blocages"]
    assert {str(line.label): line.number for line in same.lines} == {"CAF": 46, "Assurance maladie": 13}


def test_on_screen_as_a_pdf_and_in_an_open_format_with_its_method(awa: Member) -> None:
    met(awa, 14, harm="revenu")
    screen, here = signed_in(awa), reverse("reporting:pleading")
    assert screen.get(here).status_code == 200
    shown = screen.get(here, SENT).content.decode()
    for word in (
        "CAF",
        "Erreur ou message de panne",
        "Un revenu, un logement ou un séjour atteint",
        "210",
        "Comment ces nombres sont faits",
    ):
        assert word in shown, word
    assert "Rien n’atteint 11" in screen.get(here, {**SENT, "organisme": "cpam"}).content.decode()
    take = reverse("reporting:take_pleading")
    printed = words_of(screen.post(take, {**SENT, "fichier": "pdf"}).content)
    for word in ("CAF", "Erreur ou message de panne", "moins ceux notés par erreur", "n’est jamais montré"):
        assert word in " ".join(printed.split()), word
    rows = list(csv.reader(io.StringIO(screen.post(take, {**SENT, "fichier": "csv"}).content.decode("utf-8-sig")), delimiter=";"))
    assert ["Organisme", "CAF"] in rows
    assert {row[1]: row[2] for row in rows if row[0].startswith("Blocages")}["Ensemble"] == "14"
    assert rows[-1][0] == "Méthode"
    for text in (shown.partition("<main")[2], printed, str(rows)):
        assert awa.display_name not in text
    assert JournalEntry.objects.filter(action="report.taken").count() == 2


def test_bad_questions_keep_what_was_chosen_and_outsiders_find_nothing(awa: Member) -> None:
    screen, here = signed_in(awa), reverse("reporting:pleading")
    backwards = screen.get(here, {**SENT, "de": f"{YEAR}-05", "a": f"{YEAR}-02"})
    assert (backwards.status_code, 'value="caf" selected' in backwards.content.decode()) == (422, True)
    assert screen.get(here, {**SENT, "organisme": "lune"}).status_code == 422
    assert screen.post(reverse("reporting:take_pleading"), {**SENT, "fichier": "exe"}).status_code == 422
    partner = signed_in(worker(awa.organisation, "dehors", Role.PARTNER))
    assert (partner.get(here).status_code, partner.post(reverse("reporting:take_pleading"), SENT).status_code) == (404, 404)


def test_a_figure_that_serves_nothing_or_nobody_is_not_counted_and_the_register_says_both() -> None:
    """Doctrine S34: no indicator without a purpose and a recipient; each is on the register that the whole team reads."""
    for one in figures.figures():
        assert str(one.why).strip(), one.code
        assert str(one.readers).strip(), one.code
    for more in ({}, {"why": "Voir", "readers": " "}):
        with pytest.raises(UnableToCount):
            figures.declare(Figure("cachee", "Cachée", "faits", "Ce que fait chaque agent", lambda *_asked: (), **more))
    assert "cachee" not in {one.code for one in figures.figures()}


def test_the_register_lists_every_figure_with_its_purpose_for_who_does_the_work(awa: Member) -> None:
    shown = signed_in(awa).get(reverse("reporting:register")).content.decode()
    for one in figures.figures():
        for words in (one.title, one.why, one.readers):
            assert str(words).replace("'", "&#x27;") in shown, one.code
