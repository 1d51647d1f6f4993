"""Addresses of the toolbox. Public, without an account; what a person types is never in one of them."""

from django.urls import path

from relais.procedures.web.views import clocks, home, letters, mail, notebook, sheets, texts

app_name = "tools"
urlpatterns = [
    path("outils/", home.home, name="home"),
    path("outils/carnet/", notebook.notebook, name="notebook"),
    path("outils/carnet.pdf", notebook.notebook_pdf, name="notebook_pdf"),
    path("outils/demarches/", sheets.listed, name="sheets"),
    path("outils/demarches/<slug:code>/", sheets.sheet, name="sheet"),
    path("outils/demarches/<slug:code>/copier/", sheets.copy, name="sheet_copy"),
    path("outils/demarches/<slug:code>/pour-la-personne/", sheets.person, name="sheet_person"),
    path("outils/demarches/<slug:code>/pour-la-personne.pdf", sheets.person_pdf, name="sheet_person_pdf"),
    path("outils/delai/", clocks.listed, name="clocks"),
    path("outils/delai/<str:code>/", clocks.clock, name="clock"),
    path("outils/courrier/", mail.listed, name="mails"),
    path("outils/courrier/<slug:code>/", mail.mail, name="mail"),
    path("outils/ecrire/", letters.listed, name="letters"),
    path("outils/ecrire/<slug:code>/", letters.letter, name="letter"),
    path("outils/textes/", texts.listed, name="texts"),
    path("outils/textes/<slug:kind>/", texts.new, name="text_new"),
    path("outils/textes/<slug:kind>/<slug:name>/", texts.text, name="text"),
    path("outils/textes/<slug:kind>/<slug:name>/supprimer/", texts.take_away, name="text_take_away"),
    path("outils/textes/<slug:kind>/<slug:name>/remettre/", texts.put_back, name="text_put_back"),
]
