"""Residents and experts who talk through a bot that is killed all the time.

    python -m tests.faults --runs handoff --kills 300

Residents agree, wait, talk, shout, withdraw, ask for somebody else, erase, block; experts claim (often two at the
same card), answer by reply or to whom they chose, pass on, finish, block. Every word they say is a word of no
language that exists once, so that `checks` can tell where it went, how often, in which order, and when.

Ids of requests and aliases are drawn by the bot, so nothing is foretold here as `tests.faults.residents` does:
people act on what they see, and everything is judged afterwards, from what arrived and from the database.
"""
