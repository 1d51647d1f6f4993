"""The mandates of the people of the demonstration: one signed, of which an act was withdrawn, one in Aidants Connect, one to sign."""

from datetime import datetime, timedelta

from django.utils import timezone

from relais.accounts.models import Organisation
from relais.accounts.queries import actor_of
from relais.demo.files import files_of, members
from relais.mandates.models import Mandate
from relais.mandates.services.mandates import Pointer, Signed, ToldAct, point_to_mandate, prepare_mandate, revoke_acts, sign_mandate

#: what Inès lets Awa do; the second one, she took back.
_ACTS = (
    ToldAct("social", "Déclarer mes ressources à la CAF, pour la prime d’activité"),
    ToldAct("logement", "Écrire à mon bailleur pour demander un délai"),
    ToldAct("social", "Suivre ma demande de complémentaire santé"),
)
_COPY = "Copie de démonstration : la feuille signée par la personne et par le service.".encode()


def sign_mandates(house: Organisation, *, now: datetime) -> None:
    """The mandates of the cast, once."""
    cast = members(house)
    if "awa" not in cast or Mandate.objects.filter(organisation=house).exists():
        return
    today = timezone.localdate(now)
    awa, files = actor_of(cast["awa"], on=today), files_of(house)
    then = now - timedelta(days=26)
    kept = prepare_mandate(actor=awa, file_id=files["Inès Bakri"].pk, acts=_ACTS, days=31, now=then)
    sign_mandate(actor=awa, mandate_id=kept.pk, signed=Signed(timezone.localdate(then), _COPY, "mandat.txt"), now=then)
    withdrawn = kept.acts.get(position=2)
    said_on = today - timedelta(days=5)
    revoke_acts(actor=awa, mandate_id=kept.pk, act_ids=[withdrawn.pk], on=said_on, how="telephone", now=now)
    pointed = Pointer("AC-2026-0418", ("social", "travail"), today - timedelta(days=90), today + timedelta(days=274))
    point_to_mandate(actor=awa, file_id=files["M. Le Goff"].pk, told=pointed, now=now)
    waiting = (ToldAct("social", "Suivre mon dossier d’autonomie au département"),)
    prepare_mandate(actor=awa, file_id=files["Mme Delorme"].pk, acts=waiting, days=182, now=now - timedelta(days=9))
