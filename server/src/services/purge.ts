/** After something was destroyed: nothing of it is left in the organization's files, journals included. */
import type { OpenOrganization } from "./organization-house.ts"

const AGAIN_MS = 10_000

/** Answers when it is gone; after a few seconds without, answers too and goes on trying by itself. */
export async function purgeFiles({ database }: OpenOrganization, report: (fault: unknown) => void): Promise<void> {
  const isGone = await database.purge().catch((fault: unknown) => {
    report(fault)
    return true
  })
  if (!isGone) setTimeout(() => void database.purge().catch(report), AGAIN_MS).unref()
}
