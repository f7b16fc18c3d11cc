"""Personal data that residents type without need: noticed, so that they can be told kindly. Pure; keeps nothing.

- BSN: nine digits that pass the eleven test (Logisch ontwerp BSN, Rijksdienst voor Identiteitsgegevens).
- IBAN: the length of its country and modulo 97 (ISO 13616, ISO 7064).
- Phones: Dutch numbers of ten digits, numbers with + or 00, and any number behind a word such as "bel me op".
Amounts, dates, case numbers and help lines (112, 113, 0800, 0900) are not personal.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

MAX_TEXT = 10_000  # characters looked at; no channel brings longer messages
NEAR = 30  # characters before a number in which a word says what it is

_IBAN_LENGTHS = {
    "AT": 20, "BE": 16, "BG": 22, "CH": 21, "CZ": 24, "DE": 22, "DK": 18, "ES": 24, "FI": 18, "FR": 27, "GB": 22,
    "GR": 27, "HU": 28, "IE": 22, "IT": 27, "LT": 20, "LU": 20, "MA": 28, "NL": 18, "NO": 15, "PL": 28, "PT": 25,
    "RO": 24, "SE": 24, "SK": 24, "TR": 26, "UA": 29,
}  # fmt: skip
_CASE = re.compile(
    r"zaak|dossier|kenmerk|klant|factuur|referentie|polis|order|bestel|ticket|relatie|betalings|cjib"
    r"|case|reference|invoice|customer|sprawy|klienta|faktur|dosya|müşteri|fatura|справ|рахунк|дела|ملف|فاتورة|قضية",
    re.IGNORECASE,
)
_CALL = re.compile(
    r"\b(?:bel|tel|telefoon|nummer|mobiel|app|whatsapp|call|phone|number|mobile|telefon|numer|ara|numara|тел|номер)"
    r"|дзвон|звон|هاتف|رقم|تلفون|جوال|موبايل|اتصل",
    re.IGNORECASE,
)
_IS_BSN = re.compile(r"\b(?:bsn|burgerservice|sofi)", re.IGNORECASE)

_MAIL = re.compile(r"(?<![\w.%+-])[\w.%+-]{1,64}@(?:[\w-]{1,63}\.){1,5}[^\W\d_]{2,24}")
_ACCOUNT = re.compile(r"(?<![^\W_])[A-Za-z]{2}[ -]?\d{2}(?:[ -]{0,2}[A-Za-z0-9]){11,30}")
_DIGITS = re.compile(r"(?<![\w€$£+])(?:\+|00)?[ (]{0,2}\d(?:[ ().\-/]{0,3}\d){6,17}(?![\w%])")
_DATE = re.compile(r"\b\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)?\d{2}\b|\b(?:19|20)\d{2}-\d{1,2}-\d{1,2}\b")
_HELP = re.compile(r"0?0?(?:31)?0?[89]00|112|113")
_POSTCODE = re.compile(
    r"(?<!\w)[1-9]\d{3} ?(?!(?:SA|SD|SS)\b)[A-Za-z]{2},? {1,3}(?:nr\.? ?|huisnummer )?\d{1,5}(?:[ -]?[A-Za-z]\b)?"
    r"|(?<!\w)\d{1,5}[A-Za-z]?,? {1,3}[1-9]\d{3} ?(?!(?:SA|SD|SS)\b)[A-Z]{2}(?!\w)"
)
_STREET = re.compile(
    r"(?<!\w)(?P<name>[^\W\d_]{2,30}(?:straat|straatje|laan|weg|plein|hof|steeg|gracht|kade|singel|dijk|dreef|plantsoen)"
    r"|(?:ul\.|ulica|ulicy|al\.|вул\.?|вулиця|вулиці|улица|улице|شارع) {1,2}[^\W\d_]{2,30}"
    r"|[^\W\d_]{2,30} (?:sokak|sokağı|caddesi|cad\.|sk\.))"
    r",? {1,3}(?:nr\.? |no:? ?|nummer )?\d{1,4}(?: ?[A-Za-z]\b)?"
    r"(?:,? {1,3}[1-9]\d{3} ?[A-Za-z]{2}\b)?(?!\w|[.,]\d)"
    r"(?! ?(?:€|%|euro|uur|jaar|maand|week|weken|dagen|dag|keer|x\b|procent|kinderen|min|km|zł|lat))"
    r"|(?<!\w)\d{1,4} [^\W\d_]{2,30} (?:street|road|avenue|lane)(?!\w)",
    re.IGNORECASE,
)
_NO_STREET = re.compile(r"(?:onder|half|snel|door|spoor|lucht|over|land|uit|ver|heen|midden|terug|van)weg")
_NAMED = re.compile(
    r"(?<!\w)(?:ik heet|mijn naam is|m'?n naam is|my name is|my name's|i am called|i'm called|i’m called"
    r"|(?:benim )?ad[ıi]m(?= (?-i:[A-ZÇĞİÖŞÜ]))|benim ad[ıi]m|ismim|nazywam si[eę]|mam na imi[eę]"
    r"|мене звати|мене звуть|меня зовут|моє ім['’ʼ]?я|اسمي هو|اسمي|إسمي|انا اسمي|ismi|esmi) *[:,]? {1,3}",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_BETWEEN = {"van", "de", "der", "den", "ten", "ter", "el", "al", "abu", "bin", "ben", "von", "da", "dos"}


def _words(written: str) -> frozenset[str]:
    return frozenset(written.split())


_NO_NAME = _words(
    "jullie je jou u iedereen hem haar ze welkom niet geen ook anders anoniem geheim toch wel dus nog zo "
    "belangrijk fout verkeerd onbekend bekend not no a the unimportant important anonymous secret irrelevant none "
    "so private nie tak tu inaczej önemli gizli değil yok ne var не так ніяк неважливо секрет как مش مو ليس في "
    "على سر غير op bij in van en maar dat dit het een hoe wat who what and but on at with is was"
)


class Found(NamedTuple):
    """What stands in `text[start:end]`: phone, email, address, iban, bsn or name."""

    kind: str
    start: int
    end: int


def found(text: str) -> tuple[Found, ...]:
    """The personal data in the first 10,000 characters of `text`, in order; nothing is found twice. Never raises."""
    looked = text[:MAX_TEXT]
    kept: list[Found] = []
    taken = bytearray(len(looked))
    for look in (_ibans, _mails, _addresses, _numbers, _names):
        for one in look(looked):
            if not any(taken[one.start : one.end]):
                taken[one.start : one.end] = b"\1" * (one.end - one.start)
                kept.append(one)
    return tuple(sorted(kept, key=lambda one: one.start))


def hidden(text: str) -> str:
    """`text` with three dots in place of all personal data in it."""
    shown, after = [], 0
    for one in found(text):
        shown += [text[after : one.start], "..."]
        after = one.end
    return "".join([*shown, text[after:]])


def _ibans(text: str) -> Iterator[Found]:
    for match in _ACCOUNT.finditer(text):
        length = _IBAN_LENGTHS.get(match.group()[:2].upper(), 0)
        places = [place for place, letter in enumerate(match.group()) if letter.isalnum()][:length]
        if length and len(places) == length and _modulo_97("".join(match.group()[place] for place in places)):
            yield Found("iban", match.start(), match.start() + places[-1] + 1)


def _modulo_97(account: str) -> bool:
    turned = account[4:] + account[:4]
    return int("".join(str(int(letter, 36)) for letter in turned)) % 97 == 1


def _mails(text: str) -> Iterator[Found]:
    return (Found("email", match.start(), match.end()) for match in _MAIL.finditer(text))


def _addresses(text: str) -> Iterator[Found]:
    for match in _STREET.finditer(text):
        if not _NO_STREET.fullmatch((match["name"] or "").lower()):
            yield Found("address", match.start(), match.end())
    for match in _POSTCODE.finditer(text):
        yield Found("address", match.start(), match.end())


def _numbers(text: str) -> Iterator[Found]:
    """Phone numbers and BSNs."""
    for match in _DIGITS.finditer(text):
        kind = _kind(match.group(), text[max(match.start() - NEAR, 0) : match.start()])
        if kind:
            yield Found(kind, match.end() - len(match.group().lstrip(" (")), match.end())


def _kind(written: str, before: str) -> str:
    """What a number with `before` in front of it is: "phone", "bsn", or "" for anything else."""
    digits = "".join(str(int(letter)) for letter in written if letter.isdecimal())
    if _DATE.search(written) or _CASE.search(before) or _HELP.match(digits):
        return ""
    if _is_bsn(digits, bool(_IS_BSN.search(before))):
        return "bsn"
    return "phone" if _is_phone(written.strip(" ("), digits, before) else ""


def _is_bsn(digits: str, named: bool) -> bool:
    """The eleven test: 9a + 8b + ... + 2h - i is divisible by eleven. Old numbers have eight digits."""
    if len(digits) == 8 and named:
        digits = f"0{digits}"
    if len(digits) != 9 or len(set(digits)) == 1:
        return False
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return sum(weight * int(digit) for weight, digit in zip(weights, digits, strict=True)) % 11 == 0


def _is_phone(written: str, digits: str, before: str) -> bool:
    if written.startswith("+") or digits.startswith("00"):
        return 9 <= len(digits) <= 17
    if digits.startswith("0"):
        return len(digits) == 10 or (len(digits) == 11 and digits[1] == "5")  # Dutch, or a Turkish mobile
    return len(digits) >= 7 and bool(_CALL.search(before))


def _names(text: str) -> Iterator[Found]:
    for cue in _NAMED.finditer(text):
        end = _end_of_name(text, cue.end())
        if end:
            yield Found("name", cue.end(), end)


def _end_of_name(text: str, start: int) -> int:
    """Where the name ends that begins at `start`; 0 when no name does. Capitals and "van der" carry it on."""
    first = _WORD.match(text, start)
    if not first or first.group().lower() in _NO_NAME or len(first.group()) < 2:
        return 0
    end = first.end()
    for word in _following(text, end):
        if word.group().lower() not in _BETWEEN and not word.group()[0].isupper():
            previous = text[start : word.start()].split()[-1].lower()
            return word.end() if previous in _BETWEEN and len(text[start : word.start()].split()) > 1 else end
        end = word.end()
    return end


def _following(text: str, end: int) -> Iterable[re.Match[str]]:
    """At most four words behind `end` with only spaces between."""
    for _ in range(4):
        word = _WORD.match(text, end + 1) if text[end : end + 1] == " " else None
        if not word:
            return
        yield word
        end = word.end()
