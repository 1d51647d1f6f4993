"""What is typed of a request: the need, the budget, the proofs, the proposal, what the person was told, the schedule."""

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from relais.aids.services.requests import Proposal, ToldBudget, ToldRequest
from relais.aids.terms import CHARGES, RESOURCES, How, PayeeKind
from relais.casework.terms.notes import NoteLevel
from relais.kernel.money import Cents, cents
from relais.ui.forms import CheckboxCards, ChoiceCards, Form, MoneyField, TypedDateField
from relais.ui.two_tabs import SeenForm

DAY = {"required": _("Écrivez la date, par exemple 12/3/2027.")}
_AMOUNT = {"required": _("Écrivez le montant, en euros.")}


def area(rows: int = 4) -> forms.Textarea:
    """A text of several lines."""
    return forms.Textarea(attrs={"rows": rows, "autocomplete": "off"})


def as_cents(amount: Decimal | None) -> Cents:
    """What was typed, in centimes; nothing is zero."""
    return 0 if amount is None else cents(amount)


class RequestForm(SeenForm):
    """What the person asks."""

    kind = forms.TypedChoiceField(label=_("Quelle aide ?"), coerce=int, error_messages={"required": _("Choisissez une aide du règlement.")})
    need = forms.CharField(
        label=_("Le besoin, avec ses mots"),
        widget=area(),
        max_length=2000,
        help_text=_("Cela reste dans le dossier : la commission ne le lit pas."),
    )
    asked = MoneyField(label=_("Montant demandé"), error_messages=_AMOUNT)
    payee_kind = forms.ChoiceField(label=_("À payer à"), choices=PayeeKind.choices, initial=PayeeKind.PERSON, widget=ChoiceCards)
    payee = forms.CharField(label=_("Nom du tiers"), max_length=120, required=False, help_text=_("Fournisseur, bailleur, commerçant."))
    invoice = forms.CharField(label=_("Numéro de facture ou de contrat"), max_length=60, required=False)

    def __init__(self, *args: Any, kinds: Sequence[tuple[int, str]], **kwargs: Any) -> None:  # noqa: ANN401  # what Django's form takes
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("Choisissez")), *kinds]  # type: ignore[attr-defined]  # a ChoiceField

    def told(self) -> ToldRequest:
        """What was typed, for the service."""
        data = self.cleaned_data
        return ToldRequest(data["kind"], data["need"], as_cents(data["asked"]), data["payee_kind"], data["payee"], data["invoice"])


class AgesField(forms.CharField):
    """Ages as people write them: «34, 36», «34 et 36»."""

    def clean(self, value: object) -> Any:  # noqa: ANN401  # ages, as Django's field gives anything
        """A tuple of ages."""
        words = str(super().clean(value) or "")
        found = re.findall(r"\d+", words)
        if words and (not found or re.sub(r"(?:\d+|ans?|et|[\s,;+])", "", words)):
            raise forms.ValidationError(_("Écrivez les âges en années, séparés par des virgules : 34, 36."))
        return tuple(int(one[:4]) for one in found)


