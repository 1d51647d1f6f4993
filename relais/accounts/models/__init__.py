"""Organisations sealed from each other, their services and teams, their members, what these hold and how they sign in."""

from relais.accounts.models.factors import AccessNotice, FactorKind, RecoveryCode, SecondFactor
from relais.accounts.models.identities import FederatedIdentity
from relais.accounts.models.invitations import AccessLink
from relais.accounts.models.members import Member, MemberManager, Role, RoleGrant, SecrecyBasis
from relais.accounts.models.organisations import Organisation, OrganisationKind, OrganisationOwned, SealedQuerySet, Service, Team
from relais.accounts.models.sessions import OpenSession

__all__ = [
    "AccessLink",
    "AccessNotice",
    "FactorKind",
    "FederatedIdentity",
    "Member",
    "MemberManager",
    "OpenSession",
    "Organisation",
    "OrganisationKind",
    "OrganisationOwned",
    "RecoveryCode",
    "Role",
    "RoleGrant",
    "SealedQuerySet",
    "SecondFactor",
    "SecrecyBasis",
    "Service",
    "Team",
]
