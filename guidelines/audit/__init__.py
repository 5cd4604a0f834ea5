"""The append-only record of deeds: events, their chain, triggers, verification, followers."""
