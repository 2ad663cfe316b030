-- The tables of a new office, as all steps that are taken together leave them; tables/at_once.py reads this.
--
CREATE TABLE "tables_checkpoint" ("size" bigint NOT NULL PRIMARY KEY, "text" text NOT NULL, "signed_at" datetime NOT NULL)
--
CREATE TABLE "tables_demomessage" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "to" varchar(200) NOT NULL, "subject" varchar(200) NOT NULL, "text" text NOT NULL, "sent_at" datetime NOT NULL)
--
CREATE TABLE "tables_logstate" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "size" bigint NOT NULL, "root" BLOB NOT NULL, "edge" BLOB NOT NULL)
--
CREATE TABLE "tables_pulse" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "job" varchar(60) NOT NULL UNIQUE, "ran_at" datetime NOT NULL, "done" integer unsigned NOT NULL CHECK ("done" >= 0), "error" text NOT NULL)
--
CREATE TABLE "tables_user_groups" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "user_id" bigint NOT NULL REFERENCES "tables_user" ("id") DEFERRABLE INITIALLY DEFERRED, "group_id" integer NOT NULL REFERENCES "auth_group" ("id") DEFERRABLE INITIALLY DEFERRED)
--
CREATE TABLE "tables_user_user_permissions" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "user_id" bigint NOT NULL REFERENCES "tables_user" ("id") DEFERRABLE INITIALLY DEFERRED, "permission_id" integer NOT NULL REFERENCES "auth_permission" ("id") DEFERRABLE INITIALLY DEFERRED)
--
CREATE TABLE "tables_outbox" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "leaf" text NOT NULL, "idx" bigint NULL)
--
CREATE TABLE "tables_document" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "ref" char(32) NOT NULL UNIQUE, "media_type" varchar(60) NOT NULL, "size" integer unsigned NOT NULL CHECK ("size" >= 0), "scanned" varchar(20) NOT NULL, "uploaded_at" datetime NOT NULL, "case_id" bigint NULL REFERENCES "tables_case" ("id") DEFERRABLE INITIALLY DEFERRED, "party_id" bigint NOT NULL REFERENCES "tables_party" ("id") DEFERRABLE INITIALLY DEFERRED, "answer_mac" BLOB NULL)
--
CREATE TABLE "tables_role" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "office" varchar(60) NOT NULL, "name" varchar(40) NOT NULL, "since" date NOT NULL, "until" date NULL, "user_id" bigint NOT NULL REFERENCES "tables_user" ("id") DEFERRABLE INITIALLY DEFERRED)
--
CREATE TABLE "tables_survey" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "office" varchar(60) NOT NULL, "service" varchar(60) NOT NULL, "offered_at" datetime NOT NULL, "answered_at" datetime NULL, "scores" text NOT NULL CHECK ((JSON_VALID("scores") OR "scores" IS NULL)), "sealed_comment" BLOB NULL, "case_id" bigint NOT NULL UNIQUE REFERENCES "tables_case" ("id") DEFERRABLE INITIALLY DEFERRED)
--
CREATE TABLE "tables_tile" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "level" smallint NOT NULL, "n" bigint NOT NULL, "width" smallint unsigned NOT NULL CHECK ("width" >= 0), "data" BLOB NOT NULL)
--
CREATE TABLE "tables_event" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "seq" integer unsigned NOT NULL CHECK ("seq" >= 0), "act" varchar(20) NOT NULL, "role" varchar(40) NOT NULL, "occurred_at" datetime NOT NULL, "recorded_at" datetime NOT NULL, "body" text NOT NULL, "sealed" BLOB NULL, "once" BLOB NULL, "request" BLOB NULL, "case_id" bigint NOT NULL REFERENCES "tables_case" ("id") DEFERRABLE INITIALLY DEFERRED, "officer_id" bigint NULL REFERENCES "tables_user" ("id") DEFERRABLE INITIALLY DEFERRED, "outbox_id" bigint NOT NULL REFERENCES "tables_outbox" ("id") DEFERRABLE INITIALLY DEFERRED)
--
CREATE TABLE "tables_attempt" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "act" varchar(20) NOT NULL, "role" varchar(40) NOT NULL, "code" varchar(60) NOT NULL, "observed" bool NOT NULL, "at" datetime NOT NULL, "body" text NOT NULL, "salt" BLOB NOT NULL, "officer_id" bigint NULL REFERENCES "tables_user" ("id") DEFERRABLE INITIALLY DEFERRED, "case_id" bigint NULL REFERENCES "tables_case" ("id") DEFERRABLE INITIALLY DEFERRED, "outbox_id" bigint NOT NULL REFERENCES "tables_outbox" ("id") DEFERRABLE INITIALLY DEFERRED)
--
CREATE TABLE "tables_message" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "kind" varchar(30) NOT NULL, "params" text NOT NULL CHECK ((JSON_VALID("params") OR "params" IS NULL)), "due_at" datetime NOT NULL, "tries" smallint unsigned NOT NULL CHECK ("tries" >= 0), "sent_at" datetime NULL, "gave_up_at" datetime NULL, "case_id" bigint NULL REFERENCES "tables_case" ("id") DEFERRABLE INITIALLY DEFERRED, "party_id" bigint NOT NULL REFERENCES "tables_party" ("id") DEFERRABLE INITIALLY DEFERRED)
--
CREATE INDEX "survey_by_service" ON "tables_survey" ("service", "answered_at")
--
CREATE INDEX "tables_demomessage_sent_at_0785197b" ON "tables_demomessage" ("sent_at")
--
CREATE UNIQUE INDEX "tables_user_groups_user_id_group_id_0b4b0e7d_uniq" ON "tables_user_groups" ("user_id", "group_id")
--
CREATE INDEX "tables_user_groups_user_id_eff8b4b2" ON "tables_user_groups" ("user_id")
--
CREATE INDEX "tables_user_groups_group_id_f398c96a" ON "tables_user_groups" ("group_id")
--
CREATE UNIQUE INDEX "tables_user_user_permissions_user_id_permission_id_b32e477a_uniq" ON "tables_user_user_permissions" ("user_id", "permission_id")
--
CREATE INDEX "tables_user_user_permissions_user_id_2c294fad" ON "tables_user_user_permissions" ("user_id")
--
CREATE INDEX "tables_user_user_permissions_permission_id_6d8d7011" ON "tables_user_user_permissions" ("permission_id")
--
CREATE UNIQUE INDEX "outbox_one_leaf_a_place" ON "tables_outbox" ("idx") WHERE "idx" IS NOT NULL
--
CREATE INDEX "outbox_waiting" ON "tables_outbox" ("id") WHERE "idx" IS NULL
--
CREATE INDEX "tables_document_case_id_c96d31ef" ON "tables_document" ("case_id")
--
CREATE INDEX "tables_document_party_id_4a11def9" ON "tables_document" ("party_id")
--
CREATE INDEX "tables_role_office_b116fe0b" ON "tables_role" ("office")
--
CREATE INDEX "tables_role_name_e1635473" ON "tables_role" ("name")
--
CREATE INDEX "tables_role_user_id_d356ab7f" ON "tables_role" ("user_id")
--
CREATE UNIQUE INDEX "tile_once" ON "tables_tile" ("level", "n", "width")
--
CREATE UNIQUE INDEX "event_once_per_place" ON "tables_event" ("case_id", "seq")
--
CREATE UNIQUE INDEX "event_once_per_key" ON "tables_event" ("once") WHERE "once" IS NOT NULL
--
CREATE INDEX "tables_attempt_officer_id_4b3f759c" ON "tables_attempt" ("officer_id")
--
CREATE INDEX "tables_attempt_case_id_c60ca389" ON "tables_attempt" ("case_id")
--
CREATE INDEX "attempt_by_rule" ON "tables_attempt" ("code", "at")
--
CREATE INDEX "message_due" ON "tables_message" ("due_at") WHERE ("gave_up_at" IS NULL AND "sent_at" IS NULL)
--
CREATE TRIGGER tables_event_no_update before update on tables_event
        begin select raise(abort, 'Layani: tables_event is append-only; write a further event instead.'); end
--
CREATE TRIGGER tables_event_no_delete before delete on tables_event
        begin select raise(abort, 'Layani: tables_event is append-only; write a further event instead.'); end
--
CREATE TRIGGER tables_attempt_no_update before update on tables_attempt
        begin select raise(abort, 'Layani: tables_attempt is append-only; write a further event instead.'); end
--
CREATE TRIGGER tables_attempt_no_delete before delete on tables_attempt
        begin select raise(abort, 'Layani: tables_attempt is append-only; write a further event instead.'); end
--
CREATE TRIGGER tables_outbox_no_update before update on tables_outbox
    when old.idx is not null or new.leaf <> old.leaf or new.id <> old.id
    begin select raise(abort, 'Layani: a leaf is never edited; it gets its place once.'); end
--
CREATE TRIGGER tables_outbox_no_delete before delete on tables_outbox
    begin select raise(abort, 'Layani: tables_outbox is append-only.'); end
--
CREATE TABLE "tables_tries" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "key" BLOB NOT NULL UNIQUE, "count" integer unsigned NOT NULL CHECK ("count" >= 0), "until" datetime NOT NULL)
--
CREATE INDEX "tables_tries_until_b0ab8925" ON "tables_tries" ("until")
--
CREATE INDEX "event_by_officer" ON "tables_event" ("officer_id", "recorded_at") WHERE "officer_id" IS NOT NULL
--
CREATE TABLE "tables_look" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "role" varchar(40) NOT NULL, "what" varchar(40) NOT NULL, "at" datetime NOT NULL, "case_id" bigint NULL REFERENCES "tables_case" ("id") DEFERRABLE INITIALLY DEFERRED, "officer_id" bigint NOT NULL REFERENCES "tables_user" ("id") DEFERRABLE INITIALLY DEFERRED, "party_id" bigint NOT NULL REFERENCES "tables_party" ("id") DEFERRABLE INITIALLY DEFERRED, purpose varchar(20) not null default '', system varchar(60) not null default '', reason_id bigint null references tables_lookreason (id) deferrable initially deferred)
--
CREATE TRIGGER tables_look_no_update before update on tables_look
    begin select raise(abort, 'Layani: tables_look is append-only.'); end
--
CREATE TRIGGER tables_look_no_delete before delete on tables_look
    begin select raise(abort, 'Layani: tables_look is append-only.'); end
