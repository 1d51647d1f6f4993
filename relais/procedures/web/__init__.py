"""What the toolbox says over HTTP."""
