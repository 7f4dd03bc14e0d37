/** After something was destroyed: nothing of it is left in the organization's files, journals included. */
import type { OpenOrganization } from "./organization-house.ts"

const AGAIN_MS = 10_000
/** Databases that are tried again by themselves. */
const waiting = new WeakSet<OpenOrganization["database"]>()

type Report = (fault: unknown) => void

/** Answers when it is gone; after a few seconds without, answers too and goes on trying by itself. */
export async function purgeFiles({ database }: Pick<OpenOrganization, "database">, report: Report): Promise<void> {
  if ((await isPurged(database, report)) || waiting.has(database)) return
  waiting.add(database)
  tryAgain(database, report)
}

function tryAgain(database: OpenOrganization["database"], report: Report): void {
  const once = async (): Promise<void> => {
    if (await isPurged(database, report)) waiting.delete(database)
    else tryAgain(database, report)
  }
  setTimeout(() => void once(), AGAIN_MS).unref()
}

async function isPurged(database: OpenOrganization["database"], report: Report): Promise<boolean> {
  try {
    return await database.purge()
  } catch (fault) {
    report(fault)
    return false
  }
}