--
CREATE INDEX "tables_look_at_fef7eff6" ON "tables_look" ("at")
--
CREATE INDEX "tables_look_party_id_9575cdf2" ON "tables_look" ("party_id")
--
CREATE TABLE "tables_party" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "ref" char(32) NOT NULL UNIQUE, "kind" varchar(12) NOT NULL, "nik_mac" BLOB NULL UNIQUE, "phone_mac" BLOB NULL, "sealed" BLOB NOT NULL, "assurance" varchar(10) NOT NULL, "language" varchar(2) NOT NULL, "created_at" datetime NOT NULL, "vouched" integer unsigned NOT NULL CHECK ("vouched" >= 0), "contact_since" datetime NULL, "email_mac" BLOB NULL)
--
CREATE INDEX "tables_party_phone_mac_944f343f" ON "tables_party" ("phone_mac")
--
CREATE TABLE "tables_signincode" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "ref" char(32) NOT NULL UNIQUE, "sealed" BLOB NULL, "code_hash" BLOB NOT NULL, "tries" smallint unsigned NOT NULL CHECK ("tries" >= 0), "expires_at" datetime NOT NULL, "used_at" datetime NULL, "party_id" bigint NULL REFERENCES "tables_party" ("id") DEFERRABLE INITIALLY DEFERRED, "vouched" integer unsigned NOT NULL CHECK ("vouched" >= 0))
--
CREATE INDEX "tables_signincode_expires_at_85166f99" ON "tables_signincode" ("expires_at")
--
CREATE INDEX "tables_signincode_party_id_8424ad24" ON "tables_signincode" ("party_id")
--
CREATE TABLE "tables_user" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "password" varchar(128) NOT NULL, "last_login" datetime NULL, "is_superuser" bool NOT NULL, "username" varchar(150) NOT NULL UNIQUE, "first_name" varchar(150) NOT NULL, "last_name" varchar(150) NOT NULL, "is_staff" bool NOT NULL, "is_active" bool NOT NULL, "date_joined" datetime NOT NULL, "email" varchar(254) NOT NULL, "full_name" varchar(200) NOT NULL, "nik_mac" BLOB NULL, "totp_counter" bigint DEFAULT 0 NOT NULL)
--
CREATE TABLE "tables_remembered" ("cache_key" varchar(255) NOT NULL PRIMARY KEY, "value" text NOT NULL, "expires" datetime NOT NULL)
--
CREATE INDEX "tables_remembered_expires_080dfa47" ON "tables_remembered" ("expires")
--
CREATE TABLE "tables_ranking" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "office" varchar(60) NOT NULL, "service" varchar(60) NOT NULL, "period" varchar(10) NOT NULL, "places" integer unsigned NOT NULL CHECK ("places" >= 0), "seed" varchar(120) NOT NULL, "digest" varchar(64) NOT NULL, "made_at" datetime NOT NULL, "signed_at" datetime NULL, "final_at" datetime NULL, "annulled_at" datetime NULL, "annulled_why" text NOT NULL, "closed_at" datetime NULL, "made_by_id" bigint NOT NULL REFERENCES "tables_user" ("id") DEFERRABLE INITIALLY DEFERRED, "signed_by_id" bigint NULL REFERENCES "tables_user" ("id") DEFERRABLE INITIALLY DEFERRED)
--
CREATE TABLE "tables_rankingline" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "seat" integer unsigned NOT NULL CHECK ("seat" >= 0), "rank" integer unsigned NOT NULL CHECK ("rank" >= 0), "code" varchar(12) NOT NULL, "score" integer NULL, "points" text NOT NULL CHECK ((JSON_VALID("points") OR "points" IS NULL)), "place" varchar(10) NOT NULL, "case_id" bigint NOT NULL REFERENCES "tables_case" ("id") DEFERRABLE INITIALLY DEFERRED, "ranking_id" bigint NOT NULL REFERENCES "tables_ranking" ("id") DEFERRABLE INITIALLY DEFERRED)
--
CREATE UNIQUE INDEX "ranking_one_stands" ON "tables_ranking" ("service", "period") WHERE "annulled_at" IS NULL
--
CREATE INDEX "tables_ranking_made_by_id_a7393d65" ON "tables_ranking" ("made_by_id")
--
CREATE INDEX "tables_ranking_signed_by_id_890aa884" ON "tables_ranking" ("signed_by_id")
--
CREATE UNIQUE INDEX "ranking_line_once" ON "tables_rankingline" ("ranking_id", "seat")
--
CREATE INDEX "tables_rankingline_case_id_50c53816" ON "tables_rankingline" ("case_id")
--
CREATE TABLE "tables_proposal" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "service" varchar(60) NOT NULL, "version" date NOT NULL, "digest" varchar(64) NOT NULL, "base" varchar(64) NOT NULL, "files" text NOT NULL CHECK ((JSON_VALID("files") OR "files" IS NULL)), "why_id" text NOT NULL, "why_en" text NOT NULL, "comments_until" datetime NULL, "waived" text NOT NULL, "report" text NOT NULL CHECK ((JSON_VALID("report") OR "report" IS NULL)), "proposed_at" datetime NOT NULL, "proposed_by_id" bigint NULL REFERENCES "tables_user" ("id") DEFERRABLE INITIALLY DEFERRED)
--
CREATE TABLE "tables_comment" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "text" varchar(2000) NOT NULL, "at" datetime NOT NULL, "hidden_why" text NOT NULL, "hidden_by_id" bigint NULL REFERENCES "tables_user" ("id") DEFERRABLE INITIALLY DEFERRED, "proposal_id" bigint NOT NULL REFERENCES "tables_proposal" ("id") DEFERRABLE INITIALLY DEFERRED)
--
CREATE TABLE "tables_ruling" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "kind" varchar(10) NOT NULL, "why" text NOT NULL, "since" date NULL, "at" datetime NOT NULL, "by_id" bigint NULL REFERENCES "tables_user" ("id") DEFERRABLE INITIALLY DEFERRED, "outbox_id" bigint NULL UNIQUE REFERENCES "tables_outbox" ("id") DEFERRABLE INITIALLY DEFERRED, "proposal_id" bigint NOT NULL UNIQUE REFERENCES "tables_proposal" ("id") DEFERRABLE INITIALLY DEFERRED)
--
CREATE TRIGGER tables_proposal_no_update before update on tables_proposal
    begin select raise(abort, 'Layani: tables_proposal is append-only.'); end
--
CREATE TRIGGER tables_proposal_no_delete before delete on tables_proposal
    begin select raise(abort, 'Layani: tables_proposal is append-only.'); end
--
CREATE TRIGGER tables_ruling_no_update before update on tables_ruling
    begin select raise(abort, 'Layani: tables_ruling is append-only.'); end
--
CREATE TRIGGER tables_ruling_no_delete before delete on tables_ruling
    begin select raise(abort, 'Layani: tables_ruling is append-only.'); end
--
CREATE INDEX "tables_proposal_service_3bff5827" ON "tables_proposal" ("service")
--
CREATE INDEX "tables_proposal_proposed_by_id_ca256d26" ON "tables_proposal" ("proposed_by_id")
--
CREATE INDEX "tables_comment_hidden_by_id_0ebf8f95" ON "tables_comment" ("hidden_by_id")
--
CREATE INDEX "tables_comment_proposal_id_18724574" ON "tables_comment" ("proposal_id")
--
CREATE INDEX "tables_ruling_by_id_2ae205f4" ON "tables_ruling" ("by_id")
--
CREATE TABLE "tables_beside" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "number" varchar(24) NOT NULL, "office" varchar(60) NOT NULL, "service" varchar(60) NOT NULL, "lane" varchar(200) NOT NULL, "step" varchar(60) NOT NULL, "step_role" varchar(40) NOT NULL, "barred" text NOT NULL, "ball" varchar(10) NOT NULL, "received_at" datetime NOT NULL, "step_due_at" datetime NULL, "notice_ends_at" datetime NULL, "case_id" bigint NOT NULL REFERENCES "tables_case" ("id") DEFERRABLE INITIALLY DEFERRED, "holder_id" bigint NULL REFERENCES "tables_user" ("id") DEFERRABLE INITIALLY DEFERRED, "party_id" bigint NOT NULL REFERENCES "tables_party" ("id") DEFERRABLE INITIALLY DEFERRED, "urgency" smallint unsigned NOT NULL CHECK ("urgency" >= 0))
--
CREATE UNIQUE INDEX "beside_once" ON "tables_beside" ("case_id", "step")
--
CREATE INDEX "tables_beside_case_id_cff6c5ea" ON "tables_beside" ("case_id")
--
CREATE INDEX "beside_outside" ON "tables_beside" ("office", "step_role", "step_due_at") WHERE ("ball" = 'outside' AND "holder_id" IS NULL)
--
CREATE INDEX "beside_desk" ON "tables_beside" ("holder_id") WHERE "holder_id" IS NOT NULL
--
CREATE INDEX "beside_waiting" ON "tables_beside" ("office", "step_role", "urgency", "step_due_at", "received_at", "id") WHERE ("ball" = 'office' AND "holder_id" IS NULL AND NOT ("step_role" = ''))
--
CREATE INDEX "beside_queue" ON "tables_beside" ("lane", "urgency", "received_at", "case_id") WHERE ("ball" = 'office' AND "holder_id" IS NULL AND NOT ("step_role" = ''))
--
CREATE TABLE "tables_expedite" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "office" varchar(60) NOT NULL, "service" varchar(60) NOT NULL, "name" varchar(60) NOT NULL, "role" varchar(40) NOT NULL, "asked_at" datetime NOT NULL, "answered_at" datetime NULL, "granted_on" date NULL, "case_id" bigint NOT NULL UNIQUE REFERENCES "tables_case" ("id") DEFERRABLE INITIALLY DEFERRED)
--
CREATE INDEX "expedite_waiting" ON "tables_expedite" ("office", "role", "asked_at", "id") WHERE "answered_at" IS NULL
--
CREATE INDEX "expedite_granted" ON "tables_expedite" ("office", "service", "name", "granted_on") WHERE "granted_on" IS NOT NULL
--
CREATE TABLE "tables_figures" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "office" varchar(60) NOT NULL, "service" varchar(60) NOT NULL, "month" date NOT NULL, "received" integer unsigned NOT NULL CHECK ("received" >= 0), "decided" integer unsigned NOT NULL CHECK ("decided" >= 0), "on_time" integer unsigned NOT NULL CHECK ("on_time" >= 0), "refused" integer unsigned NOT NULL CHECK ("refused" >= 0), "deemed" integer unsigned NOT NULL CHECK ("deemed" >= 0), "median_minutes" integer unsigned NULL CHECK ("median_minutes" >= 0), "p90_minutes" integer unsigned NULL CHECK ("p90_minutes" >= 0), "computed_at" datetime NOT NULL, "promised" text NOT NULL CHECK ((JSON_VALID("promised") OR "promised" IS NULL)), "partly" integer unsigned DEFAULT 0 NOT NULL CHECK ("partly" >= 0), "turns" text NOT NULL CHECK ((JSON_VALID("turns") OR "turns" IS NULL)))
--
CREATE UNIQUE INDEX "figures_once_a_month" ON "tables_figures" ("office", "service", "month")
--
CREATE TABLE "tables_subject" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "code" BLOB NOT NULL, "case_id" bigint NOT NULL UNIQUE REFERENCES "tables_case" ("id") DEFERRABLE INITIALLY DEFERRED)
--
CREATE INDEX "tables_subject_code_d59f5bf9" ON "tables_subject" ("code")
--
CREATE TABLE "tables_ticket" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "ref" char(32) NOT NULL UNIQUE, "code" varchar(20) NOT NULL UNIQUE, "contact_mac" BLOB NULL, "sealed_contact" BLOB NULL, "office" varchar(60) NOT NULL, "day" date NOT NULL, "number" integer unsigned NOT NULL CHECK ("number" >= 0), "channel" varchar(10) NOT NULL, "place" varchar(10) NOT NULL, "need" varchar(60) NOT NULL, "first" varchar(20) NOT NULL, "status" varchar(10) NOT NULL, "urgency" smallint unsigned NOT NULL CHECK ("urgency" >= 0), "counter" varchar(20) NOT NULL, "only_at" varchar(20) NOT NULL, "opened_at" datetime NOT NULL, "waits_since" datetime NOT NULL, "called_first_at" datetime NULL, "called_at" datetime NULL, "served_at" datetime NULL, "back_by" datetime NULL, "ended_at" datetime NULL, "end" varchar(10) NOT NULL, "service" varchar(60) NOT NULL, "binds_until" date NULL, "follows" char(32) NULL, "first_contact" datetime NOT NULL, "sent_away" bool NOT NULL, "answer_by" datetime NULL, "texts" bool NOT NULL, "texted" bool NOT NULL, "seq" integer unsigned NOT NULL CHECK ("seq" >= 0), "rest" text NOT NULL CHECK ((JSON_VALID("rest") OR "rest" IS NULL)), "officer_id" bigint NULL REFERENCES "tables_user" ("id") DEFERRABLE INITIALLY DEFERRED)
--
CREATE TABLE "tables_ticketcase" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "case_id" bigint NOT NULL UNIQUE REFERENCES "tables_case" ("id") DEFERRABLE INITIALLY DEFERRED, "ticket_id" bigint NOT NULL REFERENCES "tables_ticket" ("id") DEFERRABLE INITIALLY DEFERRED)
--
CREATE TABLE "tables_ticketevent" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "seq" integer unsigned NOT NULL CHECK ("seq" >= 0), "act" varchar(20) NOT NULL, "role" varchar(40) NOT NULL, "occurred_at" datetime NOT NULL, "recorded_at" datetime NOT NULL, "body" text NOT NULL, "sealed" BLOB NULL, "officer_id" bigint NULL REFERENCES "tables_user" ("id") DEFERRABLE INITIALLY DEFERRED, "outbox_id" bigint NULL UNIQUE REFERENCES "tables_outbox" ("id") DEFERRABLE INITIALLY DEFERRED, "ticket_id" bigint NOT NULL REFERENCES "tables_ticket" ("id") DEFERRABLE INITIALLY DEFERRED)
--
CREATE INDEX "ticket_line" ON "tables_ticket" ("office", "place", "urgency", "waits_since", "id") WHERE "status" = 'waiting'
--
CREATE INDEX "ticket_contact" ON "tables_ticket" ("contact_mac") WHERE "contact_mac" IS NOT NULL
--
CREATE INDEX "ticket_ended" ON "tables_ticket" ("office", "ended_at") WHERE "ended_at" IS NOT NULL
--
CREATE UNIQUE INDEX "ticket_number_once" ON "tables_ticket" ("office", "day", "number")
--
CREATE UNIQUE INDEX "ticket_one_held" ON "tables_ticket" ("officer_id") WHERE ("officer_id" IS NOT NULL AND "status" IN ('called', 'serving'))
--
CREATE UNIQUE INDEX "ticket_event_once" ON "tables_ticketevent" ("ticket_id", "seq")
--
CREATE TRIGGER tables_ticketevent_no_update before update on tables_ticketevent
    begin select raise(abort, 'Layani: tables_ticketevent is append-only; write a further event instead.'); end
