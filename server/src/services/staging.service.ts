/**
 * Staged messages: what a sender has sealed, held until it is handed over or given up (docs/PROTOCOL.md §4.2).
 * Promises: accepted only when the commit would be accepted too; seen by the author alone; files stay as long as it does.
 * Never: tells anybody, opens anything.
 */
import { readSlip } from "@smp/shared/slip"
import type { Slip } from "@smp/shared/slip"
import { MAX_STAGED, messageCommit } from "@smp/shared/wire"
import type { MessageCommit, MessageId, ObjectId, StagedMessageText } from "@smp/shared/wire"
import type { StagedRow } from "../data/staging.store.ts"
import type { Files } from "./files.service.ts"
import type { OpenOrganization, OrganizationHouse } from "./organization-house.ts"
import { notFound, refuseRequest } from "./refusal.ts"
import type { LiveSession } from "./sessions.service.ts"
import { bytesOfText, textOfBytes } from "./texts.ts"

export interface StagingParts {
  readonly house: OrganizationHouse
  readonly files: Files
  /** Everything that the commit checks. @throws Refusal */
  readonly check: (session: LiveSession, body: MessageCommit) => Promise<Slip>
  readonly now: () => number
  readonly hasRoom: () => boolean
}
export interface StageRequest {
  readonly session: LiveSession
  readonly key: string
  readonly body: MessageCommit
  /** Of the request as received. */
  readonly bytes: Uint8Array
  readonly digest: Uint8Array
}
export type Staging = ReturnType<typeof stagingService>

const KEPT_MS = 30 * 24 * 3600_000
const context = ({ author, key }: Pick<StagedRow, "author" | "key">) => `staged|${author}|${key}`

export function stagingService(parts: StagingParts) {
  const { house, files, now } = parts
  const own = async (session: LiveSession, key: string) => {
    for (const organization of house.all()) {
      const row = await organization.staging.find(session.identity, key)
      if (row !== null && row.expiresAt > now()) return { organization, row, commit: commitOf(organization, row) }
    }
    return notFound()
  }
  const listed = async (session: LiveSession, key: string, obj: string) => {
    const found = await own(session, key)
    return objectsOf(found.commit).some((listed) => listed === obj) ? found : notFound()
  }
  return {
    stage: async ({ session, key, body, bytes, digest }: StageRequest): Promise<StagedMessageText> => {
      const organization = house.get(body.org)
      const request = textOfBytes(new Uint8Array(digest))
      const held = await organization.staging.find(session.identity, key)
      if (held !== null) return repeated(organization, held, request)
      if (!parts.hasRoom()) refuseRequest("storage.full", undefined, { retryAfter: 60 })
      const slip = await parts.check(session, body)
      const objects = objectsOf(body)
      await files.staged(organization, session.identity, objects)
      const author = session.identity
      const sealed = organization.engine.seal(context({ author, key }), bytes)
      const row = { author, key, message: slip.msg, request, sealed, at: now(), expiresAt: now() + KEPT_MS }
      const outcome = await organization.staging.stage({ row, objects, limit: MAX_STAGED })
      // A request that was on its way for long; the copy would wait for ever, and outlive a recall.
      if (outcome === "taken") return refuseRequest("message.taken")
      if (outcome === "crowded") return refuseRequest("message.refused", "Too many messages wait to be handed over.")
      for (const obj of objects) files.forget(obj)
      return repeated(organization, (await organization.staging.find(author, key)) ?? notFound(), request)
    },
    list: async (session: LiveSession): Promise<StagedMessageText[]> => {
      const found: StagedMessageText[] = []
      for (const organization of house.all()) {
        const rows = await organization.staging.list(session.identity)
        found.push(...rows.filter(({ expiresAt }) => expiresAt > now()).map((row) => shownAs(organization, row)))
      }
      return found.toSorted((a, b) => b.at - a.at)
    },
    commit: async (session: LiveSession, key: string): Promise<MessageCommit> => (await own(session, key)).commit,
    remove: async (session: LiveSession, key: string): Promise<void> => {
      const { organization } = await own(session, key)
      await organization.staging.remove(session.identity, key)
    },
    describe: async (session: LiveSession, key: string, obj: string) =>
      files.describe((await listed(session, key, obj)).organization, obj),
    chunk: async (session: LiveSession, key: string, place: { obj: string; index: number }) =>
      files.readChunk((await listed(session, key, place.obj)).organization, place.obj, place.index),
  }
}

function repeated(organization: OpenOrganization, row: StagedRow, request: string): StagedMessageText {
  return row.request === request ? shownAs(organization, row) : refuseRequest("request.idempotency_conflict")
}

function commitOf(organization: OpenOrganization, row: StagedRow): MessageCommit {
  return messageCommit.parse(JSON.parse(organization.engine.open(context(row), row.sealed).toString("utf8")))
}

const slipOf = (commit: MessageCommit): Slip => readSlip(bytesOfText(commit.slip))

const objectsOf = (commit: MessageCommit): ObjectId[] => [
  ...slipOf(commit).objs.map(([obj]) => obj as ObjectId),
  ...("obj" in commit.body ? [commit.body.obj] : []),
]

function shownAs(organization: OpenOrganization, row: StagedRow): StagedMessageText {
  const commit = commitOf(organization, row)
  const { subj, to, cc, objs } = slipOf(commit)
  return {
    key: row.key,
    id: row.message as MessageId,
    org: organization.id,
    subject: subj,
    people: [...[...to, ...cc].map(({ addr }) => addr), ...commit.bcc],
    attachments: objs.length,
    at: row.at,
    expiresAt: row.expiresAt,
  }
}
