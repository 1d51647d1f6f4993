"""Addresses of aids; identifiers, never a name."""

from django.urls import path

from relais.aids.web.views import house, papers, payments, requests, sessions

app_name = "aids"
_FILE = "dossiers/<uuid:file_id>/aides/"
_ONE = f"{_FILE}<uuid:aid_id>/"
_SESSION = "aides/seances/<uuid:session_id>/"
_ITEM = f"{_SESSION}fiches/<uuid:item_id>/"
urlpatterns = [
    path(_FILE, requests.listed, name="listed"),
    path(f"{_FILE}demander/", requests.ask, name="ask"),
    path(_ONE, requests.show, name="aid"),
    path(f"{_ONE}changer/", requests.change, name="change"),
    path(f"{_ONE}budget/", requests.budget, name="budget"),
    path(f"{_ONE}pieces/", requests.proofs, name="proofs"),
    path(f"{_ONE}proposition/", requests.propose, name="propose"),
    path(f"{_ONE}evaluation/", requests.evaluate, name="evaluate"),
    path(f"{_ONE}fiche/", papers.sheet, name="sheet"),
    path(f"{_ONE}fiche/pdf/", papers.sheet_pdf, name="sheet_pdf"),
    path(f"{_ONE}inscrire/", requests.enrol, name="enrol"),
    path(f"{_ONE}urgence/", requests.send_urgent, name="send_urgent"),
    path(f"{_ONE}reprendre/", requests.take_back, name="take_back"),
    path(f"{_ONE}abandonner/", requests.give_up, name="give_up"),
    path(f"{_ONE}lettre/", papers.letter, name="letter"),
    path(f"{_ONE}lettre/pdf/", papers.letter_pdf, name="letter_pdf"),
    path(f"{_ONE}dite/", papers.tell, name="tell"),
    path(f"{_ONE}echeancier/", papers.schedule, name="schedule"),
    path(f"{_ONE}echeancier/<int:rank>/", papers.instalment, name="instalment"),
    path(f"{_ONE}echeancier/<int:rank>/pas-reglee/", papers.unsettle, name="unsettle"),
    path("aides/", house.board, name="board"),
    path("aides/reglages/", house.settings, name="settings"),
    path("aides/reglages/reglement/", house.policy, name="policy"),
    path("aides/reglages/aides/", house.new_kind, name="new_kind"),
    path("aides/reglages/aides/<int:kind_id>/", house.kind, name="kind"),
    path("aides/reglages/aides/<int:kind_id>/fermer/", house.close_kind, name="close_kind"),
    path("aides/reglages/aides/<int:kind_id>/enveloppe/", house.envelope, name="envelope"),
    path("aides/reglages/paiements/", house.payer, name="payer"),
    path("aides/reglages/paiements/<int:payer_id>/retirer/", house.end_payer, name="end_payer"),
    path("aides/paiements/", payments.payments, name="payments"),
    path("aides/paiements/emporter/", payments.take, name="take"),
    path("aides/paiements/engager/<uuid:decision_id>/", payments.engage, name="engage"),
    path("aides/paiements/<uuid:payment_id>/", payments.payment, name="payment"),
    path("aides/paiements/<uuid:payment_id>/annuler/", payments.disengage, name="disengage"),
    path("aides/paiements/<uuid:payment_id>/pas-fait/", payments.unpay, name="unpay"),
    path("aides/urgences/<uuid:aid_id>/", sessions.urgent, name="urgent"),
    path("aides/seances/", sessions.listed, name="sessions"),
    path("aides/seances/nouvelle/", sessions.new, name="new_session"),
    path(_SESSION, sessions.show, name="session"),
    path(f"{_SESSION}presences/", sessions.presence, name="presence"),
    path(f"{_SESSION}signer/", sessions.lock, name="lock"),
    path(f"{_SESSION}proces-verbal/", sessions.minutes, name="minutes"),
    path(f"{_SESSION}proces-verbal/pdf/", sessions.minutes_pdf, name="minutes_pdf"),
    path(_ITEM, sessions.item, name="item"),
    path(f"{_ITEM}avancer/", sessions.move_up, name="move_up"),
]
