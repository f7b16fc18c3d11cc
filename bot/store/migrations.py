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
    (
        "0002_own_words",
        (
            # What was said in own words, sealed: forgotten sooner than the rest of the session.
            "ALTER TABLE conversation ADD COLUMN words {blob}",
        ),
    ),
    (
        "0003_handoff",
        (
            # Chats in which an experience expert works; what they show of themselves is that chat's session.
            """
            CREATE TABLE expert (
                conversation {blob} PRIMARY KEY REFERENCES conversation (id) ON DELETE CASCADE,
                active BIGINT NOT NULL
            )
            """,
            # Requests for a person. The body is sealed with the resident's key, so erasing takes it along.
            # `trouble` says whom a message could not reach, until somebody has dealt with it.
            """
            CREATE TABLE request (
                id {blob} PRIMARY KEY,
                conversation {blob} NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
                expert {blob},
                open BIGINT NOT NULL,
                due_at BIGINT NOT NULL,
                trouble TEXT NOT NULL,
                body {blob} NOT NULL,
                at BIGINT NOT NULL
            )
            """,
            "CREATE INDEX request_conversation ON request (conversation)",
            "CREATE INDEX request_expert ON request (expert)",
            "CREATE INDEX request_due_at ON request (open, due_at)",
            # Invitations: a keyed hash of the code, and the sealed profile it brings.
            "CREATE TABLE invite (code {blob} PRIMARY KEY, secret {blob} NOT NULL, body {blob} NOT NULL,"
            " expires_at BIGINT NOT NULL)",
            # What was agreed to: never by whom.
            "CREATE TABLE consent (id {blob} PRIMARY KEY, version TEXT NOT NULL, language TEXT NOT NULL,"
            " day TEXT NOT NULL, ticked TEXT NOT NULL, withdrawn BIGINT NOT NULL, at BIGINT NOT NULL)",
            # To which request a message belongs, and a keyed hash of its number: an expert replies to it.
            "ALTER TABLE outgoing ADD COLUMN topic {blob}",
            "CREATE INDEX outgoing_topic ON outgoing (topic)",
            "ALTER TABLE message ADD COLUMN topic {blob}",
            "ALTER TABLE message ADD COLUMN lookup {blob}",
            "CREATE INDEX message_lookup ON message (lookup)",
            "CREATE INDEX message_topic ON message (topic)",
        ),
    ),
    (
        "0004_reminders",
        (
            # When a resident wants to be asked how it went; 0 is never.
            "ALTER TABLE conversation ADD COLUMN wake_at BIGINT NOT NULL DEFAULT 0",
            "CREATE INDEX conversation_wake_at ON conversation (wake_at)",
        ),
    ),
)
