"""All flows, in one explicit tuple: declarations only, no logic and no words."""

from bot.engine import Flow
from bot.flows.always import HELP, LANGUAGE, RESUME, STOP
from bot.flows.handoff import HANDOFF
from bot.flows.letters import LETTERS
from bot.flows.orientation import ORIENTATION
from bot.flows.place import PLACE
from bot.flows.privacy import ERASE, KEPT, PRIVACY
from bot.flows.safety import BASIC, CONCERN, MEDICAL, SUICIDE, VIOLENCE
from bot.flows.welcome import WELCOME

FLOWS: tuple[Flow, ...] = (
    WELCOME,
    LETTERS,
    ORIENTATION,
    PLACE,
    HANDOFF,
    PRIVACY,
    KEPT,
    ERASE,
    HELP,
    LANGUAGE,
    RESUME,
    STOP,
    SUICIDE,
    VIOLENCE,
    MEDICAL,
    BASIC,
    CONCERN,
)
