"""A provider of identities for tests: oidc-provider-mock, whose answers are signed as ProConnect signs them, and spoilt on demand."""

import base64
import hashlib
import json
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

with warnings.catch_warnings(record=True):  # the stand-in speaks with a library that announces its own end
    import flask
    from oidc_provider_mock import User, app
    from oidc_provider_mock._storage import storage
from werkzeug.serving import make_server

CLIENT = "relais-montbrume"
Claims = dict[str, Any]


@dataclass
class ProConnect:
    """The stand-in, running. ``token`` and ``person`` change what is signed; ``key`` signs instead of the published one."""

    issuer: str = ""
    acr: str = "eidas1"
    token: Callable[[Claims], None] = lambda claims: None
    person: Callable[[Claims], None] = lambda claims: None
    key: rsa.RSAPrivateKey | None = None
    unsigned: bool = False
    challenges: dict[str, str] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)

    def signed(self, claims: Claims) -> str:
        key = self.key or jwt.PyJWK(storage.jwk.as_dict(is_private=True), algorithm="RS256").key
        return jwt.encode(claims, key, algorithm="RS256")

    def spoil(self, answer: flask.Response) -> flask.Response:
        """What the stand-in answers, as ProConnect would: signed, with a level, PKCE checked."""
        at = flask.request.path
        if at == "/oauth2/authorize" and flask.request.method == "POST" and answer.status_code == 302:
            code = parse_qs(urlsplit(answer.headers["Location"]).query).get("code", [""])[0]
            self.asked.append(dict(flask.request.args))
            self.challenges[code] = flask.request.args["code_challenge"]
        if at == "/oauth2/token":
            return self._token(answer)
        if at == "/userinfo" and answer.status_code == 200 and not self.unsigned:
            claims = {**answer.get_json(), "iss": self.issuer, "aud": CLIENT, "exp": int(time.time()) + 60, "acr": self.acr}
            self.person(claims)
            return flask.Response(self.signed(claims), content_type="application/jwt")
        return answer

    def _token(self, answer: flask.Response) -> flask.Response:
        form = flask.request.form
        shown = base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest()).rstrip(b"=").decode()
        if self.challenges.get(form["code"]) != shown:
            return flask.Response('{"error": "invalid_grant"}', status=400, content_type="application/json")
        told = answer.get_json()
        claims = {**jwt.decode(told["id_token"], options={"verify_signature": False}), "acr": self.acr}
        self.token(claims)
        return flask.Response(json.dumps({**told, "id_token": self.signed(claims)}), content_type="application/json")

    def agree(self, address: str, who: str = "inconnue") -> str:
        """Say yes at the provider as this person; the address where the browser comes back."""
        answer = httpx.post(address, data={"sub": who}, follow_redirects=False)
        assert answer.status_code == 302, answer.text
        back = urlsplit(answer.headers["Location"])
        return f"{back.path}?{back.query}"


@contextmanager
def running() -> Iterator[ProConnect]:
    """The stand-in on a free port of this machine."""
    provider = ProConnect()
    site = app(user_claims=[User(sub="sub-awa", claims={}), User(sub="inconnue", claims={})])
    site.after_request(provider.spoil)
    server = make_server("localhost", 0, site, threaded=True)
    provider.issuer = f"http://localhost:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join(2)
        server.server_close()
