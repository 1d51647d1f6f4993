"""Answers as plain JSON values: the same for the command, the API and the files. Codes never change meaning."""

from typing import Any

from relais.law.answers.shape import Answer, ConditionRead, Curve, Group, NextQuestion, Screening

#: questions written in a file: beyond, nobody asks them in one interview.
MOST_QUESTIONS = 5


def screening_json(screening: Screening, *, questions: int = MOST_QUESTIONS) -> dict[str, Any]:
    """``id``, ``results`` in the order of the catalogue, ``next_questions`` best first (empty: nothing more would change)."""
    return {
        "id": screening.household,
        "results": [answer_json(answer) for answer in screening.answers],
        "next_questions": [question_json(question) for question in screening.next_questions[:questions]],
    }


def answer_json(answer: Answer) -> dict[str, Any]:
    """One right. ``unknown``: facts that would settle it. Amounts in euros a month, null when none is modelled."""
    return {
        "right": answer.right,
        "group": answer.group.value,
        "monthly_min": answer.monthly_min,
        "monthly_max": answer.monthly_max,
        "show_amount": answer.show_amount,
        "received": answer.received,
        "conditions": [condition_json(condition) for condition in answer.conditions],
        "reserves": list(answer.reserves),
        "unknown": [str(key) for key in answer.settled_by],
        "theme": answer.theme,
        "decided_by": answer.decided_by,
        "why_unknown": answer.why_unknown,
        "stale": answer.stale,
        "rules_date": answer.rules_date.isoformat(),
        "limits": list(answer.limits),
    }


def condition_json(condition: ConditionRead) -> dict[str, Any]:
    """One condition with its figures, null when there is nothing to compare."""
    return {
        "label": condition.label,
        "state": condition.state.value,
        "value": [condition.value_min, condition.value_max],
        "limit": [condition.limit_min, condition.limit_max],
        "unit": condition.unit,
        "article": condition.article,
    }


def question_json(question: NextQuestion) -> dict[str, Any]:
    """One question: the fact (``p1.salaire``), and what its answer could change."""
    return {
        "fact": str(question.key),
        "reserve": question.reserve,
        "answers_changed": question.answers_changed,
        "euros_changed": question.euros_changed,
        "rights": list(question.rights),
    }


def curve_json(curve: Curve) -> dict[str, Any]:
    """A wage curve: points, cliffs and spans."""
    return {
        "points": [{"income": point.income, "total": point.total, "by_right": dict(point.by_right)} for point in curve.points],
        "cliffs": [
            {"before": cliff.income_before, "after": cliff.income_after, "loss": cliff.loss, "rights": list(cliff.rights)}
            for cliff in curve.cliffs
        ],
        "spans": [{"right": span.right, "first": span.first, "last": span.last} for span in curve.spans],
    }


def counts(screening: Screening) -> dict[str, int]:
    """How many answers in each group, by its code: the line read aloud while someone types."""
    return {group.value: sum(answer.group is group for answer in screening.answers) for group in Group}
