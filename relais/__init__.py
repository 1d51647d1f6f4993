"""Relais: rights, procedures and the human relationship first. See docs/ and shared rules in docs/adr/."""

__version__ = "0.1.0"
