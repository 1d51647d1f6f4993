"""Communes, postal codes, départements and EPCI, by INSEE code."""
