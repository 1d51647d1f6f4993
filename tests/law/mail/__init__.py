"""Tests of letters received."""
