"""Aides facultatives: what a house may give by its own rules; asked, shown without a name, decided by people, paid. No score."""
