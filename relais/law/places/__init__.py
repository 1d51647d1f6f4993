"""Communes, postal codes, départements and EPCI, by INSEE code. Vintage and licence: ``relais.law.places.table``."""
