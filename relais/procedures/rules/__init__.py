"""Pure rules of the toolbox: no framework, no clock."""
