"""Written mandates: what a person lets us do for her, act by act, for a time; never all powers, and no password kept (S66, S74)."""