--
CREATE TRIGGER tables_ticketevent_no_delete before delete on tables_ticketevent
    begin select raise(abort, 'Layani: tables_ticketevent is append-only; write a further event instead.'); end
--
CREATE INDEX "tables_ticketcase_ticket_id_86c21b61" ON "tables_ticketcase" ("ticket_id")
--
CREATE TABLE "tables_doorfigures" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "office" varchar(60) NOT NULL, "service" varchar(60) NOT NULL, "month" date NOT NULL, "tickets" integer unsigned NOT NULL CHECK ("tickets" >= 0), "called" integer unsigned NOT NULL CHECK ("called" >= 0), "gave_up" integer unsigned NOT NULL CHECK ("gave_up" >= 0), "listed" integer unsigned NOT NULL CHECK ("listed" >= 0), "sent_away" integer unsigned NOT NULL CHECK ("sent_away" >= 0), "wait_seconds" integer unsigned NULL CHECK ("wait_seconds" >= 0), "products" integer unsigned NOT NULL CHECK ("products" >= 0), "contact_minutes" integer unsigned NULL CHECK ("contact_minutes" >= 0), "revealed" integer unsigned NOT NULL CHECK ("revealed" >= 0), "computed_at" datetime NOT NULL)
--
CREATE UNIQUE INDEX "door_figures_once_a_month" ON "tables_doorfigures" ("office", "service", "month")
--
CREATE TABLE "tables_ticketmessage" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "kind" varchar(20) NOT NULL, "params" text NOT NULL CHECK ((JSON_VALID("params") OR "params" IS NULL)), "due_at" datetime NOT NULL, "tries" smallint unsigned NOT NULL CHECK ("tries" >= 0), "sent_at" datetime NULL, "gave_up_at" datetime NULL, "why" varchar(20) NOT NULL, "ticket_id" bigint NOT NULL REFERENCES "tables_ticket" ("id") DEFERRABLE INITIALLY DEFERRED)
--
CREATE INDEX "tables_ticketmessage_ticket_id_39466e41" ON "tables_ticketmessage" ("ticket_id")
--
CREATE INDEX "ticket_message_due" ON "tables_ticketmessage" ("due_at") WHERE ("gave_up_at" IS NULL AND "sent_at" IS NULL)
--
CREATE TABLE "tables_authorityentry" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "office" varchar(60) NOT NULL, "post" varchar(40) NOT NULL, "kind" varchar(12) NOT NULL, "signs_as_id" varchar(120) NOT NULL, "signs_as_en" varchar(120) NOT NULL, "through_id" varchar(120) NOT NULL, "through_en" varchar(120) NOT NULL, "services" text NOT NULL CHECK ((JSON_VALID("services") OR "services" IS NULL)), "acts" text NOT NULL CHECK ((JSON_VALID("acts") OR "acts" IS NULL)), "not_services" text NOT NULL CHECK ((JSON_VALID("not_services") OR "not_services" IS NULL)), "not_acts" text NOT NULL CHECK ((JSON_VALID("not_acts") OR "not_acts" IS NULL)), "decree" varchar(200) NOT NULL, "decree_on" date NOT NULL, "since" date NOT NULL, "until" date NULL, "entered_at" datetime NOT NULL, "entered_by_id" bigint NULL REFERENCES "tables_user" ("id") DEFERRABLE INITIALLY DEFERRED, "officer_id" bigint NULL REFERENCES "tables_user" ("id") DEFERRABLE INITIALLY DEFERRED)
--
CREATE TABLE "tables_authorityruling" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "kind" varchar(10) NOT NULL, "last_day" date NULL, "role_id" bigint NULL REFERENCES "tables_role" ("id") DEFERRABLE INITIALLY DEFERRED, "why" text NOT NULL, "at" datetime NOT NULL, "by_id" bigint NOT NULL REFERENCES "tables_user" ("id") DEFERRABLE INITIALLY DEFERRED, "entry_id" bigint NOT NULL REFERENCES "tables_authorityentry" ("id") DEFERRABLE INITIALLY DEFERRED)
--
CREATE INDEX "authority_by_office" ON "tables_authorityentry" ("office", "id")
--
CREATE UNIQUE INDEX "authority_ruled_once" ON "tables_authorityruling" ("entry_id", "kind")
--
CREATE TRIGGER tables_authorityentry_no_update before update on tables_authorityentry
    begin select raise(abort, 'Layani: tables_authorityentry is append-only.'); end
--
CREATE TRIGGER tables_authorityentry_no_delete before delete on tables_authorityentry
    begin select raise(abort, 'Layani: tables_authorityentry is append-only.'); end
--
CREATE TRIGGER tables_authorityruling_no_update before update on tables_authorityruling
    begin select raise(abort, 'Layani: tables_authorityruling is append-only.'); end
--
CREATE TRIGGER tables_authorityruling_no_delete before delete on tables_authorityruling
    begin select raise(abort, 'Layani: tables_authorityruling is append-only.'); end
--
CREATE INDEX "tables_authorityentry_entered_by_id_60e0cbb9" ON "tables_authorityentry" ("entered_by_id")
--
CREATE INDEX "tables_authorityentry_officer_id_1aea64de" ON "tables_authorityentry" ("officer_id")
--
CREATE INDEX "tables_authorityruling_by_id_89ca1028" ON "tables_authorityruling" ("by_id")
--
CREATE TABLE "tables_instruction" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "ref" char(32) NOT NULL UNIQUE, "writer" BLOB NOT NULL, "service" varchar(60) NOT NULL, "named" BLOB NULL, "at" datetime NOT NULL, "body" text NOT NULL, "sealed" BLOB NOT NULL, "once" char(32) NOT NULL UNIQUE, "adds_to_id" bigint NULL REFERENCES "tables_instruction" ("id") DEFERRABLE INITIALLY DEFERRED, "case_id" bigint NULL REFERENCES "tables_case" ("id") DEFERRABLE INITIALLY DEFERRED, "outbox_id" bigint NOT NULL UNIQUE REFERENCES "tables_outbox" ("id") DEFERRABLE INITIALLY DEFERRED)
--
CREATE TRIGGER tables_instruction_no_update before update on tables_instruction
    begin select raise(abort, 'Layani: tables_instruction is append-only; add to it instead.'); end
--
CREATE TRIGGER tables_instruction_no_delete before delete on tables_instruction
    begin select raise(abort, 'Layani: tables_instruction is append-only; add to it instead.'); end
--
CREATE INDEX "tables_instruction_writer_2d2c9782" ON "tables_instruction" ("writer")
--
CREATE INDEX "tables_instruction_at_d2277c59" ON "tables_instruction" ("at")
--
CREATE INDEX "tables_instruction_adds_to_id_4ce01a89" ON "tables_instruction" ("adds_to_id")
--
CREATE INDEX "tables_instruction_case_id_d06bc983" ON "tables_instruction" ("case_id")
--
CREATE TABLE "tables_paperblock" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "office" varchar(60) NOT NULL, "number" integer unsigned NOT NULL CHECK ("number" >= 0), "size" smallint unsigned NOT NULL CHECK ("size" >= 0), "at" datetime NOT NULL, "holder_id" bigint NOT NULL REFERENCES "tables_user" ("id") DEFERRABLE INITIALLY DEFERRED, "issued_by_id" bigint NOT NULL REFERENCES "tables_user" ("id") DEFERRABLE INITIALLY DEFERRED)
--
CREATE TABLE "tables_papernote" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "seq" smallint unsigned NOT NULL CHECK ("seq" >= 0), "kind" varchar(10) NOT NULL, "reason" varchar(20) NOT NULL, "received" datetime NULL, "at" datetime NOT NULL, "block_id" bigint NOT NULL REFERENCES "tables_paperblock" ("id") DEFERRABLE INITIALLY DEFERRED, "case_id" bigint NULL REFERENCES "tables_case" ("id") DEFERRABLE INITIALLY DEFERRED, "officer_id" bigint NULL REFERENCES "tables_user" ("id") DEFERRABLE INITIALLY DEFERRED, "ticket_id" bigint NULL REFERENCES "tables_ticket" ("id") DEFERRABLE INITIALLY DEFERRED)
--
CREATE TABLE "tables_paperwindow" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "office" varchar(60) NOT NULL, "kind" varchar(10) NOT NULL, "since" datetime NOT NULL, "until" datetime NULL, "reason" varchar(20) NOT NULL, "place" varchar(120) NOT NULL, "officers" text NOT NULL CHECK ((JSON_VALID("officers") OR "officers" IS NULL)), "declared_at" datetime NOT NULL, "declared_by_id" bigint NOT NULL REFERENCES "tables_user" ("id") DEFERRABLE INITIALLY DEFERRED)
--
CREATE TABLE "tables_paperwindowend" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "until" datetime NOT NULL, "at" datetime NOT NULL, "by_id" bigint NOT NULL REFERENCES "tables_user" ("id") DEFERRABLE INITIALLY DEFERRED, "window_id" bigint NOT NULL UNIQUE REFERENCES "tables_paperwindow" ("id") DEFERRABLE INITIALLY DEFERRED)
--
CREATE UNIQUE INDEX "paper_block_once" ON "tables_paperblock" ("office", "number")
--
CREATE UNIQUE INDEX "paper_number_ends_once" ON "tables_papernote" ("block_id", "seq") WHERE "kind" IN ('used', 'spoiled')
--
CREATE UNIQUE INDEX "paper_number_lost_once" ON "tables_papernote" ("block_id", "seq") WHERE "kind" = 'lost'
--
CREATE INDEX "paper_window_since" ON "tables_paperwindow" ("office", "since")
--
CREATE TRIGGER tables_paperblock_no_update before update on tables_paperblock
    begin select raise(abort, 'Layani: tables_paperblock is append-only; add to it instead.'); end
--
CREATE TRIGGER tables_paperblock_no_delete before delete on tables_paperblock
    begin select raise(abort, 'Layani: tables_paperblock is append-only; add to it instead.'); end
--
CREATE TRIGGER tables_paperwindow_no_update before update on tables_paperwindow
    begin select raise(abort, 'Layani: tables_paperwindow is append-only; add to it instead.'); end
--
CREATE TRIGGER tables_paperwindow_no_delete before delete on tables_paperwindow
    begin select raise(abort, 'Layani: tables_paperwindow is append-only; add to it instead.'); end
--
CREATE TRIGGER tables_paperwindowend_no_update before update on tables_paperwindowend
    begin select raise(abort, 'Layani: tables_paperwindowend is append-only; add to it instead.'); end
--
CREATE TRIGGER tables_paperwindowend_no_delete before delete on tables_paperwindowend
    begin select raise(abort, 'Layani: tables_paperwindowend is append-only; add to it instead.'); end
--
CREATE TRIGGER tables_papernote_no_update before update on tables_papernote
    begin select raise(abort, 'Layani: tables_papernote is append-only; add to it instead.'); end
--
CREATE TRIGGER tables_papernote_no_delete before delete on tables_papernote
    begin select raise(abort, 'Layani: tables_papernote is append-only; add to it instead.'); end
