"""How the copy of a file says fields that no form shows: in French, as the person reads them; and those that would tell her nothing."""

#: name of a field without words of its own → what the copy calls it.
WORDS = {
    "added_at": "ajouté le",
    "added_by": "ajouté par",
    "answered_at": "répondu le",
    "appeal": "recours possible",
    "arrived_at": "arrivée notée le",
    "asked_at": "demandé le",
    "asked_for": "demande à voir",
    "author": "écrit par",
    "booked_at": "pris le",
    "booked_by": "pris par",
    "cause": "cause",
    "closed_at": "clos le",
    "computed_at": "calculé le",
    "covered_for": "à la place de",
    "decided_at": "décidé le",
    "decided_by": "décidé par",
    "done_at": "fait le",
    "dropped_at": "abandonné le",
    "ended_at": "terminé le",
    "ended_by": "terminé par",
    "ends_at": "jusqu’au",
    "engaged_by": "engagé par",
    "from_member": "de la part de",
    "gone_by": "remis par",
    "holder": "tenu par",
    "instructed_by": "instruit par",
    "kept_at": "gardé le",
    "kept_by": "gardé par",
    "late_on": "sans réponse de l’organisme depuis le",
    "lead": "suivi par",
    "letter": "lettre",
    "lifted_at": "levé le",
    "member": "par",
    "named_at": "désigné le",
    "opened_at": "ouvert le",
    "opened_by": "ouvert par",
    "paid_by": "payé par",
    "prepared_at": "préparé le",
    "prepared_by": "préparé par",
    "proposed_at": "proposé le",
    "proposed_by": "proposé par",
    "rank": "rang",
    "reader": "relu par",
    "received_by": "reçu par",
    "recorded_at": "noté le",
    "recorded_by": "noté par",
    "released_at": "remis le",
    "reminded_at": "rappelé le",
    "removed_at": "retiré le",
    "removed_by": "retiré par",
    "reviewed_at": "examiné le",
    "reviewed_by": "examiné par",
    "revoked_at": "retiré le",
    "revoked_by": "retiré par",
    "set_at": "écrit le",
    "set_by": "écrit par",
    "settled_by": "réglé par",
    "shared_by": "partagé par",
    "silence": "si l’organisme ne répond pas",
    "starts_at": "à partir du",
    "state": "état",
    "to_member": "à",
    "turns_on": "à revoir le",
    "undone_at": "annulé le",
    "undone_by": "annulé par",
    "urgent": "urgent",
    "withdrawn_at": "retiré le",
    "withdrawn_by": "retiré par",
    "written_at": "écrit le",
    "year": "année",
}
#: fields of the program, which say nothing of the person: order, digests, seals, what a search is made of.
SILENT = frozenset(
    {
        *("digests", "media", "name_key", "nonce", "number", "position", "scan_digest", "seal", "seal_key", "sheet", "size", "suffix"),
        "wording",
    }
)


def words_of(name: str, label: str) -> str:
    """What the copy calls a field: its own words, else those above; "" for a field that it does not give."""
    if label != name.replace("_", " "):
        return label
    return "" if name in SILENT else WORDS.get(name, label)
