"""Pure rules of the screening screens: what a page holds, how it is read, how answers are laid out. No Django, no clock."""