--
CREATE INDEX "tables_paperblock_holder_id_6db98946" ON "tables_paperblock" ("holder_id")
--
CREATE INDEX "tables_paperblock_issued_by_id_eab245cf" ON "tables_paperblock" ("issued_by_id")
--
CREATE INDEX "tables_papernote_block_id_219ec553" ON "tables_papernote" ("block_id")
--
CREATE INDEX "tables_papernote_case_id_4483dc7f" ON "tables_papernote" ("case_id")
--
CREATE INDEX "tables_papernote_officer_id_23e05890" ON "tables_papernote" ("officer_id")
--
CREATE INDEX "tables_papernote_ticket_id_f671e302" ON "tables_papernote" ("ticket_id")
--
CREATE INDEX "tables_paperwindow_declared_by_id_01de6b1f" ON "tables_paperwindow" ("declared_by_id")
--
CREATE INDEX "tables_paperwindowend_by_id_1583543e" ON "tables_paperwindowend" ("by_id")
--
CREATE TABLE "tables_channelfigures" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "office" varchar(60) NOT NULL, "service" varchar(60) NOT NULL, "channel" varchar(10) NOT NULL, "month" date NOT NULL, "decided" integer unsigned NOT NULL CHECK ("decided" >= 0), "on_time" integer unsigned NOT NULL CHECK ("on_time" >= 0), "refused" integer unsigned NOT NULL CHECK ("refused" >= 0), "asked" integer unsigned NOT NULL CHECK ("asked" >= 0), "paper" integer unsigned NOT NULL CHECK ("paper" >= 0), "median_minutes" integer unsigned NULL CHECK ("median_minutes" >= 0), "computed_at" datetime NOT NULL)
--
CREATE UNIQUE INDEX "channel_figures_once_a_month" ON "tables_channelfigures" ("office", "service", "channel", "month")
--
CREATE TABLE "tables_draft" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "ref" char(32) NOT NULL UNIQUE, "version" varchar(20) NOT NULL, "sealed" BLOB NOT NULL, "started_at" datetime NOT NULL, "updated_at" datetime NOT NULL, "typed_by_id" bigint NULL REFERENCES "tables_user" ("id") DEFERRABLE INITIALLY DEFERRED, "party_id" bigint NOT NULL REFERENCES "tables_party" ("id") DEFERRABLE INITIALLY DEFERRED, "service" varchar(100) NOT NULL, "reminded_at" datetime NULL)
--
CREATE INDEX "tables_draft_updated_at_04714f89" ON "tables_draft" ("updated_at")
--
CREATE INDEX "tables_draft_typed_by_id_6f6cce39" ON "tables_draft" ("typed_by_id")
--
CREATE INDEX "tables_draft_party_id_d79fa699" ON "tables_draft" ("party_id")
--
CREATE TABLE "tables_agent" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "code" varchar(12) NOT NULL UNIQUE, "registered_at" datetime NULL, "organisation" varchar(120) NOT NULL, "registration" varchar(60) NOT NULL, "party_id" bigint NOT NULL UNIQUE REFERENCES "tables_party" ("id") DEFERRABLE INITIALLY DEFERRED)
--
CREATE TABLE "tables_agentlook" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "what" varchar(40) NOT NULL, "at" datetime NOT NULL, "agent_id" bigint NOT NULL REFERENCES "tables_party" ("id") DEFERRABLE INITIALLY DEFERRED, "case_id" bigint NULL REFERENCES "tables_case" ("id") DEFERRABLE INITIALLY DEFERRED, "party_id" bigint NOT NULL REFERENCES "tables_party" ("id") DEFERRABLE INITIALLY DEFERRED)
--
CREATE TABLE "tables_mandate" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "ref" char(32) NOT NULL UNIQUE, "services" text NOT NULL CHECK ((JSON_VALID("services") OR "services" IS NULL)), "basis" varchar(10) NOT NULL, "receives" bool NOT NULL, "since" date NOT NULL, "until" date NOT NULL, "confirmed_at" datetime NULL, "ended_at" datetime NULL, "ended" varchar(10) NOT NULL, "entered_at" datetime NOT NULL, "no_contact" bool NOT NULL, "sealed" BLOB NOT NULL, "once" char(32) NOT NULL UNIQUE, "giver_id" bigint NOT NULL REFERENCES "tables_party" ("id") DEFERRABLE INITIALLY DEFERRED, "holder_id" bigint NOT NULL REFERENCES "tables_party" ("id") DEFERRABLE INITIALLY DEFERRED, "recorded_by_id" bigint NULL REFERENCES "tables_user" ("id") DEFERRABLE INITIALLY DEFERRED, "scan_id" bigint NULL REFERENCES "tables_document" ("id") DEFERRABLE INITIALLY DEFERRED, "organisation_id" bigint NULL REFERENCES "tables_agentorganisation" ("id") DEFERRABLE INITIALLY DEFERRED)
--
CREATE TABLE "tables_mandateevent" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "seq" integer unsigned NOT NULL CHECK ("seq" >= 0), "kind" varchar(20) NOT NULL, "by" varchar(10) NOT NULL, "at" datetime NOT NULL, "body" text NOT NULL, "mandate_id" bigint NOT NULL REFERENCES "tables_mandate" ("id") DEFERRABLE INITIALLY DEFERRED, "officer_id" bigint NULL REFERENCES "tables_user" ("id") DEFERRABLE INITIALLY DEFERRED, "outbox_id" bigint NOT NULL UNIQUE REFERENCES "tables_outbox" ("id") DEFERRABLE INITIALLY DEFERRED)
--
CREATE TABLE "tables_proxyfiling" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "no_contact" bool NOT NULL, "at" datetime NOT NULL, "case_id" varchar(24) NOT NULL UNIQUE REFERENCES "tables_case" ("number") DEFERRABLE INITIALLY DEFERRED, "holder_id" bigint NOT NULL REFERENCES "tables_party" ("id") DEFERRABLE INITIALLY DEFERRED, "mandate_id" bigint NOT NULL REFERENCES "tables_mandate" ("id") DEFERRABLE INITIALLY DEFERRED, "officer_id" bigint NULL REFERENCES "tables_user" ("id") DEFERRABLE INITIALLY DEFERRED)
--
CREATE TRIGGER tables_mandateevent_no_update before update on tables_mandateevent
    begin select raise(abort, 'Layani: tables_mandateevent is append-only; add to it instead.'); end
--
CREATE TRIGGER tables_mandateevent_no_delete before delete on tables_mandateevent
    begin select raise(abort, 'Layani: tables_mandateevent is append-only; add to it instead.'); end
--
CREATE TRIGGER tables_proxyfiling_no_update before update on tables_proxyfiling
    begin select raise(abort, 'Layani: tables_proxyfiling is append-only; add to it instead.'); end
--
CREATE TRIGGER tables_proxyfiling_no_delete before delete on tables_proxyfiling
    begin select raise(abort, 'Layani: tables_proxyfiling is append-only; add to it instead.'); end
--
CREATE TRIGGER tables_agentlook_no_update before update on tables_agentlook
    begin select raise(abort, 'Layani: tables_agentlook is append-only; add to it instead.'); end
--
CREATE TRIGGER tables_agentlook_no_delete before delete on tables_agentlook
    begin select raise(abort, 'Layani: tables_agentlook is append-only; add to it instead.'); end
--
CREATE INDEX "tables_agent_registered_at_58dba459" ON "tables_agent" ("registered_at")
--
CREATE INDEX "tables_agentlook_party_id_02997199" ON "tables_agentlook" ("party_id")
--
CREATE INDEX "tables_mandate_giver_id_f4131fd9" ON "tables_mandate" ("giver_id")
--
CREATE INDEX "tables_mandate_holder_id_565ebadd" ON "tables_mandate" ("holder_id")
--
CREATE INDEX "tables_mandate_recorded_by_id_a646338c" ON "tables_mandate" ("recorded_by_id")
--
CREATE INDEX "tables_mandate_scan_id_9819d864" ON "tables_mandate" ("scan_id")
--
CREATE UNIQUE INDEX "mandate_event_once_per_place" ON "tables_mandateevent" ("mandate_id", "seq")
--
CREATE INDEX "tables_mandateevent_officer_id_93a939a0" ON "tables_mandateevent" ("officer_id")
--
CREATE INDEX "tables_proxyfiling_at_4677c1c1" ON "tables_proxyfiling" ("at")
--
CREATE INDEX "tables_proxyfiling_mandate_id_f7d5858d" ON "tables_proxyfiling" ("mandate_id")
--
CREATE INDEX "proxy_filing_by_holder" ON "tables_proxyfiling" ("holder_id", "at")
--
CREATE TABLE "tables_letter" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "office" varchar(60) NOT NULL, "year" integer unsigned NOT NULL CHECK ("year" >= 0), "serial" integer unsigned NOT NULL CHECK ("serial" >= 0), "number" varchar(60) NOT NULL UNIQUE, "code" varchar(24) NOT NULL UNIQUE, "sealed" BLOB NOT NULL, "issued_at" datetime NOT NULL, "case_id" bigint NOT NULL REFERENCES "tables_case" ("id") DEFERRABLE INITIALLY DEFERRED, "edition" smallint unsigned DEFAULT 0 NOT NULL CHECK ("edition" >= 0), "in_force" bool DEFAULT 1 NOT NULL, "superseded_at" datetime NULL, CONSTRAINT "letter_superseded_counts_no_more" CHECK (("superseded_at" IS NULL OR NOT "in_force")))
--
CREATE UNIQUE INDEX "letter_serial_once" ON "tables_letter" ("office", "year", "serial")
--
CREATE UNIQUE INDEX "letter_edition_once" ON "tables_letter" ("case_id", "edition")
--
CREATE UNIQUE INDEX "letter_in_force_once" ON "tables_letter" ("case_id") WHERE "in_force"
--
CREATE INDEX "tables_letter_case_id_1d804065" ON "tables_letter" ("case_id")
--
CREATE TABLE "tables_discretion" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "office" varchar(60) NOT NULL, "year" integer unsigned NOT NULL CHECK ("year" >= 0), "serial" integer unsigned NOT NULL CHECK ("serial" >= 0), "service" varchar(60) NOT NULL, "kind" varchar(30) NOT NULL, "purpose" varchar(30) NOT NULL, "scope" varchar(30) NOT NULL, "says" text NOT NULL, "budget" bool NOT NULL, "costs" text NOT NULL, "days" smallint unsigned NOT NULL CHECK ("days" >= 0), "roles" text NOT NULL CHECK ((JSON_VALID("roles") OR "roles" IS NULL)), "proposed_at" datetime NOT NULL, "due_at" datetime NOT NULL, "case_id" bigint NOT NULL REFERENCES "tables_case" ("id") DEFERRABLE INITIALLY DEFERRED, "proposed_by_id" bigint NOT NULL REFERENCES "tables_user" ("id") DEFERRABLE INITIALLY DEFERRED)
--
CREATE TABLE "tables_discretionruling" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "kind" varchar(10) NOT NULL, "why" text NOT NULL, "at" datetime NOT NULL, "by_id" bigint NOT NULL REFERENCES "tables_user" ("id") DEFERRABLE INITIALLY DEFERRED, "discretion_id" bigint NOT NULL UNIQUE REFERENCES "tables_discretion" ("id") DEFERRABLE INITIALLY DEFERRED)
--
CREATE INDEX "discretion_by_office" ON "tables_discretion" ("office", "id")
--
CREATE UNIQUE INDEX "discretion_serial_once" ON "tables_discretion" ("office", "year", "serial")
--
CREATE TRIGGER tables_discretion_no_update before update on tables_discretion
    begin select raise(abort, 'Layani: tables_discretion is append-only.'); end
--
CREATE TRIGGER tables_discretion_no_delete before delete on tables_discretion
    begin select raise(abort, 'Layani: tables_discretion is append-only.'); end
--
CREATE TRIGGER tables_discretionruling_no_update before update on tables_discretionruling
    begin select raise(abort, 'Layani: tables_discretionruling is append-only.'); end
--
CREATE TRIGGER tables_discretionruling_no_delete before delete on tables_discretionruling
    begin select raise(abort, 'Layani: tables_discretionruling is append-only.'); end
--
CREATE INDEX "tables_discretion_case_id_354d9d50" ON "tables_discretion" ("case_id")
--
CREATE INDEX "tables_discretion_proposed_by_id_656e40de" ON "tables_discretion" ("proposed_by_id")
--
CREATE INDEX "tables_discretionruling_by_id_080e31bb" ON "tables_discretionruling" ("by_id")
--
CREATE TABLE "tables_identitylink" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "subject_mac" BLOB NOT NULL UNIQUE, "vouched" integer unsigned NOT NULL CHECK ("vouched" >= 0), "linked_at" datetime NOT NULL, "party_id" bigint NOT NULL REFERENCES "tables_party" ("id") DEFERRABLE INITIALLY DEFERRED)
--
CREATE INDEX "tables_identitylink_party_id_3fcb8a5f" ON "tables_identitylink" ("party_id")
--
CREATE TABLE "tables_invitation" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "code" BLOB NOT NULL UNIQUE, "first" bool NOT NULL, "made_at" datetime NOT NULL, "opens_at" datetime NOT NULL, "until" datetime NOT NULL, "used_at" datetime NULL, "user_id" bigint NOT NULL REFERENCES "tables_user" ("id") DEFERRABLE INITIALLY DEFERRED)
--
CREATE TABLE "tables_staffruling" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "kind" varchar(10) NOT NULL, "at" datetime NOT NULL, "by_id" bigint NOT NULL REFERENCES "tables_user" ("id") DEFERRABLE INITIALLY DEFERRED, "entry_id" bigint NOT NULL REFERENCES "tables_staffentry" ("id") DEFERRABLE INITIALLY DEFERRED)
--
CREATE UNIQUE INDEX "staff_ruled_once" ON "tables_staffruling" ("entry_id")
--
CREATE TRIGGER tables_staffruling_no_update before update on tables_staffruling
    begin select raise(abort, 'Layani: tables_staffruling is append-only.'); end
