"""Groups of commands; `bot/__main__.py` puts them on the command line."""
