"""The bot as a real process, killed with SIGKILL again and again while people keep typing and tapping.

    make faults
    python -m tests.faults --kills 300 --seed 1 --chats 40 --runs plain,unrest

Telegram is played by `tests.botapi`. Sends fail at random, updates pile up while the bot is down, and the bot
dies at random moments and right before or after a call takes effect. After the last kill it may finish in
peace. Then `checks` holds everything the people saw, and what is left on disk, against what was promised.

What can really happen, and is therefore done here:
- An update comes again, up to five times, also after it was confirmed; any order between two chats.
- A call takes effect while its answer is lost: then the bot may send that message once more.
- The bot dies with an answer in hand that it had no time to write down: the same.

What Telegram does not do, and is therefore not done: bring a later update of a chat before an earlier one of
the same chat. Polling gives updates by rising id; a webhook has one queue a chat, in which nothing is passed
by. The promise is: each update works once, in the order in which its chat's updates first came; each reply is
sent at least once, in that order, and a second time only where an answer was lost.

Chances are drawn from the seed, which is printed. Moments depend on the machine, so two runs with one seed
are alike and not the same.
"""
