"""`python -m tests.corpus`: prints the report on both parts.

With `train` it trains the models first; `compare` says what phrases, model and both reach; `gaps` prints the figures
that tests/test_recall.py allows.
"""

import sys

from tests.corpus import LANGUAGES
from tests.corpus.measuring import measured, table


def _gaps() -> None:
    from tests.test_recall import AIMS

    for language in LANGUAGES:
        for column, (meets, aim) in AIMS.items():
            share = measured("test")[language][column].share
            if not meets(share, aim):
                print(f'    ("{language}", "{column}"): {share:.3f},')


def _compare() -> None:
    from tests.corpus.comparing import compare

    print(compare())


def _train() -> None:
    from tests.corpus.training import train_all

    train_all()
    _report()


def _report() -> None:
    for part in ("train", "test"):
        print(table(part, measured(part)), end="\n\n")


if __name__ == "__main__":
    {"gaps": _gaps, "compare": _compare, "train": _train, "report": _report}[(sys.argv[1:] or ["report"])[0]]()
