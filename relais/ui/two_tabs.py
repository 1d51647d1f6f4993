"""A form that changes what is kept, opened in two tabs or by two people: the second is told what stands, and keeps what it typed.

The page writes the mark of what it shows (``foundation/marks.py``) in ``seen``; the service refuses another one; the page is then shown
again with ``ui/recorded.html``, what stands above what was typed, and its mark is the new one: what is sent then replaces knowingly.
"""

from datetime import date

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from relais.foundation.marks import LENGTH
from relais.ui import typography
from relais.ui.forms import Form
from relais.ui.sentences import language


class SeenForm(Form):
    """A form that changes what is kept. ``seen``: the mark of what its page showed."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=LENGTH, required=False)

    def left_behind(self, now: str) -> bool:
        """Whether something was written since the page was shown; what stands now is shown with it, and the next sending has seen it."""
        seen = self.data.get("seen", "") if self.is_bound else ""
        if not seen or seen == now:
            return False
        typed = QueryDict(mutable=True)
        typed.update(self.data)
        typed["seen"] = now
        self.data = typed
        return True

    def recorded(self, now: str) -> dict[str, str]:
        """What stands and is not what was typed, label → words, when something was written since the page was shown; empty otherwise.

        For ``ui/recorded.html``.
        """
        if not self.left_behind(now):
            return {}
        stands = {one.name: _words(one) for one in self.visible_fields()}
        differs = {name for name in self.changed_data if stands.get(name) != str(self.data.get(self.add_prefix(name), ""))}
        return {str(one.label): stands[one.name] for one in self.visible_fields() if one.name in (differs or stands)}


def _words(bound: forms.BoundField) -> str:
    """What stands in one box, in words."""
    value, field = bound.form.get_initial_for_field(bound.field, bound.name), bound.field
    if isinstance(field, forms.BooleanField):
        return _("Oui") if value else _("Non")
    if isinstance(value, date):
        return typography.long_date(value, language=language())
    if isinstance(field, forms.ChoiceField):
        chosen = {str(one) for one in value} if isinstance(value, list | tuple) else {str(value)}
        return ", ".join(str(label) for code, label in field.widget.choices if code and str(code) in chosen)
    return "" if value is None else str(value)
