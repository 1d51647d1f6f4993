"""Forms of sign-in and of one's own account. ``secret``: nothing of what is typed is kept in a page that refuses it."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from relais.ui.forms import Form

if TYPE_CHECKING:
    from relais.accounts.models import Member


class SignIn(forms.Form):
    """Identifier or address, and password."""

    use_required_attribute = False
    secret = True
    login = forms.CharField(
        label=_("Identifiant ou adresse électronique"),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={"required": _("Écrivez votre identifiant ou votre adresse électronique.")},
    )
    password = forms.CharField(
        label=_("Mot de passe"),
        max_length=256,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Écrivez votre mot de passe.")},
    )


class ChangePassword(forms.Form):
    """The present password, then the new one, once: it may be shown while typing."""

    use_required_attribute = False
    secret = True
    present = forms.CharField(
        label=_("Mot de passe actuel"),
        max_length=256,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Écrivez votre mot de passe actuel.")},
    )
    new = forms.CharField(
        label=_("Nouveau mot de passe"),
        max_length=256,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Écrivez le nouveau mot de passe.")},
    )
    again = forms.CharField(
        label=_("Le nouveau, une seconde fois"),
        max_length=256,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Écrivez le nouveau mot de passe une seconde fois.")},
    )

    def __init__(self, data: QueryDict | None = None, *, member: "Member") -> None:
        super().__init__(data)
        self.member = member
        self.fields["new"].help_text = " ".join(password_validation.password_validators_help_texts()[:1])

    def clean_present(self) -> str:
        """The present password is the right one."""
        present = str(self.cleaned_data["present"])
        if not self.member.check_password(present):
            raise ValidationError(_("Ce n’est pas votre mot de passe actuel."))
        return present

    def clean_new(self) -> str:
        """The new password is strong enough."""
        new = str(self.cleaned_data["new"])
        password_validation.validate_password(new, self.member)
        return new

    def clean(self) -> dict[str, Any]:
        """Both writings agree."""
        data = super().clean() or {}
        if data.get("new") and data.get("again") and data["new"] != data["again"]:
            self.add_error("again", _("Les deux nouveaux mots de passe diffèrent."))
        return data


class Confirm(forms.Form):
    """One's own password, once more."""

    use_required_attribute = False
    secret = True
    present = forms.CharField(
        label=_("Mot de passe"),
        max_length=256,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Écrivez votre mot de passe.")},
    )

    def __init__(self, data: QueryDict | None = None, *, member: "Member | None" = None) -> None:
        super().__init__(data)
        self.member = member

    def clean_present(self) -> str:
        """The password is the right one."""
        present = str(self.cleaned_data["present"])
        if self.member is None or not self.member.check_password(present):
            raise ValidationError(_("Ce n’est pas votre mot de passe."))
        return present


class Unlock(forms.Form):
    """One's own password, to open a locked session again; the view checks it, and counts the wrong ones."""

    use_required_attribute = False
    secret = True
    password = forms.CharField(
        label=_("Mot de passe"),
        max_length=256,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
        error_messages={"required": _("Écrivez votre mot de passe.")},
    )


class Code(forms.Form):
    """A code of the application, or a printed one."""

    use_required_attribute = False
    secret = True
    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        required=False,
        help_text=_("Les six chiffres de votre application, ou l’un de vos codes imprimés."),
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false", "inputmode": "text"}
        ),
    )


class FirstCode(forms.Form):
    """The first code of an application that is being added."""

    use_required_attribute = False
    secret = True
    code = forms.CharField(
        label=_("Les six chiffres que l’application montre"),
        max_length=12,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}),
        error_messages={"required": _("Écrivez les six chiffres que l’application montre.")},
    )


class KeyName(Form):
    """How its owner will recognise a passkey."""

    label = forms.CharField(
        label=_("Nom de cette clé"),
        max_length=60,
        help_text=_("Par exemple : PC du bureau, clé USB de secours."),
        error_messages={"required": _("Donnez un nom à cette clé, pour la reconnaître.")},
    )


class Printed(forms.Form):
    """The codes are on paper."""

    use_required_attribute = False
    printed = forms.BooleanField(
        label=_("J’ai imprimé ou recopié ces dix codes"),
        error_messages={"required": _("Imprimez ou recopiez d’abord les codes : ils ne seront plus montrés.")},
    )


class ChoosePassword(forms.Form):
    """One's first password, or a new one, once: it may be shown while typing, and pasted."""

    use_required_attribute = False
    secret = True
    new = forms.CharField(
        label=_("Mot de passe"),
        max_length=256,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Choisissez votre mot de passe.")},
    )

    def __init__(self, data: QueryDict | None = None, *, member: "Member") -> None:
        super().__init__(data)
        self.member = member
        self.fields["new"].help_text = " ".join(password_validation.password_validators_help_texts()[:1])

    def clean_new(self) -> str:
        """The password is strong enough."""
        new = str(self.cleaned_data["new"])
        password_validation.validate_password(new, self.member)
        return new
