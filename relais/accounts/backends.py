"""Who signs in with a password: allauth's own backend, that reads a member with the organisation in one query."""

from typing import TYPE_CHECKING, Any

from allauth.account.auth_backends import AuthenticationBackend

if TYPE_CHECKING:
    from relais.accounts.models import Member


class MemberBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth has no types
    """Named in ``settings.AUTHENTICATION_BACKENDS`` and in each session that it opens; the member is read again at each request."""

    def get_user(self, user_id: Any) -> "Member | None":  # noqa: ANN401  # what the session holds
        """The member of a session; None when the account is gone or closed."""
        from relais.accounts.models import Member

        found = Member.objects.select_related("organisation").filter(pk=user_id).first()
        return found if found is not None and self.user_can_authenticate(found) else None