--
CREATE TRIGGER tables_staffruling_no_delete before delete on tables_staffruling
    begin select raise(abort, 'Layani: tables_staffruling is append-only.'); end
--
CREATE INDEX "tables_invitation_user_id_a9539334" ON "tables_invitation" ("user_id")
--
CREATE INDEX "tables_staffruling_by_id_06231f3a" ON "tables_staffruling" ("by_id")
--
CREATE TABLE "tables_programtoken" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "token_hash" BLOB NOT NULL UNIQUE, "issued_at" datetime NOT NULL, "ends_at" datetime NOT NULL, "used_at" datetime NULL, "program_id" bigint NOT NULL REFERENCES "tables_program" ("id") DEFERRABLE INITIALLY DEFERRED)
--
CREATE INDEX "tables_programtoken_program_id_163ea245" ON "tables_programtoken" ("program_id")
--
CREATE TABLE "tables_program" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar(100) NOT NULL, "revoked_at" datetime NULL, "acts_for_id" bigint NOT NULL REFERENCES "tables_user" ("id") DEFERRABLE INITIALLY DEFERRED, "system" varchar(60) NOT NULL, "scopes" text NOT NULL, "services" text NOT NULL, "networks" text NOT NULL)
--
CREATE INDEX "tables_program_acts_for_id_d90fb584" ON "tables_program" ("acts_for_id")
--
CREATE TABLE "tables_programcase" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "case_id" bigint NOT NULL UNIQUE REFERENCES "tables_case" ("id") DEFERRABLE INITIALLY DEFERRED, "program_id" bigint NOT NULL REFERENCES "tables_program" ("id") DEFERRABLE INITIALLY DEFERRED)
--
CREATE TABLE "tables_webhook" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "ref" char(32) NOT NULL UNIQUE, "url" text NOT NULL, "kinds" text NOT NULL, "every" bool NOT NULL, "cursor" bigint NOT NULL, "sealed" BLOB NOT NULL, "made_at" datetime NOT NULL, "rests_until" datetime NULL, "disabled_at" datetime NULL, "why" varchar(40) NOT NULL, "once" BLOB NOT NULL UNIQUE, "request" BLOB NOT NULL, "rotated" BLOB NULL, "program_id" bigint NOT NULL REFERENCES "tables_program" ("id") DEFERRABLE INITIALLY DEFERRED)
--
CREATE TABLE "tables_delivery" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "seq" integer NOT NULL, "kind" varchar(20) NOT NULL, "at" datetime NOT NULL, "ref" char(32) NOT NULL UNIQUE, "made_at" datetime NOT NULL, "due_at" datetime NOT NULL, "tries" smallint unsigned NOT NULL CHECK ("tries" >= 0), "delivered_at" datetime NULL, "gave_up_at" datetime NULL, "answer" varchar(20) NOT NULL, "case_id" bigint NOT NULL REFERENCES "tables_case" ("id") DEFERRABLE INITIALLY DEFERRED, "webhook_id" bigint NOT NULL REFERENCES "tables_webhook" ("id") DEFERRABLE INITIALLY DEFERRED)
--
CREATE INDEX "tables_programcase_program_id_3afc1ddb" ON "tables_programcase" ("program_id")
--
CREATE INDEX "tables_webhook_program_id_55a7ebe7" ON "tables_webhook" ("program_id")
--
CREATE UNIQUE INDEX "delivery_once" ON "tables_delivery" ("webhook_id", "case_id", "seq")
--
CREATE INDEX "tables_delivery_case_id_4f672660" ON "tables_delivery" ("case_id")
--
CREATE INDEX "tables_delivery_webhook_id_01a87983" ON "tables_delivery" ("webhook_id")
--
CREATE INDEX "delivery_due" ON "tables_delivery" ("due_at") WHERE ("delivered_at" IS NULL AND "gave_up_at" IS NULL)
--
CREATE TABLE "tables_programticket" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "once" BLOB NOT NULL UNIQUE, "request" BLOB NOT NULL, "program_id" bigint NOT NULL REFERENCES "tables_program" ("id") DEFERRABLE INITIALLY DEFERRED, "ticket_id" bigint NOT NULL UNIQUE REFERENCES "tables_ticket" ("id") DEFERRABLE INITIALLY DEFERRED)
--
CREATE TABLE "tables_systemuse" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "month" date NOT NULL, "system" varchar(60) NOT NULL, "what" varchar(12) NOT NULL, "name" varchar(60) NOT NULL, "count" bigint NOT NULL)
--
CREATE INDEX "tables_programticket_program_id_5527c946" ON "tables_programticket" ("program_id")
--
CREATE UNIQUE INDEX "system_use_once" ON "tables_systemuse" ("month", "system", "what", "name")
--
CREATE TABLE "tables_outsidenumber" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "code" BLOB NOT NULL UNIQUE, "case_id" bigint NOT NULL REFERENCES "tables_case" ("id") DEFERRABLE INITIALLY DEFERRED)
--
CREATE INDEX "tables_outsidenumber_case_id_f88b64f5" ON "tables_outsidenumber" ("case_id")
--
CREATE TABLE "tables_hold" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "reason" varchar(20) NOT NULL, "letter" varchar(80) NOT NULL, "until" date NOT NULL, "entered_on" date NOT NULL, "at" datetime NOT NULL, "case_id" bigint NOT NULL REFERENCES "tables_case" ("id") DEFERRABLE INITIALLY DEFERRED, "entered_by_id" bigint NOT NULL REFERENCES "tables_user" ("id") DEFERRABLE INITIALLY DEFERRED)
--
CREATE TABLE "tables_holdruling" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "kind" varchar(10) NOT NULL, "at" datetime NOT NULL, "by_id" bigint NOT NULL REFERENCES "tables_user" ("id") DEFERRABLE INITIALLY DEFERRED, "hold_id" bigint NOT NULL REFERENCES "tables_hold" ("id") DEFERRABLE INITIALLY DEFERRED)
--
CREATE INDEX "hold_until" ON "tables_hold" ("until")
--
CREATE UNIQUE INDEX "hold_ruled_once" ON "tables_holdruling" ("hold_id", "kind")
--
CREATE TRIGGER tables_hold_no_update before update on tables_hold
    begin select raise(abort, 'Layani: tables_hold is append-only.'); end
--
CREATE TRIGGER tables_hold_no_delete before delete on tables_hold
    begin select raise(abort, 'Layani: tables_hold is append-only.'); end
--
CREATE TRIGGER tables_holdruling_no_update before update on tables_holdruling
    begin select raise(abort, 'Layani: tables_holdruling is append-only.'); end
--
CREATE TRIGGER tables_holdruling_no_delete before delete on tables_holdruling
    begin select raise(abort, 'Layani: tables_holdruling is append-only.'); end
--
CREATE INDEX "tables_hold_case_id_dab122ec" ON "tables_hold" ("case_id")
--
CREATE INDEX "tables_hold_entered_by_id_3a91300b" ON "tables_hold" ("entered_by_id")
--
CREATE INDEX "tables_holdruling_by_id_651a244a" ON "tables_holdruling" ("by_id")
--
CREATE TABLE "tables_signature" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "since" datetime NOT NULL, "state" varchar(10) NOT NULL, "how" varchar(12) NOT NULL, "reference" varchar(200) NOT NULL, "fault" varchar(30) NOT NULL, "sealed" BLOB NULL, "signed_at" datetime NULL, "case_id" bigint NOT NULL REFERENCES "tables_case" ("id") DEFERRABLE INITIALLY DEFERRED, "signer_id" bigint NOT NULL REFERENCES "tables_user" ("id") DEFERRABLE INITIALLY DEFERRED, "edition" smallint unsigned DEFAULT 0 NOT NULL CHECK ("edition" >= 0), "chain" text NOT NULL CHECK ((JSON_VALID("chain") OR "chain" IS NULL)), "desk" varchar(40) DEFAULT '' NOT NULL, "desk_since" datetime NULL, "sent_at" datetime NULL, "stamped_at" datetime NULL)
--
CREATE UNIQUE INDEX "signature_edition_once" ON "tables_signature" ("case_id", "edition")
--
CREATE UNIQUE INDEX "signature_one_on_its_way" ON "tables_signature" ("case_id") WHERE NOT ("state" = 'signed')
--
CREATE INDEX "tables_signature_case_id_87420169" ON "tables_signature" ("case_id")
--
CREATE INDEX "tables_signature_signer_id_e43077b4" ON "tables_signature" ("signer_id")
--
CREATE INDEX "signature_waiting" ON "tables_signature" ("signer_id", "since", "id") WHERE "state" = 'waiting'
--
CREATE INDEX "signature_sent" ON "tables_signature" ("id") WHERE "state" = 'sent'
--
CREATE INDEX "signature_desk" ON "tables_signature" ("desk", "desk_since", "id") WHERE "state" = 'waiting'
--
CREATE TABLE "tables_blankline" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "office" varchar(60) NOT NULL, "blank" varchar(40) NOT NULL, "kind" varchar(10) NOT NULL, "first" integer unsigned NOT NULL CHECK ("first" >= 0), "last" integer unsigned NOT NULL CHECK ("last" >= 0), "reason" varchar(20) NOT NULL, "expected" integer unsigned NULL CHECK ("expected" >= 0), "counted" integer unsigned NULL CHECK ("counted" >= 0), "at" datetime NOT NULL, "by_id" bigint NOT NULL REFERENCES "tables_user" ("id") DEFERRABLE INITIALLY DEFERRED, "holder_id" bigint NULL REFERENCES "tables_user" ("id") DEFERRABLE INITIALLY DEFERRED, "letter_id" bigint NULL REFERENCES "tables_letter" ("id") DEFERRABLE INITIALLY DEFERRED, "series_id" bigint NULL REFERENCES "tables_blankseries" ("id") DEFERRABLE INITIALLY DEFERRED)
--
CREATE TABLE "tables_blankseen" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "at" datetime NOT NULL, "by_id" bigint NOT NULL REFERENCES "tables_user" ("id") DEFERRABLE INITIALLY DEFERRED, "line_id" bigint NOT NULL UNIQUE REFERENCES "tables_blankline" ("id") DEFERRABLE INITIALLY DEFERRED)
--
CREATE TABLE "tables_blankseries" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "office" varchar(60) NOT NULL, "kind" varchar(40) NOT NULL, "prefix" varchar(8) NOT NULL, "first" integer unsigned NOT NULL CHECK ("first" >= 0), "last" integer unsigned NOT NULL CHECK ("last" >= 0), "width" smallint unsigned NOT NULL CHECK ("width" >= 0), "note" varchar(80) NOT NULL, "at" datetime NOT NULL, "by_id" bigint NOT NULL REFERENCES "tables_user" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "blank_series_runs_on" CHECK ("first" <= ("last")))
--
CREATE INDEX "tables_blankline_by_id_9b81286b" ON "tables_blankline" ("by_id")
--
CREATE INDEX "tables_blankline_holder_id_365a39d4" ON "tables_blankline" ("holder_id")
--
CREATE INDEX "tables_blankline_letter_id_28976a3c" ON "tables_blankline" ("letter_id")
--
CREATE INDEX "tables_blankseen_by_id_bd2af628" ON "tables_blankseen" ("by_id")
--
CREATE INDEX "tables_blankline_series_id_0f0eea2b" ON "tables_blankline" ("series_id")
--
CREATE INDEX "tables_blankseries_by_id_13e13003" ON "tables_blankseries" ("by_id")
--
CREATE INDEX "blank_series_number" ON "tables_blankseries" ("office", "prefix", "first")
--
CREATE UNIQUE INDEX "blank_ends_once" ON "tables_blankline" ("series_id", "first") WHERE "kind" IN ('used', 'spoiled')
--
CREATE UNIQUE INDEX "blank_missing_once" ON "tables_blankline" ("series_id", "first") WHERE "kind" = 'missing'
--
CREATE UNIQUE INDEX "blank_one_for_a_letter" ON "tables_blankline" ("letter_id") WHERE "kind" = 'used'
--
CREATE TRIGGER tables_blankseries_no_update before update on tables_blankseries
    begin select raise(abort, 'Layani: tables_blankseries is append-only; add to it instead.'); end
