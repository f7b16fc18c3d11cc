"""The tables, as small forward-only steps. Each runs once, in one transaction.

Portable SQL: `{blob}` and `{serial}` are the only words in which SQLite and PostgreSQL differ.
Times are whole seconds since 1970 (UTC).
"""

MIGRATIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "0001_conversations",
        (
            # secret, address and session are sealed; a NULL session is an erased conversation that only
            # waits until its last message is delivered.
            """
            CREATE TABLE conversation (
                id {blob} PRIMARY KEY,
                secret {blob} NOT NULL,
                channel TEXT NOT NULL,
                address {blob} NOT NULL,
                session {blob},
                touched_at BIGINT NOT NULL
            )
            """,
            "CREATE INDEX conversation_touched_at ON conversation (touched_at)",
            # Keyed hashes of updates already handled.
            "CREATE TABLE seen (message {blob} PRIMARY KEY, at BIGINT NOT NULL)",
            "CREATE INDEX seen_at ON seen (at)",
            # What waits to be delivered, in order; `failed` is the code of the error that made it dead.
            """
            CREATE TABLE outgoing (
                position {serial},
                ref {blob} NOT NULL UNIQUE,
                conversation {blob} NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
                body {blob},
                failed TEXT,
                at BIGINT NOT NULL
            )
            """,
            "CREATE INDEX outgoing_conversation ON outgoing (conversation)",
            # Sealed message numbers of both sides, so that they can be deleted on the channel.
            """
            CREATE TABLE message (
                ref {blob} PRIMARY KEY,
                conversation {blob} NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
                number {blob} NOT NULL,
                at BIGINT NOT NULL
            )
            """,
            "CREATE INDEX message_conversation ON message (conversation)",
            "CREATE INDEX message_at ON message (at)",
            # How often something happened; no person, no day, no text.
            "CREATE TABLE counter (name TEXT PRIMARY KEY, value BIGINT NOT NULL)",
        ),
    ),
)
