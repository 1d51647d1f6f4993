"""What is typed by whoever holds sessions, keeps the rules of the house, or pays."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from relais.aids.services.house import ToldKind
from relais.aids.services.sessions import ToldDecision
from relais.aids.terms import Channel, Nature, Outcome, Overspend, Scale, Taken
from relais.aids.web.forms import DAY, area, as_cents
from relais.ui.forms import ChoiceCards, Form, MoneyField, TypedDateField
from relais.ui.two_tabs import SeenForm


class SessionForm(Form):
    """A session to come."""

    held_on = TypedDateField(label=_("Jour de la séance"), error_messages=DAY)
    place = forms.CharField(label=_("Lieu"), max_length=120, required=False)


class PresenceForm(SeenForm):
    """Who sits, and what the minutes add."""

    present = forms.CharField(label=_("Présentes et présents, un nom par ligne"), widget=area(), max_length=2000, required=False)
    remarks = forms.CharField(
        label=_("Remarques du procès-verbal"),
        widget=area(3),
        max_length=3000,
        required=False,
        help_text=_("Jamais le nom d’une personne accompagnée."),
    )


class DecisionForm(Form):
    """What was decided of one sheet. ``seen``: the decision that the page shows."""

    outcome = forms.ChoiceField(
        label=_("Décision"), choices=Outcome.choices, widget=ChoiceCards, error_messages={"required": _("Choisissez ce qui a été décidé.")}
    )
    amount = MoneyField(label=_("Montant accordé"), required=False, help_text=_("Vide pour un refus ou un ajournement."))
    words = forms.CharField(
        label=_("Motif, condition, ou ce qui manque"),
        widget=area(3),
        max_length=1000,
        required=False,
        help_text=_("La personne le lira dans sa lettre."),
    )
    why = forms.CharField(label=_("Pourquoi la décision est corrigée"), max_length=300, required=False)
    beyond = forms.BooleanField(label=_("Dépasser l’enveloppe"), required=False)
    seen = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, corrects: bool, warns: bool, **kwargs: Any) -> None:  # noqa: ANN401  # what Django's form takes
        super().__init__(*args, **kwargs)
        if not corrects:
            del self.fields["why"]
        if not warns:
            del self.fields["beyond"]

    def told(self) -> ToldDecision:
        """What was typed, for the service."""
        data = self.cleaned_data
        return ToldDecision(
            data["outcome"], as_cents(data["amount"]), data["words"], data.get("why", ""), data.get("beyond", False), data["seen"]
        )


class LockForm(Form):
    """The minutes are signed."""

    signed_by = forms.CharField(
        label=_("Signé par"), max_length=120, required=False, help_text=_("La présidente ou le président de séance.")
    )


class PolicyForm(SeenForm):
    """The rules of the house."""

    rules = forms.CharField(label=_("Règlement des aides"), widget=area(8), max_length=20000, required=False)
    scale = forms.ChoiceField(label=_("Reste à vivre : compter les personnes par"), choices=Scale.choices, widget=ChoiceCards)
    days = forms.IntegerField(label=_("Jours du mois dans le reste à vivre"), min_value=28, max_value=31)
    overspend = forms.ChoiceField(label=_("Quand l’enveloppe n’y suffit pas"), choices=Overspend.choices, widget=ChoiceCards)
    appeal = forms.CharField(label=_("Recours gracieux : à qui écrire"), max_length=200, required=False)
    court = forms.CharField(label=_("Tribunal administratif compétent"), max_length=120, required=False)


class KindForm(SeenForm):
    """One kind of aid."""

    name = forms.CharField(label=_("Nom de l’aide"), max_length=80)
    nature = forms.ChoiceField(label=_("Nature"), choices=Nature.choices)
    ceiling = MoneyField(label=_("Plafond d’une décision"), required=False, help_text=_("Vide : pas de plafond."))
    head_up_to = MoneyField(
        label=_("Décidée seule ou seul, en urgence, par la ou le responsable jusqu’à"),
        required=False,
        help_text=_("Vide : toujours la commission."),
    )
    repayable = forms.BooleanField(label=_("C’est une avance, à rembourser"), required=False)
    line = forms.CharField(
        label=_("Imputation budgétaire"),
        max_length=60,
        required=False,
        help_text=_("Le compte ou la ligne, comme votre comptabilité l’écrit."),
    )

    def told(self) -> ToldKind:
        """What was typed, for the service."""
        data = self.cleaned_data
        ceiling = None if data["ceiling"] is None else as_cents(data["ceiling"])
        return ToldKind(data["name"], data["nature"], data["repayable"], ceiling, as_cents(data["head_up_to"]), data["line"])


class EnvelopeForm(Form):
    """What may be granted of a kind in a year."""

    year = forms.IntegerField(label=_("Année"), min_value=2000, max_value=2100)
    amount = MoneyField(label=_("Montant de l’enveloppe"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  # as above
        super().__init__(*args, **kwargs)
        self.fields["year"].initial = timezone.localdate().year


class PayerForm(Form):
    """Who is named to pay."""

    member = forms.TypedChoiceField(label=_("Personne qui note les paiements"), coerce=UUID)

    def __init__(self, *args: Any, members: Iterable[tuple[str, str]], **kwargs: Any) -> None:  # noqa: ANN401  # as above
        super().__init__(*args, **kwargs)
        self.fields["member"].choices = [("", _("Choisissez")), *members]  # type: ignore[attr-defined]  # a ChoiceField


class EngageForm(Form):
    """A payment engaged."""

    amount = MoneyField(label=_("Montant à payer"))
    channel = forms.ChoiceField(label=_("Moyen"), choices=Channel.choices, widget=ChoiceCards)
    on = TypedDateField(label=_("Engagé le"), error_messages=DAY)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  # as above
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = timezone.localdate()


class TakeForm(Form):
    """What leaves for the accounts: which payments, of which days, in which format."""

    which = forms.ChoiceField(label=_("Que contient le tableau ?"), choices=Taken.choices, initial=Taken.PAID, widget=ChoiceCards)
    first = TypedDateField(label=_("Du"), error_messages=DAY)
    last = TypedDateField(label=_("Au"), error_messages=DAY, help_text=_("Un an au plus."))
    format = forms.ChoiceField(label=_("Format"), choices=[("xlsx", "Excel (.xlsx)"), ("csv", "CSV")], initial="xlsx", widget=ChoiceCards)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  # as above
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.fields["first"].initial, self.fields["last"].initial = today.replace(day=1), today


class PayForm(Form):
    """A payment made."""

    on = TypedDateField(label=_("Payé le"), error_messages=DAY)
    reference = forms.CharField(
        label=_("Référence du paiement"), max_length=60, required=False, help_text=_("Numéro de mandat, de bordereau ou de bon.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  # as above
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = timezone.localdate()
