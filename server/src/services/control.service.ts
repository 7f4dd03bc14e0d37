/**
 * Recall, suspension and change of the end, by the sender's signed word (docs/PROTOCOL.md §7.1).
 * Promises: only the key of the header decides, or an officer of the policy over a recall; the answer goes out after
 * grants, tickets and boxes are destroyed and gone from the files too; the same record again has the same answer.
 * Never: opens anything; tells a reader of another reader's blind copy.
 */
import { countControl, readHeader, readSlip } from "@smp/shared/slip"
import type { Control, ControlKind, ControlledMessage } from "@smp/shared/slip"
import type { ControlsReply, SignedObjectText } from "@smp/shared/wire"
import type { ControlOutcome, StoredControl } from "../data/control.store.ts"
import type { RecipientRow, StoredMessage } from "../data/message.store.ts"
import type { GrantAgent } from "../engines/agent-client.ts"
import { tellAgent } from "./agent-controls.ts"
import type { Authorise } from "./authorise.ts"
import { recordsFor } from "./closed-messages.ts"
import type { Directory } from "./directory.service.ts"
import { agentWords, lossOf } from "./lost-access.ts"
import { endingEntries, tellAgentEntry } from "./message-tasks.ts"
import type { Notices } from "./notices.ts"
import type { OpenOrganization } from "./organization-house.ts"
import type { Organizations } from "./organizations.service.ts"
import { purgeFiles } from "./purge.ts"
import { rowOf } from "./message-rows.ts"
import { notFound, Refusal, refuseRequest } from "./refusal.ts"
import type { LiveSession } from "./sessions.service.ts"
import { checked, signedOfText, textOfBytes } from "./texts.ts"

export interface ControlParts {
  readonly authorise: Authorise
  readonly find: (id: string) => Promise<{ organization: OpenOrganization; message: StoredMessage } | null>
  readonly organizations: Organizations
  readonly directory: Directory
  readonly agent: GrantAgent
  readonly notices: Notices
  readonly now: () => number
  readonly report: (fault: unknown) => void
}
export type Controlling = ReturnType<typeof controlService>

const CLOCK_SKEW_MS = 10 * 60_000
/** Each of the agent's two grants of a message can become needless once. */
const MOST_TRIES = 3

/** A message and who decides about it, or looks at what was decided. */
interface Reached {
  readonly organization: OpenOrganization
  readonly message: StoredMessage
  readonly recipients: readonly RecipientRow[]
  readonly role: "from" | "to" | "cc" | "bcc" | "officer"
  readonly address: string
}

export function controlService(parts: ControlParts) {
  const decide = async (session: LiveSession, id: string, { kind, record }: Decision): Promise<void> => {
    const reached = await reach(parts, session, id)
    if (reached.role !== "from" && !(reached.role === "officer" && kind === "recall")) return notFound()
    const control = await checked("message.refused", async () =>
      countControl(await controlled(parts, reached, session), { kind, signed: signedOfText(record) }),
    )
    if (control.iss !== session.identity) return refuseRequest("message.refused")
    const outcome = await carryOut(parts, reached, { control, record })
    if (outcome === "old") return refuseRequest("message.refused", "A later decision is known; please look again.")
    if (outcome === "ended") return refuseRequest("message.expired")
    // A repeated request may be the one that comes after a fault between commit and clean-up.
    await purgeFiles(reached.organization, parts.report)
    await tellAgentNow(parts, reached)
    parts.notices.wake()
  }
  return {
    recall: (session: LiveSession, id: string, record: SignedObjectText) =>
      decide(session, id, { kind: "recall", record }),
    suspend: (session: LiveSession, id: string, record: SignedObjectText) =>
      decide(session, id, { kind: "suspension", record }),
    changeExpiry: (session: LiveSession, id: string, record: SignedObjectText) =>
      decide(session, id, { kind: "expiry", record }),
    controls: async (session: LiveSession, id: string): Promise<ControlsReply> => {
      const reached = await reach(parts, session, id)
      const { organization, message, recipients, role } = reached
      const signers = await Promise.all(
        (await organization.controls.of(message.id)).map(({ signed }) =>
          parts.directory.statementOfKid(signedOfText(signed).k),
        ),
      )
      const principals = new Set([message.sender, ...signers.flatMap((signer) => signer?.prn ?? [])])
      return {
        org: organization.id,
        row: await rowOf(organization, session, message),
        header: message.header,
        slip: textOfBytes(new Uint8Array(message.slip)),
        statements: await Promise.all(
          [...principals].map(async (prn) => ({
            prn: prn as ControlsReply["statements"][number]["prn"],
            statements: await parts.directory.statementTexts(prn),
          })),
        ),
        records: await recordsFor(organization, reached),
        bcc: role === "from" ? recipients.filter((one) => one.role === "bcc").map(({ address }) => address) : [],
      }
    },
  }
}

interface Decision {
  readonly kind: ControlKind
  readonly record: SignedObjectText
}

/** Participants, and people whom the organization's policy names as officers. */
async function reach(parts: ControlParts, session: LiveSession, id: string): Promise<Reached> {
  try {
    return await parts.authorise(session, id)
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== "not_found") throw error
  }
  const { organization, message } = (await parts.find(id)) ?? notFound()
  const { officers } = await parts.organizations.currentPolicy(organization.id)
  if (!officers.some(({ idn }) => idn === session.identity)) return notFound()
  const recipients = await organization.messages.recipients(id)
  return { organization, message, recipients, role: "officer", address: session.address }
}

