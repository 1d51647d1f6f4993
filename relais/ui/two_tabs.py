"""A form that changes what is kept, opened in two tabs or by two people: the second is told what stands, and keeps what it typed.

The page writes the mark of what it shows (``foundation/marks.py``) in ``seen``; the service refuses another one; the page is then shown
again with ``ui/recorded.html``, what stands above what was typed, and its mark is the new one: what is sent then replaces knowingly.
"""

from django import forms
from django.http import QueryDict

from relais.foundation.marks import LENGTH
from relais.ui.forms import Form


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
