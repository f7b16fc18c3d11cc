"""A lean HTTP client behind the library's `BaseRequest` (docs/decisions/0004-telegram-client.md)."""

from __future__ import annotations

import json
import warnings
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
from telegram import Bot
from telegram._utils.types import ODVInput
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData
from telegram.warnings import PTBUserWarning

# Raw calls are our choice, and both forms of retry_after are read: the library need not remind us each time.
warnings.filterwarnings("ignore", "Please use 'Bot|.*In a future major version", PTBUserWarning)

CONNECTIONS = 256
"""Calls that may be under way at once; with 50 ms to the Bot API that is 5,000 a second."""
TIMEOUT = 20.0
"""Seconds to wait for an answer; a long poll adds its own time."""


class LeanRequest(BaseRequest):
    """One aiohttp session; parameters travel as a JSON body, files as a form.

    Errors carry no text of the library, for the token stands in every URL.
    """

    def __init__(self, proxy: str | None = None) -> None:
        self._proxy = proxy
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Seconds to wait when a call says nothing else."""
        return TIMEOUT

    async def initialize(self) -> None:
        """Open the connection pool."""
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=CONNECTIONS, ttl_dns_cache=300)
            self._session = aiohttp.ClientSession(connector=connector, proxy=self._proxy)

    async def shutdown(self) -> None:
        """Close the connection pool."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Make the call; status and body. Raises NetworkError or TimedOut."""
        if self._session is None:
            raise NetworkError("not_open")
        body, headers = _body(request_data)
        total = read_timeout if isinstance(read_timeout, int | float) else TIMEOUT
        try:
            async with self._session.request(
                method,
                url,
                data=body,
                headers=headers,
                timeout=aiohttp.ClientTimeout(total=total),
            ) as response:
                return response.status, await response.read()
        except TimeoutError:
            raise TimedOut("timeout") from None
        except (aiohttp.ClientError, OSError) as error:
            raise NetworkError(type(error).__name__) from None


def _body(request_data: RequestData | None) -> tuple[bytes | aiohttp.FormData, dict[str, str]]:
    """The body and its headers: JSON, or a form where files go along."""
    if request_data and request_data.contains_files:
        return _form(request_data), {}
    parameters: dict[str, Any] = request_data.parameters if request_data else {}
    return json.dumps(parameters, separators=(",", ":")).encode(), {"Content-Type": "application/json"}


def _form(request_data: RequestData) -> aiohttp.FormData:
    """Parameters and files as multipart/form-data (Bot API, "Sending files")."""
    form = aiohttp.FormData()
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, kind) in request_data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return form


def open_bot(token: str, api: str) -> Bot:
    """The library's client for `token` at the Bot API server `api`, through the proxy of the environment if any."""
    where = urlsplit(api)
    proxy = None if proxy_bypass(where.hostname or "") else getproxies().get(where.scheme)
    return Bot(
        token,
        base_url=f"{api}/bot",
        base_file_url=f"{api}/file/bot",
        request=LeanRequest(proxy),
        get_updates_request=LeanRequest(proxy),
    )
