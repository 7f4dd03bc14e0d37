/** In which organizations an address has messages, so that a mailbox asks only those. */
import { and, eq } from "drizzle-orm"
import type { Database } from "./database.ts"
import type { PlatformSchema } from "./schema/platform.ts"

export type MailboxStore = ReturnType<typeof mailboxStore>

/** Stands for "everybody of this organization is entered". */
const COMPLETE = ""

export function mailboxStore(database: Database<PlatformSchema>) {
  const { t, read } = database
  return {
    organizationsOf: async (addressIndex: string): Promise<string[]> =>
      addressIndex === COMPLETE
        ? []
        : (
            await read.select({ org: t.mailbox.org }).from(t.mailbox).where(eq(t.mailbox.addressIndex, addressIndex))
          ).map(({ org }) => org),
    add: (org: string, addressIndexes: readonly string[]): Promise<void> =>
      database.tx(async (query) => {
        for (const addressIndex of addressIndexes)
          await query.insert(t.mailbox).values({ addressIndex, org }).onConflictDoNothing()
      }),
    isComplete: async (org: string): Promise<boolean> => {
      const where = and(eq(t.mailbox.addressIndex, COMPLETE), eq(t.mailbox.org, org))
      return (await read.select().from(t.mailbox).where(where)).length > 0
    },
    setComplete: (org: string): Promise<void> =>
      database.tx(async (query) => {
        await query.insert(t.mailbox).values({ addressIndex: COMPLETE, org }).onConflictDoNothing()
      }),
  }
}
