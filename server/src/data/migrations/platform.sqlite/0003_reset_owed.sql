CREATE TABLE `reset_owed` (
	`identity` text NOT NULL,
	`kid` text NOT NULL,
	PRIMARY KEY(`identity`, `kid`)
);
