"""What is typed of a contact, of goals and steps."""

from collections.abc import Iterable, Mapping
from datetime import datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from relais.casework.services.interviews import Contact
from relais.casework.terms.interviews import InterviewKind, Who
from relais.casework.web.note_forms import guarded
from relais.ui.drafted import DraftedForm
from relais.ui.forms import Form, TypedDateField

Choices = Iterable[tuple[str, object]]


class TimeField(forms.CharField):
    """An hour as people write it: «14:30», «14h30», «14 h», «9»."""

    def to_python(self, value: object) -> time | None:  # type: ignore[override]  # a time, not a text
        """Read what was typed; ValidationError in plain French."""
        typed = str(value or "").lower().replace(" ", "").replace("\u202f", "").replace("h", ":").strip(":")
        if not typed:
            return None
        hour, _colon, minute = typed.partition(":")
        if hour.isascii() and hour.isdigit() and (not minute or (minute.isascii() and minute.isdigit())):
            try:
                return time(int(hour), int(minute or 0))
            except (ValueError, OverflowError):
                pass  # no such hour; of forty figures, no number either
        raise ValidationError(_("Écrivez une heure, par exemple 14:30."), code="time")


class ContactFields(Form):
    """How one met; everything has a value already."""

    kind = forms.ChoiceField(label=_("Comment ?"), choices=InterviewKind.choices, initial=InterviewKind.SPONTANEOUS)
    on = TypedDateField(label=_("Le"), error_messages={"required": _("Écrivez la date, par exemple 12/3/2027.")})
    hour = TimeField(label=_("À"), widget=forms.TextInput(attrs={"class": "input-date", "autocomplete": "off"}), required=False)

    def contact(self, now: datetime, **more: Any) -> Contact:  # noqa: ANN401  # other fields of a contact
        """The contact that was typed; one of today without an hour was now."""
        data = self.cleaned_data
        moment = data["hour"] or (timezone.localtime(now).time() if data["on"] == timezone.localdate(now) else time(12))
        at = timezone.make_aware(datetime.combine(data["on"], moment))
        return Contact(InterviewKind(data["kind"]), min(at, now) if at.date() == now.date() and data["hour"] is None else at, **more)


class BriefForm(ContactFields, DraftedForm):
    """A contact in a line, and when to come back to it."""

    subject = guarded(_("En une ligne"), rows=2, needed=_("Écrivez en une ligne de quoi il s’agit."))
    remind_on = TypedDateField(label=_("Me le rappeler le"), required=False, help_text=_("Laissez vide s’il n’y a rien à faire."))
    reminder = guarded(_("À faire ce jour-là"), rows=1, hint=_("Vide : la ligne ci-dessus est reprise."))
    ours = forms.BooleanField(label=_("C’est nous qui avons pris contact"), required=False)

    drafted = ("subject", "reminder")
    field_order = ("subject", "remind_on", "reminder", "kind", "on", "hour", "ours")

    def clean_remind_on(self) -> object:
        """A reminder is for a day to come."""
        day = self.cleaned_data["remind_on"]
        if day is not None and day < timezone.localdate():
            raise ValidationError(_("Ce jour est passé. Choisissez un jour à venir."))
        return day


class WhoForm(Form):
    """Who was there, by name."""

    unguarded = frozenset({"called"})

    called = forms.CharField(
        label=_("Qui est là ?"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("Le nom, même mal écrit. Seuls vos dossiers sont cherchés."),
        error_messages={"required": _("Écrivez un nom.")},
    )


class GoalForm(Form):
    """What the person wants."""

    words = guarded(_("Ce qu’elle ou il veut, avec ses mots"), rows=2, needed=_("Écrivez ce que la personne veut, avec ses mots."))


class StepForm(Form):
    """One thing to do."""

    what = guarded(_("Quoi ?"), rows=1, needed=_("Écrivez ce qui est à faire."))
    who = forms.ChoiceField(label=_("Qui ?"), choices=Who.choices[:2], initial=Who.US)
    due_on = TypedDateField(label=_("Pour le"), required=False)
    goal = forms.ChoiceField(label=_("Pour avancer vers"), required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, *, goals: Choices) -> None:
        super().__init__(data)
        self.fields["goal"].choices = [("", _("Aucun objectif en particulier")), *goals]  # type: ignore[attr-defined]