--
CREATE TRIGGER tables_blankseries_no_delete before delete on tables_blankseries
    begin select raise(abort, 'Layani: tables_blankseries is append-only; add to it instead.'); end
--
CREATE TRIGGER tables_blankline_no_update before update on tables_blankline
    begin select raise(abort, 'Layani: tables_blankline is append-only; add to it instead.'); end
--
CREATE TRIGGER tables_blankline_no_delete before delete on tables_blankline
    begin select raise(abort, 'Layani: tables_blankline is append-only; add to it instead.'); end
--
CREATE TRIGGER tables_blankseen_no_update before update on tables_blankseen
    begin select raise(abort, 'Layani: tables_blankseen is append-only; add to it instead.'); end
--
CREATE TRIGGER tables_blankseen_no_delete before delete on tables_blankseen
    begin select raise(abort, 'Layani: tables_blankseen is append-only; add to it instead.'); end
--
CREATE TABLE "tables_afterfinding" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "outcome" varchar(10) NOT NULL, "at" datetime NOT NULL, "by_id" bigint NOT NULL REFERENCES "tables_user" ("id") DEFERRABLE INITIALLY DEFERRED, "event_id" bigint NOT NULL UNIQUE REFERENCES "tables_event" ("id") DEFERRABLE INITIALLY DEFERRED, "done_id" bigint NOT NULL UNIQUE REFERENCES "tables_donealone" ("id") DEFERRABLE INITIALLY DEFERRED)
--
CREATE TABLE "tables_afterdraw" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "size" bigint NOT NULL, "sampled" bool NOT NULL, "due_at" datetime NULL, "at" datetime NOT NULL, "done_id" bigint NOT NULL UNIQUE REFERENCES "tables_donealone" ("id") DEFERRABLE INITIALLY DEFERRED)
--
CREATE TABLE "tables_exemption" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "office" varchar(60) NOT NULL, "year" integer unsigned NOT NULL CHECK ("year" >= 0), "serial" integer unsigned NOT NULL CHECK ("serial" >= 0), "service" varchar(60) NOT NULL, "step" varchar(60) NOT NULL, "ground" varchar(30) NOT NULL, "says" text NOT NULL, "since" date NOT NULL, "until" date NOT NULL, "one_in" smallint unsigned NOT NULL CHECK ("one_in" >= 0), "checked_by" varchar(60) NOT NULL, "proposed_at" datetime NOT NULL, "proposed_by_id" bigint NOT NULL REFERENCES "tables_user" ("id") DEFERRABLE INITIALLY DEFERRED)
--
CREATE TABLE "tables_donealone" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "step" varchar(60) NOT NULL, "case_id" bigint NOT NULL REFERENCES "tables_case" ("id") DEFERRABLE INITIALLY DEFERRED, "event_id" bigint NOT NULL UNIQUE REFERENCES "tables_event" ("id") DEFERRABLE INITIALLY DEFERRED, "officer_id" bigint NOT NULL REFERENCES "tables_user" ("id") DEFERRABLE INITIALLY DEFERRED, "exemption_id" bigint NOT NULL REFERENCES "tables_exemption" ("id") DEFERRABLE INITIALLY DEFERRED)
--
CREATE INDEX "tables_afterfinding_by_id_7a6b57ad" ON "tables_afterfinding" ("by_id")
--
CREATE INDEX "tables_exemption_proposed_by_id_26446d04" ON "tables_exemption" ("proposed_by_id")
--
CREATE INDEX "tables_donealone_case_id_3e406133" ON "tables_donealone" ("case_id")
--
CREATE INDEX "tables_donealone_exemption_id_3d3970cc" ON "tables_donealone" ("exemption_id")
--
CREATE TABLE "tables_exemptionruling" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "kind" varchar(10) NOT NULL, "last_day" date NULL, "why" text NOT NULL, "at" datetime NOT NULL, "by_id" bigint NOT NULL REFERENCES "tables_user" ("id") DEFERRABLE INITIALLY DEFERRED, "exemption_id" bigint NOT NULL REFERENCES "tables_exemption" ("id") DEFERRABLE INITIALLY DEFERRED)
--
CREATE TABLE "tables_secondofficer" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "step" varchar(60) NOT NULL, "role" varchar(60) NOT NULL, "exemption" varchar(20) NOT NULL, "asked_at" datetime NOT NULL, "ended_at" datetime NULL, "case_id" bigint NOT NULL REFERENCES "tables_case" ("id") DEFERRABLE INITIALLY DEFERRED)
--
CREATE INDEX "exemption_by_office" ON "tables_exemption" ("office", "id")
--
CREATE UNIQUE INDEX "exemption_serial_once" ON "tables_exemption" ("office", "year", "serial")
--
CREATE UNIQUE INDEX "exemption_ruled_once" ON "tables_exemptionruling" ("exemption_id", "kind")
--
CREATE INDEX "second_officer_open" ON "tables_secondofficer" ("id") WHERE "ended_at" IS NULL
--
CREATE INDEX "second_officer_asked" ON "tables_secondofficer" ("asked_at")
--
CREATE TRIGGER tables_exemption_no_update before update on tables_exemption
    begin select raise(abort, 'Layani: tables_exemption is append-only.'); end
--
CREATE TRIGGER tables_exemption_no_delete before delete on tables_exemption
    begin select raise(abort, 'Layani: tables_exemption is append-only.'); end
--
CREATE TRIGGER tables_exemptionruling_no_update before update on tables_exemptionruling
    begin select raise(abort, 'Layani: tables_exemptionruling is append-only.'); end
--
CREATE TRIGGER tables_exemptionruling_no_delete before delete on tables_exemptionruling
    begin select raise(abort, 'Layani: tables_exemptionruling is append-only.'); end
--
CREATE TRIGGER tables_donealone_no_update before update on tables_donealone
    begin select raise(abort, 'Layani: tables_donealone is append-only.'); end
--
CREATE TRIGGER tables_donealone_no_delete before delete on tables_donealone
    begin select raise(abort, 'Layani: tables_donealone is append-only.'); end
--
CREATE TRIGGER tables_afterdraw_no_update before update on tables_afterdraw
    begin select raise(abort, 'Layani: tables_afterdraw is append-only.'); end
--
CREATE TRIGGER tables_afterdraw_no_delete before delete on tables_afterdraw
    begin select raise(abort, 'Layani: tables_afterdraw is append-only.'); end
--
CREATE TRIGGER tables_afterfinding_no_update before update on tables_afterfinding
    begin select raise(abort, 'Layani: tables_afterfinding is append-only.'); end
--
CREATE TRIGGER tables_afterfinding_no_delete before delete on tables_afterfinding
    begin select raise(abort, 'Layani: tables_afterfinding is append-only.'); end
--
CREATE INDEX "tables_exemptionruling_by_id_328412f1" ON "tables_exemptionruling" ("by_id")
--
CREATE INDEX "tables_secondofficer_case_id_7c6472d0" ON "tables_secondofficer" ("case_id")
--
CREATE TABLE "tables_recoverycode" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "ref" char(32) NOT NULL UNIQUE, "contact_mac" BLOB NOT NULL, "code_hash" BLOB NOT NULL, "tries" smallint unsigned NOT NULL CHECK ("tries" >= 0), "expires_at" datetime NOT NULL)
--
CREATE TABLE "tables_case" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "number" varchar(24) NOT NULL UNIQUE, "ref" char(32) NOT NULL, "office" varchar(60) NOT NULL, "service" varchar(60) NOT NULL, "version" varchar(20) NOT NULL, "channel" varchar(20) NOT NULL, "status" varchar(20) NOT NULL, "lane" varchar(200) NOT NULL, "step" varchar(60) NOT NULL, "step_role" varchar(40) NOT NULL, "barred" text NOT NULL, "ball" varchar(10) NOT NULL, "received_at" datetime NOT NULL, "complete_at" datetime NULL, "due_at" datetime NULL, "step_due_at" datetime NULL, "silence_grants" bool NOT NULL, "decided_at" datetime NULL, "issued_at" datetime NULL, "delivered_at" datetime NULL, "closed_at" datetime NULL, "imported" bool NOT NULL, "seq" integer unsigned NOT NULL CHECK ("seq" >= 0), "head" BLOB NOT NULL, "rest" text NOT NULL CHECK ((JSON_VALID("rest") OR "rest" IS NULL)), "holder_id" bigint NULL REFERENCES "tables_user" ("id") DEFERRABLE INITIALLY DEFERRED, "party_id" bigint NOT NULL REFERENCES "tables_party" ("id") DEFERRABLE INITIALLY DEFERRED, "remind_at" datetime NULL, "revocation_due" datetime NULL, "urgency" smallint unsigned NOT NULL CHECK ("urgency" >= 0), "duty_at" datetime NULL, "duty_role" varchar(60) NOT NULL, "duty_due" datetime NULL, "objection_due" datetime NULL, "correction_due" datetime NULL, "receipt_edition" integer unsigned DEFAULT 0 NOT NULL CHECK ("receipt_edition" >= 0))
--
CREATE INDEX "tables_recoverycode_expires_at_88816082" ON "tables_recoverycode" ("expires_at")
--
CREATE INDEX "tables_case_party_id_deaf8a52" ON "tables_case" ("party_id")
--
CREATE INDEX "case_desk" ON "tables_case" ("holder_id") WHERE "holder_id" IS NOT NULL
--
CREATE INDEX "case_due" ON "tables_case" ("due_at") WHERE ("closed_at" IS NULL AND "decided_at" IS NULL)
--
CREATE INDEX "case_decided" ON "tables_case" ("service", "decided_at") WHERE "decided_at" IS NOT NULL
--
CREATE INDEX "case_to_issue" ON "tables_case" ("decided_at", "id") WHERE ("decided_at" IS NOT NULL AND NOT "imported" AND "issued_at" IS NULL)
--
CREATE INDEX "case_to_remind" ON "tables_case" ("remind_at", "id") WHERE "remind_at" IS NOT NULL
--
CREATE INDEX "case_revocation" ON "tables_case" ("office", "revocation_due", "id") WHERE "revocation_due" IS NOT NULL
--
CREATE INDEX "case_before_its_turn" ON "tables_case" ("id") WHERE ("closed_at" IS NULL AND "decided_at" IS NULL AND NOT "imported" AND "step" = '')
--
CREATE INDEX "case_waiting_by_role" ON "tables_case" ("office", "step_role", "urgency", "step_due_at", "received_at", "id") WHERE ("ball" = 'office' AND "holder_id" IS NULL AND NOT ("step_role" = ''))
--
CREATE INDEX "case_queue" ON "tables_case" ("lane", "urgency", "received_at", "id") WHERE ("ball" = 'office' AND "holder_id" IS NULL AND NOT ("step_role" = ''))
--
CREATE INDEX "case_duty_clock" ON "tables_case" ("duty_at", "id") WHERE "duty_at" IS NOT NULL
--
CREATE INDEX "case_duty_to_look_at" ON "tables_case" ("office", "duty_due", "id") WHERE "duty_due" IS NOT NULL
--
CREATE INDEX "case_objection" ON "tables_case" ("objection_due", "id") WHERE "objection_due" IS NOT NULL
--
CREATE INDEX "case_correction" ON "tables_case" ("office", "correction_due", "id") WHERE "correction_due" IS NOT NULL
--
CREATE INDEX "case_to_hand_over" ON "tables_case" ("office", "issued_at", "id") WHERE ("delivered_at" IS NULL AND NOT "imported" AND "issued_at" IS NOT NULL)
--
CREATE TABLE "tables_receiptrenewal" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "edition" integer unsigned NOT NULL CHECK ("edition" >= 0), "by" varchar(8) NOT NULL, "at" datetime NOT NULL, "case_id" bigint NOT NULL REFERENCES "tables_case" ("id") DEFERRABLE INITIALLY DEFERRED)
--
CREATE TRIGGER tables_receiptrenewal_no_update before update on tables_receiptrenewal
    begin select raise(abort, 'Layani: tables_receiptrenewal is append-only.'); end
--
CREATE TRIGGER tables_receiptrenewal_no_delete before delete on tables_receiptrenewal
    begin select raise(abort, 'Layani: tables_receiptrenewal is append-only.'); end
