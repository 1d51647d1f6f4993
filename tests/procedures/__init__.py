"""The toolbox."""
