"""The API of Relais: one root, versioned, documented at ``/api/docs``; every refusal is a problem document."""

from ninja import NinjaAPI
from ninja.openapi.docs import Swagger

from relais import __version__
from relais.foundation import problems
from relais.screening.api.endpoints import router as simulations

api = NinjaAPI(
    title="Relais",
    version=__version__,
    description=(
        "Droits possibles d’un ménage, calculés sur la législation réelle (OpenFisca-France). Rien n’est enregistré. "
        "Les codes et les textes des réponses sont en français, quelle que soit la langue demandée."
    ),
    docs_url="/docs",
    docs=Swagger(settings={"persistAuthorization": False, "defaultModelsExpandDepth": 0}),
    urls_namespace="api",
)
problems.install(api)
api.add_router("/v1", simulations)
