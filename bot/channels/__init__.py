"""Channels: what a resident does there -> `Incoming`; a `Screen` -> what that place can draw."""
