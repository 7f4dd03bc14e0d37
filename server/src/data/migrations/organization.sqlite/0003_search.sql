CREATE TABLE `search_mark` (
	`id` integer PRIMARY KEY NOT NULL,
	`leaf` integer NOT NULL
);
--> statement-breakpoint
ALTER TABLE `placement` ADD `files` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `placement_unread` ON `placement` (`address`,`folder`,`sent_at`,`message`) WHERE "unread";--> statement-breakpoint
CREATE INDEX `placement_files` ON `placement` (`address`,`folder`,`sent_at`,`message`) WHERE "files" > 0;--> statement-breakpoint
CREATE INDEX `message_leaf` ON `message` (`leaf_index`);--> statement-breakpoint
UPDATE `placement` SET `files` = (SELECT `files` FROM `message` WHERE `message`.`id` = `placement`.`message`);--> statement-breakpoint
CREATE VIRTUAL TABLE `search` USING fts5(
	`message` UNINDEXED, `own`, `subject`, `sender`, `readers`,
	tokenize = "unicode61 remove_diacritics 2", detail = column, prefix = '2 3'
);
