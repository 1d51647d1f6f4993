"""Writes of accounts: one function for one act; policy, rule, change, journal, event, in that order."""

from relais.accounts.services.closing import Held, held_by
from relais.accounts.services.factors import (
    add_application,
    add_passkey,
    prove_by_code,
    prove_by_passkey,
    remove_factor,
    replace_recovery_codes,
    reset_factors,
)
from relais.accounts.services.ground import UnableToKeepAccounts
from relais.accounts.services.identities import record_identity_refused, take_account_by_identity, tie_identity, untie_identity
from relais.accounts.services.links import LIFETIME as LINK_LIFETIME
from relais.accounts.services.links import digest_of, invite_by_link, invite_to, make_link, revoke_links, take_account
from relais.accounts.services.members import (
    Invitation,
    Place,
    change_secrecy,
    close_account,
    invite_member,
    place_member,
    reopen_account,
    set_password,
)
from relais.accounts.services.notices import ask_for_handover, mark_notices_seen
from relais.accounts.services.organisations import open_organisation, remove_demo_organisation
from relais.accounts.services.places import close_service, close_team, open_service, open_team, rename_service, rename_team
from relais.accounts.services.roles import RoleOnDays, end_role, grant_role, role_on_days
from relais.accounts.services.sessions import end_other_sessions, end_session, record_unlocking
from relais.accounts.services.signing import record_sign_in, record_sign_out

__all__ = [
    "LINK_LIFETIME",
    "Held",
    "Invitation",
    "Place",
    "RoleOnDays",
    "UnableToKeepAccounts",
    "add_application",
    "add_passkey",
    "ask_for_handover",
    "change_secrecy",
    "close_account",
    "close_service",
    "close_team",
    "digest_of",
    "end_other_sessions",
    "end_role",
    "end_session",
    "grant_role",
    "held_by",
    "invite_by_link",
    "invite_member",
    "invite_to",
    "make_link",
    "mark_notices_seen",
    "open_organisation",
    "open_service",
    "open_team",
    "place_member",
    "prove_by_code",
    "prove_by_passkey",
    "record_identity_refused",
    "record_sign_in",
    "record_sign_out",
    "record_unlocking",
    "remove_demo_organisation",
    "remove_factor",
    "rename_service",
    "rename_team",
    "reopen_account",
    "replace_recovery_codes",
    "reset_factors",
    "revoke_links",
    "role_on_days",
    "set_password",
    "take_account",
    "take_account_by_identity",
    "tie_identity",
    "untie_identity",
]