async function controlled(parts: ControlParts, reached: Reached, session: LiveSession): Promise<ControlledMessage> {
  const { message, role } = reached
  const header = readHeader(signedOfText(message.header))
  const isOfficer = role === "officer"
  return {
    org: header.org,
    msg: header.msg,
    slipHash: header.slip,
    sender: header,
    senderChain: await parts.directory.chainOf(message.sender),
    officers: isOfficer ? (await parts.organizations.currentPolicy(header.org)).officers : [],
    officerChains: isOfficer ? [await parts.directory.chainOf(session.identity)] : [],
  }
}

interface Checked {
  readonly control: Control
  readonly record: SignedObjectText
}

async function carryOut(parts: ControlParts, reached: Reached, given: Checked): Promise<ControlOutcome> {
  const { control } = given
  const { organization, message } = reached
  const stored = { ...storedOf(parts, message, given), address: blindOf(reached, control) }
  const known = (await organization.controls.of(message.id)).some(
    ({ kind, seq, signed }) => kind === control.kind && seq === control.seq && signed.b === given.record.b,
  )
  if (known) return "repeated"
  if (Math.abs(control.at - parts.now()) > CLOCK_SKEW_MS) return refuseRequest("message.refused")
  const isToTell = (await organization.messages.tickets(message.id)).length > 0
  const tell = isToTell ? [tellAgentEntry(organization.engine, message.id)] : []
  switch (control.kind) {
    case "recall":
      return recall(parts, reached, { control, stored, tell })
    case "suspension":
      return organization.controls.suspend(stored, control.on, tell)
    case "expiry": {
      const ends = endingEntries(organization.engine, { message: message.id, exp: control.exp, now: parts.now() })
      return organization.controls.changeExpiry(stored, control.exp, [...ends, ...tell])
    }
  }
}

/** Sooner than the task in ProcessQ, which stays for the case that the agent is not there. */
async function tellAgentNow(parts: ControlParts, { organization, message }: Reached): Promise<void> {
  const senderChain = await parts.directory.statementTexts(message.sender)
  await tellAgent(parts.agent, organization, { message, senderChain }).catch(parts.report)
}

const storedOf = (parts: ControlParts, message: StoredMessage, { control, record }: Checked): StoredControl => ({
  message: message.id,
  kind: control.kind,
  seq: control.seq,
  signed: record,
  address: null,
  at: parts.now(),
})

/** A record that names a blind copy names nobody else, and is told to that reader alone (review M3). */
function blindOf({ recipients }: Reached, control: Control): string | null {
  if (control.kind !== "recall" || control.who === null) return null
  const isOf = (role: "visible" | "bcc") => (address: string) =>
    recipients.some((one) => one.address === address && (one.role === "bcc") === (role === "bcc"))
  if (control.who.every(isOf("visible"))) return null
  const [only, ...more] = control.who
  return only !== undefined && more.length === 0 && isOf("bcc")(only) ? only : refuseRequest("message.refused")
}

interface RecallCase {
  readonly control: Extract<Control, { kind: "recall" }>
  readonly stored: StoredControl
  readonly tell: Parameters<OpenOrganization["controls"]["suspend"]>[2]
}

async function recall(
  parts: ControlParts,
  reached: Reached,
  { control, stored, tell }: RecallCase,
): Promise<ControlOutcome> {
  const { organization, message, recipients } = reached
  const { who, obj } = control
  const listed = readSlip(new Uint8Array(message.slip)).objs.map(([id]) => id)
  if (obj?.some((id) => !listed.includes(id)) === true) return refuseRequest("message.refused")
  const all = recipients.map(({ address }) => address)
  const addresses = obj !== null ? [] : [...new Set(who ?? all)]
  const losing = { addresses, isForAll: obj === null && who === null }
  const notices = await recallNotices(parts, reached, { control, addresses: obj === null ? addresses : all })
  const queue = [...tell, ...notices]
  // Readers are let in meanwhile, and with the last of them an agent's grant has to go that was needed before.
  for (let tries = 1; tries <= MOST_TRIES; tries++) {
    const words = await agentWords(parts.agent, organization, { message, losing }).catch((fault: unknown) => {
      parts.report(fault)
      return null
    })
    const loss = lossOf(message, losing, words)
    const outcome = await organization.controls.recall({ control: stored, loss, objects: obj ?? [], queue })
    if (outcome !== "changed") return outcome
  }
  return refuseRequest("service.unavailable")
}

/** To those whom the mail server took a notice for: nobody else has heard of the message. */
async function recallNotices(
  { notices, now }: ControlParts,
  { organization, message, recipients }: Reached,
  { control, addresses }: { control: RecallCase["control"]; addresses: readonly string[] },
) {
  const events = await organization.tracking.of(message.id)
  const isNotified = (address: string) =>
    events.some((event) => event.address === address && event.kind === "accepted") &&
    recipients.some((one) => one.address === address && typeof one.recalledAt !== "number")
  return [...new Set(addresses)].filter(isNotified).map((address) =>
    notices.entry(organization.engine, {
      kind: "recall",
      ...notices.about(organization, message, address),
      recalledAt: now(),
      isFilesOnly: control.obj !== null,
    }),
  )
}
