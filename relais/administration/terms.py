"""Words of administration: what a person may ask, what is answered, why a file is eliminated, what the rules on readings tell."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from relais.administration.rules.readings import Rule
from relais.people.rules import Standing


class Asked(models.TextChoices):
    """What a person asks of whoever keeps her file (RGPD 15 to 21; doctrine §4.1)."""

    ACCESS = "acces", _("Accès à tout son dossier")
    RECTIFICATION = "rectification", _("Rectification")
    LIMITATION = "limitation", _("Limitation : plus rien ne s’écrit")
    OPPOSITION = "opposition", _("Opposition")
    ERASURE = "effacement", _("Effacement")


class Answer(models.TextChoices):
    """What is answered, with its reason."""

    ACCEPTED = "accepte", _("Acceptée")
    PARTLY = "partiel", _("Acceptée en partie")
    REFUSED = "refuse", _("Refusée")


class Why(models.TextChoices):
    """Why a file comes to its end."""

    LAST_CONTACT = "dernier_contact", _("Durée écoulée depuis le dernier contact venant de la personne")
    NEVER_BEGUN = "sans_suite", _("Dossier ouvert par erreur")


class SignalRule(models.TextChoices):
    """What a rule of the week tells (``rules.readings``)."""

    NOTHING_OPENS = Rule.NOTHING_OPENS.value, _("Dossier lu sans que rien ne l’ouvre")
    DESK_ALONE = Rule.DESK_ALONE.value, _("Présence à la permanence notée par qui a lu")
    MANY = Rule.MANY.value, _("Beaucoup de dossiers ouverts en une heure")
    COMES_BACK = Rule.COMES_BACK.value, _("Dossier rouvert plusieurs jours sans rien y écrire")
    FAMILY_NAME = Rule.FAMILY_NAME.value, _("Même nom de famille que la personne")
    COLLEAGUE = Rule.COLLEAGUE.value, _("Même nom qu’un compte de la structure")


class SignalState(models.TextChoices):
    """Where the delegate is with a signal."""

    TO_SEE = "a_regarder", _("À regarder")
    NOTHING = "sans_suite", _("Regardé, sans suite")
    ACTED = "suite_donnee", _("Suite donnée")


class SignalStanding(models.TextChoices):
    """By which way the file was open to who read it (``people.rules.Standing``)."""

    KEPT = Standing.KEPT.value, _("suit le dossier")
    TEAM = Standing.TEAM.value, _("équipe intervenante")
    SHARED = Standing.SHARED.value, _("par un partage")
    SERVICE = Standing.SERVICE.value, _("accueil ou responsable du service")
    EXCEPTIONAL = Standing.EXCEPTIONAL.value, _("accès exceptionnel, examiné à part")
    PRESENT = Standing.PRESENT.value, _("permanence")
    PRESENT_ALONE = Standing.PRESENT_ALONE.value, _("permanence, présence notée par le même compte")
    MERGED = Standing.MERGED.value, _("dossier réuni depuis à un autre")
    NONE = Standing.NONE.value, _("aucun titre")


@dataclass(frozen=True, slots=True)
class Told:
    """A rule in words: what it tells (``why``), and what that does not mean (``not_a``)."""

    why: str | Promise
    not_a: str | Promise


#: what each rule tells, for the delegate and for whom it is about, in the same words.
TOLD: Mapping[str, Told] = {
    SignalRule.NOTHING_OPENS: Told(
        _("Au moment de la lecture, Relais ne retrouve ni affectation, ni partage, ni permanence, ni accès exceptionnel."),
        _("Ce peut être une erreur de Relais : dites-le aussi à qui tient l’instance."),
    ),
    SignalRule.DESK_ALONE: Told(
        _("La présence de la personne a été notée par le compte qui a ensuite lu le dossier : personne d’autre ne l’a vue."),
        _("Dans une petite équipe, une même personne reçoit et note : c’est souvent le cas."),
    ),
    SignalRule.MANY: Told(
        _("Plus de dossiers différents ont été ouverts en une heure que le nombre choisi par la ou le délégué."),
        _("Une passation, une préparation de commission ou un jour d’affluence le font aussi."),
    ),
    SignalRule.COMES_BACK: Told(
        _("Le même dossier a été ouvert au moins quatre jours de la semaine, sans rien y écrire, par un compte qui ne le suit pas."),
        _("Répondre au téléphone ou préparer une rencontre demande parfois de relire."),
    ),
    SignalRule.FAMILY_NAME: Told(
        _("La personne du dossier porte le même nom de famille que le compte qui l’a lu."),
        _("Un même nom n’est pas une parenté, et bien des familles en partagent un."),
    ),
    SignalRule.COLLEAGUE: Told(
        _("La personne du dossier porte le prénom et le nom d’un compte de la structure, celui qui l’a lu ou un autre."),
        _("C’est peut-être quelqu’un d’autre du même nom. Un ou une collègue peut aussi être accompagnée, en confiance."),
    ),
}


#: what the acts of this room are called in «qui a ouvert ce dossier».
JOURNAL_WORDS: Mapping[str, Promise] = {
    "file.copy_read": _("a lu le dossier pour en faire la copie demandée"),
    **{f"rights.{one.value}_asked": _("a noté une demande de la personne sur ses données") for one in Asked},
    **{f"rights.{one.value}_{said.value}": _("a répondu à une demande de la personne sur ses données") for one in Asked for said in Answer},
    **{f"rights.{one.value}_lifted": _("a mis fin à une limitation ou à une opposition") for one in (Asked.LIMITATION, Asked.OPPOSITION)},
    "rights.copy_prepared": _("a préparé la copie du dossier"),
    "rights.copy_released": _("a relu la copie du dossier"),
    "rights.reader_changed": _("a changé qui relit la copie du dossier"),
    "elimination.announced": _("a annoncé l’élimination du dossier"),
    "elimination.done": _("a éliminé le dossier"),
}
