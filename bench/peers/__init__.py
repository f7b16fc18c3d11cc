"""What others would write: bots to compare with, each a process of its own."""
