"""Forms of sharing: to whom, what, on which basis, why, until when; and what the person agreed to or was told."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from relais.people.rules import Level
from relais.people.terms import Basis, ConsentForm, ConsentKind, InformationForm, InformationKind, ParentsTold
from relais.people.web.forms import text_field
from relais.ui.forms import CheckboxCards, ChoiceCards, Form, TypedDateField
from relais.ui.guarded import GuardedText

Choices = Iterable[tuple[str, object]]
LEVELS = [
    (Level.RECEPTION.value, _("Comment la joindre")),
    (Level.ADMINISTRATIVE.value, _("Partie administrative : état civil, foyer, démarches")),
    (Level.EVALUATION.value, _("Évaluation : seulement à qui est tenu au secret")),
]
#: as ``accounts.SecrecyBasis``.
SECRECY = [("aucun", _("Non, ou je ne sais pas")), ("profession", _("Oui, par sa profession")), ("mission", _("Oui, par sa mission"))]
#: days that a sharing lasts when nobody says otherwise; an agreement lasts a year.
USUAL = timedelta(days=90)
_DAY_NEEDED = {"required": _("Écrivez la date, par exemple 12/3/2026.")}


class SharingForm(Form):
    """One act of sharing, on one page."""

    member = forms.ChoiceField(label=_("Avec qui, dans l’organisation ?"), required=False)
    to_name = text_field(_("Sinon, nom de la ou du professionnel extérieur"), hint=_("Une personne, jamais une boîte de service."))
    to_body = text_field(_("Sa fonction et son organisme"), longest=160)
    to_secrecy = forms.ChoiceField(label=_("Est-elle ou est-il tenu au secret ?"), choices=SECRECY, required=False)
    levels = forms.MultipleChoiceField(
        label=_("Quelles parties du dossier ?"),
        choices=LEVELS,
        required=False,
        widget=CheckboxCards,
        help_text=_("Dans l’organisation seulement."),
    )
    things = text_field(
        _("Pièces ou informations précises"), longest=300, hint=_("Par exemple : attestation CAF de mars, date du rendez-vous.")
    )
    basis = forms.ChoiceField(
        label=_("Sur quel fondement ?"),
        choices=Basis.choices,
        widget=ChoiceCards,
        error_messages={"required": _("Choisissez un fondement.")},
    )
    consent_form = forms.ChoiceField(
        label=_("Si elle est d’accord : comment l’a-t-elle dit ?"), choices=[("", "—"), *ConsentForm.choices], required=False
    )
    consent_on = TypedDateField(label=_("Quel jour ?"), required=False)
    parents_told = forms.ChoiceField(
        label=_("En protection de l’enfance : les parents sont-ils informés ?"), choices=[("", "—"), *ParentsTold.choices], required=False
    )
    reference = text_field(_("Texte, personne qui coordonne, ou numéro de l’acte"), longest=200)
    necessity = GuardedText(
        label=_("Pourquoi est-ce nécessaire ? Une phrase."),
        max_length=300,
        widget=GuardedText.widget(attrs={"rows": 2}),
        error_messages={"required": _("Dites en une phrase pourquoi c’est nécessaire.")},
    )
    until = TypedDateField(
        label=_("Jusqu’au"), error_messages=_DAY_NEEDED, help_text=_("Le dernier jour compris. Un an au plus pour un accord.")
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, members: Choices) -> None:
        super().__init__(data, initial={"until": timezone.localdate() + USUAL})
        self.fields["member"].choices = [("", _("Personne de l’extérieur")), *members]  # type: ignore[attr-defined]


class ConsentOf(Form):
    """What the person agrees to."""

    kind = forms.ChoiceField(
        label=_("À quoi dit-elle oui ?"),
        choices=[(kind.value, kind.label) for kind in ConsentKind if kind != ConsentKind.SHARING],
        widget=ChoiceCards,
        error_messages={"required": _("Choisissez une réponse.")},
    )
    form = forms.ChoiceField(label=_("Comment l’a-t-elle dit ?"), choices=ConsentForm.choices, widget=ChoiceCards)
    scope = text_field(
        _("Dans ses limites"), longest=300, needed=_("Écrivez à quoi elle dit oui."), hint=_("Par exemple : rappels par SMS.")
    )
    given_on = TypedDateField(label=_("Quel jour ?"), error_messages=_DAY_NEEDED)


class InformationOf(Form):
    """What the person was told."""

    kind = forms.ChoiceField(label=_("De quoi ?"), choices=InformationKind.choices, widget=ChoiceCards)
    form = forms.ChoiceField(label=_("Comment ?"), choices=InformationForm.choices, widget=ChoiceCards)
    given_on = TypedDateField(label=_("Quel jour ?"), error_messages=_DAY_NEEDED)
