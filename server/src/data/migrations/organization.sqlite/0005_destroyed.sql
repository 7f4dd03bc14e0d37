CREATE TABLE `__new_destroyed` (
	`message` text NOT NULL,
	`kid` text DEFAULT '' NOT NULL,
	`signed` text NOT NULL,
	PRIMARY KEY(`message`, `kid`)
);
--> statement-breakpoint
INSERT INTO `__new_destroyed`(`message`, `signed`) SELECT `message`, `signed` FROM `destroyed`;--> statement-breakpoint
DROP TABLE `destroyed`;--> statement-breakpoint
ALTER TABLE `__new_destroyed` RENAME TO `destroyed`;
