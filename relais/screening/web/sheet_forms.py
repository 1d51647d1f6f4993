"""The two forms before the person's sheet: which rights she keeps, then what only the worker knows. Nothing of them is stored."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relais.law.answers.shape import Group
from relais.screening import wording
from relais.screening.rules.board import Board, Shown
from relais.screening.rules.sheet_person import LONGEST_PLACE, LONGEST_SERVICE, MOST_RIGHTS, Kept, amount_to_write, names_screen_only
from relais.screening.rules.sheet_words import FRENCH, languages, words
from relais.ui.forms import Form, TypedDateField
from relais.ui.sentences import said

RIGHTS = "droits"


@dataclass(frozen=True, slots=True)
class OfferedGroup:
    """Rights that may be kept: under the badge of their group, or folded under a title. ``options``: code, label, hint."""

    group: str
    title: str
    id: str
    options: tuple[tuple[str, str, str], ...]
    open: bool = False


def offered(board: Board) -> Mapping[str, Shown]:
    """The rights that the person may keep, by code: open or to check, never those that seem closed."""
    shown = (*board.to_claim, *board.to_check, *board.to_check_later, *(one for fold in board.folds for one in fold.answers))
    return {one.card.code: one for one in shown}


def usual_choice(board: Board) -> tuple[str, ...]:
    """Ticked beforehand: the rights «à demander» when they all hold on the sheet; else nothing, for she chooses."""
    return tuple(one.card.code for one in board.to_claim) if len(board.to_claim) <= MOST_RIGHTS else ()


def offered_groups(board: Board, chosen: Collection[str]) -> tuple[OfferedGroup, ...]:
    """The choice as printed: «à demander», «à vérifier», then what hangs on facts nobody spoke of, folded unless one is chosen."""
    later = _("Autres droits, selon des faits non dits")
    folded = [("plus-tard", later, board.to_check_later), *((fold.theme, _(fold.title), fold.answers) for fold in board.folds)]
    groups = [
        OfferedGroup(Group.TO_CLAIM.value, "", "droits-demander", _options(board.to_claim)),
        OfferedGroup(Group.TO_CHECK.value, "", "droits-verifier", _options(board.to_check)),
        *(
            OfferedGroup("", title, f"droits-{name}", _options(shown), any(one.card.code in chosen for one in shown))
            for name, title, shown in folded
        ),
    ]
    return tuple(group for group in groups if group.options)


def _options(shown: Sequence[Shown]) -> tuple[tuple[str, str, str], ...]:
    return tuple((one.card.code, said(one.card.label), _hint(one)) for one in shown)


def _hint(one: Shown) -> str:
    if one.answer.received is not None:
        return _("déjà reçu")
    return wording.amount_words(one)


def choice_problem(chosen: Sequence[str]) -> str:
    """Why this choice makes no sheet, in words; empty when it does."""
    if not chosen:
        return _("Cochez au moins un droit.")
    if len(chosen) > MOST_RIGHTS:
        return _("Cochez trois droits au plus : %(count)d sont cochés. Une feuille plus longue ne se lit pas.") % {"count": len(chosen)}
    return ""


class DetailsForm(Form):
    """What the worker may add for each right kept: a counter or a phone, a last day, the amount when it is sure."""

    service = forms.CharField(
        label=gettext_lazy("Nom de votre service"),
        help_text=gettext_lazy("Écrit à l’intérieur de la feuille, jamais dehors. Par exemple : le CCAS de Roubaix."),
        max_length=LONGEST_SERVICE,
        required=False,
    )

    def __init__(self, data: Mapping[str, Any] | None, *, kept: Sequence[Shown]) -> None:
        super().__init__(data)
        self.kept = tuple(kept)
        for one in self.kept:
            self._add(one)
        if len(languages()) > 1:
            choices = [(code, words(code).name) for code in languages()]
            self.fields["langue"] = forms.ChoiceField(label=_("Langue, à côté du français"), choices=choices, required=False)

    def _add(self, one: Shown) -> None:
        code = one.card.code
        self.fields[f"lieu_{code}"] = _PlaceField(
            label=_("Guichet ou téléphone proche"),
            help_text=_("Sinon la feuille dit : %(where)s") % {"where": said(one.card.where)},
            max_length=LONGEST_PLACE,
            required=False,
        )
        self.fields[f"avant_{code}"] = _LastDayField(
            label=_("À faire avant le"), help_text=_("jour/mois/année ; sinon : dès que possible"), required=False
        )
        amount = amount_to_write(one.answer, one.card)
        if amount:
            label = _("Écrire le montant : environ %(amount)s par mois") % {"amount": wording.euros(amount)}
            self.fields[f"montant_{code}"] = forms.BooleanField(label=label, required=False)

    def blocks(self) -> tuple[tuple[Shown, tuple[forms.BoundField, ...]], ...]:
        """Each right with its fields, in the order of the sheet."""
        names = [[f"{kind}_{one.card.code}" for kind in ("lieu", "avant", "montant")] for one in self.kept]
        return tuple((one, tuple(self[name] for name in mine if name in self.fields)) for one, mine in zip(self.kept, names, strict=True))

    def others(self) -> tuple[forms.BoundField, ...]:
        """The fields of the whole sheet."""
        return tuple(self[name] for name in ("service", "langue") if name in self.fields)

    def rights(self) -> tuple[Kept, ...]:
        """The rights as the sheet prints them. A form not posted yet leaves every blank empty."""
        told = self.told
        return tuple(
            Kept(
                card=one.card,
                place=told.get(f"lieu_{one.card.code}", ""),
                before=told.get(f"avant_{one.card.code}"),
                amount=amount_to_write(one.answer, one.card) if told.get(f"montant_{one.card.code}") else None,
            )
            for one in self.kept
        )

    @property
    def told(self) -> Mapping[str, Any]:
        """What was typed and understood, nothing before it is posted."""
        return self.cleaned_data if self.is_bound else {}

    @property
    def language(self) -> str:
        """The language beside the French, or French."""
        return str(self.told.get("langue") or FRENCH)

    @property
    def service_name(self) -> str:
        """Who gives the sheet, or nothing."""
        return str(self.told.get("service") or "")


class _PlaceField(forms.CharField):
    """A counter or a telephone: whoever has no screen must be able to go there."""

    def clean(self, value: object) -> str:
        """The words; ValidationError when they send to a website or an e-mail."""
        place: str = super().clean(value)
        if names_screen_only(place):
            raise ValidationError(
                _("Écrivez un guichet ou un téléphone : la feuille ne renvoie ni à un site ni à un courriel."), code="screen"
            )
        return place


class _LastDayField(TypedDateField):
    """A day still to come."""

    def clean(self, value: object) -> date | None:
        """The day; ValidationError when it cannot be read or is past."""
        day: date | None = super().clean(value)
        if day is not None and day < timezone.localdate():
            raise ValidationError(_("Cette date est passée."), code="past")
        return day
