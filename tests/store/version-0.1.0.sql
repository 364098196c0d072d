
SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

CREATE SCHEMA store_1;

SET default_tablespace = '';

SET default_table_access_method = heap;

CREATE TABLE store_1.attempt (
    n bigint NOT NULL,
    id text NOT NULL,
    at text NOT NULL,
    learner text NOT NULL,
    course text NOT NULL,
    lesson text NOT NULL,
    step text NOT NULL,
    question integer NOT NULL,
    constants text NOT NULL,
    text text NOT NULL,
    value double precision,
    verdict text NOT NULL,
    mistake text NOT NULL,
    confidence text NOT NULL,
    seconds double precision NOT NULL,
    mode text NOT NULL,
    seed bigint
);

ALTER TABLE store_1.attempt ALTER COLUMN n ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME store_1.attempt_n_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE store_1.layout (
    version integer NOT NULL
);

CREATE TABLE store_1.place (
    learner text NOT NULL,
    course text NOT NULL,
    place text NOT NULL,
    at text NOT NULL
);

CREATE TABLE store_1.setting (
    learner text NOT NULL,
    name text NOT NULL,
    value text NOT NULL
);

CREATE TABLE store_1.standing (
    learner text NOT NULL,
    course text NOT NULL,
    lesson text NOT NULL,
    step text NOT NULL,
    state text NOT NULL,
    at text NOT NULL
);

INSERT INTO store_1.attempt OVERRIDING SYSTEM VALUE VALUES (1, 'c2f77d31a11ec5bb42a90089', '2026-11-25T23:49:57.287467+00:00', 'me', 'first-idea', 'break-it', 'all-is-well', 0, '{"weight": 0.5, "goal_pred": 0.8, "input": 0.5}', '0.425', 0.425, 'wrong-way', '', '', 0.086, 'learn', NULL);
INSERT INTO store_1.attempt OVERRIDING SYSTEM VALUE VALUES (2, 'af379df3f9803cd454aca78f', '2026-11-25T23:49:57.304028+00:00', 'me', 'first-idea', 'break-it', 'all-is-well', 0, '{"weight": 0.5, "goal_pred": 0.8, "input": 0.5}', '0.5 + 0.5*0.55', 0.775, 'right', '', '', 0.103, 'learn', NULL);
INSERT INTO store_1.attempt OVERRIDING SYSTEM VALUE VALUES (3, '8000402b13a488a1f7b2d862', '2026-11-25T23:49:57.328992+00:00', 'me', 'first-idea', 'break-it', 'all-is-well', 0, '{"weight": 0.6, "goal_pred": 1.0, "input": 0.7}', '1.006', 1.006, 'right', '', '', 0.018, 'learn', NULL);
INSERT INTO store_1.attempt OVERRIDING SYSTEM VALUE VALUES (4, '65c5e106273a1c15aa0f849f', '2026-11-25T23:49:57.409938+00:00', 'me', 'first-idea', 'break-it', 'input-two', 0, '{"weight": 0.5, "goal_pred": 0.8, "input": 2}', '0.9', 0.9, 'mistake', 'uphill', '', 0.063, 'learn', NULL);
INSERT INTO store_1.attempt OVERRIDING SYSTEM VALUE VALUES (5, '18b8b8e73528e1a6efc280d3', '2026-11-25T23:49:57.416394+00:00', 'me', 'first-idea', 'break-it', 'input-two', 0, '{"weight": 0.5, "goal_pred": 0.8, "input": 2}', '0.3', 0.3, 'mistake', 'by-delta', '', 0.069, 'learn', NULL);
INSERT INTO store_1.attempt OVERRIDING SYSTEM VALUE VALUES (6, '4426801a1d88b9de0cf8de7e', '2026-11-25T23:49:57.485266+00:00', 'me', 'first-idea', 'break-it', 'input-two', 1, '{"weight": 0.5, "goal_pred": 0.8, "input": 2}', '1.3', 1.3, 'right', '', '', 0.052, 'learn', NULL);
INSERT INTO store_1.attempt OVERRIDING SYSTEM VALUE VALUES (7, '994607cf2c846b96f12776d6', '2026-11-25T23:49:57.503321+00:00', 'me', 'first-idea', 'break-it', 'input-two', 2, '{"weight": 0.5, "goal_pred": 0.8, "input": 2}', '1', NULL, 'wrong', '', '', 0.01, 'learn', NULL);
INSERT INTO store_1.attempt OVERRIDING SYSTEM VALUE VALUES (8, 'bf16ceb4c0cdd553bba75951', '2026-11-25T23:49:57.509144+00:00', 'me', 'first-idea', 'break-it', 'input-two', 2, '{"weight": 0.5, "goal_pred": 0.8, "input": 2}', '3', NULL, 'right', '', '', 0.016, 'learn', NULL);
INSERT INTO store_1.attempt OVERRIDING SYSTEM VALUE VALUES (9, 'cfc4e880a42c0cfb452789c5', '2026-11-25T23:49:58.876527+00:00', 'me', 'first-idea', 'add-alpha', 'smaller-steps', 0, '{"weight": 0.5, "goal_pred": 0.8, "input": 2, "alpha": 0.1}', '0.9!', 0.9, 'mistake', 'next-prediction-by-alpha', '!', 0.125, 'learn', NULL);
INSERT INTO store_1.attempt OVERRIDING SYSTEM VALUE VALUES (10, '47d8ee653362fcf4910486e5', '2026-11-25T23:49:58.879065+00:00', 'me', 'first-idea', 'add-alpha', 'smaller-steps', 0, '{"weight": 0.5, "goal_pred": 0.8, "input": 2, "alpha": 0.1}', '0.46', 0.46, 'right', '', '', 0.128, 'learn', NULL);
INSERT INTO store_1.attempt OVERRIDING SYSTEM VALUE VALUES (11, '58367babf748b47e7b5fabe7', '2026-11-25T23:50:00.437976+00:00', 'me', 'first-idea', 'compare', 'squares', 2, '{"miss": -2.2}', '1', 1, 'short', '', '', 0.067, 'quiz', 7);

