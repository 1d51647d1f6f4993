"""Form of the plan of support."""

from django import forms

from relais.ui.forms import Form


class WantedForm(Form):
    """Which wish a démarche serves; none when nothing is chosen."""

    goal = forms.UUIDField(required=False)
