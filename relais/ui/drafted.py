"""A form whose texts survive: kept as a sealed draft while one types, and when it is sent after the session was locked or lost.

    class NoteForm(DraftedForm):
        drafted = ("facts", "words")                 # without it: every textarea of the form

    form = NoteForm(request.POST or None, desk=Desk(request.actor, key=f"casework.note:{file.pk}", page=request.path))
    ...                                              # once saved: form.forget_draft()

``{{ form }}`` shows all; a form laid out by hand begins with ``{{ form.draft }}``. Shown again, the boxes hold what was kept, under a quiet
line that says so and erases. Works without JavaScript, which adds keeping while one types (``ui/drafts.js``).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from relais.foundation import drafts, slips
from relais.foundation.access import Actor
from relais.ui.forms import Form


@dataclass(frozen=True, slots=True)
class Desk:
    """Who types, in which form, on which page. ``key``: names and identifiers of ours only, one for each form of each thing.

    ``page``: the path that shows the form by GET, where one comes back to.
    """

    actor: Actor
    key: str
    page: str


class DraftedForm(Form):
    """A form with drafts. ``drafted``: names of its fields that are kept; empty for every textarea. ``desk`` None keeps nothing."""

    drafted: ClassVar[tuple[str, ...]] = ()
    template_name = "ui/forms/drafted.html"

    def __init__(self, data: Mapping[str, Any] | None = None, *args: Any, desk: Desk | None = None, **kwargs: Any) -> None:  # noqa: ANN401  # Django's
        super().__init__(data, *args, **kwargs)
        self._now = timezone.now()
        self._slip = None if desk is None else self._slip_of(desk)
        #: when the text shown again was last kept; None when nothing was.
        self.found_at: datetime | None = None
        if self._slip is not None:
            self._mark(self._slip)
            if not self.is_bound:
                self._fill(self._slip)

    def _names(self) -> tuple[str, ...]:
        return self.drafted or tuple(name for name, field in self.fields.items() if isinstance(field.widget, forms.Textarea))

    def _slip_of(self, desk: Desk) -> slips.Slip | None:
        fields = tuple(self.add_prefix(name) for name in self._names())
        return slips.slip_of(desk.actor, key=desk.key, page=desk.page, fields=fields)

    def _mark(self, slip: slips.Slip) -> None:
        keys = slip.keys
        for name in self._names():
            self.fields[name].widget.attrs["data-draft"] = keys[self.add_prefix(name)]

    def _fill(self, slip: slips.Slip) -> None:
        found = drafts.kept_under(slip.owner, list(slip.keys.values()), now=self._now)
        for name in self._names():
            one = found.get(slip.keys[self.add_prefix(name)])
            if one is not None:
                self.initial[name] = one.text
                self.found_at = max(one.at, self.found_at or one.at)

    @property
    def draft(self) -> SafeString:
        """The hidden slip, the line that says what was found, and the script; nothing for a form without drafts."""
        if self._slip is None:
            return SafeString("")
        context = {"slip": slips.sealed(self._slip, now=self._now), "field": slips.FIELD, "found_at": self.found_at}
        return render_to_string("ui/draft.html", context)

    def forget_draft(self) -> None:
        """What was typed is saved: nothing of it is kept as a draft any more."""
        if self._slip is not None:
            drafts.forget_all(actor=self._slip.owner, keys=list(self._slip.keys.values()))
