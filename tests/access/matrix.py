"""The matrix of accesses (doctrine §3.6, levels §3.3, exceptional access §3.5): what each role reads of a file, by how it stands to it.

``EXPECTED[role][relation]`` is the set of levels. A role or a relation that the code knows and this table does not fails the tests.
"""

from relais.accounts.models import Role

N0 = frozenset({"existence", "n0"})
N1 = N0 | {"n1"}
ALL = N1 | {"n2"}
NONE: frozenset[str] = frozenset()

#: how a member stands to a file, and what is done to come there: ``tests/access/test_matrix.py``.
RELATIONS = (
    "lead",  # its référent
    "co_lead",
    "substitute",
    "team",  # équipe intervenante
    "former",  # was its co-référent until yesterday
    "future",  # will be a substitute from tomorrow
    "colleague",  # same service, not in the file
    "neighbour",  # another service of the same organisation
    "elsewhere",  # same role in another organisation
    "barred",  # co-référent until the person asked that she never reaches her file; also on duty and in the service
    "broke_glass",  # exceptional access under way
    "glass_over",  # exceptional access ended
    "on_duty",  # received the person today, who asked for it
    "duty_over",  # yesterday
    "shared_with",  # the administrative part and the evaluation shared with this member, by an act of sharing under way
    "sharing_withdrawn",  # the same, withdrawn
    "opposed",  # the same on the basis of the team, and the person opposes
)

_WORKER = {
    "lead": ALL,
    "co_lead": ALL,
    "substitute": ALL,
    "team": N0 | {"n2"},
    "former": NONE,
    "future": NONE,
    "colleague": NONE,
    "neighbour": NONE,
    "elsewhere": NONE,
    "barred": NONE,
    "broke_glass": ALL,
    "glass_over": NONE,
    "on_duty": ALL,
    "duty_over": NONE,
    "shared_with": ALL,
    "sharing_withdrawn": NONE,
    "opposed": NONE,
}
#: of whoever reads nothing: being named in a file by mistake opens nothing either.
_NOBODY = dict.fromkeys(RELATIONS, NONE)
#: of whoever reads nothing but what is shared with them by name.
_RECEIVER = {**_NOBODY, "shared_with": ALL}
#: who knows that the files of the service exist, and whom to reach and how.
_SERVICE = {**dict.fromkeys(RELATIONS, N0), "neighbour": NONE, "elsewhere": NONE, "barred": NONE, "shared_with": ALL}

EXPECTED: dict[str, dict[str, frozenset[str]]] = {
    Role.SOCIAL_WORKER: _WORKER,
    Role.HEAD: {**_SERVICE, "broke_glass": ALL, "on_duty": ALL},
    Role.RECEPTION: _SERVICE,
    Role.DIGITAL_MEDIATOR: _RECEIVER,
    Role.PARTNER: _RECEIVER,
    **{role: _NOBODY for role in Role if role not in {Role.SOCIAL_WORKER, Role.HEAD, Role.RECEPTION, Role.DIGITAL_MEDIATOR, Role.PARTNER}},
}

#: real combinations of a CCAS of four people, each role in the service: the union opens what each opens, never what one closes by nature.
COMBINED: dict[tuple[str, ...], dict[str, frozenset[str]]] = {
    (Role.SOCIAL_WORKER, Role.RECEPTION): {**_WORKER, **{r: _WORKER[r] | _SERVICE[r] for r in RELATIONS}},
    (Role.SOCIAL_WORKER, Role.HEAD): {**_WORKER, **{r: _WORKER[r] | _SERVICE[r] for r in RELATIONS}},
    (Role.SOCIAL_WORKER, Role.DIGITAL_LEAD): {**_WORKER, "broke_glass": NONE, "on_duty": NONE},
    (Role.SOCIAL_WORKER, Role.TECHNICIAN): {**_WORKER, "broke_glass": NONE, "on_duty": NONE},
    (Role.HEAD, Role.TECHNICIAN): _RECEIVER,
    (Role.RECEPTION, Role.DIGITAL_MEDIATOR): _SERVICE,
    (Role.RECEPTION, Role.COMMISSION): _RECEIVER,
}
