"""The screens of the screening: one page state, two entrances, what-if, and what a person takes away."""
