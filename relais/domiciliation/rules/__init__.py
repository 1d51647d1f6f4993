"""Pure rules of domiciliation: its clocks, its ends, its papers."""
