"""What is given to a person on paper (doctrine §8.5, S58): two pages at most in 14 points, black on white, a slip that tells nothing."""

import re
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pikepdf
import pytest
from django.template.loader import render_to_string
from django.utils import translation

from relais.accounts import house
from relais.accounts.models import Member
from relais.administration import papers
from relais.administration.models import DataPolicy
from relais.casework.rules.sheet import Line, NextSteps
from relais.casework.web import slips
from relais.domiciliation.rules.papers import KINDS, Facts, Where, Who, paper
from relais.foundation import pdf
from relais.kernel.readability import LETTER_TARGET, kandel_moles
from relais.mandates.rules import paper as mandate
from relais.people.models import File
from relais.people.slips import address_lines, reply_slip
from relais.ui.paper import STYLE, Choice, ReplySlip
from tests.factories.accounts import organisation, signed_in
from tests.factories.people import actor, file_of, worker
from tests.screening.printed import opened, require_pdf

ROOT = Path(__file__).resolve().parents[2] / "relais"
DAY = date(2026, 12, 4)
TO = ("Awa Diop", "12 rue des Lilas", "54000 Montbrume")
SLIP = ReplySlip(
    "7F3A-91C2", TO, (*slips.of_days([DAY, DAY + timedelta(days=30)]), Choice("C’est fait :", ("1", "2", "3")), Choice("Aidez-moi"))
)
SHEET = NextSteps(
    called="Inès",
    agent="Awa Diop",
    service="Accueil social",
    on=DAY,
    wants=("Garder mon logement", "Dormir"),
    ours=(Line("J’appelle le bailleur", DAY), Line("J’écris à la Caf"), Line("Je garde une place lundi", DAY)),
    hers=(Line("Vous apportez le bail", DAY), Line("Vous apportez l’avis d’impôt"), Line("Vous notez les appels reçus")),
    talks=(Line("au bureau, à 14 h", DAY),),
)
#: the papers whose letters are 14 points, or are when asked.
STYLE_SHEETS = (
    "ui/static/ui/paper.css",
    "casework/static/casework/sheet.css",
    "procedures/static/procedures/person.css",
    "domiciliation/static/domiciliation/paper.css",
    "mandates/static/mandates/paper.css",
    "aids/static/aids/paper.css",
)


def pages(template: str, context: dict[str, Any], *styles: str) -> int:
    require_pdf()
    with translation.override("fr"):
        html = render_to_string(template, context)
    with opened(pdf.render(html, stylesheets=(*styles, STYLE))) as document:
        assert isinstance(document, pikepdf.Pdf)
        return len(document.pages)


def test_the_sheet_of_next_steps_with_its_slip_holds_on_two_pages() -> None:
    few = NextSteps("Inès", "Awa Diop", "Accueil social", DAY, wants=("Dormir",), hers=(Line("Vous apportez le bail"),))
    for sheet, most in ((few, 1), (SHEET, 2)):
        assert pages("casework/sheet_document.html", {"sheet": sheet, "slip": SLIP}, "ui/relais.css", "casework/sheet.css") <= most


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_each_paper_of_a_domiciliation_holds_on_two_pages_in_large_letters(kind: str) -> None:
    where = Where("CCAS de Montbrume", ("1 place de la Paix", "54000 Montbrume"), "du lundi au vendredi, de 9 h à 12 h")
    facts = Facts(12, DAY, *[DAY] * 4, refusal="r" * 90, orientation="o " * 60, end_reason="e" * 90, ended_on=DAY, renew_on=DAY)
    made = paper(kind, where=where, who=Who("Inès Bakri", "3 mai 1988", ("Lina", "Adam")), facts=facts)
    slip = SLIP if kind == "avertissement" else None
    context = {"paper": made, "today": DAY, "large": True, "slip": slip}
    assert pages("domiciliation/paper_document.html", context, "domiciliation/paper.css") <= 2


def test_a_mandate_of_five_acts_holds_on_two_pages_in_large_letters() -> None:
    acts = [("Argent, aides, impôts", "Déclarer mes ressources à la CAF tous les trois mois")] * 5
    sheet = mandate.sheet(given_by="Inès Bakri", given_to="CCAS de Montbrume, Accueil social", agent="Awa Diop", acts=acts, days=365)
    assert pages("mandates/paper_document.html", {"sheet": sheet, "large": True}, "mandates/paper.css") <= 2


@pytest.mark.django_db
def test_the_notice_of_her_data_holds_on_two_pages_in_large_letters() -> None:
    made = papers.made("notice", organisation=organisation(), policy=DataPolicy())
    with opened(papers.as_pdf(made, large=True)) as document:
        assert len(document.pages) <= 2


