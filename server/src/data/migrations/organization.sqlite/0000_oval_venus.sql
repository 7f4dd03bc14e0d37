CREATE TABLE `attachment` (
	`message` text NOT NULL,
	`position` integer NOT NULL,
	`object` text NOT NULL,
	`length` integer NOT NULL,
	PRIMARY KEY(`message`, `position`)
);
--> statement-breakpoint
CREATE TABLE `destroyed` (
	`message` text PRIMARY KEY NOT NULL,
	`signed` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `grant_` (
	`message` text NOT NULL,
	`kid` text NOT NULL,
	`principal` text NOT NULL,
	`grant_bytes` blob NOT NULL,
	`issued_at` integer NOT NULL,
	PRIMARY KEY(`message`, `kid`, `principal`)
);
--> statement-breakpoint
CREATE TABLE `idempotency` (
	`identity` text NOT NULL,
	`key` text NOT NULL,
	`request` text NOT NULL,
	`answer` text NOT NULL,
	`expires_at` integer NOT NULL,
	PRIMARY KEY(`identity`, `key`)
);
--> statement-breakpoint
CREATE TABLE `log_leaf` (
	`idx` integer PRIMARY KEY NOT NULL,
	`leaf` blob NOT NULL
);
--> statement-breakpoint
CREATE TABLE `message` (
	`id` text PRIMARY KEY NOT NULL,
	`reference` text NOT NULL,
	`sender` text NOT NULL,
	`sender_address` text NOT NULL,
	`sender_name` text NOT NULL,
	`sent_at` integer NOT NULL,
	`subject` text,
	`ctl` text NOT NULL,
	`thread` text,
	`ext` text NOT NULL,
	`header` text NOT NULL,
	`slip` blob NOT NULL,
	`core` blob NOT NULL,
	`body` blob,
	`body_object` text,
	`bcc_record` blob NOT NULL,
	`leaf_index` integer NOT NULL,
	`leaf_minute` integer NOT NULL,
	`accepted_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `message_reference` ON `message` (`reference`);--> statement-breakpoint
CREATE TABLE `object` (
	`id` text PRIMARY KEY NOT NULL,
	`owner` text NOT NULL,
	`header` blob NOT NULL,
	`length` integer NOT NULL,
	`chunks` integer NOT NULL,
	`location` blob NOT NULL,
	`root` blob,
	`hashes` blob,
	`expires_at` integer NOT NULL,
	`message` text
);
--> statement-breakpoint
CREATE INDEX `object_expiry` ON `object` (`message`,`expires_at`);--> statement-breakpoint
CREATE TABLE `placement` (
	`address` text NOT NULL,
	`message` text NOT NULL,
	`folder` text NOT NULL,
	`unread` integer NOT NULL,
	`sent_at` integer NOT NULL,
	PRIMARY KEY(`address`, `folder`, `message`)
);
--> statement-breakpoint
CREATE INDEX `placement_folder` ON `placement` (`address`,`folder`,`sent_at`,`message`);--> statement-breakpoint
CREATE TABLE `queue` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`topic` text NOT NULL,
	`payload` blob NOT NULL,
	`due_at` integer NOT NULL,
	`attempts` integer NOT NULL,
	`lease_owner` text,
	`lease_until` integer NOT NULL,
	`done_at` integer,
	`dead_at` integer
);
--> statement-breakpoint
CREATE INDEX `queue_due` ON `queue` (`done_at`,`dead_at`,`due_at`);--> statement-breakpoint
CREATE TABLE `recipient` (
	`message` text NOT NULL,
	`role` text NOT NULL,
	`position` integer NOT NULL,
	`address` text NOT NULL,
	`name` text NOT NULL,
	PRIMARY KEY(`message`, `role`, `position`)
);
--> statement-breakpoint
CREATE INDEX `recipient_address` ON `recipient` (`address`,`message`);--> statement-breakpoint
CREATE TABLE `ticket` (
	`message` text NOT NULL,
	`address` text NOT NULL,
	`role` text NOT NULL,
	`signed` text NOT NULL,
	`exp` integer NOT NULL,
	`served_at` integer,
	PRIMARY KEY(`message`, `address`)
);
--> statement-breakpoint
CREATE INDEX `ticket_address` ON `ticket` (`address`,`served_at`);--> statement-breakpoint
CREATE TABLE `tracking_event` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`message` text NOT NULL,
	`address` text NOT NULL,
	`kind` text NOT NULL,
	`at` integer NOT NULL,
	`object` text,
	`evidence` text
);
--> statement-breakpoint
CREATE INDEX `tracking_event_message` ON `tracking_event` (`message`,`address`);