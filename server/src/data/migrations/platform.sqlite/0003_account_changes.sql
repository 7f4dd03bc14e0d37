CREATE TABLE `account_change` (
	`identity` text NOT NULL,
	`kind` text NOT NULL,
	`id` text NOT NULL,
	PRIMARY KEY(`identity`, `kind`, `id`)
);
