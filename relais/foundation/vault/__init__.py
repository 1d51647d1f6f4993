"""The vault: texts of levels N2 and N3 and documents, unreadable in the database and in its backups (docs/adr/0019).

One data key for each organisation, wrapped by a master key kept in a file outside the database. ``fields.SealedText`` is what a
model uses; ``keys`` seals and opens; ``rotation`` changes the keys; ``halves`` lets two people bring the master key back.
"""
