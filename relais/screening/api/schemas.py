"""Shapes of the API: the situation is the same document as in files (its schema is the catalogue's), answers are plain values."""

from datetime import date
from typing import Any

from ninja import Schema
from pydantic import GetJsonSchemaHandler, RootModel
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from relais.law.situation.schema import situation_schema


def inlined(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema with its ``$defs`` written where they are referred to: OpenAPI keeps its definitions elsewhere."""
    definitions = schema.get("$defs", {})

    def visit(node: Any) -> Any:  # noqa: ANN401  # any JSON value
        if isinstance(node, dict):
            reference = node.get("$ref", "")
            if reference:
                return visit(definitions[reference.removeprefix("#/$defs/")])
            return {key: visit(value) for key, value in node.items() if key not in ("$defs", "$schema")}
        return [visit(value) for value in node] if isinstance(node, list) else node

    result: dict[str, Any] = visit(schema)
    return result


class SituationIn(RootModel[dict[str, Any]]):
    """A household's document, read by ``relais.law.situation.document`` so that files, screen and API refuse alike."""

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """The situation's own schema."""
        return inlined(situation_schema())


class ConditionOut(Schema):
    """A condition of a right, with its figures when there are some."""

    label: str
    state: str
    value: list[float | None]
    limit: list[float | None]
    unit: str
    article: str


class AnswerOut(Schema):
    """The answer for one right."""

    right: str
    label: str
    group: str
    monthly_min: float | None
    monthly_max: float | None
    show_amount: bool
    received: float | None
    conditions: list[ConditionOut]
    reserves: list[str]
    unknown: list[str]
    theme: str
    decided_by: str
    why_unknown: str
    stale: bool
    rules_date: date
    limits: list[str]


class QuestionOut(Schema):
    """An unanswered fact, and what its answer could change."""

    fact: str
    reserve: str
    answers_changed: int
    euros_changed: float
    rights: list[str]


class WarningOut(Schema):
    """A value that can be true but that the rules do not cover."""

    pointer: str
    code: str
    detail: str


class SimulationOut(Schema):
    """The complete answer for one household. Nothing of it is kept."""

    id: str
    month: str
    engine: str
    results: list[AnswerOut]
    next_questions: list[QuestionOut]
    warnings: list[WarningOut]


class FieldProblem(Schema):
    """Where a value was refused (JSON pointer) and why, in French."""

    pointer: str
    detail: str


class ProblemOut(Schema):
    """A problem document (RFC 9457) with a stable ``type``."""

    type: str
    title: str
    status: int
    detail: str = ""
    errors: list[FieldProblem] = []
