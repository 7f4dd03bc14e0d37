/**
 * Keeps a few notices under way, over all organizations in turn.
 * Promises: what it is at stays leased; what it leaves behind, after a crash too, is taken up again; one organization's
 * thousands do not make another one wait.
 */
import type { LeasedEntry } from "../data/queue.store.ts"
import type { OpenOrganization, OrganizationHouse } from "../services/organization-house.ts"
import { deliverNotice } from "./deliver-notice.job.ts"
import type { DeliveryParts } from "./deliver-notice.job.ts"

export interface WorkerParts extends Omit<DeliveryParts, "gathered"> {
  readonly organizations: OrganizationHouse
  /** Names this worker in leases. */
  readonly owner: string
}

const AT_ONCE = 20
const PER_TURN = 20
/** Outcomes wait so long for each other: one sync of the disk for all of them. */
const GATHER_MS = 40
const LEASE_MS = 30_000
const RENEW_MS = 8_000
/**
 * Wake-ups are the rule; this is for those that were lost, and for retries that become due. Whoever was not woken leaves
 * alone what was queued within this time: it may be part of a burst that is still coming in.
 */
const POLL_MS = 1_000

export class NoticeWorker {
  readonly #parts: WorkerParts & DeliveryParts
  #gathering: Promise<void> | null = null
  readonly #underWay = new Map<OpenOrganization, Set<number>>()
  readonly #running = new Set<Promise<void>>()
  #turn = 0
  #refreshedAt = 0
  #isStopping = false
  /** What a predecessor left is taken up at once. */
  #isWoken = true
  #wakeUp: () => void = () => undefined
  #loop: Promise<void> = Promise.resolve()
  #renewing: NodeJS.Timeout | undefined

  constructor(parts: WorkerParts) {
    this.#parts = { ...parts, gathered: () => this.#gathered() }
  }

  /** Only one worker may run on one set of databases: it takes over its predecessor's leases. */
  async start(): Promise<void> {
    for (const { queue } of this.#parts.organizations.all()) {
      await queue.releaseAll()
      await queue.mend(this.#parts.now())
    }
    this.#renewing = setInterval(() => void this.#renew(), RENEW_MS)
    this.#loop = this.#run()
  }

  wake(): void {
    this.#isWoken = true
    this.#wakeUp()
  }

  /** What is under way is finished. */
  async stop(): Promise<void> {
    this.#isStopping = true
    this.wake()
    await this.#loop
    await Promise.all(this.#running)
    clearInterval(this.#renewing)
  }

  async #run(): Promise<void> {
    while (!this.#isStopping) {
      const dueBefore = this.#parts.now() - (this.#isWoken || this.#parts.pause.isProbing ? 0 : POLL_MS)
      this.#isWoken = false
      try {
        await this.#refresh()
        await this.#takeUp(dueBefore)
      } catch (fault) {
        this.#parts.report(fault)
        await this.#sleep(POLL_MS)
      }
      if (!this.#isWoken) await this.#sleep(this.#patience())
    }
  }

  async #refresh(): Promise<void> {
    const { organizations, now: clock } = this.#parts
    const now = clock()
    const isSetBack = now < this.#refreshedAt
    if (!isSetBack && now < this.#refreshedAt + POLL_MS) return
    this.#refreshedAt = now
    await organizations.refresh()
    if (isSetBack) for (const { queue } of organizations.all()) await queue.mend(now)
  }

  #patience(): number {
    const { pause, now } = this.#parts
    return Math.min(POLL_MS, Math.max(pause.until - now(), 0) || POLL_MS)
  }

  #gathered(): Promise<void> {
    this.#gathering ??= new Promise((resolve) => {
      const timer = () => {
        this.#gathering = null
        resolve()
      }
      setTimeout(timer, this.#isStopping ? 0 : GATHER_MS)
    })
    return this.#gathering
  }

  #sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds)
      this.#wakeUp = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  /** How many more may be under way now. */
  #room(): number {
    const { pause, now } = this.#parts
    if (now() < pause.until) return 0
    return Math.max((pause.isProbing ? 1 : AT_ONCE) - this.#running.size, 0)
  }

  async #takeUp(dueBefore: number): Promise<void> {
    const { organizations, owner, now } = this.#parts
    const all = organizations.all()
    for (let looked = 0; looked < all.length && this.#room() > 0 && !this.#isStopping; looked++) {
      const organization = all[this.#turn++ % all.length]
      if (organization === undefined || !(await organization.queue.hasDue(dueBefore))) continue
      const most = Math.min(this.#room(), PER_TURN)
      const claim = { topic: "notify", owner, now: now(), leaseMs: LEASE_MS, limit: most } as const
      for (const entry of await organization.queue.claim(claim)) this.#begin(organization, entry)
      // There may be more of it.
      this.#isWoken ||= this.#room() > 0
    }
  }

  #begin(organization: OpenOrganization, entry: LeasedEntry): void {
    const mine = this.#underWay.get(organization) ?? new Set()
    this.#underWay.set(organization, mine.add(entry.id))
    const running = deliverNotice(this.#parts, organization, entry)
      .catch((fault: unknown) => this.#parts.report(fault))
      .finally(() => {
        mine.delete(entry.id)
        this.#running.delete(running)
        if (this.#running.size <= AT_ONCE / 2) this.wake()
      })
    this.#running.add(running)
  }

  async #renew(): Promise<void> {
    const { owner, now, report } = this.#parts
    for (const [{ queue }, ids] of this.#underWay) {
      if (ids.size > 0) await queue.renew([...ids], owner, now() + LEASE_MS).catch(report)
    }
  }
}
