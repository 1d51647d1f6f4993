"""The API keeps its published contract on whatever schemathesis thinks of sending."""

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from relais.project.wsgi import application
from relais.screening.api import endpoints

schema = schemathesis.openapi.from_wsgi("/api/openapi.json", application)


@pytest.fixture(autouse=True)
def no_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(endpoints, "RATE", 1_000_000)


# In-process, nothing unzips an answer.
# positive_data_acceptance is left out: coherence between fields (one demandeur, real communes and days) is beyond JSON Schema
# the API reads no table, but Django looks at the connections that an earlier test of the process may have opened
@pytest.mark.slow
@pytest.mark.django_db
@schema.parametrize()
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_answer_is_one_the_documentation_announces(case: schemathesis.Case) -> None:
    case.call_and_validate(headers={"Accept-Encoding": "identity"}, excluded_checks=[positive_data_acceptance])
