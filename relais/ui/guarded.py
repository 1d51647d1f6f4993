"""A free text under guard: what looks like a secret stops the save without losing a word, and one press masks it and saves.

Every text of a ``ui.forms.Form`` is read by the guards; ``GuardedText`` is the field of a long one. A refused form comes back with the
text as typed, the passages marked under the box, the button «Masquer et enregistrer» and the ways to do without the secret (``offer``).
Works without JavaScript. What is only sensitive stops nothing: the view shows ``warnings_of`` after the save.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relais.kernel.guards.finding import Finding, Kind
from relais.kernel.guards.reading import blocking, findings, masked

_NAMES: Mapping[Kind, str | Promise] = {
    Kind.PASSWORD: gettext_lazy("un mot de passe"),
    Kind.CODE: gettext_lazy("un code secret"),
    Kind.PIN: gettext_lazy("un code secret"),
    Kind.CARD: gettext_lazy("un numéro de carte bancaire"),
    Kind.BANK_LOGIN: gettext_lazy("un identifiant de banque"),
    Kind.DOOR_CODE: gettext_lazy("un code d’entrée"),
    Kind.NIR: gettext_lazy("un numéro de sécurité sociale"),
    Kind.IBAN: gettext_lazy("un numéro de compte"),
    Kind.HEALTH: gettext_lazy("un terme de santé"),
    Kind.OPINION: gettext_lazy("un terme d’opinion, de croyance ou d’origine"),
}
#: how the name of the button «Masquer et enregistrer» ends, after that of its box.
MASKING = "-masquer"
#: the file whose screen is being made for somebody who writes in it: remedies and acts of one person; None elsewhere.
_file: ContextVar[UUID | None] = ContextVar("file", default=None)
#: what to do instead: label and the address, asked when the page is made with the file whose screen it is; "" where it does not apply.
_offers: dict[str, tuple[str | Promise, Callable[[UUID | None], str]]] = {}


def offer(name: str, label: str | Promise, address: Callable[[UUID | None], str]) -> None:
    """Declare a way to do without the secret (in ``project/wiring.py``); the same name declared again replaces it."""
    _offers[name] = (label, address)


def offered() -> list[tuple[str | Promise, str]]:
    """The ways to do without a secret here: label and address of each."""
    asked = [(label, address(_file.get())) for label, address in _offers.values()]
    return [(label, found) for label, found in asked if found]


def works_here() -> bool:
    """Whether who reads writes in the file whose screen is being made; False elsewhere."""
    return _file.get() is not None


@contextmanager
def in_file(file_id: UUID | None) -> Iterator[None]:
    """While the screen of this file is made: remedies of one person, her mandate, lead there."""
    before = _file.set(file_id)
    try:
        yield
    finally:
        _file.reset(before)


def warnings_of(text: str) -> list[str]:
    """What to say to the author after the save: the kinds that are sensitive, each once, never the passage."""
    return list(dict.fromkeys(str(_NAMES[one.kind]) for one in findings(text) if not one.blocks))


def passages(text: str, found: list[Finding]) -> list[dict[str, str]]:
    """Each line that holds a secret, cut in pieces: ``text`` and, when it is the secret, ``kind``."""
    pieces: list[dict[str, str]] = []
    for one in found:
        begin = text.rfind("\n", 0, one.start) + 1
        finish = text.find("\n", one.end)
        finish = len(text) if finish < 0 else finish
        around = {"before": text[max(begin, one.start - 60) : one.start], "after": text[one.end : min(finish, one.end + 60)]}
        pieces.append({**around, "secret": text[one.start : one.end], "kind": str(_NAMES[one.kind])})
    return pieces


def passages_in(text: str) -> list[dict[str, str]]:
    """The passages of a text that stop a save, as they are shown under its box."""
    return passages(text, blocking(text))


def is_masking(data: Mapping[str, Any]) -> bool:
    """Whether «Masquer et enregistrer» was pressed, under whichever box."""
    return any(name.endswith(MASKING) for name in data)


def secret_in(text: str) -> ValidationError | None:
    """What to answer to a text that holds a secret: the kinds found, never the passage. None when it holds none."""
    kinds = dict.fromkeys(str(_NAMES[one.kind]) for one in blocking(text))
    if not kinds:
        return None
    told = _("Ce texte semble contenir %(kinds)s. Rien n’est enregistré, et rien n’est perdu.")
    return ValidationError(told % {"kinds": ", ".join(kinds)}, code="secret")


class GuardedTextarea(forms.Textarea):
    """The box, and under it the passages that stop the save with the button that masks them."""

    template_name = "ui/widgets/guarded.html"

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:  # noqa: ANN401  # Django's signature
        """What was typed, masked when the button was pressed."""
        typed = super().value_from_datadict(data, files, name)
        return masked(typed) if isinstance(typed, str) and is_masking(data) else typed

    def get_context(self, name: str, value: object, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Django's context, with ``passages`` and ``offers``."""
        context: dict[str, Any] = super().get_context(name, value, attrs)
        context["passages"] = passages_in(str(value or ""))
        return context


class GuardedText(forms.CharField):
    """A free text that holds no password, code, card nor bank identifier; ``clean`` gives a ``str``."""

    widget = GuardedTextarea

    def clean(self, value: object) -> str:
        """ValidationError that names the kinds found, never the passage."""
        text = str(super().clean(value))
        if problem := secret_in(text):
            raise problem
        return text
