"""What every write of accounts stands on: the refusal, the policy's demand, the member in the actor's scope."""

from collections.abc import Mapping
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from relais.accounts.models import Member
from relais.foundation.access import Actor
from relais.kernel.decisions import Decision, Refused


class UnableToKeepAccounts(Exception):
    """What was asked breaks a rule; ``problems`` are sentences fit for the screen or the terminal.

    ``fields``: column of the account → the sentences among them that are about it.
    """

    def __init__(self, *problems: str, fields: Mapping[str, list[str]] | None = None) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems
        self.fields = dict(fields or {})


def demand(decision: Decision) -> None:
    """Refused, with the policy's reason, unless it allows."""
    if not decision:
        raise Refused(decision)


def checked(member: Member, password: str | None) -> Member:
    """The member once all fields and the password are acceptable; UnableToKeepAccounts with every reason otherwise."""
    problems: list[str] = []
    fields: dict[str, list[str]] = {}
    try:
        member.full_clean(exclude=["password"])
    except ValidationError as refusal:
        problems += refusal.messages
        fields = refusal.message_dict
    if password is not None:
        try:
            validate_password(password, member)
        except ValidationError as refusal:
            problems += refusal.messages
    if problems:
        raise UnableToKeepAccounts(*problems, fields=fields)
    return member


def member_of(actor: Actor, member_id: UUID) -> Member:
    """A member the actor may manage; UnableToKeepAccounts when there is none in their scope (nothing betrays the others)."""
    scope = Member.objects.all() if actor.operator else Member.objects.within(actor)
    member = scope.select_related("organisation").select_for_update(of=("self",)).filter(pk=member_id).first()
    if member is None:
        raise UnableToKeepAccounts(_("Ce compte n’existe pas."))
    return member
