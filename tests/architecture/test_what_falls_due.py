"""Each table with a date and a member is declared among what falls due, or named here with its reason: none is forgotten at a departure."""

from django.apps import apps
from django.db.models import DateField, ForeignKey, Model

from relais.accounts.models import Member
from relais.people.due import kinds

#: reason → tables whose member holds nothing that is still to come.
EXEMPT = {
    "who wrote or did something once, and when: nothing is left to do": (
        "people.Consent people.Information people.Opposition people.KeptSituation casework.Interview casework.RightDecision casework.Goal "
        "casework.Note casework.Disagreement casework.Document administration.DataPolicy procedures.TextVersion "
        "domiciliation.Desk domiciliation.Sign domiciliation.Leave domiciliation.Proxy "
        "procedures.ProcedureAct procedures.Blocker procedures.ContactVersion mandates.MandateAct people.Likeness people.Merge "
        "procedures.Sending procedures.Exhibit aids.AidPolicy aids.AidEnvelope aids.AidPayer"
    ),
    "an access or a part that ends by itself: the file and its référent stay": (
        "people.Assignment people.Sharing people.AddressReader people.Bar people.Presence people.BreakGlass casework.NoteReader "
        "casework.DocumentReader casework.DownloadLink"
    ),
    "who leads a file, repeated from its assignments: handed over with it": "people.File",
    "the member's own account and doors, closed with it": (
        "accounts.RoleGrant accounts.OpenSession accounts.SecondFactor accounts.RecoveryCode accounts.AccessNotice accounts.AccessLink "
        "accounts.FederatedIdentity casework.CalendarFeed"
    ),
    "of a session that its heads hold together, and of requests that follow their file": (
        "aids.AidSession aids.AidDecision aids.AidPayment aids.AidInstalment"
    ),
    "decided by the head of the service whoever keeps the file, and told by the domiciliation, which follows it": "domiciliation.Election",
    "mail waits at the counter of the service, for whoever holds it": "domiciliation.Mail",
    "days when a member does not receive: nobody takes them over": "casework.Absence",
    "a run of reminders is of one morning, and its letters are in the démarches": "procedures.ReminderRun",
    "a call is of one hour, and what it gave is in the démarches": "procedures.Call",
    "of the delegates together, on a list that each of them reads: it waits for whoever holds the role": "administration.Signal",
    "a visit is of one day, and stands in the line of the service": "reception.Visit",
    "a table received lapses by itself; its rows are kept aside with their reason": "exchange.Lot",
    "an archive asked for lapses by itself: nobody takes it over": "exchange.WholeExport",
}


def _exempt() -> dict[str, str]:
    return {table: reason for reason, tables in EXEMPT.items() for table in tables.split()}


def _holds(model: type[Model]) -> bool:
    fields = model._meta.get_fields()
    member = any(isinstance(field, ForeignKey) and field.related_model is Member for field in fields)
    return member and any(isinstance(field, DateField) for field in fields)


def test_every_table_with_a_date_and_a_member_is_declared_or_exempted() -> None:
    ours = {model._meta.label for model in apps.get_models() if model.__module__.startswith("relais.") and _holds(model)}
    declared = {table for kind in kinds() for table in kind.tables}
    assert len(ours) > 20
    assert ours - declared - set(_exempt()) == set(), "declare it (people.due) or say why it leaves nothing"
    assert declared & set(_exempt()) == set()
    assert set(_exempt()) - ours == set(), "gone since: take its line away"


def test_every_kind_can_be_settled_somewhere() -> None:
    for kind in kinds():
        assert kind.give or kind.page or not kind.holder, f"{kind.code}: nobody could see to it"
