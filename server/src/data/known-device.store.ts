/** Devices on which somebody signed in before: only the hash of what the device holds is kept. */
import { and, desc as descending, eq, inArray, lt } from "drizzle-orm"
import type { Database } from "./database.ts"
import type { PlatformSchema } from "./schema/platform.ts"

export interface KnownDevice {
  /** base64url of SHA-256 of what the device holds. */
  readonly id: string
  readonly identity: string
  /** The session begun there last; empty before the first. */
  readonly session: string
  readonly usedAt: number
}

export type KnownDeviceStore = ReturnType<typeof knownDeviceStore>

export function knownDeviceStore(database: Database<PlatformSchema>) {
  const { t, read } = database
  return {
    find: async (id: string): Promise<KnownDevice | null> =>
      (await read.select().from(t.knownDevice).where(eq(t.knownDevice.id, id)))[0] ?? null,
    /** Of one person's devices those used last stay, at most `most`. */
    add: (device: KnownDevice, most: number): Promise<void> =>
      database.tx(async (query) => {
        await query.insert(t.knownDevice).values({ ...device })
        const devices = await query
          .select({ id: t.knownDevice.id })
          .from(t.knownDevice)
          .where(eq(t.knownDevice.identity, device.identity))
          .orderBy(descending(t.knownDevice.usedAt))
        const gone = devices.slice(most).map(({ id }) => id)
        if (gone.length > 0) await query.delete(t.knownDevice).where(inArray(t.knownDevice.id, gone))
      }),
    use: (id: string, session: string, usedAt: number): Promise<void> =>
      database.tx(async (query) => {
        await query.update(t.knownDevice).set({ session, usedAt }).where(eq(t.knownDevice.id, id))
      }),
    removeOfSession: (identity: string, session: string): Promise<void> =>
      database.tx(async (query) => {
        await query
          .delete(t.knownDevice)
          .where(and(eq(t.knownDevice.identity, identity), eq(t.knownDevice.session, session)))
      }),
    removeUnused: (before: number): Promise<void> =>
      database.tx(async (query) => {
        await query.delete(t.knownDevice).where(lt(t.knownDevice.usedAt, before))
      }),
  }
}
