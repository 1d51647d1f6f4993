"""Sign-in by an OpenID Connect provider (ProConnect): what is asked of it, and all that is checked of its answers (docs/adr/0023).

Off unless ``RELAIS_OIDC_ISSUER`` is set. Nothing here knows members: an answer that holds is an ``Identity``, and no more.
"""
