"""The boxes of a clock: one for each fact that its rule looks at, with the words that a person reads beside it."""

from datetime import date
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relais.law.clocks.asking import ahead, by_post, days_of, limited, placed
from relais.law.clocks.counting import OutOfReachError, checked
from relais.law.clocks.holidays import METROPOLE, calendar
from relais.law.clocks.tables import Rule, rules
from relais.law.situation.days import read_date
from relais.law.situation.typed import UnreadableError
from relais.ui.forms import TypedDateField
from relais.ui.sentences import said
from relais.ui.typography import french

#: nobody writes a day in more signs.
LONGEST: Final = 40
#: a name of ``Given``, or of the reception → the box that holds it.
BOX_OF: Final = {
    "start": "recu",
    "until": "recu_au_plus_tard",
    "posted": "poste",
    "asked": "pieces_demandees",
    "asked_until": "pieces_avant",
    "complete": "complet",
    "filed": "recours",
    "rectification": "rectification",
    "answer": "reponse",
    "silence_reasons": "motifs",
}
#: label, then hint.
_WORDS: Final[dict[str, tuple[str | Promise, str | Promise]]] = {
    "asked": (gettext_lazy("Demande de pièces reçue le"), gettext_lazy("Le jour où la lettre qui demande des pièces est arrivée.")),
    "asked_until": (gettext_lazy("Date limite écrite pour ces pièces"), ""),
    "complete": (gettext_lazy("Dernière pièce reçue par l’organisme le"), gettext_lazy("L’accusé de réception le dit.")),
    "filed": (gettext_lazy("Recours reçu par l’organisme le"), gettext_lazy("S’il est déjà envoyé : la date de l’avis de réception.")),
    "rectification": (gettext_lazy("Rectification demandée le"), gettext_lazy("Par écrit ou par oral.")),
    "answer": (gettext_lazy("Réponse écrite reçue le"), gettext_lazy("Décision, réponse au recours, ou motifs demandés.")),
    "silence_reasons": (gettext_lazy("Motifs du refus par silence demandés le"), ""),
}
#: days that may be still to come.
_TO_COME: Final = frozenset({"asked_until"})
#: what may stop a clock, besides the rule itself.
_EFFECTS: Final = ("suspend", "interrupt")


class Day(TypedDateField):
    """A day that clocks accept; ``past``: not one to come."""

    def __init__(self, *, past: bool, **options: Any) -> None:  # noqa: ANN401  # options of a Django field
        super().__init__(**options)
        self.past = past

    def to_python(self, value: object) -> date | None:
        """The day; ValidationError that says what to write, in the language of the page."""
        if value in self.empty_values:
            return None
        written = str(value).strip()
        today = timezone.localdate()
        if len(written) > LONGEST:
            raise ValidationError(_("Ce texte est trop long pour une date. Écrivez par exemple 06/10/2026."), code="long")
        try:
            day = checked(read_date(written, latest=today.replace(day=1, year=today.year + self.years_ahead)))
        except OutOfReachError as problem:
            raise ValidationError(_("Écrivez une année entre 2000 et 2100."), code="reach") from problem
        except UnreadableError as problem:
            raise ValidationError(_told(problem), code="date") from problem
        if self.past and day > today:
            raise ValidationError(_("Cette date n’est pas encore passée."), code="future")
        return day


def _told(problem: UnreadableError) -> str:
    """Why a day cannot be read. The general message of birth dates speaks of an age: here it gives an example of a letter."""
    if "38 ans" in problem.sentence:
        return _("Cette date ne se lit pas. Écrivez par exemple 06/10/2026, ou 6 octobre 2026.")
    return said(problem.sentence)


def boxes(rule: Rule) -> dict[str, forms.Field]:
    """The boxes of a rule, by name, in the order of the screen; none is required by itself."""
    made: dict[str, forms.Field] = {"recu": _day(french(rule.start), _("jour/mois/année"), past=not ahead(rule))}
    if by_post(rule):
        made["poste"] = _day(_("Date d’envoi"), _("Écrite en haut du courrier, ou sur l’enveloppe."))
        made["recu_au_plus_tard"] = _day(
            _("Reçu au plus tard le"), _("Si vous hésitez entre deux jours : écrivez ici le dernier, et plus haut le premier.")
        )
    for name in days_of(rule):
        label, hint = _WORDS[name]
        made[BOX_OF[name]] = _day(label, hint, past=name not in _TO_COME)
    if limited(rule):
        made["sans_recours"] = forms.BooleanField(label=_("Le courrier ne dit pas comment contester"), required=False)
        made |= _stop()
    if placed(rule):
        made["zone"] = forms.ChoiceField(
            label=_("Où habite la personne"),
            help_text=_("Les jours fériés et certains délais changent."),
            choices=[(code, french(name)) for code, name in calendar().zones.items()],
            initial=METROPOLE,
            required=False,
        )
    return made


def _day(label: object, hint: object, *, past: bool = True) -> Day:
    return Day(past=past, label=label, help_text=hint, required=False)


def _stop() -> dict[str, forms.Field]:
    """An act that stopped the clock: which one, from when, until when."""
    acts = [(rule.code, french(rule.wording)) for rule in rules().values() if rule.effect in _EFFECTS]
    return {
        "arret": forms.ChoiceField(
            label=_("Le délai a été arrêté par"),
            help_text=_("Vérifiez que cet acte vaut pour ce délai."),
            choices=[("", _("Rien, ou je ne sais pas")), *acts],
            required=False,
        ),
        "arret_du": _day(_("Arrêté depuis le"), ""),
        "arret_au": _day(_("Jusqu’au"), _("Vide si ce n’est pas fini : aujourd’hui est compté.")),
    }
