"""Rules of casework as plain values."""
