"""The texts of a request, opened for whoever has it in scope, and the sheet that the commission will read."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from relais.aids.models import AidDecision, AidItem, AidPayment, AidRequest
from relais.aids.rules.budget import Budget
from relais.aids.rules.sheet import Sheet, read_budget, read_sheet

if TYPE_CHECKING:
    from relais.foundation.vault.fields import SealedWords


def opened(words: object) -> str:
    """A sealed text, for a caller that checked the right to read it."""
    return cast("SealedWords", words).open()


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of a request."""

    need: str
    payee: str
    invoice: str
    presentation: str
    proposal: str
    missing: str


def texts(request: AidRequest) -> Texts:
    """Opened, one by one."""
    return Texts(**{name: opened(getattr(request, name)) for name in Texts.__slots__})


def budget(request: AidRequest) -> Budget | None:
    """What the home has and pays; None when nobody told it yet."""
    return read_budget(opened(request.budget)) if request.budget else None


def sheet(request: AidRequest) -> Sheet | None:
    """What the commission would read today; None without a budget."""
    told = budget(request)
    if told is None:
        return None
    words = texts(request)
    return Sheet(
        request.code, request.kind.name, request.payee_kind, told, request.asked, words.presentation, request.proposed, words.proposal
    )


def of_item(item: AidItem) -> Sheet:
    """What the commission reads: as it was put in the agenda."""
    return read_sheet(opened(item.sheet))


def lacking(request: AidRequest) -> list[str]:
    """What a request still lacks before it is presented: codes of ``web.wording``."""
    found = []
    if not request.budget or request.confirmed_on is None:
        found.append("budget")
    if request.payee_kind == "tiers" and not request.payee:
        found.append("payee")
    if not request.presentation:
        found.append("presentation")
    if not request.proposal:
        found.append("proposal")
    if request.missing:
        found.append("missing")
    return found


def words_of(decision: AidDecision) -> str:
    """The reason, the condition or what is missing, as it was decided."""
    return opened(decision.words)


def payee_of(payment: AidPayment) -> tuple[str, str]:
    """Whom to pay, and the number of the invoice."""
    return opened(payment.payee), opened(payment.invoice)