--
CREATE INDEX "tables_party_email_mac_06b07ffc" ON "tables_party" ("email_mac")
--
CREATE UNIQUE INDEX "receipt_renewed_once" ON "tables_receiptrenewal" ("case_id", "edition")
--
CREATE INDEX "tables_receiptrenewal_case_id_50afbfd0" ON "tables_receiptrenewal" ("case_id")
--
CREATE TABLE "tables_staffentry" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "office" varchar(60) NOT NULL, "kind" varchar(8) NOT NULL, "username" varchar(150) NOT NULL, "full_name" varchar(200) NOT NULL, "nik_mac" BLOB NULL, "email" varchar(254) NOT NULL, "roles" text NOT NULL CHECK ((JSON_VALID("roles") OR "roles" IS NULL)), "day" date NOT NULL, "decree" varchar(200) NOT NULL, "entered_at" datetime NOT NULL, "officer_id" bigint NULL REFERENCES "tables_user" ("id") DEFERRABLE INITIALLY DEFERRED, "entered_by_id" bigint NULL REFERENCES "tables_user" ("id") DEFERRABLE INITIALLY DEFERRED)
--
CREATE INDEX "tables_staffentry_officer_id_ea566310" ON "tables_staffentry" ("officer_id")
--
CREATE INDEX "tables_staffentry_entered_by_id_e5b0e9f2" ON "tables_staffentry" ("entered_by_id")
--
CREATE INDEX "staff_by_office" ON "tables_staffentry" ("office", "id")
--
CREATE TRIGGER tables_staffentry_no_update before update on tables_staffentry
    begin select raise(abort, 'Layani: tables_staffentry is append-only.'); end
--
CREATE TRIGGER tables_staffentry_no_delete before delete on tables_staffentry
    begin select raise(abort, 'Layani: tables_staffentry is append-only.'); end
--
CREATE TABLE "tables_partypasskey" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "credential" BLOB NOT NULL UNIQUE, "data" BLOB NOT NULL, "counter" bigint NOT NULL, "name" varchar(60) NOT NULL, "vouched" integer unsigned NOT NULL CHECK ("vouched" >= 0), "added_at" datetime NOT NULL, "used_at" datetime NULL, "party_id" bigint NOT NULL REFERENCES "tables_party" ("id") DEFERRABLE INITIALLY DEFERRED)
--
CREATE INDEX "tables_partypasskey_party_id_5f01bcba" ON "tables_partypasskey" ("party_id")
--
CREATE TABLE "tables_rectification" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "ref" char(32) NOT NULL UNIQUE, "item" varchar(60) NOT NULL, "asked_at" datetime NOT NULL, "due_at" datetime NOT NULL, "body" text NOT NULL, "sealed" BLOB NOT NULL, "once" char(32) NOT NULL UNIQUE, "asked_by_id" bigint NULL REFERENCES "tables_user" ("id") DEFERRABLE INITIALLY DEFERRED, "case_id" bigint NULL REFERENCES "tables_case" ("id") DEFERRABLE INITIALLY DEFERRED, "outbox_id" bigint NOT NULL UNIQUE REFERENCES "tables_outbox" ("id") DEFERRABLE INITIALLY DEFERRED, "party_id" bigint NOT NULL REFERENCES "tables_party" ("id") DEFERRABLE INITIALLY DEFERRED)
--
CREATE TABLE "tables_rectificationanswer" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "outcome" varchar(10) NOT NULL, "road" varchar(10) NOT NULL, "recipients" text NOT NULL CHECK ((JSON_VALID("recipients") OR "recipients" IS NULL)), "to_tell" smallint unsigned NOT NULL CHECK ("to_tell" >= 0), "letters" text NOT NULL CHECK ((JSON_VALID("letters") OR "letters" IS NULL)), "role" varchar(60) NOT NULL, "at" datetime NOT NULL, "body" text NOT NULL, "sealed" BLOB NOT NULL, "of_id" bigint NOT NULL UNIQUE REFERENCES "tables_rectification" ("id") DEFERRABLE INITIALLY DEFERRED, "officer_id" bigint NOT NULL REFERENCES "tables_user" ("id") DEFERRABLE INITIALLY DEFERRED, "outbox_id" bigint NOT NULL UNIQUE REFERENCES "tables_outbox" ("id") DEFERRABLE INITIALLY DEFERRED)
--
CREATE TABLE "tables_rectificationtold" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "recipient" varchar(80) NOT NULL, "how" varchar(80) NOT NULL, "at" datetime NOT NULL, "answer_id" bigint NOT NULL REFERENCES "tables_rectificationanswer" ("id") DEFERRABLE INITIALLY DEFERRED, "officer_id" bigint NOT NULL REFERENCES "tables_user" ("id") DEFERRABLE INITIALLY DEFERRED)
--
CREATE INDEX "rectification_due" ON "tables_rectification" ("due_at", "id")
--
CREATE UNIQUE INDEX "rectification_told_once" ON "tables_rectificationtold" ("answer_id", "recipient")
--
CREATE TRIGGER tables_rectification_no_update before update on tables_rectification
    begin select raise(abort, 'Layani: tables_rectification is append-only.'); end
--
CREATE TRIGGER tables_rectification_no_delete before delete on tables_rectification
    begin select raise(abort, 'Layani: tables_rectification is append-only.'); end
--
CREATE TRIGGER tables_rectificationanswer_no_update before update on tables_rectificationanswer
    begin select raise(abort, 'Layani: tables_rectificationanswer is append-only.'); end
--
CREATE TRIGGER tables_rectificationanswer_no_delete before delete on tables_rectificationanswer
    begin select raise(abort, 'Layani: tables_rectificationanswer is append-only.'); end
--
CREATE TRIGGER tables_rectificationtold_no_update before update on tables_rectificationtold
    begin select raise(abort, 'Layani: tables_rectificationtold is append-only.'); end
--
CREATE TRIGGER tables_rectificationtold_no_delete before delete on tables_rectificationtold
    begin select raise(abort, 'Layani: tables_rectificationtold is append-only.'); end
--
CREATE INDEX "tables_rectification_asked_by_id_183babd7" ON "tables_rectification" ("asked_by_id")
--
CREATE INDEX "tables_rectification_case_id_55935152" ON "tables_rectification" ("case_id")
--
CREATE INDEX "tables_rectification_party_id_2aff73b4" ON "tables_rectification" ("party_id")
--
CREATE INDEX "tables_rectificationanswer_officer_id_6ec806bf" ON "tables_rectificationanswer" ("officer_id")
--
CREATE INDEX "tables_rectificationtold_answer_id_4d1bd437" ON "tables_rectificationtold" ("answer_id")
--
CREATE INDEX "tables_rectificationtold_officer_id_e341ef6a" ON "tables_rectificationtold" ("officer_id")
--
CREATE TABLE "tables_paperoffer" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "blank" smallint unsigned NOT NULL CHECK ("blank" >= 0), "at" datetime NOT NULL, "block_id" bigint NOT NULL REFERENCES "tables_paperblock" ("id") DEFERRABLE INITIALLY DEFERRED, "by_id" bigint NOT NULL REFERENCES "tables_user" ("id") DEFERRABLE INITIALLY DEFERRED, "to_id" bigint NOT NULL REFERENCES "tables_user" ("id") DEFERRABLE INITIALLY DEFERRED)
--
CREATE TABLE "tables_papertaken" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "at" datetime NOT NULL, "offer_id" bigint NOT NULL UNIQUE REFERENCES "tables_paperoffer" ("id") DEFERRABLE INITIALLY DEFERRED)
--
CREATE TABLE "tables_paperline" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "what" varchar(12) NOT NULL, "row" bigint unsigned NOT NULL CHECK ("row" >= 0), "body" text NOT NULL, "salt" BLOB NOT NULL, "outbox_id" bigint NOT NULL UNIQUE REFERENCES "tables_outbox" ("id") DEFERRABLE INITIALLY DEFERRED)
--
CREATE TRIGGER tables_paperoffer_no_update before update on tables_paperoffer
    begin select raise(abort, 'Layani: tables_paperoffer is append-only.'); end
--
CREATE TRIGGER tables_paperoffer_no_delete before delete on tables_paperoffer
    begin select raise(abort, 'Layani: tables_paperoffer is append-only.'); end
--
CREATE TRIGGER tables_papertaken_no_update before update on tables_papertaken
    begin select raise(abort, 'Layani: tables_papertaken is append-only.'); end
--
CREATE TRIGGER tables_papertaken_no_delete before delete on tables_papertaken
    begin select raise(abort, 'Layani: tables_papertaken is append-only.'); end
--
CREATE TRIGGER tables_paperline_no_update before update on tables_paperline
    begin select raise(abort, 'Layani: tables_paperline is append-only.'); end
--
CREATE TRIGGER tables_paperline_no_delete before delete on tables_paperline
    begin select raise(abort, 'Layani: tables_paperline is append-only.'); end
--
CREATE INDEX "tables_paperoffer_block_id_052deab7" ON "tables_paperoffer" ("block_id")
--
CREATE INDEX "tables_paperoffer_by_id_0bd5eed3" ON "tables_paperoffer" ("by_id")
--
CREATE INDEX "tables_paperoffer_to_id_47eff7de" ON "tables_paperoffer" ("to_id")
--
CREATE UNIQUE INDEX "paper_line_once" ON "tables_paperline" ("what", "row")
--
CREATE TABLE "tables_proxyact" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "act" varchar(20) NOT NULL, "no_contact" bool NOT NULL, "at" datetime NOT NULL, "case_id" varchar(24) NOT NULL REFERENCES "tables_case" ("number") DEFERRABLE INITIALLY DEFERRED, "holder_id" bigint NOT NULL REFERENCES "tables_party" ("id") DEFERRABLE INITIALLY DEFERRED, "mandate_id" bigint NOT NULL REFERENCES "tables_mandate" ("id") DEFERRABLE INITIALLY DEFERRED)
--
CREATE TRIGGER tables_proxyact_no_update before update on tables_proxyact
    begin select raise(abort, 'Layani: tables_proxyact is append-only; add to it instead.'); end
--
CREATE TRIGGER tables_proxyact_no_delete before delete on tables_proxyact
    begin select raise(abort, 'Layani: tables_proxyact is append-only; add to it instead.'); end
--
CREATE INDEX "tables_proxyact_case_id_c2412afb" ON "tables_proxyact" ("case_id")
--
CREATE INDEX "proxy_act_by_holder" ON "tables_proxyact" ("holder_id", "at")
--
CREATE TABLE "tables_agentquarter" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "office" varchar(60) NOT NULL, "first" date NOT NULL, "body" text NOT NULL CHECK ((JSON_VALID("body") OR "body" IS NULL)), "made_at" datetime NOT NULL)
--
CREATE TABLE "tables_agentorganisation" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "ref" char(32) NOT NULL UNIQUE, "name" varchar(120) NOT NULL, "registration" varchar(60) NOT NULL UNIQUE, "entered_at" datetime NOT NULL, "entered_by_id" bigint NOT NULL REFERENCES "tables_user" ("id") DEFERRABLE INITIALLY DEFERRED)
--
CREATE TABLE "tables_agentmember" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "leads" bool NOT NULL, "entered_at" datetime NOT NULL, "confirmed_at" datetime NULL, "ended_at" datetime NULL, "ended_by" varchar(10) NOT NULL, "organisation_id" bigint NOT NULL REFERENCES "tables_agentorganisation" ("id") DEFERRABLE INITIALLY DEFERRED, "party_id" bigint NOT NULL REFERENCES "tables_party" ("id") DEFERRABLE INITIALLY DEFERRED)
--
CREATE UNIQUE INDEX "agent_quarter_once" ON "tables_agentquarter" ("office", "first")
--
CREATE INDEX "tables_agentorganisation_entered_by_id_acf93c96" ON "tables_agentorganisation" ("entered_by_id")
--
CREATE UNIQUE INDEX "agent_member_once" ON "tables_agentmember" ("party_id") WHERE "ended_at" IS NULL
--
CREATE INDEX "tables_agentmember_organisation_id_13409445" ON "tables_agentmember" ("organisation_id")
--
CREATE INDEX "tables_agentmember_party_id_c0747486" ON "tables_agentmember" ("party_id")
--
CREATE INDEX "tables_mandate_organisation_id_03e326d4" ON "tables_mandate" ("organisation_id")
--
CREATE TABLE "tables_complaint" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "came" bool NOT NULL, "code" BLOB NULL UNIQUE, "sealed_number" BLOB NULL, "received_at" datetime NULL, "klass" varchar(20) NOT NULL, "typed" bool NOT NULL, "handed_at" datetime NULL, "ticket_id" bigint NOT NULL UNIQUE REFERENCES "tables_ticket" ("id") DEFERRABLE INITIALLY DEFERRED)
--
CREATE TABLE "tables_outsidereminder" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "step" varchar(60) NOT NULL, "kind" varchar(10) NOT NULL, "sealed" BLOB NOT NULL, "at" datetime NOT NULL, "case_id" bigint NOT NULL REFERENCES "tables_case" ("id") DEFERRABLE INITIALLY DEFERRED, "officer_id" bigint NOT NULL REFERENCES "tables_user" ("id") DEFERRABLE INITIALLY DEFERRED)
--
CREATE TRIGGER tables_outsidereminder_no_update before update on tables_outsidereminder
    begin select raise(abort, 'Layani: tables_outsidereminder is append-only; add to it instead.'); end
