"""What the commission reads of a request: a number, the home without a name, the budget, what is asked and proposed. Pure."""

import json
from dataclasses import dataclass

from relais.aids.rules.budget import OECD, Budget, Computed, classes, computed
from relais.kernel.money import Cents


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole sheet; ``payee_kind``: the person or a third, never which one. ``proposed``: None when no amount is proposed."""

    number: str
    kind: str
    payee_kind: str
    budget: Budget
    asked: Cents
    presentation: str
    proposed: Cents | None
    proposal: str

    @property
    def figures(self) -> Computed:
        """What the budget comes to."""
        return computed(self.budget)

    @property
    def ages(self) -> dict[str, int]:
        """Persons by class of age."""
        return classes([*self.budget.adults, *self.budget.children])


def budget_text(told: Budget) -> str:
    """A budget as it is kept."""
    return json.dumps(_plain(told), ensure_ascii=False, separators=(",", ":"))


def read_budget(text: str) -> Budget:
    """The same, read back; an empty home when nothing was kept."""
    return _budget(json.loads(text)) if text else Budget((), (), {}, {}, OECD)


def sheet_text(told: Sheet) -> str:
    """A sheet as it is put in an agenda: it follows no later change of the request."""
    plain = {
        "number": told.number,
        "kind": told.kind,
        "payee_kind": told.payee_kind,
        "budget": _plain(told.budget),
        "asked": told.asked,
        "presentation": told.presentation,
        "proposed": told.proposed,
        "proposal": told.proposal,
    }
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))


def read_sheet(text: str) -> Sheet:
    """The same, read back."""
    plain = json.loads(text)
    return Sheet(**{**plain, "budget": _budget(plain["budget"])})


def _plain(told: Budget) -> dict[str, object]:
    return {
        "adults": list(told.adults),
        "children": list(told.children),
        "resources": dict(told.resources),
        "charges": dict(told.charges),
        "scale": told.scale,
        "days": told.days,
    }


def _budget(plain: dict[str, object]) -> Budget:
    return Budget(
        adults=tuple(plain["adults"]),  # type: ignore[arg-type]  # JSON that ``_plain`` wrote
        children=tuple(plain["children"]),  # type: ignore[arg-type]  # as above
        resources=plain["resources"],  # type: ignore[arg-type]  # as above
        charges=plain["charges"],  # type: ignore[arg-type]  # as above
        scale=str(plain["scale"]),
        days=int(str(plain["days"])),
    )
