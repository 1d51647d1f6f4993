"""Addresses of domiciliation; identifiers, never a name nor a number of mail."""

from django.urls import path

from relais.domiciliation.web import boards, counter, files, papers

app_name = "domiciliation"
_FILE = "dossiers/<uuid:file_id>/domiciliation/"
_ONE = f"{_FILE}<uuid:election_id>/"
_HERE = "domiciliation/guichet/<uuid:file_id>/"
urlpatterns = [
    path("domiciliation/", boards.board, name="board"),
    path("domiciliation/liste/<slug:which>/", boards.listed, name="listed"),
    path("domiciliation/adresse/<int:service_id>/", boards.desk, name="desk"),
    path("domiciliation/annee/", boards.year, name="year"),
    path("domiciliation/annee/emporter/", boards.take, name="take"),
    path("domiciliation/guichet/", counter.counter, name="counter"),
    path(_HERE, counter.card, name="card"),
    path(f"{_HERE}passage/", counter.sign, name="sign"),
    path(f"{_HERE}courrier/", counter.receive, name="receive"),
    path(f"{_HERE}remettre/", counter.hand, name="hand"),
    path(f"{_HERE}retourner/", counter.send_back, name="send_back"),
    path(f"{_HERE}absence/", counter.leave, name="leave"),
    path(f"{_HERE}retour/", counter.back, name="back"),
    path(f"{_HERE}procuration/", counter.proxy, name="proxy"),
    path(f"{_HERE}procuration/<uuid:proxy_id>/retirer/", counter.withdraw_proxy, name="withdraw_proxy"),
    path(_FILE, files.show, name="show"),
    path(f"{_FILE}demander/", files.ask, name="ask"),
    path(f"{_FILE}prevenir/", files.notice, name="notice"),
    path(f"{_FILE}terminer/retirer/", files.take_end_back, name="take_end_back"),
    path(f"{_FILE}maintenir/", files.lift_notice, name="lift_notice"),
    path(f"{_FILE}terminer/", files.end, name="end"),
    path(f"{_ONE}entretien/", files.complete, name="complete"),
    path(f"{_ONE}decider/", files.decide, name="decide"),
    path(f"{_ONE}retirer/", files.withdraw, name="withdraw"),
    path(f"{_ONE}papier/<slug:what>/", papers.paper, name="paper"),
    path(f"{_ONE}papier/<slug:what>/pdf/", papers.paper_pdf, name="paper_pdf"),
]