--
CREATE TRIGGER tables_outsidereminder_no_delete before delete on tables_outsidereminder
    begin select raise(abort, 'Layani: tables_outsidereminder is append-only; add to it instead.'); end
--
CREATE INDEX "tables_outsidereminder_case_id_fd719c8c" ON "tables_outsidereminder" ("case_id")
--
CREATE INDEX "case_received" ON "tables_case" ("office", "received_at")
--
CREATE INDEX "case_outside" ON "tables_case" ("office", "step_role", "step_due_at") WHERE ("ball" = 'outside' AND "holder_id" IS NULL)
--
CREATE TABLE "tables_witnessed" ("size" bigint NOT NULL PRIMARY KEY, "at" datetime NOT NULL)
--
CREATE TABLE "tables_witnessstate" ("vkey" varchar(300) NOT NULL PRIMARY KEY, "since" datetime NOT NULL, "size" bigint NOT NULL, "line" text NOT NULL, "line_size" bigint NOT NULL, "cosigned_at" datetime NULL, "kept_at" datetime NULL, "asked_at" datetime NULL, "asked_size" bigint NOT NULL, "due_at" datetime NOT NULL, "failures" integer unsigned NOT NULL CHECK ("failures" >= 0), "fault" varchar(12) NOT NULL, "told" bigint NULL)
--
CREATE TABLE "tables_cosignature" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "size" bigint NOT NULL, "vkey" varchar(300) NOT NULL, "line" text NOT NULL, "cosigned_at" datetime NOT NULL, "kept_at" datetime NOT NULL)
--
CREATE TRIGGER tables_cosignature_no_update before update on tables_cosignature
    begin select raise(abort, 'Layani: tables_cosignature is append-only.'); end
--
CREATE TRIGGER tables_cosignature_no_delete before delete on tables_cosignature
    begin select raise(abort, 'Layani: tables_cosignature is append-only.'); end
--
CREATE TRIGGER tables_witnessed_no_update before update on tables_witnessed
    begin select raise(abort, 'Layani: tables_witnessed is append-only.'); end
--
CREATE TRIGGER tables_witnessed_no_delete before delete on tables_witnessed
    begin select raise(abort, 'Layani: tables_witnessed is append-only.'); end
--
CREATE UNIQUE INDEX "cosigned_once" ON "tables_cosignature" ("size", "vkey")
--
CREATE TABLE "tables_restoration" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "first" bigint NOT NULL, "end" bigint NOT NULL, "lost" bigint NOT NULL, "at" datetime NOT NULL, "outbox_id" bigint NOT NULL UNIQUE REFERENCES "tables_outbox" ("id") DEFERRABLE INITIALLY DEFERRED)
--
CREATE TRIGGER tables_restoration_no_update before update on tables_restoration
    begin select raise(abort, 'Layani: tables_restoration is append-only.'); end
--
CREATE TRIGGER tables_restoration_no_delete before delete on tables_restoration
    begin select raise(abort, 'Layani: tables_restoration is append-only.'); end
--
CREATE TABLE "tables_epochindex" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "day" date NOT NULL UNIQUE, "first" bigint NOT NULL UNIQUE, "last" bigint NOT NULL, "outbox_id" bigint NOT NULL UNIQUE REFERENCES "tables_outbox" ("id") DEFERRABLE INITIALLY DEFERRED)
--
CREATE TRIGGER tables_epochindex_no_update before update on tables_epochindex
    begin select raise(abort, 'Layani: tables_epochindex is append-only.'); end
--
CREATE TRIGGER tables_epochindex_no_delete before delete on tables_epochindex
    begin select raise(abort, 'Layani: tables_epochindex is append-only.'); end
--
CREATE TABLE "tables_keychange" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "new" text NOT NULL UNIQUE, "ends_at" datetime NOT NULL, "outbox_id" bigint NOT NULL UNIQUE REFERENCES "tables_outbox" ("id") DEFERRABLE INITIALLY DEFERRED)
--
CREATE TRIGGER tables_keychange_no_update before update on tables_keychange
    begin select raise(abort, 'Layani: tables_keychange is append-only.'); end
--
CREATE TRIGGER tables_keychange_no_delete before delete on tables_keychange
    begin select raise(abort, 'Layani: tables_keychange is append-only.'); end
--
CREATE TABLE "tables_drawpool" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "office" varchar(60) NOT NULL, "role" varchar(60) NOT NULL, "day" date NOT NULL, "lines" text NOT NULL, "at" datetime NOT NULL, "outbox_id" bigint NOT NULL UNIQUE REFERENCES "tables_outbox" ("id") DEFERRABLE INITIALLY DEFERRED)
--
CREATE TABLE "tables_draw" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "step" varchar(60) NOT NULL, "turn" integer unsigned NOT NULL CHECK ("turn" >= 0), "round" bigint NULL, "at" datetime NOT NULL, "case_id" bigint NOT NULL REFERENCES "tables_case" ("id") DEFERRABLE INITIALLY DEFERRED, "outbox_id" bigint NOT NULL UNIQUE REFERENCES "tables_outbox" ("id") DEFERRABLE INITIALLY DEFERRED, "pool_id" bigint NOT NULL REFERENCES "tables_drawpool" ("id") DEFERRABLE INITIALLY DEFERRED)
--
CREATE TABLE "tables_drawn" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "k" bigint NULL, "reason" varchar(20) NOT NULL, "source" BLOB NOT NULL, "at" datetime NOT NULL, "draw_id" bigint NOT NULL REFERENCES "tables_draw" ("id") DEFERRABLE INITIALLY DEFERRED, "instead_of_id" bigint NULL REFERENCES "tables_user" ("id") DEFERRABLE INITIALLY DEFERRED, "officer_id" bigint NULL REFERENCES "tables_user" ("id") DEFERRABLE INITIALLY DEFERRED, "outbox_id" bigint NOT NULL UNIQUE REFERENCES "tables_outbox" ("id") DEFERRABLE INITIALLY DEFERRED)
--
CREATE UNIQUE INDEX "draw_pool_once" ON "tables_drawpool" ("office", "role", "day")
--
CREATE TRIGGER tables_drawpool_no_update before update on tables_drawpool
    begin select raise(abort, 'Layani: tables_drawpool is append-only.'); end
--
CREATE TRIGGER tables_drawpool_no_delete before delete on tables_drawpool
    begin select raise(abort, 'Layani: tables_drawpool is append-only.'); end
--
CREATE TRIGGER tables_draw_no_update before update on tables_draw
    begin select raise(abort, 'Layani: tables_draw is append-only.'); end
--
CREATE TRIGGER tables_draw_no_delete before delete on tables_draw
    begin select raise(abort, 'Layani: tables_draw is append-only.'); end
--
CREATE TRIGGER tables_drawn_no_update before update on tables_drawn
    begin select raise(abort, 'Layani: tables_drawn is append-only.'); end
--
CREATE TRIGGER tables_drawn_no_delete before delete on tables_drawn
    begin select raise(abort, 'Layani: tables_drawn is append-only.'); end
--
CREATE INDEX "tables_draw_case_id_b0c2601f" ON "tables_draw" ("case_id")
--
CREATE INDEX "tables_draw_pool_id_50a7ee06" ON "tables_draw" ("pool_id")
--
CREATE UNIQUE INDEX "drawn_once" ON "tables_drawn" ("draw_id", "k")
--
CREATE INDEX "tables_drawn_draw_id_dbaddf3e" ON "tables_drawn" ("draw_id")
--
CREATE INDEX "tables_drawn_instead_of_id_dd8aa86c" ON "tables_drawn" ("instead_of_id")
--
CREATE INDEX "tables_drawn_officer_id_969690d6" ON "tables_drawn" ("officer_id")
--
CREATE TABLE "tables_erasure" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "ref" char(32) NOT NULL UNIQUE, "rule" varchar(40) NOT NULL, "body" text NOT NULL, "salt" BLOB NOT NULL, "at" datetime NOT NULL, "case_id" bigint NULL UNIQUE REFERENCES "tables_case" ("id") DEFERRABLE INITIALLY DEFERRED, "outbox_id" bigint NOT NULL UNIQUE REFERENCES "tables_outbox" ("id") DEFERRABLE INITIALLY DEFERRED, "party_id" bigint NULL UNIQUE REFERENCES "tables_party" ("id") DEFERRABLE INITIALLY DEFERRED, "ticket_id" bigint NULL UNIQUE REFERENCES "tables_ticket" ("id") DEFERRABLE INITIALLY DEFERRED, "mandate_id" bigint NULL UNIQUE REFERENCES "tables_mandate" ("id") DEFERRABLE INITIALLY DEFERRED, "instruction_id" bigint NULL UNIQUE REFERENCES "tables_instruction" ("id") DEFERRABLE INITIALLY DEFERRED)
--
CREATE INDEX "erasure_by_rule" ON "tables_erasure" ("rule", "at")
--
CREATE TRIGGER tables_erasure_no_update before update on tables_erasure
    begin select raise(abort, 'Layani: tables_erasure is append-only.'); end
--
CREATE TRIGGER tables_erasure_no_delete before delete on tables_erasure
    begin select raise(abort, 'Layani: tables_erasure is append-only.'); end
--
CREATE TABLE "tables_letterpaper" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "sealed" BLOB NOT NULL, "letter_id" bigint NOT NULL UNIQUE REFERENCES "tables_letter" ("id") DEFERRABLE INITIALLY DEFERRED)
--
CREATE TABLE "tables_lookreason" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "ref" char(32) NOT NULL UNIQUE, "role" varchar(40) NOT NULL, "kind" varchar(20) NOT NULL, "sealed" BLOB NOT NULL, "at" datetime NOT NULL, "until" datetime NOT NULL, "shown_from" date NULL, "case_id" bigint NOT NULL REFERENCES "tables_case" ("id") DEFERRABLE INITIALLY DEFERRED, "officer_id" bigint NOT NULL REFERENCES "tables_user" ("id") DEFERRABLE INITIALLY DEFERRED)
--
CREATE TABLE "tables_lookbatch" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "after" bigint NOT NULL UNIQUE, "upto" bigint NOT NULL UNIQUE, "salt" BLOB NOT NULL, "outbox_id" bigint NOT NULL UNIQUE REFERENCES "tables_outbox" ("id") DEFERRABLE INITIALLY DEFERRED)
--
CREATE INDEX "look_of_officer" ON "tables_look" ("officer_id", "id")
--
CREATE TRIGGER tables_lookreason_no_update before update on tables_lookreason
    begin select raise(abort, 'Layani: tables_lookreason is append-only.'); end
--
CREATE TRIGGER tables_lookreason_no_delete before delete on tables_lookreason
    begin select raise(abort, 'Layani: tables_lookreason is append-only.'); end
--
CREATE TRIGGER tables_lookbatch_no_update before update on tables_lookbatch
    begin select raise(abort, 'Layani: tables_lookbatch is append-only.'); end
--
CREATE TRIGGER tables_lookbatch_no_delete before delete on tables_lookbatch
    begin select raise(abort, 'Layani: tables_lookbatch is append-only.'); end
--
CREATE TABLE "tables_ledgerseal" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "place" bigint NOT NULL UNIQUE, "body" text NOT NULL, "salt" BLOB NOT NULL, "at" datetime NOT NULL, "outbox_id" bigint NOT NULL UNIQUE REFERENCES "tables_outbox" ("id") DEFERRABLE INITIALLY DEFERRED)
--
CREATE TRIGGER tables_ledgerseal_no_update before update on tables_ledgerseal
    begin select raise(abort, 'Layani: tables_ledgerseal is append-only.'); end
--
CREATE TRIGGER tables_ledgerseal_no_delete before delete on tables_ledgerseal
    begin select raise(abort, 'Layani: tables_ledgerseal is append-only.'); end
