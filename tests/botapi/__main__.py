"""The server as a process of its own: prints its address and serves until it is ended."""

import argparse
import asyncio

from tests.botapi.control import ControlledBotApi
from tests.botapi.server import TOKEN


async def _serve(port: int, token: str, latency: float) -> None:
    async with ControlledBotApi(token=token, latency=latency) as api:
        print(api.url, flush=True)
        await asyncio.get_running_loop().create_future()


def main() -> None:
    """Read the options and serve."""
    options = argparse.ArgumentParser(prog="python -m tests.botapi", description=__doc__)
    options.add_argument("--port", type=int, default=0, help="port on 127.0.0.1; 0 takes a free one")
    options.add_argument("--token", default=TOKEN, help="the only token it accepts")
    options.add_argument("--latency", type=float, default=0.0, help="seconds every answer takes")
    chosen = options.parse_args()
    try:
        asyncio.run(_serve(chosen.port, chosen.token, chosen.latency))
    except KeyboardInterrupt:
        return


if __name__ == "__main__":
    main()
