"""Addresses of accounts."""

from django.urls import include, path

from relais.accounts.web import federation, second_factor, security, sessions, taking, views

app_name = "accounts"
urlpatterns = [
    path("", include("relais.accounts.web.administration_urls")),
    path("connexion/", views.sign_in, name="sign_in"),
    path("deconnexion/", views.sign_out, name="sign_out"),
    path("compte/prolonger/", views.extend, name="extend"),
    path("compte/", views.home, name="home"),
    path("connexion/second-facteur/", second_factor.second_factor, name="second_factor"),
    path("connexion/second-facteur/defi/", second_factor.challenge, name="challenge"),
    path("connexion/fournisseur/", federation.start, name="federation"),
    path("connexion/fournisseur/encore/", federation.again, name="federation_again"),
    path("connexion/fournisseur/retour/", federation.back, name="federation_back"),
    path("deconnexion/retour/", federation.gone, name="federation_gone"),
    path("compte/securite/identite/", federation.tie, name="tie_identity"),
    path("compte/securite/identite/<int:identity_id>/retirer/", federation.untie, name="untie_identity"),
    path("invitation/<str:token>/fournisseur/", federation.take, name="take_by_identity"),
    path("invitation/<str:token>/", taking.take, name="take"),
    path("compte/avis/lus/", views.notices_seen, name="notices_seen"),
    path("compte/verrouiller/", sessions.lock, name="lock"),
    path("compte/deverrouiller/", sessions.unlock, name="unlock"),
    path("compte/sessions/", sessions.sessions, name="sessions"),
    path("compte/sessions/fermer/", sessions.end_others, name="end_others"),
    path("compte/sessions/<str:handle>/fermer/", sessions.end_session, name="end_session"),
    path("compte/confirmer/", views.confirm, name="confirm"),
    path("compte/securite/", security.security, name="security"),
    path("compte/securite/choisir/", security.enrol, name="enrol"),
    path("compte/securite/application/", security.application, name="application"),
    path("compte/securite/cle/", security.passkey, name="passkey"),
    path("compte/securite/cle/defi/", security.passkey_challenge, name="passkey_challenge"),
    path("compte/securite/codes/", security.recovery_codes, name="recovery_codes"),
    path("compte/securite/<uuid:factor_id>/retirer/", security.remove_factor, name="remove_factor"),
    path("compte/mot-de-passe/", views.change_password, name="change_password"),
]