INSERT INTO store_1.layout VALUES (2);

INSERT INTO store_1.place VALUES ('me', 'first-idea', '{"lesson": "add-alpha", "step": "smaller-steps", "question": 1, "phase": "ask", "tries": 0, "hinted": false, "text": "", "values": {}, "updates": 0, "view": "bowl", "scroll": 0, "answer": "", "fault": "", "again": false}', '2026-11-25T23:50:17.712037+00:00');

INSERT INTO store_1.setting VALUES ('me', 'charset', 'ascii');
INSERT INTO store_1.setting VALUES ('me', 'quiz:first-idea', '{"title": "Quiz", "mode": "quiz", "seed": 7, "feedback": false, "left": null, "at": 2, "questions": [["compare", "squares", 2, {"miss": -2.2}, "7/compare/squares#3/1"], ["hot-and-cold", "try-both", 0, {}, "7/hot-and-cold/try-both#1/1"], ["gradient-descent", "three-jobs", 2, {"weight": 0.2, "input": -1.2, "goal_pred": 0.9}, "7/gradient-descent/three-jobs#3/1"], ["reduce-the-error", "four-passes", 0, {"weight": 0.5, "input": 0.4, "goal_pred": 0.9}, "7/reduce-the-error/four-passes#1/1"]], "given": [["1", true, 0.067, false], ["", false, 0.053, true], ["", false, 0.02, false], ["", false, 0.0, false]]}');

INSERT INTO store_1.standing VALUES ('me', 'first-idea', 'break-it', 'all-is-well', 'done', '2026-11-25T23:50:17.712443+00:00');
INSERT INTO store_1.standing VALUES ('me', 'first-idea', 'break-it', 'input-two', 'done', '2026-11-25T23:50:17.715595+00:00');

SELECT pg_catalog.setval('store_1.attempt_n_seq', 11, true);

ALTER TABLE ONLY store_1.attempt
    ADD CONSTRAINT attempt_id_key UNIQUE (id);

ALTER TABLE ONLY store_1.attempt
    ADD CONSTRAINT attempt_pkey PRIMARY KEY (n);

ALTER TABLE ONLY store_1.place
    ADD CONSTRAINT place_pkey PRIMARY KEY (learner, course);

ALTER TABLE ONLY store_1.setting
    ADD CONSTRAINT setting_pkey PRIMARY KEY (learner, name);

ALTER TABLE ONLY store_1.standing
    ADD CONSTRAINT standing_pkey PRIMARY KEY (learner, course, lesson, step);

CREATE INDEX attempt_of ON store_1.attempt USING btree (learner, course, lesson, step, question);

