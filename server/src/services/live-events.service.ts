/**
 * What changes for people who look at this moment. Commits of other processes are noticed by the databases' version, so
 * the notifier, the grant agent's web process or a second one need not say anything.
 * Promises: an event names a message or a draft and nothing of it, and only to whom it concerns; whoever missed some is
 * told so; a line that is not read is ended, not stored up.
 * Never: changes anything.
 */
import { randomBytes } from "node:crypto"
import type { DraftId, LiveEvent, MessageId } from "@smp/shared/wire"
import type { LiveChange, LiveMarks } from "../data/live.store.ts"
import type { OpenOrganization, OrganizationHouse } from "./organization-house.ts"
import type { LiveSession } from "./sessions.service.ts"

export interface LiveSink {
  /** null: where the line begins, so that whoever is cut before the first event goes on from there. */
  send(id: string, event: LiveEvent | null): void
  end(): void
}
/** @returns to be called when nobody listens any more */
export type LiveLine = (sink: LiveSink) => () => void
export type LiveEvents = ReturnType<typeof liveEventsService>

export interface LiveParts {
  readonly house: OrganizationHouse
  readonly isLive: (session: string) => Promise<boolean>
  readonly report: (fault: unknown) => void
}

interface Told {
  readonly seq: number
  readonly event: LiveEvent
  readonly identity: string
  readonly addresses: ReadonlySet<string>
}
interface Open {
  readonly session: LiveSession
  readonly sink: LiveSink
}

const LOOK_MS = 500
/** Ended sessions are noticed within this time. */
const SESSIONS_MS = 5_000
const MOST_PER_PERSON = 8
const MOST_KEPT = 1_000
const NOBODY: ReadonlySet<string> = new Set()

export function liveEventsService({ house, isLive, report }: LiveParts) {
  /** Numbers of an earlier process mean nothing to this one. */
  const boot = randomBytes(6).toString("hex")
  const lines = new Set<Open>()
  const seen = new Map<OpenOrganization, { version: number; marks: LiveMarks }>()
  let kept: Told[] = []
  let seq = 0
  let looking: NodeJS.Timeout | undefined
  let asking: NodeJS.Timeout | undefined

  const tellAll = (told: Omit<Told, "seq">): void => {
    seq += 1
    const entry = { ...told, seq }
    kept.push(entry)
    if (kept.length > 2 * MOST_KEPT) kept = kept.slice(-MOST_KEPT)
    for (const line of lines) if (concerns(entry, line.session)) line.sink.send(`${boot}.${seq}`, entry.event)
  }
  /** Too much to be told one by one: those who come back later are told so too. */
  const refreshAll = (): void => {
    seq += 1
    kept = []
    for (const line of lines) line.sink.send(`${boot}.${seq}`, { kind: "refresh" })
  }
  const look = async (): Promise<void> => {
    for (const organization of house.all()) {
      const before = seen.get(organization)
      const version = organization.live.version()
      if (before?.version === version) continue
      const found = before === undefined ? null : await organization.live.since(before.marks)
      seen.set(organization, { version, marks: found?.marks ?? (await organization.live.marks()) })
      if (found !== null) for (const told of merged(found.changes)) tellAll(told)
      else if (before !== undefined) refreshAll()
    }
  }
  const again = (): void => {
    clearTimeout(looking)
    looking = setTimeout(
      () =>
        void look()
          .catch(report)
          .finally(() => lines.size > 0 && again()),
      LOOK_MS,
    )
  }
  const endOf = async (line: Open): Promise<void> => {
    if (await isLive(line.session.id)) return
    line.sink.send(`${boot}.${seq}`, { kind: "signed-out" })
    line.sink.end()
  }
  const begin = async (): Promise<void> => {
    clearTimeout(looking)
    await look()
    again()
    asking ??= setInterval(() => void Promise.all([...lines].map(endOf)).catch(report), SESSIONS_MS)
  }
  /** What happens from now on is found by the first look for whoever comes next. */
  const rest = (): void => {
    if (lines.size > 0) return
    clearTimeout(looking)
    clearInterval(asking)
    asking = undefined
  }
  const missed = (line: Open, after: string | null): void => {
    if (after === null) return line.sink.send(`${boot}.${seq}`, null)
    const [ofBoot, number] = after.split(".")
    const last = Number(number)
    const isKnown = ofBoot === boot && Number.isSafeInteger(last) && last <= seq && last >= seq - kept.length
    if (!isKnown) return line.sink.send(`${boot}.${seq}`, { kind: "refresh" })
    for (const told of kept)
      if (told.seq > last && concerns(told, line.session)) line.sink.send(`${boot}.${told.seq}`, told.event)
  }
  return {
    /** Listens from this moment on, and from `after` (an event's id) where that is still known. */
    open: async (session: LiveSession, after: string | null): Promise<LiveLine> => {
      if (lines.size === 0) await begin()
      return (sink) => {
        const own = [...lines].filter((line) => line.session.identity === session.identity)
        // The oldest is most likely a page that is gone.
        if (own.length >= MOST_PER_PERSON) own[0]?.sink.end()
        const line = { session, sink }
        lines.add(line)
        missed(line, after)
        return () => {
          lines.delete(line)
          rest()
        }
      }
    },
    draft: (identity: string, id: DraftId): void =>
      tellAll({ event: { kind: "draft", id }, identity, addresses: NOBODY }),
    stop: (): void => {
      for (const { sink } of lines) sink.end()
      lines.clear()
      rest()
    },
  }
}

const concerns = ({ identity, addresses }: Told, session: LiveSession): boolean =>
  identity === session.identity || addresses.has(session.address)

/** One word for each message and kind, however much happened to it. */
function merged(changes: readonly LiveChange[]): Omit<Told, "seq">[] {
  const found = new Map<string, { event: LiveEvent; identity: string; addresses: Set<string> }>()
  for (const { kind, message, sender, addresses } of changes) {
    const name = `${kind} ${message}`
    const held = found.get(name) ?? {
      event: { kind, id: message as MessageId },
      identity: sender,
      addresses: new Set(),
    }
    for (const address of addresses) held.addresses.add(address)
    found.set(name, held)
  }
  return [...found.values()]
}
