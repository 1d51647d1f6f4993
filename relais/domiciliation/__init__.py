"""Domiciliation: an address for the mail of a person of a file: asked, decided, kept alive, ended (CASF L.264-1 ff.)."""
