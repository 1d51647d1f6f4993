"""The answers of a screening as a file keeps them (docs/adr/0022): what its panel and the end of an interview show, no condition, no figure
of the household; read back, they lay themselves out as any others.
"""

import json
from datetime import date
from typing import Any

from relais.law.answers.shape import Answer, Group, Screening
from relais.law.situation.household import FactKey

#: of the document; another number is not read, and the answers are computed again.
FORMAT = 1


def written(screening: Screening) -> str:
    """The answers as JSON, in the order of the catalogue."""
    rows = [_row(answer) for answer in screening.answers if answer.group is not Group.UNLIKELY]
    return json.dumps({"format": FORMAT, "answers": rows}, ensure_ascii=False, separators=(",", ":"))


def read_back(document: str) -> Screening | None:
    """The same answers, without their conditions; None for what this version does not read."""
    told: Any = json.loads(document)
    if told.get("format") != FORMAT:
        return None
    return Screening("kept", tuple(_answer(row) for row in told["answers"]), ())


def _row(answer: Answer) -> dict[str, Any]:
    return {
        "right": answer.right,
        "group": answer.group.value,
        "euros": [answer.monthly_min, answer.monthly_max] if answer.show_amount else None,
        "received": answer.received,
        "reserves": list(answer.reserves),
        "unknown": [str(key) for key in answer.settled_by],
        "theme": answer.theme,
        "stale": answer.stale,
        "rules_date": answer.rules_date.isoformat(),
    }


def _answer(row: dict[str, Any]) -> Answer:
    low, high = row["euros"] or (None, None)
    return Answer(
        right=row["right"],
        group=Group(row["group"]),
        monthly_min=low,
        monthly_max=high,
        show_amount=row["euros"] is not None,
        received=row["received"],
        conditions=(),
        reserves=tuple(row["reserves"]),
        settled_by=tuple(_key(text) for text in row["unknown"]),
        theme=row["theme"],
        decided_by="",
        why_unknown="",
        stale=row["stale"],
        rules_date=date.fromisoformat(row["rules_date"]),
    )


def _key(text: str) -> FactKey:
    person, _dot, fact = text.rpartition(".")
    return FactKey(fact, person)