@pytest.mark.parametrize("outcome", ["accorde", "refus", "ajourne"])
def test_the_letter_of_an_aid_holds_on_two_pages_in_large_letters(outcome: str) -> None:
    months = [SimpleNamespace(due_on=DAY + timedelta(days=30 * rank), amount=Decimal(25)) for rank in range(12)]
    context = {
        "organisation": SimpleNamespace(name="CCAS de Montbrume"),
        "service": SimpleNamespace(name="Accueil social"),
        "person": SimpleNamespace(called="Inès Bakri"),
        "aid": SimpleNamespace(code="A-12", kind=SimpleNamespace(repayable=True, __str__=lambda _self: "Énergie"), asked=Decimal(300)),
        "decision": SimpleNamespace(outcome=outcome, decided_on=DAY, item_id=1, amount=Decimal(300)),
        "words": "Il manque la facture de novembre, et ce qui reste à payer au fournisseur.",
        "payee": "Électricité de Montbrume",
        "policy": SimpleNamespace(appeal="la présidente du CCAS, 1 place de la Paix", court="Nancy"),
        "instalments": months,
        "large": True,
        "back_to": TO,
        "slip": SLIP if outcome == "ajourne" else None,
    }
    assert pages("aids/letter_document.html", context, "aids/paper.css") <= 2


def is_grey(colour: str) -> bool:
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    return digits[:2] == digits[2:4] == digits[4:]


@pytest.mark.parametrize("name", STYLE_SHEETS)
def test_every_paper_is_black_on_white(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    printed = "\n".join(line for line in text.splitlines() if not line.startswith(("@media screen", "/*")))
    assert [colour for colour in re.findall(r"#[0-9a-fA-F]{3,6}\b", printed) if not is_grey(colour)] == []


def test_no_square_code_is_the_only_way_from_any_paper() -> None:
    papers = [path for path in ROOT.rglob("templates/**/*_body.html") if "qr" in path.read_text("utf-8").lower()]
    assert papers == []


def test_the_slip_reads_easily_and_says_neither_who_nor_what_about() -> None:
    html = render_to_string("casework/sheet_body.html", {"sheet": SHEET, "slip": SLIP, "top": "1", "below": "2"})
    slip = html.split('class="reply"', 1)[1]
    told = re.sub(r"<[^>]+>", " ", re.sub(r"</(?:p|li|h\d|span)>", ".\n", slip.split(">", 1)[1]))
    assert kandel_moles(re.sub(r"(?:\s*\.)+", ".", told)) >= LETTER_TARGET
    for private in ("Inès", "bail", "impôt", "Caf", "logement", "Accueil social", "CCAS"):
        assert private not in told, private
    for said in ("7F3A-91C2", "Vendredi 4 décembre 2026", "je ne peux pas", "Rappelez-moi au", "Awa Diop", "12 rue des Lilas"):
        assert said in told.replace("\u00a0", " "), said
    assert slip.count("reply-box") == 2 * 2 + 3 + 1 + 1
    assert "reply-blank" in slip


def test_without_an_address_two_lines_are_left_to_write_it() -> None:
    bare = ReplySlip("7F3A-91C2", TO[:1])
    html = render_to_string("casework/sheet_body.html", {"sheet": SHEET, "slip": bare, "top": "1", "below": "2"})
    assert html.split("return-address", 1)[1].split("</address>", 1)[0].count("reply-blank") == 2


@pytest.fixture
def awa() -> Member:
    return worker(organisation())


@pytest.fixture
def found(awa: Member) -> File:
    return file_of(awa)


@pytest.mark.django_db
def test_the_address_of_the_house_comes_without_its_name(awa: Member, found: File, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(house, "_address", [lambda _actor: "CCAS de Montbrume\n 1 place de la Paix,\n\n54000 Montbrume"])
    assert address_lines(actor(awa)) == ("1 place de la Paix", "54000 Montbrume")
    slip = reply_slip(found, to=("Awa", *address_lines(actor(awa))), choices=())
    assert slip.has_address
    assert UUID(found.pk.hex).hex.startswith(slip.reference.replace("-", "").lower())


@pytest.mark.django_db
def test_a_sheet_that_waits_for_nothing_bears_no_slip_and_one_may_leave_it_out(awa: Member, found: File) -> None:
    from django.urls import reverse

    from relais.casework.services.goals import NewStep, add_step
    from relais.casework.terms.interviews import Who
    from tests.factories.people import NOW

    browser, page = signed_in(awa), reverse("casework:sheet", kwargs={"file_id": found.pk})
    assert "Ma réponse" not in browser.get(page).content.decode()
    add_step(actor=actor(awa), file_id=found.pk, step=NewStep(Who.PERSON, "Vous apportez le bail", None, None), now=NOW)
    assert "Ma réponse" in browser.get(page).content.decode()
    without = browser.get(page, {"talon": "non"}).content.decode()
    assert "Ma réponse" not in without
    assert "pdf/?talon=non" in without
