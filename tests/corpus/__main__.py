"""`python -m tests.corpus`: prints the report on both halves; with `train`, trains the models first."""

import sys

from tests.corpus.measuring import measured, table

if __name__ == "__main__":
    if sys.argv[1:] == ["train"]:
        from tests.corpus.training import train_all

        train_all()
    for part in ("train", "test"):
        print(table(part, measured(part)), end="\n\n")
