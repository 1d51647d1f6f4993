"""Relais: rights, procedures and the human relationship first. See docs/ and shared rules in docs/adr/."""

import os

__version__ = "0.1.0"

# Before numpy is imported: its products of small matrices wait for threads longer than they compute, and take the processor of the other
# workers meanwhile (three times the time of a batch on a busy machine). Workers are processes; who wants threads says so.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