class BudgetForm(SeenForm):
    """The home and its month, line by line; an empty box is zero."""

    adults = AgesField(label=_("Âges des adultes"), help_text=_("Par exemple : 34, 36."), required=False, max_length=80)
    children = AgesField(
        label=_("Âges des enfants"), help_text=_("Par exemple : 4, 9. Rien s’il n’y en a pas."), required=False, max_length=80
    )
    confirmed = forms.BooleanField(
        label=_("La personne confirme ces montants aujourd’hui"),
        error_messages={"required": _("Relisez-les avec la personne, puis cochez.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  # what Django's form takes
        super().__init__(*args, **kwargs)
        for name, label in (*self._lines("r", RESOURCES), *self._lines("c", CHARGES)):
            self.fields[name] = MoneyField(label=str(label), required=False)

    @staticmethod
    def _lines(mark: str, lines: Mapping[str, object]) -> list[tuple[str, object]]:
        return [(f"{mark}_{code}", label) for code, label in lines.items()]

    def resources(self) -> list[forms.BoundField]:
        """The boxes of what comes in."""
        return [self[name] for name, _label in self._lines("r", RESOURCES)]

    def charges(self) -> list[forms.BoundField]:
        """The boxes of what is paid."""
        return [self[name] for name, _label in self._lines("c", CHARGES)]

    def told(self) -> ToldBudget:
        """What was typed, for the service."""
        data = self.cleaned_data
        return ToldBudget(data["adults"], data["children"], self._read("r", RESOURCES), self._read("c", CHARGES))

    def _read(self, mark: str, lines: Mapping[str, object]) -> dict[str, Cents]:
        data = self.cleaned_data
        return {code: as_cents(data[f"{mark}_{code}"]) for code in lines if data[f"{mark}_{code}"]}


class ProofsForm(SeenForm):
    """The documents that prove the request, and what is still to bring."""

    documents = forms.MultipleChoiceField(label=_("Pièces du dossier"), widget=CheckboxCards, required=False)
    missing = forms.CharField(
        label=_("Ce qui est encore à apporter"), widget=area(2), max_length=500, required=False, help_text=_("Vide quand tout est là.")
    )

    def __init__(self, *args: Any, documents: Iterable[tuple[str, str]], **kwargs: Any) -> None:  # noqa: ANN401  # as above
        super().__init__(*args, **kwargs)
        self.fields["documents"].choices = list(documents)  # type: ignore[attr-defined]  # a MultipleChoiceField

    def chosen(self) -> list[UUID]:
        """Identifiers of the documents."""
        return [UUID(one) for one in self.cleaned_data["documents"]]


class ProposalForm(SeenForm):
    """What the commission will read."""

    presentation = forms.CharField(
        label=_("Présentation, sans nom ni adresse"),
        widget=area(),
        max_length=2000,
        help_text=_("La situation en quelques lignes, sans rien qui la désigne."),
    )
    proposal = forms.CharField(label=_("Proposition"), widget=area(2), max_length=1000, help_text=_("Ce que vous proposez, et pourquoi."))
    proposed = MoneyField(label=_("Montant proposé"), required=False)
    checked = forms.BooleanField(label=_("J’ai relu : rien ici ne désigne la personne"), required=False)

    def told(self) -> Proposal:
        """What was typed, for the service."""
        data = self.cleaned_data
        amount = None if data["proposed"] is None else as_cents(data["proposed"])
        return Proposal(data["presentation"], data["proposal"], amount, data["checked"])


class EvaluationForm(Form):
    """The social worker's evaluation: a note of the file."""

    level = forms.ChoiceField(
        label=_("Qui la lit ?"),
        choices=[
            (NoteLevel.SHARED, _("Les personnes tenues au secret, dans le dossier")),
            (NoteLevel.ADMINISTRATIVE, _("Toute l’équipe du dossier")),
        ],
        initial=NoteLevel.SHARED,
        widget=ChoiceCards,
    )
    words = forms.CharField(label=_("Évaluation"), widget=area(6), max_length=6000)


class TellForm(Form):
    """The person knows what was decided."""

    on = TypedDateField(label=_("Elle l’a su le"), error_messages=DAY)
    how = forms.ChoiceField(label=_("Comment ?"), choices=How.choices, initial=How.LETTER, widget=ChoiceCards)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  # as above
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = timezone.localdate()


class ScheduleForm(Form):
    """The months of an advance."""

    count = forms.IntegerField(label=_("Nombre de mois"), error_messages={"required": _("Écrivez le nombre de mois.")})
    first = TypedDateField(label=_("Première échéance"), error_messages=DAY)


class InstalmentForm(Form):
    """A month paid back, or remitted."""

    settled = forms.ChoiceField(
        label=_("Cette échéance est"),
        choices=[("payee", _("Payée")), ("remise", _("Remise : la structure y renonce"))],
        initial="payee",
        widget=ChoiceCards,
    )
    on = TypedDateField(label=_("Le"), error_messages=DAY)
    reason = forms.CharField(label=_("Si elle est remise : qui l’a décidé, pourquoi"), max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  # as above
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = timezone.localdate()
