"""What the files of the demonstration hold besides the work: situations of several months, rights open, documents, requests."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.utils import timezone

from relais.accounts.models import Member, Organisation
from relais.accounts.queries import actor_of
from relais.administration.queries import registers
from relais.administration.services import policy, requests
from relais.administration.terms import Asked
from relais.casework.models import Document
from relais.casework.services.documents import Deposit, deposit
from relais.casework.services.open_rights import ToldRight, keep_right
from relais.casework.terms.documents import DocumentKind
from relais.demo.files import files_of, members
from relais.kernel.months import Month
from relais.law.situation.household import Household as Situation
from relais.people import services
from relais.screening import queries as screening
from relais.screening.rules.examples import EXAMPLES
from relais.screening.rules.reading import read

#: where the house is: at the head of the letters that it signs for somebody, in its papers.
_ADDRESS = "2 place du Marché, Brume-le-Haut (commune fictive)"
#: situations told: person, days ago, fictional household, what differs from it.
_SITUATIONS: tuple[tuple[str, int, str, dict[str, str]], ...] = (
    ("Inès Bakri", 150, "mere-seule", {"p1.naissance": "38", "p1.salaire": "1 250"}),
    ("Inès Bakri", 60, "mere-seule", {"p1.naissance": "38", "p1.salaire": "980"}),
    ("Inès Bakri", 6, "mere-seule", {"p1.naissance": "38", "p1.salaire": "780", "loyer": "410"}),
    ("Famille Traoré", 40, "couple-deux-enfants", {"p1.naissance": "47", "enfants": "14, 10, 5"}),
    ("M. Le Goff", 20, "retraite-seul", {"p1.naissance": "75"}),
)
#: rights open: person, name, days until its last day, who pays it.
_RIGHTS = (
    ("Inès Bakri", "Complémentaire santé solidaire", 38, "CPAM"),
    ("Inès Bakri", "Aide personnalisée au logement", 220, "CAF"),
    ("Mme Delorme", "Allocation personnalisée d’autonomie", 12, "Département"),
    ("Famille Traoré", "Titre de séjour", 54, "Préfecture"),
    ("Kévin Roussel", "Domiciliation", -2, "CCAS"),
)
#: papers handed in: person, kind, name of the file, days since it was written, its text.
_DOCUMENTS = (
    ("Inès Bakri", DocumentKind.LETTER, "Lettre_du_bailleur.txt", 24, "Madame, deux loyers restent dus. Prenez contact avec l’agence."),
    ("Inès Bakri", DocumentKind.PROOF, "Quittance_de_loyer.txt", 95, "Loyer et charges du mois : 410 euros, payés."),
    ("M. Le Goff", DocumentKind.DECISION, "Accuse_de_reception_retraite.txt", 31, "Votre demande de retraite est complète."),
)


def keep_papers(house: Organisation, *, now: datetime) -> None:
    """The papers of the cast, once."""
    cast = members(house)
    if "awa" not in cast or Document.objects.filter(organisation=house).exists():
        return
    on = timezone.localdate(now)
    awa, files = actor_of(cast["awa"], on=on), files_of(house)
    for called, days, example, changed in _SITUATIONS:
        then = now - timedelta(days=days)
        services.keep_situation(actor=awa, file_id=files[called].pk, situation=_situation(example, changed, then), now=then)
    for called, name, days, body in _RIGHTS:
        keep_right(actor=awa, file_id=files[called].pk, told=ToldRight(name, on + timedelta(days=days), body), now=now)
    for called, kind, name, days, text in _DOCUMENTS:
        handed = Deposit(text.encode(), name, kind, dated_on=on - timedelta(days=days))
        deposit(actor=awa, file_id=files[called].pk, handed=handed, now=now)
    _say_the_address(house, cast, now=now)
    received = on - timedelta(days=18)
    delorme, le_goff = files["Mme Delorme"].pk, files["M. Le Goff"].pk
    copy = requests.record(
        actor=awa, file_id=delorme, kind=Asked.ACCESS, received_on=received, words="Elle veut lire son dossier.", now=now
    )
    requests.prepare(actor=awa, file_id=delorme, request_id=copy.pk, hidden=(), reader_id=cast["petit"].pk, now=now)
    wrong = "Son prénom est Yann, pas Jean."
    requests.record(actor=awa, file_id=le_goff, kind=Asked.RECTIFICATION, received_on=on - timedelta(days=2), words=wrong, now=now)


def _say_the_address(house: Organisation, cast: Mapping[str, Member], *, now: datetime) -> None:
    if "nadia" not in cast:
        return
    said = registers.policy_of(house)
    told = {name: getattr(said, name) for name in policy.FIELDS} | {"address": _ADDRESS}
    policy.change(actor=actor_of(cast["nadia"], on=timezone.localdate(now)), told=told, now=now)


def _situation(example: str, changed: dict[str, str], then: datetime) -> Situation:
    """What a fictional household of the home page told that month, with what differs."""
    told = EXAMPLES[example].told
    for key, text in changed.items():
        told = told.saying(key, text)
    month = Month.of(timezone.localdate(then))
    return read(told=told, facts=screening.facts(), reserves=screening.reserves(), month=month).household
