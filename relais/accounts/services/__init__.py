"""Writes of accounts: one function for one act; policy, rule, change, journal, event, in that order."""

from relais.accounts.services.ground import UnableToKeepAccounts
from relais.accounts.services.members import Invitation, close_account, invite_member, set_password
from relais.accounts.services.organisations import open_organisation, remove_demo_organisation
from relais.accounts.services.roles import RoleOnDays, end_role, grant_role
from relais.accounts.services.signing import record_sign_in, record_sign_out

__all__ = [
    "Invitation",
    "RoleOnDays",
    "UnableToKeepAccounts",
    "close_account",
    "end_role",
    "grant_role",
    "invite_member",
    "open_organisation",
    "record_sign_in",
    "record_sign_out",
    "remove_demo_organisation",
    "set_password",
]
