CREATE TABLE `staged` (
	`author` text NOT NULL,
	`key` text NOT NULL,
	`message` text NOT NULL,
	`request` text NOT NULL,
	`sealed` blob NOT NULL,
	`at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	PRIMARY KEY(`author`, `key`)
);
--> statement-breakpoint
CREATE INDEX `staged_expiry` ON `staged` (`expires_at`);