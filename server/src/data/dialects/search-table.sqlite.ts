/** The FTS5 table of the search as Drizzle sees it; its migration is written by hand. */
import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core"

export const searchTable = sqliteTable("search", {
  place: integer("rowid"),
  message: text("message").notNull(),
  own: text("own").notNull(),
  subject: text("subject").notNull(),
  sender: text("sender").notNull(),
  readers: text("readers").notNull(),
})
