CREATE TABLE `identity` (
	`id` text PRIMARY KEY NOT NULL,
	`address_index` text NOT NULL,
	`profile_sealed` blob NOT NULL,
	`record` text NOT NULL,
	`created_at` integer NOT NULL,
	`set_up` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `identity_address` ON `identity` (`address_index`);--> statement-breakpoint
CREATE TABLE `key_log_leaf` (
	`idx` integer PRIMARY KEY NOT NULL,
	`log_index` text NOT NULL,
	`leaf` blob NOT NULL
);
--> statement-breakpoint
CREATE INDEX `key_log_leaf_log_index` ON `key_log_leaf` (`log_index`);--> statement-breakpoint
CREATE TABLE `key_ring` (
	`identity` text PRIMARY KEY NOT NULL,
	`ver` integer NOT NULL,
	`akv` integer NOT NULL,
	`box` blob NOT NULL,
	`pins_ver` integer NOT NULL,
	`pins_box` blob
);
--> statement-breakpoint
CREATE TABLE `key_statement` (
	`principal` text NOT NULL,
	`seq` integer NOT NULL,
	`kid` text NOT NULL,
	`signed` text NOT NULL,
	`mailbox_proof` text,
	`leaf_index` integer NOT NULL,
	`leaf_minute` integer NOT NULL,
	PRIMARY KEY(`principal`, `seq`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `key_statement_kid` ON `key_statement` (`kid`);--> statement-breakpoint
CREATE TABLE `membership` (
	`id` text PRIMARY KEY NOT NULL,
	`org` text NOT NULL,
	`address_index` text NOT NULL,
	`profile_sealed` blob NOT NULL,
	`role` text NOT NULL,
	`state` text NOT NULL,
	`since` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `membership_person` ON `membership` (`org`,`address_index`);--> statement-breakpoint
CREATE INDEX `membership_address` ON `membership` (`address_index`);--> statement-breakpoint
CREATE TABLE `organization` (
	`id` text PRIMARY KEY NOT NULL,
	`name_sealed` blob NOT NULL,
	`data_key` blob NOT NULL,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `policy` (
	`org` text NOT NULL,
	`ver` integer NOT NULL,
	`hash` text NOT NULL,
	`signed` text NOT NULL,
	PRIMARY KEY(`org`, `ver`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `policy_hash` ON `policy` (`org`,`hash`);--> statement-breakpoint
CREATE TABLE `session` (
	`id` text PRIMARY KEY NOT NULL,
	`identity` text NOT NULL,
	`device` text NOT NULL,
	`proof_key` blob NOT NULL,
	`started_at` integer NOT NULL,
	`last_used_at` integer NOT NULL,
	`idle_ms` integer NOT NULL,
	`absolute_end` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `session_identity` ON `session` (`identity`);--> statement-breakpoint
CREATE TABLE `unlocker` (
	`identity` text NOT NULL,
	`id` text NOT NULL,
	`kind` text NOT NULL,
	`akv` integer NOT NULL,
	`pub` blob NOT NULL,
	`box` blob NOT NULL,
	PRIMARY KEY(`identity`, `id`)
);
