CREATE TABLE `removal` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`object` text NOT NULL,
	`location` blob NOT NULL,
	`chunks` integer NOT NULL
);
