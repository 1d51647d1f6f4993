"""From the counter to the right paid, told in docs/using/du-guichet-au-droit.md: Rosa Mendes is received, says yes to one right, and the
démarche is followed by its legal clock to its grant by silence; a letter becomes two démarches; an absence is covered; one act of a
mandate is withdrawn; the report of the period is read.

The clock is the story's: posted on 1 September, received on the 3rd, complete on 5 October. ``RELAIS_SCREENSHOTS=docs/using`` makes the
pictures of the page from this very script.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine
from playwright.sync_api import BrowserContext, Page

from relais.accounts.models import Member
from relais.people.models import File
from relais.procedures.models import Procedure
from tests.journeys.pictures import lightened
from tests.journeys.steps import at_work, fill_expert, follow, plain, press, settled
from tests.journeys.town import inhabit
from tests.mandates.test_mandates import PDF

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
SCREEN = {"width": 1240, "height": 900}
LARGEST = 150_000
PARIS = ZoneInfo("Europe/Paris")
#: she lives alone in a flat of the market, and works a few hours.
ROSA = (("p1.naissance", "4/2/1990"), ("couple", "Non"), ("p1.statut", "En emploi"), ("p1.salaire", "560"))

Desk = Callable[[str, str], Page]
Shoot = Callable[[Page, str, str], None]


@pytest.fixture
def shoot(screenshot_folder: Path | None) -> Shoot:
    """Keep what is on screen from an element on, when pictures are asked for."""

    def kept(page: Page, name: str, top: str = "main") -> None:
        if screenshot_folder is None:
            return
        page.locator(top).first.evaluate("part => window.scrollTo(0, part.getBoundingClientRect().top + scrollY - 16)")
        drawn = lightened(page.screenshot())
        assert len(drawn) < LARGEST, f"{name}: {len(drawn)} bytes"
        (screenshot_folder / f"droit-{name}.png").write_bytes(drawn)

    return kept


@contextmanager
def on(month: int, day: int) -> Iterator[None]:
    """The morning of a day of the story."""
    with time_machine.travel(datetime(2026, month, day, 9, 30, tzinfo=PARIS), tick=True):
        yield


@pytest.mark.journey(15)
def test_from_the_counter_to_the_right_paid(open_context: Callable[..., BrowserContext], shoot: Shoot) -> None:
    def desk(name: str, path: str) -> Page:
        return at_work(open_context(viewport=SCREEN).new_page(), Member.objects.get(identifier=name), path)

    with on(8, 31):
        inhabit()
        rosa = _received(desk, shoot)
        c2s = _said_yes(desk, rosa, shoot)
    with on(9, 1):
        _note(desk, c2s, "Demande déposée", {"way": "courrier", "proof": "recommande", "tracking": "1A 200 123 4567 8"}, doer="avec")
    with on(9, 4):
        _note(desk, c2s, "Accusé de réception", {"on": "03/09/2026"})
    with on(9, 21):
        _note(desk, c2s, "Pièces demandées", {"words": "Bulletins de salaire de juillet et d’août"})
    with on(10, 5):
        _note(desk, c2s, "Dossier complété", {"way": "guichet", "proof": "recepisse"}, doer="avec")
        _waits(desk, c2s, shoot)
        _covered(desk, c2s, shoot)
    with on(12, 7):
        _granted_by_silence(desk, rosa, c2s, shoot)


def test_a_letter_of_overpayment_and_a_mandate(open_context: Callable[..., BrowserContext], shoot: Shoot) -> None:
    def desk(name: str, path: str) -> Page:
        return at_work(open_context(viewport=SCREEN).new_page(), Member.objects.get(identifier=name), path)

    with on(11, 16):
        inhabit()
        ines = File.objects.get(person__called="Inès Bakri")
        _two_answers(desk, ines, shoot)
        _one_act_withdrawn(desk, ines, shoot)
        _report(desk, shoot)


def _received(desk: Desk, shoot: Shoot) -> File:
    """At the counter without a name, then at the desk of Awa, who opens a file with the name that she wants to be called by."""
    counter = desk("yasmine", "/accueil-du-public/")
    counter.locator("input[name=reasons][value=social]").check()
    press(counter, "Donner un numéro")
    assert "Numéro" in counter.inner_text("h1")
    shoot(counter, "1-guichet", "main")
    awa = desk("awa", "/dossiers/ouvrir/")
    awa.locator("#id_called").fill("Rosa Mendes")
    awa.locator("#id_birth_year").fill("1990")
    press(awa, "Ouvrir le dossier")
    return File.objects.get(person__called="Rosa Mendes")


def _said_yes(desk: Desk, rosa: File, shoot: Shoot) -> Procedure:
    """Her situation is told once; she says yes to one right, and its démarche is open."""
    awa = desk("awa", f"/dossiers/{rosa.pk}/simuler/")
    fill_expert(awa, ROSA)
    settled(awa, "p1.salaire", "560")
    assert "Complémentaire santé solidaire" in awa.inner_text("#resultats")
    press(awa, "Garder cette situation dans le dossier")
    awa.goto(f"/dossiers/{rosa.pk}/")
    shoot(awa, "2-droits-probables", "#droits-probables")
    follow(awa.locator("#droits-probables li", has_text="Complémentaire santé solidaire").get_by_role("link").first)
    press(awa, "Oui : suivre cette démarche")
    return Procedure.objects.get(file=rosa)


def _note(desk: Desk, procedure: Procedure, act: str, told: dict[str, str], doer: str = "") -> None:
    """One act of the démarche, from its page."""
    awa = desk("awa", f"/dossiers/{procedure.file_id}/demarches/{procedure.pk}/")
    follow(awa.get_by_role("link", name=act, exact=True))
    if doer:
        awa.locator(f"input[name=doer][value={doer}]").check()
    for name, words in told.items():
        field = awa.locator(f"[name={name}]")
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(words)
        else:
            field.fill(words)
    press(awa, "Noter")


def _waits(desk: Desk, c2s: Procedure, shoot: Shoot) -> None:
    """The file is complete: two months run, and the day of the silence is written."""
    awa = desk("awa", f"/dossiers/{c2s.file_id}/demarches/{c2s.pk}/")
    said = plain(awa.inner_text("main"))
    assert "J’attends l’organisme" in said
    assert "samedi 5 décembre 2026" in said
    shoot(awa, "3-delai", "main")


def _covered(desk: Desk, c2s: Procedure, shoot: Shoot) -> None:
    """Awa is away for a week: the head says so, Maëlle keeps her files until the last day."""
    petit = desk("petit", "/agenda/absences/")
    petit.locator("#id_member").select_option(label="Awa Sarr")
    petit.locator("#id_first").fill("12/10/2026")
    petit.locator("#id_last").fill("16/10/2026")
    press(petit, "Dire l’absence")
    assert "que personne ne supplée" in petit.inner_text("main")
    petit.locator("#dossiers select").first.select_option(label="Maëlle Guivarch")
    shoot(petit, "4-absence", "main")
    press(petit, "Confier ces dossiers")
    assert "Tous ses dossiers sont suivis" in petit.inner_text("main")
    with on(10, 12):
        maelle = desk("maelle", f"/dossiers/{c2s.file_id}/demarches/{c2s.pk}/")
        assert "samedi 5 décembre 2026" in plain(maelle.inner_text("main"))
    with on(10, 19):
        gone = desk("maelle", "/journee/")
        answer = gone.context.request.get(gone.url.replace("/journee/", f"/dossiers/{c2s.file_id}/"))
        assert answer.status == 404


def _granted_by_silence(desk: Desk, rosa: File, c2s: Procedure, shoot: Shoot) -> None:
    """The day has come: the letter that asks for the attestation is written, kept and sent, then the right is open."""
    awa = desk("awa", f"/dossiers/{rosa.pk}/demarches/{c2s.pk}/")
    assert "C’est à moi" in awa.inner_text("main")
    shoot(awa, "5-accord-par-silence", "main")
    follow(awa.get_by_role("link", name="Demander l’attestation de C2S après deux mois de silence"))
    assert awa.locator("[name=nom]").input_value() == "Rosa Mendes"
    awa.locator("[name=adresse]").fill("12 rue du Port, Montbrume")
    press(awa, "Voir la lettre")
    letter = plain(awa.inner_text("main"))
    assert "Rosa Mendes" in letter
    assert "5 octobre 2026" in letter
    shoot(awa, "6-lettre-attestation", "main")
    press(awa, "Garder cette lettre pour l’envoyer")
    press(awa, "Noter l’envoi")
    assert "L’envoi est noté" in awa.inner_text("main")
    _note(desk, c2s, "Accord reçu", {"ends_on": "04/12/2027"})
    awa.goto(f"/dossiers/{rosa.pk}/droits-ouverts/")
    opened = plain(awa.inner_text("main"))
    assert "4 décembre 2027" in opened
    shoot(awa, "7-droit-ouvert", "main")


def _two_answers(desk: Desk, ines: File, shoot: Shoot) -> None:
    """One letter, two démarches, each with its day."""
    before = set(Procedure.objects.values_list("pk", flat=True))
    awa = desk("awa", f"/dossiers/{ines.pk}/courrier/")
    follow(awa.get_by_role("link", name="On réclame un trop-perçu de RSA").first)
    awa.locator("[name=recu_le]").fill("12/11/2026")
    for one in awa.locator("input[name=replies]").all():
        one.check()
    shoot(awa, "8-courrier-indu", "main")
    press(awa, "Suivre ces démarches")
    assert Procedure.objects.exclude(pk__in=before).count() == 2
    shoot(awa, "9-deux-demarches", "main")


def _one_act_withdrawn(desk: Desk, ines: File, shoot: Shoot) -> None:
    """A mandate of two acts, signed on paper; she takes one back."""
    awa = desk("awa", f"/dossiers/{ines.pk}/mandats/preparer/")
    for rank, (words, domain) in enumerate((("Contester le trop-perçu de RSA", "social"), ("Écrire au bailleur", "logement")), 1):
        awa.locator(f"[name=words_{rank}]").fill(words)
        awa.locator(f"[name=domain_{rank}]").select_option(domain)
    awa.locator("[name=days][value='182']").check()
    press(awa, "Préparer la feuille")
    follow(awa.get_by_role("link", name="La feuille est signée"))
    awa.locator("[name=file]").set_input_files({"name": "mandat.pdf", "mimeType": "application/pdf", "buffer": PDF})
    press(awa, "Enregistrer la signature")
    follow(awa.get_by_role("link", name="La personne révoque"))
    awa.get_by_label("Écrire au bailleur").check()
    awa.get_by_label("Par téléphone").check()
    press(awa, "Noter la révocation")
    assert "Révoqué le" in awa.inner_text("main")
    shoot(awa, "10-mandat", "main")


def _report(desk: Desk, shoot: Shoot) -> None:
    """The months of the house, in figures of eleven and more."""
    petit = desk("petit", "/bilan/")
    press(petit, "Montrer")
    assert "passages" in plain(petit.inner_text("main")).lower()
    shoot(petit, "11-bilan", "main")
