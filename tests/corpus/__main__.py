"""Prints the report on both halves."""

from tests.corpus import table

print(table("train"), table("test"), sep="\n\n")
