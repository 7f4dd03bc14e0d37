/**
 * The notifier role: ProcessQ to SMTP, and what is due about messages, in its own process. Holds no key that opens a message.
 * Its socket is its lock too: a second notifier on the same data does not start.
 */
import { randomBytes } from "node:crypto"
import { setPriority } from "node:os"
import { composeData } from "../compose.ts"
import type { Config } from "../config.ts"
import { agentClient } from "../engines/agent-client.ts"
import { createMailer } from "../engines/mailer/create-mailer.ts"
import { SureClock } from "../engines/sure-clock.ts"
import { notifierContract } from "../engines/notifier-client.ts"
import { serveCalls } from "../engines/socket/serve-calls.ts"
import { MailPause } from "../jobs/mail-pause.ts"
import { MessageWorker } from "../jobs/message-worker.ts"
import { NoticeWorker } from "../jobs/notice-worker.ts"
import { faultFields } from "../log.ts"
import type { Log } from "../log.ts"
import { notices } from "../services/notices.ts"
import { clockFile, watchClock } from "./clock-watch.ts"

const NICENESS = 10

export async function startNotifier({ config, log }: { config: Config; log: Log }): Promise<{ stop(): Promise<void> }> {
  // Taking messages comes before announcing them: a burst is accepted first, its notices follow.
  setPriority(NICENESS)
  let worker: NoticeWorker | null = null
  const served = await serveCalls({
    path: config.sockets.notifier,
    contract: notifierContract,
    calls: {
      wake: () => {
        worker?.wake()
        return Promise.resolve({})
      },
    },
    onFault: (call, fault) => log.error("fault", { ...faultFields(fault), route: call }),
  })
  const data = await composeData(config)
  const mailer = createMailer(config)
  const clock = new SureClock(clockFile(config, "notifier"))
  const watched = watchClock(clock, log)
  worker = new NoticeWorker({
    mailer,
    organizations: data.house,
    house: { origin: config.origin, host: config.host, from: config.from },
    pause: new MailPause(Date.now),
    now: Date.now,
    certain: () => clock.certain(),
    owner: randomBytes(8).toString("hex"),
    report: (fault) => log.warn("a notice waits", faultFields(fault)),
  })
  await worker.start()
  const tasks = new MessageWorker({
    organizations: data.house,
    directory: data.directory,
    agent: agentClient(config.sockets.agent),
    notices: notices({
      house: data.house,
      mailDomain: new URL(config.origin).hostname,
      now: Date.now,
      wake: () => worker?.wake(),
    }),
    now: () => clock.certain(),
    owner: randomBytes(8).toString("hex"),
    report: (fault) => log.warn("a message waits", faultFields(fault)),
    onQueued: () => worker?.wake(),
  })
  tasks.start()
  return {
    stop: async () => {
      await served.close()
      await tasks.stop()
      await worker.stop()
      await mailer.close()
      watched.stop()
      data.close()
    },
  }
}
