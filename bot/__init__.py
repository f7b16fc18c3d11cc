"""Wegwijs: a first contact with help that costs no courage. docs/house.md shows the rooms."""
