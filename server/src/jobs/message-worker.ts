/**
 * Takes what is due about messages from ProcessQ, over all organizations in turn. Apart from notices: an end must not wait
 * for a mail server.
 * Promises: takes only what is due by a time that has certainly passed; what it leaves behind after a crash is taken up again; a task that fails is tried again and harms no other.
 */
import type { OrganizationHouse } from "../services/organization-house.ts"
import { runMessageTask } from "./message-task.job.ts"
import type { TaskParts } from "./message-task.job.ts"

export interface MessageWorkerParts extends TaskParts {
  readonly organizations: Pick<OrganizationHouse, "all">
  readonly owner: string
  /** Notices were queued. */
  readonly onQueued: () => void
}

const POLL_MS = 500
const LEASE_MS = 30_000
const PER_TURN = 20
const AGAIN_MS = 5_000

export class MessageWorker {
  readonly #parts: MessageWorkerParts
  #timer: NodeJS.Timeout | undefined
  #running: Promise<void> = Promise.resolve()
  #isStopping = false

  constructor(parts: MessageWorkerParts) {
    this.#parts = parts
  }

  start(): void {
    this.#next()
  }

  async stop(): Promise<void> {
    this.#isStopping = true
    clearTimeout(this.#timer)
    await this.#running
  }

  #next(): void {
    if (this.#isStopping) return
    this.#timer = setTimeout(() => {
      this.#running = this.#turn()
        .catch((fault: unknown) => this.#parts.report(fault))
        .finally(() => this.#next())
    }, POLL_MS)
  }

  async #turn(): Promise<void> {
    const { organizations, owner, now, report, onQueued } = this.#parts
    for (const organization of organizations.all()) {
      const { queue } = organization
      if (!(await queue.hasDue(now(), "message"))) continue
      const claim = { topic: "message", owner, now: now(), leaseMs: LEASE_MS, limit: PER_TURN } as const
      for (const entry of await queue.claim(claim)) {
        await runMessageTask(this.#parts, organization, entry).catch(async (fault: unknown) => {
          report(fault)
          await queue.retry(entry.id, now() + AGAIN_MS)
        })
      }
      onQueued()
    }
  }
}
