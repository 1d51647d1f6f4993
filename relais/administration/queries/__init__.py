"""Reads of administration: the actor first, the seal of the organisation as first filter."""
