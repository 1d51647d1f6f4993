"""The screens of the toolbox, one module for each tool."""
