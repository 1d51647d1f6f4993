"""What blocks the démarches of the demonstration, and the lines that its house knows: one that nobody can reach any more."""

from datetime import datetime, timedelta

from django.utils import timezone

from relais.accounts.models import Member, Organisation
from relais.accounts.queries import actor_of
from relais.foundation.access import Actor
from relais.procedures.models import Blocker, ContactLine, Procedure
from relais.procedures.services.blockers import ToldBlocker, end_blocker, note_blocker
from relais.procedures.services.contacts import ToldLine, add_line, note_try
from relais.procedures.terms.blockers import BlockedStep, Harm, LostTime, Solved
from relais.procedures.terms.contacts import LineKind, Wait
from relais.procedures.terms.procedures import Way

#: lines, with how many days ago each was tried and whether it answered. The numbers are of the range kept for fiction.
LINES = (
    (ToldLine("caf", "CAF, ligne des partenaires", LineKind.PHONE, "03 53 01 00 12", "réunion partenaires", "Montbrume", "9 h à 12 h"),
     ((2, True),)),
    (ToldLine("cpam", "CPAM, accès aux soins", LineKind.PHONE, "03 53 01 00 31", "convention CPAM", "C2S, AME"),
     ((9, True), (3, False))),
    (ToldLine("carsat", "Caisse de retraite, service social", LineKind.PHONE, "03 53 01 00 45", "courrier reçu", "ASPA", "14 h à 16 h"),
     ((20, True), (6, False), (5, False), (4, False), (2, False), (1, False))),
    (ToldLine("anef", "Préfecture, point d’accueil numérique", LineKind.COUNTER, "1 place de la Paix, Montbrume", "affiche", "Séjour"), ()),
)  # fmt: skip
#: person, sheet of the démarche, the blocker, so many days ago, what ended it ("" while it lasts).
OBSTACLES = (
    ("Inès Bakri", "prime_activite", "A02", "caf", Way.ONLINE, BlockedStep.ENTER, Harm.DELAY, LostTime.HOUR, "Lien expiré", 6, ""),
    ("M. Le Goff", "aspa", "C02", "carsat", Way.PHONE, BlockedStep.REACH, Harm.INCOME, LostTime.HALF_DAY, "« Lignes occupées »", 5, ""),
    ("Inès Bakri", "c2s", "D07", "cpam", Way.POST, BlockedStep.JOIN, Harm.DELAY, LostTime.HOUR, "« Dossier incomplet »", 60, Solved.LETTER),
)  # fmt: skip


def obstruct(house: Organisation, *, now: datetime) -> None:
    """Note each blocker and each line once."""
    awa = Member.objects.filter(organisation=house, identifier="awa").select_related("organisation").first()
    if awa is None or ContactLine.objects.filter(organisation=house).exists():
        return
    actor = actor_of(awa, on=timezone.localdate(now))
    for line, tries in LINES:
        kept = add_line(actor=actor, told=line, now=now - timedelta(days=30))
        for ago, worked in tries:
            wait = Wait.SOME if worked else Wait.ENDLESS
            note_try(actor=actor, line_id=kept.pk, worked=worked, wait=wait, now=now - timedelta(days=ago))
    _block(actor, house, now=now)


def _block(actor: Actor, house: Organisation, *, now: datetime) -> None:
    asked = Procedure.objects.filter(organisation=house).select_related("file__person")
    known = {(one.file.person.called, one.sheet): one for one in asked}
    for called, sheet, code, body, way, step, harm, lost, message, ago, solved in OBSTACLES:
        procedure = known.get((called, sheet))
        if procedure is None or Blocker.objects.filter(procedure=procedure).exists():
            continue
        day = timezone.localdate(now) - timedelta(days=ago)
        told = ToldBlocker(code, body, way, step, day, harm, lost, message, attempts=3)
        blocker = note_blocker(actor=actor, procedure_id=procedure.pk, told=told, now=now)
        if solved:
            over = day + timedelta(days=15)
            end_blocker(actor=actor, procedure_id=procedure.pk, blocker_id=blocker.pk, ended_on=over, solved=solved, now=now)
