"""The methods of the Bot API, one small function each: parameters in, result out, or `RefusedError`."""

import re
from collections.abc import Callable
from typing import Any

from tests.botapi import checks
from tests.botapi.chat import FakeChat
from tests.botapi.messages import Message
from tests.botapi.params import Params, RefusedError, Upload, bad_request, integer, parsed, text
from tests.botapi.world import World

Method = Callable[[World, Params], Any]

DELETABLE = 48 * 3600  # seconds; older messages stay
MAX_IDS = 100
ACTIONS = re.compile(r"typing|(upload|record)_(photo|video|voice|video_note|document)|choose_sticker|find_location")
COMMAND = re.compile(r"[a-z0-9_]{1,32}")
PROFILE_LIMITS = {"name": 64, "description": 512, "short_description": 120}


def get_me(world: World, _: Params) -> Params:
    return {
        **world.bot_user(),
        "can_join_groups": False,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
    }


def send_message(world: World, params: Params) -> Params:
    chat = _open_chat(world, params)
    body = checks.message_text(params, "message is too long")
    return _shown(world, chat, params, body)


def send_photo(world: World, params: Params) -> Params:
    return _send_file(world, params, "photo")


def send_voice(world: World, params: Params) -> Params:
    return _send_file(world, params, "voice")


def send_audio(world: World, params: Params) -> Params:
    return _send_file(world, params, "audio")


def _send_file(world: World, params: Params, kind: str) -> Params:
    chat = _open_chat(world, params)
    file = params.get(kind)
    if isinstance(file, str) and file.startswith("attach://"):
        file = params.get(file.removeprefix("attach://"))
    if not file:
        raise bad_request(f"there is no {kind} in the request")
    upload = file if isinstance(file, Upload) else None
    if upload:
        checks.file(kind, upload)
    return _shown(world, chat, params, checks.caption(params), kind, upload)


def _shown(
    world: World,
    chat: FakeChat,
    params: Params,
    body: str,
    media: str | None = None,
    upload: Upload | None = None,
) -> Params:
    markup = checks.keyboard(params)
    _check_reply(chat, params)
    message_id, date = world.next_message_id(), int(world.now())
    message = Message(message_id, chat.id, True, body, date, markup, media, upload, params)
    chat.show(message)
    return world.as_json(message)


def _check_reply(chat: FakeChat, params: Params) -> None:
    reply = parsed(params, "reply_parameters", "can't parse reply parameters JSON object")
    if reply is None:
        return
    if not isinstance(reply, dict):
        raise bad_request("object expected as reply parameters")
    target = chat.messages.get(integer(reply, "message_id"))
    if (target is None or target.deleted) and not reply.get("allow_sending_without_reply"):
        raise bad_request("message to be replied not found")


def edit_message_text(world: World, params: Params) -> Params:
    message = _editable(world, params)
    if message.media:
        raise bad_request("there is no text in the message to edit")
    return _edited(world, message, checks.message_text(params, "MESSAGE_TOO_LONG"), params)


def edit_message_reply_markup(world: World, params: Params) -> Params:
    message = _editable(world, params)
    return _edited(world, message, message.text, params)


def _edited(world: World, message: Message, body: str, params: Params) -> Params:
    markup = checks.keyboard(params, inline_only=True)
    if (body, markup) == (message.text, message.markup):
        raise bad_request(
            "message is not modified: specified new message content and reply markup are exactly the same"
            " as a current content and reply markup of the message"
        )
    message.text, message.markup, message.edits = body, markup, message.edits + 1
    return {**world.as_json(message), "edit_date": int(world.now())}


def _editable(world: World, params: Params) -> Message:
    message = _message(_open_chat(world, params), params, "message to edit not found")
    if not message.from_bot:
        raise bad_request("message can't be edited")
    return message


def delete_message(world: World, params: Params) -> bool:
    message = _message(_known_chat(world, params), params, "message to delete not found")
    if world.now() - message.date > DELETABLE:
        raise bad_request("message can't be deleted")
    message.deleted = True
    return True


