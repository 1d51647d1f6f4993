"""Addresses of the démarches of a file, of the contact book and of the calls; identifiers, never a name."""

from django.urls import path

from relais.procedures.web.views import (
    blocked,
    boards,
    calls,
    chronology,
    contacts,
    decisions,
    exhibits,
    file_letters,
    file_mail,
    followed,
    reminders,
    sendings,
    settling,
)

_ONE = "dossiers/<uuid:file_id>/demarches/<uuid:procedure_id>/"
_LETTER = f"{_ONE}envois/<uuid:sending_id>/"

app_name = "procedures"
urlpatterns = [
    path("a-renouveler/", boards.to_renew, name="to_renew"),
    path("a-aborder/", boards.to_raise, name="to_raise"),
    path("sans-reponse/", boards.unanswered, name="unanswered"),
    path("sans-reponse/relances/", reminders.begin, name="begin_reminders"),
    path("sans-reponse/relances/<uuid:run_id>/", reminders.reminders, name="reminders"),
    path("sans-reponse/relances/<uuid:run_id>/suite/", reminders.go_on, name="reminders_go_on"),
    path("sans-reponse/relances/<uuid:run_id>/retirer/", reminders.take_back, name="reminders_take_back"),
    path("sans-reponse/relances/<uuid:run_id>/lettres/", reminders.paper, name="reminders_paper"),
    path("dossiers/<uuid:file_id>/demarches/", followed.listed, name="listed"),
    path("dossiers/<uuid:file_id>/demarches/ouvrir/", followed.begin, name="begin"),
    path("dossiers/<uuid:file_id>/droits/<slug:right>/", decisions.right, name="decide"),
    path("dossiers/<uuid:file_id>/droits-ouverts/<uuid:right_id>/renouveler/", decisions.renew, name="renew"),
    path("dossiers/<uuid:file_id>/courrier/", file_mail.listed, name="mails"),
    path("dossiers/<uuid:file_id>/courrier/<slug:code>/", file_mail.follow, name="mail"),
    path("dossiers/<uuid:file_id>/demarches/<uuid:procedure_id>/", followed.show, name="procedure"),
    path("dossiers/<uuid:file_id>/demarches/<uuid:procedure_id>/delai/", followed.clocks, name="clocks"),
    path("dossiers/<uuid:file_id>/demarches/<uuid:procedure_id>/noter/<slug:act>/", followed.note, name="note"),
    path("dossiers/<uuid:file_id>/demarches/<uuid:procedure_id>/regulariser/<uuid:act_id>/", settling.settle, name="settle"),
    path("dossiers/<uuid:file_id>/demarches/<uuid:procedure_id>/lettres/", file_letters.letters, name="letters"),
    path("dossiers/<uuid:file_id>/demarches/<uuid:procedure_id>/retirer/<uuid:act_id>/", followed.take_back, name="take_back"),
    path("dossiers/<uuid:file_id>/demarches/<uuid:procedure_id>/bloquee/", blocked.note, name="block"),
    path("dossiers/<uuid:file_id>/demarches/<uuid:procedure_id>/bloquee/<uuid:blocker_id>/", blocked.show, name="blocker"),
    path(f"{_ONE}lettres/<slug:code>/", file_letters.write, name="write"),
    path(_LETTER, sendings.sending, name="sending"),
    path(f"{_LETTER}preuve/", sendings.proof, name="sending_proof"),
    path(f"{_LETTER}retirer/", sendings.take_back, name="take_back_sending"),
    path(f"{_LETTER}laisser/", sendings.leave, name="leave_letter"),
    path(f"{_ONE}pieces/", exhibits.exhibits, name="exhibits"),
    path(f"{_ONE}pieces/papier/", exhibits.paper, name="exhibits_paper"),
    path(f"{_ONE}pieces/<uuid:exhibit_id>/retirer/", exhibits.remove, name="remove_exhibit"),
    path(f"{_ONE}pieces/<uuid:exhibit_id>/remettre/", exhibits.put_back, name="put_exhibit_back"),
    path(f"{_ONE}chronologie/", chronology.chronology, name="chronology"),
    path("carnet-adresses/", contacts.listed, name="contacts"),
    path("carnet-adresses/ajouter/", contacts.add, name="add_contact"),
    path("carnet-adresses/<uuid:line_id>/", contacts.show, name="contact"),
    path("carnet-adresses/<uuid:line_id>/essai/", contacts.tried, name="contact_tried"),
    path("carnet-adresses/<uuid:line_id>/retirer/", contacts.remove, name="remove_contact"),
    path("carnet-adresses/<uuid:line_id>/remettre/", contacts.put_back, name="put_contact_back"),
    path("appels/", calls.listed, name="calls"),
    path("appels/<slug:body>/", calls.prepare, name="prepare_call"),
    path("appels/en-cours/<uuid:call_id>/", calls.under_way, name="call"),
    path("appels/en-cours/<uuid:call_id>/ligne/", calls.line_told, name="call_line"),
    path("appels/en-cours/<uuid:call_id>/<uuid:procedure_id>/", calls.answered, name="call_answer"),
]
