"""The frame of every page: public home, accessibility statement, registers, feedback, errors."""
