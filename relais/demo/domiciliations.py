"""The domiciliations of the people of the demonstration: with mail, silent, near its end, asked, refused."""

from datetime import datetime, timedelta

from django.utils import timezone

from relais.accounts.models import Organisation
from relais.accounts.queries import actor_of
from relais.demo.files import files_of, members
from relais.domiciliation.models import Domiciliation
from relais.domiciliation.services.desks import Address, write_desk
from relais.domiciliation.services.mail import give_proxy, receive_mail
from relais.domiciliation.services.presence import record_sign, tell_absence
from relais.domiciliation.services.requests import Decided, Interview, ask, decide

_DESK = Address("CCAS de Montbrume", "1 place du Pont\n00000 Montbrume", "du lundi au vendredi, 9 h à 12 h")
#: person, what the interview said, so many days ago: asked, then seen; what came for her since.
_GRANTED = (
    ("Ali Haddad", "leon", Interview(link="social", home="homme", reason="prestations"), 60, 12, ("courrier", "courrier", "recommande")),
    ("Kévin Roussel", "awa", Interview(link="residentiel", home="homme", reason="prestations"), 130, 105, ("courrier",)),
    ("Sabrina", "awa", Interview(link="familial", home="femme", reason="mise_a_l_abri"), 330, 20, ("colis",)),
    ("Nora Lambert", "awa", Interview(link="parental", home="femme_enfants", reason="prestations"), 75, 40, ()),
)


def domicile(house: Organisation, *, now: datetime) -> None:
    """The domiciliations of the cast, once."""
    cast = members(house)
    if "awa" not in cast or Domiciliation.objects.filter(organisation=house).exists():
        return
    today, files = timezone.localdate(now), files_of(house)
    head, yasmine = (actor_of(cast[one], on=today) for one in ("petit", "yasmine"))
    write_desk(actor=head, service_id=files["Ali Haddad"].service_id, told=_DESK, now=now - timedelta(days=400))
    for called, lead, told, asked, seen, came in _GRANTED:
        found, on = files[called], today - timedelta(days=asked)
        kept = ask(actor=actor_of(cast[lead], on=today), file_id=found.pk, asked_on=on, told=told, now=now)
        decide(actor=head, election_id=kept.pk, decided=Decided(True, on), now=now)
        record_sign(actor=yasmine, file_id=found.pk, how="passage", now=now - timedelta(days=seen))
        for ago, kind in enumerate(came, 3):
            receive_mail(actor=yasmine, file_id=found.pk, kind=kind, now=now - timedelta(days=ago * 4))
    until = today + timedelta(days=120)
    give_proxy(
        actor=yasmine, file_id=files["Ali Haddad"].pk, called="Samir Haddad", signed_on=today - timedelta(days=30), ends_on=until, now=now
    )
    first, last = today - timedelta(days=2), today + timedelta(days=8)
    tell_absence(actor=yasmine, file_id=files["Nora Lambert"].pk, first=first, last=last, now=now)
    awa = actor_of(cast["awa"], on=today)
    for called, ago in (("Famille Traoré", 41), ("Julien Lambert", 6)):
        told_link = Interview(link="professionnel")
        ask(actor=awa, file_id=files[called].pk, asked_on=today - timedelta(days=ago), told=told_link, now=now)
    refused = Decided(False, today - timedelta(days=2), "sans_lien", "Association Le Gué, 2 rue du Port, 03 53 01 00 77")
    kept = Domiciliation.objects.get(file=files["Julien Lambert"]).elections.get()
    decide(actor=head, election_id=kept.pk, decided=refused, now=now)
