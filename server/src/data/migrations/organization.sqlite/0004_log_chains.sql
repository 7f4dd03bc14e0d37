ALTER TABLE `tracking_event` ADD `prev` blob;--> statement-breakpoint
ALTER TABLE `message` DROP COLUMN `chain_salt`;