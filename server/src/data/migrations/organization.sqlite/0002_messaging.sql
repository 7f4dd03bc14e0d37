CREATE TABLE `contact_box` (
	`message` text NOT NULL,
	`address` text NOT NULL,
	`mode` text NOT NULL,
	`box` blob NOT NULL,
	`share` blob,
	PRIMARY KEY(`message`, `address`)
);
--> statement-breakpoint
CREATE TABLE `control` (
	`message` text NOT NULL,
	`kind` text NOT NULL,
	`seq` integer NOT NULL,
	`signed` text NOT NULL,
	`address` text,
	`at` integer NOT NULL,
	PRIMARY KEY(`message`, `kind`, `seq`)
);
--> statement-breakpoint
CREATE TABLE `draft` (
	`id` text PRIMARY KEY NOT NULL,
	`owner` text NOT NULL,
	`ver` integer NOT NULL,
	`sealed` blob NOT NULL,
	`saved_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `draft_owner` ON `draft` (`owner`,`saved_at`);--> statement-breakpoint
CREATE TABLE `draft_object` (
	`draft` text NOT NULL,
	`object` text NOT NULL,
	PRIMARY KEY(`draft`, `object`)
);
--> statement-breakpoint
CREATE INDEX `draft_object_object` ON `draft_object` (`object`);--> statement-breakpoint
CREATE TABLE `label` (
	`id` text PRIMARY KEY NOT NULL,
	`address` text NOT NULL,
	`name` blob NOT NULL,
	`color` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `label_address` ON `label` (`address`);--> statement-breakpoint
CREATE TABLE `log_interval` (
	`leaf` integer PRIMARY KEY NOT NULL,
	`minute` integer NOT NULL,
	`hashes` blob NOT NULL
);
--> statement-breakpoint
CREATE TABLE `message_label` (
	`address` text NOT NULL,
	`label` text NOT NULL,
	`message` text NOT NULL,
	`sent_at` integer NOT NULL,
	PRIMARY KEY(`address`, `message`, `label`)
);
--> statement-breakpoint
CREATE INDEX `message_label_list` ON `message_label` (`address`,`label`,`sent_at`,`message`);--> statement-breakpoint
CREATE TABLE `reminder` (
	`message` text NOT NULL,
	`address` text NOT NULL,
	`due_at` integer NOT NULL,
	`sent_at` integer,
	`cancelled_at` integer,
	PRIMARY KEY(`message`, `address`, `due_at`)
);
--> statement-breakpoint
CREATE INDEX `reminder_due` ON `reminder` (`sent_at`,`due_at`);--> statement-breakpoint
CREATE TABLE `wanted` (
	`message` text NOT NULL,
	`address` text NOT NULL,
	`kid` text NOT NULL,
	`since` integer NOT NULL,
	`mac` blob,
	`refused_at` integer,
	PRIMARY KEY(`message`, `address`)
);
--> statement-breakpoint
CREATE INDEX `wanted_address` ON `wanted` (`address`);--> statement-breakpoint
ALTER TABLE `attachment` ADD `recalled_at` integer;--> statement-breakpoint
CREATE INDEX `attachment_object` ON `attachment` (`object`);--> statement-breakpoint
ALTER TABLE `message` ADD `thread_root` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `message` ADD `files` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `message` ADD `chain_salt` blob;--> statement-breakpoint
ALTER TABLE `message` ADD `expires_at` integer;--> statement-breakpoint
ALTER TABLE `message` ADD `suspended_at` integer;--> statement-breakpoint
ALTER TABLE `message` ADD `ended_at` integer;--> statement-breakpoint
CREATE INDEX `message_thread` ON `message` (`thread_root`,`sent_at`);--> statement-breakpoint
CREATE INDEX `message_expiry` ON `message` (`ended_at`,`expires_at`);--> statement-breakpoint
ALTER TABLE `placement` ADD `came_from` text;--> statement-breakpoint
ALTER TABLE `recipient` ADD `recalled_at` integer;--> statement-breakpoint
ALTER TABLE `tracking_event` ADD `client` text;--> statement-breakpoint
ALTER TABLE `tracking_event` ADD `n` integer;--> statement-breakpoint
ALTER TABLE `tracking_event` ADD `salt` blob;--> statement-breakpoint
ALTER TABLE `tracking_event` ADD `hash` blob;--> statement-breakpoint
ALTER TABLE `tracking_event` ADD `interval` integer;--> statement-breakpoint
ALTER TABLE `tracking_event` ADD `position` integer;--> statement-breakpoint
CREATE INDEX `tracking_event_interval` ON `tracking_event` (`interval`,`n`);--> statement-breakpoint
UPDATE `message` SET
  `thread_root` = coalesce(json_extract(`thread`, '$.root'), `id`),
  `files` = (SELECT count(*) FROM `attachment` WHERE `attachment`.`message` = `message`.`id`),
  `chain_salt` = randomblob(32),
  `expires_at` = json_extract(`ctl`, '$.exp');
