CREATE TABLE `mailbox` (
	`address_index` text NOT NULL,
	`org` text NOT NULL,
	PRIMARY KEY(`address_index`, `org`)
);
