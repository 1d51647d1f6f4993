"""An appeal of the demonstration, from its letter to its exhibits: what was refused, what was sent, its proof, its chronology."""

from datetime import datetime, timedelta
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone, translation

from relais.accounts.models import Member, Organisation
from relais.accounts.queries import actor_of
from relais.casework.queries import documents
from relais.casework.services.documents import Deposit, deposit
from relais.casework.terms.documents import DocumentKind
from relais.foundation import pdf
from relais.foundation.access import Actor
from relais.law.letters.letter import Letter
from relais.law.letters.writing import written
from relais.procedures.letters import letters
from relais.procedures.models import Exhibit, Procedure
from relais.procedures.queries.chronology import BLOCKERS, CALLS, chronology
from relais.procedures.rules.letter_paper import paper
from relais.procedures.rules.progress import Act
from relais.procedures.services.exhibits import keep_chronology, take_exhibits
from relais.procedures.services.sendings import PreparedLetter, ToldSending, prepare_letter, record_sending
from relais.procedures.terms.procedures import Doer, Proof, Way
from relais.ui.typography import french

#: whose refusal is appealed, of which sheet, how many days after it came.
_WHOSE, _SHEET, _LETTER = "Mme Delorme", "rsa", "rapo_rsa"
_SENT, _REFUSED = timedelta(days=6), timedelta(days=20)
_RECIPIENT = "Monsieur le Président du Département\nService RSA\n1 place de la Paix\n54000 Montbrume"


def appeal(house: Organisation, *, now: datetime) -> None:
    """Write, send and prove the appeal once; on a machine that makes no PDF, the démarche stays at its refusal."""
    awa = Member.objects.filter(organisation=house, identifier="awa").select_related("organisation").first()
    if awa is None or Exhibit.objects.filter(organisation=house).exists():
        return
    actor = actor_of(awa, on=timezone.localdate(now))
    asked = Procedure.objects.filter(organisation=house, sheet=_SHEET, state="refusee").select_related("file__person")
    kept = next((one for one in asked.order_by("opened_at", "pk") if one.file.person.called == _WHOSE), None)
    if kept is None:
        return
    try:
        _send(actor, kept, now=now)
    except pdf.UnableToRender:
        return


def _send(actor: Actor, kept: Procedure, *, now: datetime) -> None:
    day, letter = timezone.localdate(now) - _SENT, letters()[_LETTER]
    to = _RECIPIENT.splitlines()[0]
    made = PreparedLetter(letter.code, french(str(letter.title)), to, _letter(kept, letter, now=now), day)
    receipt = _sheet("Avis de réception", f"Numéro 1A 204 118 7721 4. Distribué le {day + timedelta(days=2):%d/%m/%Y}.")
    sending = prepare_letter(actor=actor, procedure_id=kept.pk, letter=made, now=now)
    told = ToldSending(day, Act.APPEALED, doer=Doer.WITH, way=Way.POST, proof=Proof.REGISTERED, tracking="1A 204 118 7721 4")
    proof = Deposit(receipt, "avis.pdf", DocumentKind.PROOF, "Avis de réception du recours", day + timedelta(days=2))
    record_sending(actor=actor, procedure_id=kept.pk, sending_id=sending.pk, told=told, seen=2, receipt=proof, now=now)
    refusal = _sheet("Notification", "Votre demande de RSA est refusée : ressources au-dessus du plafond.")
    decision = Deposit(refusal, "refus.pdf", DocumentKind.DECISION, "Notification du refus", timezone.localdate(now) - _REFUSED)
    deposit(actor=actor, file_id=kept.file_id, handed=decision, now=now)
    held = [one.document.pk for one in documents.kept(actor, kept.file, now=now) if one.document.level == "n1"]
    numbered = set(kept.exhibits.values_list("document_id", flat=True))
    if others := [one for one in held if one not in numbered][:2]:
        take_exhibits(actor=actor, procedure_id=kept.pk, document_ids=others, now=now)
    _chronology(actor, kept, now=now)


def _letter(kept: Procedure, letter: Letter, *, now: datetime) -> bytes:
    day = timezone.localdate(now)
    person = kept.file.person
    answers: dict[str, Any] = {
        "nom": person.called,
        "adresse": person.correspondence_address or person.address or "54000 Montbrume",
        "destinataire": _RECIPIENT,
        "lieu": "Montbrume",
        "le": day - _SENT,
        "decision": next(code for field in letter.fields if field.code == "decision" for code in field.choices),
        "decision_du": day - _REFUSED,
        "recue_le": day - _REFUSED,
        "raisons": "Le calcul tient compte d’une prime reçue une seule fois.",
        "situation": "J’ai 480 euros par mois. Mon loyer est de 390 euros.",
        "numero": kept.reference,
    }
    done = written(letter, answers)
    with translation.override("fr"):
        sheet = paper(
            letter=letter,
            told=answers,
            subject=french(done.subject),
            body=done.body,
            enclosures=tuple(french(one) for one in done.enclosures),
        )
        html = render_to_string("procedures/letter_document.html", {"paper": sheet, "level": 1, "large": False})
    return pdf.render(html, stylesheets=("procedures/letter.css",))


def _sheet(title: str, words: str) -> bytes:
    return pdf.render(f'<html lang="fr"><title>{title}</title><body><h1>{title}</h1><p>{words}</p></body></html>')


def _chronology(actor: Actor, kept: Procedure, *, now: datetime) -> None:
    today = timezone.localdate(now)
    with translation.override("fr"):
        told = chronology(actor, kept.file, kept.pk, parts=(CALLS, BLOCKERS), on=today, now=now)
        if told is None:
            return
        context = {
            "told": told,
            "name": kept.file.person.called,
            "procedure": kept,
            "rows": told.exhibits,
            "for_whom": "L’organisme, avec un recours",
            "purpose": "À l’appui du recours",
            "house": kept.file.service.organisation.name,
            "on": today,
        }
        html = render_to_string("procedures/sendings/chronology_document.html", context)
    made = pdf.render(html, stylesheets=("procedures/dossier.css",))
    handed = Deposit(made, "chronologie.pdf", DocumentKind.OTHER, "Chronologie, pour le recours", today)
    keep_chronology(actor=actor, procedure_id=kept.pk, handed=handed, now=now)
