"""Figures to learn from and to account with, in which nobody can be found."""
