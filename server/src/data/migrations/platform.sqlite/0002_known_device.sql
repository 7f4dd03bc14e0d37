CREATE TABLE `known_device` (
	`id` text PRIMARY KEY NOT NULL,
	`identity` text NOT NULL,
	`session` text NOT NULL,
	`used_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `known_device_identity` ON `known_device` (`identity`);