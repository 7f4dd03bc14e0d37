/** The notifier role: ProcessQ to SMTP, in its own process. Holds no key that opens a message. */
import { randomBytes } from "node:crypto"
import { composeData, composeMailer } from "../compose.ts"
import type { Config } from "../config.ts"
import { deliverNotices } from "../jobs/deliver-notice.job.ts"
import { faultFields } from "../log.ts"
import type { Log } from "../log.ts"

const POLL_MS = 150
const REFRESH_MS = 2_000

export async function startNotifier({ config, log }: { config: Config; log: Log }): Promise<{ stop(): Promise<void> }> {
  const data = await composeData(config)
  const mailer = composeMailer(config)
  const parts = {
    mailer,
    house: { origin: config.origin, host: config.host, from: config.from, now: Date.now },
    now: Date.now,
    owner: randomBytes(8).toString("hex"),
    report: (fault: unknown) => log.warn("a notice waits", faultFields(fault)),
  }
  let isStopping = false
  let refreshedAt = 0
  const round = async (): Promise<number> => {
    if (Date.now() - refreshedAt > REFRESH_MS) {
      await data.house.refresh()
      refreshedAt = Date.now()
    }
    const counts = await Promise.all(data.house.all().map((organization) => deliverNotices(parts, organization)))
    return counts.reduce((sum, count) => sum + count, 0)
  }
  const run = async (): Promise<void> => {
    while (!isStopping) {
      const count = await round().catch((fault: unknown) => {
        log.error("fault", faultFields(fault))
        return 0
      })
      if (count === 0) await new Promise((resolve) => setTimeout(resolve, POLL_MS))
    }
  }
  const running = run()
  return {
    stop: async () => {
      isStopping = true
      await running
      await mailer.close()
      data.close()
    },
  }
}
