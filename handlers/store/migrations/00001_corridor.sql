-- SPDX-FileCopyrightText: 2026 The Bylaw Authors
-- SPDX-License-Identifier: Apache-2.0
--
-- One schema for SQLite and Postgres: TEXT, BIGINT (times are unix milliseconds, 0 is "never"), BOOLEAN, BYTEA.
-- The job queue's own tables (river_*) can be rebuilt from `subject`; nothing here refers to them.

-- +goose Up
CREATE TABLE delivery (
    id           TEXT PRIMARY KEY CHECK (id <> ''),
    event        TEXT NOT NULL,
    action       TEXT NOT NULL,
    installation BIGINT NOT NULL,
    received_at  BIGINT NOT NULL
);
CREATE INDEX delivery_received ON delivery (received_at);

-- What an evaluation is about. gen counts what was asked for, done_gen what was done; done_gen < gen is work to do.
CREATE TABLE subject (
    key           TEXT PRIMARY KEY CHECK (key <> ''),
    kind          TEXT NOT NULL,
    installation  BIGINT NOT NULL,
    owner_id      BIGINT NOT NULL,
    repository_id BIGINT NOT NULL,
    owner         TEXT NOT NULL,
    name          TEXT NOT NULL,
    number        BIGINT NOT NULL,
    head          TEXT NOT NULL,
    open          BOOLEAN NOT NULL,
    gen           BIGINT NOT NULL DEFAULT 1,
    done_gen      BIGINT NOT NULL DEFAULT 0,
    reason        TEXT NOT NULL,
    seen_at       BIGINT NOT NULL,
    asked_at      BIGINT NOT NULL,
    done_at       BIGINT NOT NULL DEFAULT 0,
    due_at        BIGINT NOT NULL DEFAULT 0,
    ended_at      BIGINT NOT NULL DEFAULT 0,
    failed        BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE INDEX subject_behind ON subject (key) WHERE done_gen < gen;
CREATE INDEX subject_head ON subject (repository_id, head) WHERE open;
CREATE INDEX subject_owner ON subject (owner_id, repository_id) WHERE open;

CREATE TABLE repository (
    id             BIGINT PRIMARY KEY,
    owner_id       BIGINT NOT NULL,
    installation   BIGINT NOT NULL,
    owner          TEXT NOT NULL,
    name           TEXT NOT NULL,
    visibility     TEXT NOT NULL,
    default_branch TEXT NOT NULL,
    properties     TEXT,
    gone           BOOLEAN NOT NULL
);
CREATE INDEX repository_owner ON repository (owner_id);

CREATE TABLE installation (
    id            BIGINT PRIMARY KEY,
    account_id    BIGINT NOT NULL,
    account       TEXT NOT NULL,
    suspended     BOOLEAN NOT NULL,
    gone          BOOLEAN NOT NULL,
    permissions   TEXT,
    blocked_until BIGINT NOT NULL DEFAULT 0
);

-- Closes, merges and reopenings. Append-only.
CREATE TABLE ending (
    key          TEXT NOT NULL CHECK (key <> ''),
    at           BIGINT NOT NULL,
    reopened     BOOLEAN NOT NULL,
    merged       BOOLEAN NOT NULL,
    head         TEXT NOT NULL,
    merge_commit TEXT NOT NULL,
    actor_id     BIGINT NOT NULL,
    PRIMARY KEY (key, at, reopened)
);

-- Every evaluation that was brought to its end. A generation ends once.
CREATE TABLE evaluation (
    key            TEXT NOT NULL,
    gen            BIGINT NOT NULL,
    head           TEXT NOT NULL,
    digest         TEXT NOT NULL,
    conclusion     TEXT NOT NULL,
    policy_version TEXT NOT NULL,
    app_version    TEXT NOT NULL,
    report         TEXT NOT NULL,
    requests       BIGINT NOT NULL,
    points         BIGINT NOT NULL,
    started_at     BIGINT NOT NULL,
    finished_at    BIGINT NOT NULL,
    reason         TEXT NOT NULL,
    PRIMARY KEY (key, gen)
);
CREATE INDEX evaluation_report ON evaluation (finished_at) WHERE report <> '';

-- The verdict that stands now, one row for a rule of a subject.
CREATE TABLE verdict (
    key   TEXT NOT NULL,
    id    TEXT NOT NULL,
    rule  TEXT NOT NULL,
    mode  TEXT NOT NULL,
    state TEXT NOT NULL,
    PRIMARY KEY (key, id)
);

-- Every change of a verdict's state or mode. Append-only; state '' says that the rule no longer judges the subject.
CREATE TABLE transition (
    key            TEXT NOT NULL,
    gen            BIGINT NOT NULL,
    id             TEXT NOT NULL,
    rule           TEXT NOT NULL,
    old_mode       TEXT NOT NULL,
    old_state      TEXT NOT NULL,
    mode           TEXT NOT NULL,
    state          TEXT NOT NULL,
    reason         TEXT NOT NULL,
    findings       BIGINT NOT NULL,
    head           TEXT NOT NULL,
    policy_version TEXT NOT NULL,
    at             BIGINT NOT NULL,
    PRIMARY KEY (key, gen, id)
);
CREATE INDEX transition_at ON transition (at);

CREATE TABLE publication (
    key       TEXT NOT NULL CHECK (key <> ''),
    kind      TEXT NOT NULL CHECK (kind <> ''),
    head      TEXT NOT NULL,
    digest    TEXT NOT NULL,
    remote_id BIGINT NOT NULL,
    state     TEXT NOT NULL,
    url       TEXT NOT NULL,
    body      TEXT NOT NULL,
    at        BIGINT NOT NULL,
    PRIMARY KEY (key, kind, head)
);

-- Two rows a scope at most: slot 'good' is in force, slot 'seen' was read last.
CREATE TABLE policy (
    scope      TEXT NOT NULL CHECK (scope <> ''),
    slot       TEXT NOT NULL,
    path       TEXT NOT NULL,
    commit_sha TEXT NOT NULL,
    blob_sha   TEXT NOT NULL,
    source     BYTEA,
    good       BOOLEAN NOT NULL,
    error      TEXT NOT NULL,
    at         BIGINT NOT NULL,
    told       BOOLEAN NOT NULL,
    people     TEXT,
    PRIMARY KEY (scope, slot)
);

CREATE TABLE bookmark (
    name  TEXT PRIMARY KEY CHECK (name <> ''),
    value TEXT NOT NULL
);
