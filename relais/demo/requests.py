"""The démarches of the people of the demonstration, moved on through the services: each state that a worker meets in a week."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from relais.accounts.models import Member, Organisation
from relais.accounts.queries import actor_of
from relais.people.models import File
from relais.procedures.models import ProcedureAct
from relais.procedures.rules.progress import Act
from relais.procedures.services.goals import hang_on
from relais.procedures.services.procedures import NewProcedure, ToldAct, open_procedure, record_act
from relais.procedures.terms.procedures import Doer, Proof, Way


@dataclass(frozen=True, slots=True)
class Asked:
    """One démarche of a file. ``acts``: what happened, so many days ago, by whom, by which way, in a few words."""

    called: str
    sheet: str
    acts: tuple[tuple[Act, int, Doer | str, Way | str, str], ...] = ()
    title: str = ""
    body: str = ""


ASKED = (
    Asked(
        "Inès Bakri",
        "c2s",
        (
            (Act.FILED, 82, Doer.WITH, Way.POST, "Formulaire et avis d’impôt, en recommandé"),
            (Act.ACKNOWLEDGED, 80, "", "", ""),
            (Act.ITEMS_ASKED, 63, "", "", "Bulletins de salaire de juillet et d’août"),
            (Act.COMPLETED, 48, Doer.WITH, Way.COUNTER, ""),
        ),
    ),
    Asked("Inès Bakri", "prime_activite"),
    Asked("Inès Bakri", "fsl", ((Act.PERSON_ASKED, 3, "", "", "Le bail et le dernier courrier du bailleur"),)),
    Asked(
        "M. Le Goff",
        "aspa",
        ((Act.FILED, 140, Doer.WITH, Way.COUNTER, ""), (Act.CHASED, 20, "", Way.PHONE, "« En cours », sans date")),
    ),
    Asked(
        "Mme Delorme",
        "rsa",
        ((Act.FILED, 60, Doer.PERSON, Way.ONLINE, ""), (Act.REFUSED, 20, "", "", "Ressources au-dessus du plafond")),
    ),
    Asked("Mme Delorme", "", ((Act.FILED, 9, Doer.WITH, Way.COUNTER, ""),), "Carte de transport gratuite", "Ville"),
)


#: what a démarche is for, in the words of the person, when she said so.
SERVES = {"fsl": "Garder mon logement"}


def ask(house: Organisation, *, now: datetime) -> None:
    """Follow each démarche once, its acts in their order."""
    awa = Member.objects.filter(organisation=house, identifier="awa").select_related("organisation").first()
    # what an interview opened has no act yet: it is not what is told here
    if awa is None or ProcedureAct.objects.filter(organisation=house).exists():
        return
    actor = actor_of(awa, on=timezone.localdate(now))
    files = {found.person.called: found for found in File.objects.filter(organisation=house).select_related("person")}
    for one in ASKED:
        if (found := files.get(one.called)) is None:
            continue
        new = NewProcedure(sheet=one.sheet, title=one.title, body=one.body)
        kept = open_procedure(actor=actor, file_id=found.pk, new=new, now=now)
        for seen, (act, ago, doer, way, words) in enumerate(one.acts):
            day = timezone.localdate(now) - timedelta(days=ago)
            proof = Proof.REGISTERED if way == Way.POST else Proof.NONE if not way else Proof.RECEIPT
            told = ToldAct(act, day, doer=doer, way=way, proof=proof if doer else "", words=words)
            record_act(actor=actor, procedure_id=kept.pk, told=told, seen=seen, now=now)
        if one.sheet in SERVES and (wish := found.goals.filter(words=SERVES[one.sheet]).first()) is not None:
            hang_on(actor=actor, procedure_id=kept.pk, wanted=wish.pk, now=now)
