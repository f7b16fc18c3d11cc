"""All flows, in one explicit tuple: declarations only, no logic and no words."""

from bot.engine import Flow
from bot.flows.aftercare import AFTERCARE, CHECK_IN
from bot.flows.always import HELP, LANGUAGE, RESUME, STOP
from bot.flows.ambassador import AMBASSADOR
from bot.flows.areas import AREAS, AREAS_MORE
from bot.flows.awareness import AWARENESS
from bot.flows.budget import BUDGET, BUDGET_MORE
from bot.flows.calm import CALM, SMALL_STEP
from bot.flows.handoff import HANDOFF, LINES, PEOPLE
from bot.flows.letters import LETTERS
from bot.flows.meant import MEANT
from bot.flows.money import MONEY
from bot.flows.orientation import ORIENTATION
from bot.flows.place import PLACE, PLACE_MORE
from bot.flows.prepare import PREPARE
from bot.flows.privacy import ERASE, KEPT, PRIVACY
from bot.flows.rights import RIGHTS, SCHEME
from bot.flows.safety import BASIC, CONCERN, MEDICAL, SUICIDE, VIOLENCE
from bot.flows.somebody_else import SOMEBODY_ELSE
from bot.flows.steady import GOAL, STEADY
from bot.flows.story import STORY
from bot.flows.subjects import SUBJECTS
from bot.flows.trusted_person import TRUSTED_PERSON
from bot.flows.welcome import FURTHER, WELCOME
from bot.flows.with_help import HELPERS, WITH_HELP, YOUR_SAY

FLOWS: tuple[Flow, ...] = (
    WELCOME,
    LETTERS,
    MONEY,
    BUDGET,
    BUDGET_MORE,
    RIGHTS,
    SCHEME,
    PREPARE,
    ORIENTATION,
    SUBJECTS,
    FURTHER,
    PLACE,
    PLACE_MORE,
    AWARENESS,
    AREAS,
    AREAS_MORE,
    CALM,
    SMALL_STEP,
    TRUSTED_PERSON,
    SOMEBODY_ELSE,
    STORY,
    WITH_HELP,
    HELPERS,
    YOUR_SAY,
    STEADY,
    GOAL,
    AMBASSADOR,
    AFTERCARE,
    CHECK_IN,
    HANDOFF,
    LINES,
    PEOPLE,
    PRIVACY,
    KEPT,
    ERASE,
    HELP,
    LANGUAGE,
    RESUME,
    STOP,
    MEANT,
    SUICIDE,
    VIOLENCE,
    MEDICAL,
    BASIC,
    CONCERN,
)