def delete_messages(world: World, params: Params) -> bool:
    chat = _known_chat(world, params)
    ids = parsed(params, "message_ids", "can't parse message_ids JSON object")
    if not ids:
        raise bad_request("message identifiers are not specified")
    if not isinstance(ids, list):
        raise bad_request("expected an Array of message identifiers")
    if len(ids) > MAX_IDS:
        raise bad_request("too many message identifiers specified")
    for message in filter(None, (chat.messages.get(int(number)) for number in ids)):
        message.deleted = message.deleted or world.now() - message.date <= DELETABLE
    return True


def answer_callback_query(world: World, params: Params) -> bool:
    if checks.utf16_units(text(params, "text")) > 200:
        raise bad_request("MESSAGE_TOO_LONG")
    if not world.answer_query(text(params, "callback_query_id"), text(params, "text")):
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    return True


def send_chat_action(world: World, params: Params) -> bool:
    _open_chat(world, params)
    if not ACTIONS.fullmatch(text(params, "action")):
        raise bad_request("wrong parameter action in request")
    return True


def set_my_commands(world: World, params: Params) -> bool:
    commands = parsed(params, "commands", "can't parse commands JSON object")
    if not isinstance(commands, list):
        raise bad_request("expected an Array of BotCommand")
    for command in commands:
        if not COMMAND.fullmatch(command.get("command", "").removeprefix("/")):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(command.get("description", "")) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    world.commands[_commands_key(params)] = commands
    return True


def get_my_commands(world: World, params: Params) -> list[Params]:
    return world.commands.get(_commands_key(params), [])


def _commands_key(params: Params) -> tuple[str, str]:
    scope = parsed(params, "scope", "can't parse BotCommandScope JSON object") or {"type": "default"}
    return scope["type"], _language(params)


def _language(params: Params) -> str:
    code = text(params, "language_code")
    if code and not re.fullmatch("[a-z]{2}", code):
        raise bad_request("invalid language code specified")
    return code


def _setter(field: str) -> Method:
    def set_field(world: World, params: Params) -> bool:
        value = text(params, field)
        if checks.utf16_units(value) > PROFILE_LIMITS[field]:
            raise bad_request(f"bot {field.replace('_', ' ')} is too long")
        world.profile[field, _language(params)] = value
        return True

    return set_field


def _getter(field: str) -> Method:
    def get_field(world: World, params: Params) -> Params:
        return {field: world.profile.get((field, _language(params)), "")}

    return get_field


def forbidden(_: World, __: Params) -> None:
    """Forwarding and copying show where a message came from: recorded, never done."""
    raise bad_request("messages can't be forwarded or copied")


def _known_chat(world: World, params: Params) -> FakeChat:
    if params.get("chat_id") in (None, ""):
        raise bad_request("chat_id is empty")
    chat = world.chats.get(integer(params, "chat_id"))
    if chat is None:
        raise bad_request("chat not found")
    return chat


def _open_chat(world: World, params: Params) -> FakeChat:
    chat = _known_chat(world, params)
    if chat.blocked:
        raise RefusedError(403, "Forbidden: bot was blocked by the user")
    return chat


def _message(chat: FakeChat, params: Params, missing: str) -> Message:
    message_id = integer(params, "message_id")
    if not message_id:
        raise bad_request("message identifier is not specified")
    message = chat.messages.get(message_id)
    if message is None or message.deleted:
        raise bad_request(missing)
    return message


FORBIDDEN = ("copyMessage", "copyMessages", "forwardMessage", "forwardMessages")

METHODS: dict[str, Method] = {
    "getMe": get_me,
    "sendMessage": send_message,
    "sendPhoto": send_photo,
    "sendVoice": send_voice,
    "sendAudio": send_audio,
    "editMessageText": edit_message_text,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
    "answerCallbackQuery": answer_callback_query,
    "sendChatAction": send_chat_action,
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "setMyName": _setter("name"),
    "getMyName": _getter("name"),
    "setMyDescription": _setter("description"),
    "getMyDescription": _getter("description"),
    "setMyShortDescription": _setter("short_description"),
    "getMyShortDescription": _getter("short_description"),
    **dict.fromkeys(FORBIDDEN, forbidden),
}
