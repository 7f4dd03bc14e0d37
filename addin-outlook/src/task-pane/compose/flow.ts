/**
 * The life of one message in the pane: read, review, send, and what follows. A plain store, readable without React.
 * Promises: only one send runs at a time; every failure says where the text is; nothing ever becomes ordinary e-mail.
 */
import type { Account } from "@smp/shared/account"
import {
  discardSend,
  finishInHost,
  finishSend,
  isAllowed,
  isUnsaid,
  resumeSends,
  secretsToTell,
  sendSecure,
  SendStopped,
} from "@smp/shared/send"
import type { ContactChoice, Mailbox, MailHost, SendResult } from "@smp/shared/send"
import type { SendOptionsView } from "@smp/shared/ui"
import type { StagedMessageText } from "@smp/shared/wire"
import { handedOverBefore, markDraft } from "../../host/outlook-mail-host.ts"
import type { OutlookPort } from "../../host/outlook-port.ts"
import { paneHost, writingFromDraft } from "../write/write-state.ts"
import type { WriteState } from "../write/write-state.ts"
import { holderOf, newRun, showWriting } from "./flow-scene.ts"
import type { Run, Scene } from "./flow-scene.ts"
import { advance, nothingYet } from "./flow-state.ts"
import type { ComposeState, Prepared, Progress } from "./flow-state.ts"
import { keptSteps } from "./kept-steps.ts"
import type { KeptSteps } from "./kept-steps.ts"
import { isHandedOver, stagedAs, unfinishedOf, writingFromStaged } from "./unfinished.ts"
import {
  failureOf,
  isSameAddress,
  NOTHING_CHOSEN,
  organizationOf,
  prepareOutlook,
  preparePane,
  readOutlook,
} from "./prepare.ts"
import type { Chosen } from "./prepare.ts"

const DAY_MS = 86_400_000

export interface ComposeFlow extends KeptSteps {
  readonly read: () => ComposeState
  readonly subscribe: (listener: () => void) => () => void
  /** What is written here so far. */
  readonly writing: () => WriteState | null
  /** Reads Outlook's draft, or takes what was written here, and looks up the keys. */
  readonly begin: () => Promise<void>
  readonly change: (options: SendOptionsView) => void
  /** How people without a key come in. */
  readonly chooseContacts: (chosen: Partial<Pick<Chosen, "contact" | "contacts">>) => void
  readonly confirm: () => Promise<void>
  readonly without: (addresses: readonly string[]) => Promise<void>
  readonly acceptKey: (how: "seen" | "verified") => Promise<void>
  /** The delegate sends under the own address. */
  readonly sendAs: (sender: Mailbox) => Promise<void>
  readonly stop: () => void
  /** The answer to the hand-over was lost. */
  readonly settle: () => Promise<void>
  /** From here on the text stays out of Outlook. */
  readonly writeHere: () => void
  readonly review: () => Promise<void>
  /** What waits sealed on the server, besides this message. */
  readonly unfinished: () => Promise<readonly StagedMessageText[]>
  readonly look: (staged: StagedMessageText) => void
  readonly handOver: (key: string) => Promise<void>
  readonly openStaged: (key: string) => Promise<void>
  readonly giveUp: (key: string) => Promise<void>
}

export function createComposeFlow(account: Account, start: OutlookPort | WriteState): ComposeFlow {
  let state: ComposeState = { at: "preparing" }
  const listeners = new Set<() => void>()
  const show = (next: ComposeState) => {
    state = next
    for (const listener of listeners) listener()
  }
  const outlook = "facts" in start ? start : null
  const run = newRun("facts" in start ? null : start)
  const scene: Scene = { account, outlook, run, show, read: () => state }
  if (run.writing !== null) showWriting(scene, run.writing)
  const steps = keptSteps(
    scene,
    () => prepareAndReview(scene, false),
    (error) => fail(scene, run.prepared, error),
  )
  return {
    read: () => state,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    writing: () => run.writing,
    begin: () => (run.wanted === null ? prepareAndReview(scene, false) : steps.goOn(run.wanted)),
    change: (options) => choose(scene, state, { options }),
    chooseContacts: (chosen) => choose(scene, state, chosen),
    confirm: async () => {
      if (state.at === "review") await send(scene, state.prepared)
    },
    without: async (addresses) => {
      for (const address of addresses) run.without.add(address.toLowerCase())
      await prepareAndReview(scene, false)
    },
    acceptKey: async (how) => {
      if (state.at === "key-changed") await acceptKey(scene, state, how)
    },
    sendAs: async (sender) => {
      run.sender = sender
      await prepareAndReview(scene, false)
    },
    stop: () => run.abort?.abort(),
    settle: async () => {
      if (state.at === "unknown") await settle(scene, state.prepared, state.key)
    },
    writeHere: () => writeHere(scene),
    review: () => prepareAndReview(scene, false),
    ...steps,
    ...stagedSteps(scene),
  }
}

type StagedSteps = Pick<ComposeFlow, "unfinished" | "look" | "handOver" | "openStaged" | "giveUp">

function stagedSteps(scene: Scene): StagedSteps {
  const { account, run, show } = scene
  const job = (journalId: string) => ({ account, journal: account.store, journalId })
  const trying = async (step: () => Promise<void>) => {
    show({ at: "preparing" })
    await step().catch((error: unknown) => {
      const { failure, code } = failureOf(error)
      const isUnknown = error instanceof SendStopped && error.isUnknown && isUnsaid(failure.code)
      const text = isUnknown ? "server" : "staged"
      const holder = { from: "outlook" } as const
      show({ at: "failed", prepared: null, holder, failure: { ...failure, text, isMarked: run.isMarked }, code })
    })
  }
  return {
    unfinished: () => unfinishedOf(account),
    look: (staged) => show({ at: "unfinished", staged, isBeside: true }),
    handOver: (key) =>
      trying(async () => {
        const reply = (await finishSend(job(key))) ?? (await account.client.handedOver(key))
        if (reply !== null) show({ at: "handed-over", id: reply.id, reference: reply.reference })
        else await prepareAndReview(scene, false)
      }),
    openStaged: (key) =>
      trying(async () => {
        const writing = await writingFromStaged(account, key)
        if (writing === null) return prepareAndReview(scene, false)
        // What was written here until now stays in its own draft.
        await run.kept?.leave()
        run.kept = null
        run.saving = { state: "nothing" }
        run.turn += 1
        run.leftBehind.add(key)
        return showWriting(scene, writing)
      }),
    giveUp: (key) =>
      trying(async () => {
        await discardSend(job(key))
        await prepareAndReview(scene, false)
      }),
  }
}

function choose({ run, show }: Scene, state: ComposeState, chosen: Partial<Chosen>): void {
  if (state.at !== "review") return
  const prepared = allowedOf({ ...state.prepared, ...chosen })
  run.prepared = prepared
  if (run.writing !== null) run.writing = { ...run.writing, ...chosenOf(run) }
  const { source } = prepared
  const written = source.from === "pane" ? ({ ...source, writing: run.writing ?? source.writing } as const) : source
  show({ ...state, prepared: { ...prepared, source: written } })
}

/** A label may forbid a way in that was chosen before it. */
function allowedOf(prepared: Prepared): Prepared {
  const { review, options, contact, contacts } = prepared
  const may = (choice: ContactChoice) => isAllowed(review, choice, { label: options.label })
  const own = Object.entries(contacts).filter(([, choice]) => may(choice))
  return { ...prepared, contact: contact !== null && may(contact) ? contact : null, contacts: Object.fromEntries(own) }
}

function chosenOf({ prepared }: Run): Chosen {
  const { options, contact, contacts } = prepared ?? NOTHING_CHOSEN
  return { options, contact, contacts }
}

/** @param isChanged the person has seen an older state of this message */
async function prepareAndReview(scene: Scene, isChanged: boolean): Promise<void> {
  const { run, show } = scene
  show({ at: "preparing" })
  try {
    const prepared = run.writing === null ? await prepareDraft(scene) : await preparePane(scene, run.writing)
    if (prepared === null) return
    run.prepared = prepared
    const changed = prepared.review.people.find(({ state }) => state.kind === "key-changed")
    const refused = prepared.review.people.filter(({ state }) => state.kind === "refused")
    if (refused.length > 0)
      throw new SendStopped("first-contact-not-allowed", { people: refused.map(({ address }) => address) })
    if (changed !== undefined) show({ at: "key-changed", prepared, address: changed.address })
    else show({ at: "review", prepared, isChanged })
  } catch (error) {
    fail(scene, run.prepared, error)
  }
}

function fail({ run, show }: Scene, prepared: Prepared | null, error: unknown): void {
  const { failure, code } = failureOf(error)
  show({ at: "failed", prepared, holder: holderOf(run), failure: { ...failure, isMarked: run.isMarked }, code })
}

/** null: somebody has to decide first who the sender is. */
async function prepareDraft({ account, outlook, run, show }: Scene): Promise<Prepared | null> {
  if (outlook === null) throw new Error("there is no draft")
  const onEmptying = () => {
    if (run.prepared === null) return
    const files = run.prepared.draft.attachments.map(({ size }) => size)
    show({ at: "sending", prepared: run.prepared, progress: { step: "empty", files } })
  }
  const before = await handedOverBefore(outlook)
  const staged = before === null ? null : await stagedAs(account, before.id)
  // The draft was emptied, and then the pane was closed: nothing has been handed over.
  if (staged !== null) {
    show({ at: "unfinished", staged, isBeside: false })
    return null
  }
  if (before !== null && !before.isTouched) {
    const isThere = await isHandedOver(account, before.id)
    show(isThere ? { at: "handed-over", id: before.id, reference: before.reference } : { at: "given-up" })
    return null
  }
  run.isMarked = await markDraft(outlook)
  const host = await readOutlook({ account, outlook, sender: run.sender, onEmptying })
  if (!isSameAddress(host.draft.from.address, account.address)) {
    show({ at: "senders", from: host.draft.from, isMarked: run.isMarked })
    return null
  }
  const prepared = await prepareOutlook(account, host, run.without, chosenOf(run))
  return { ...prepared, second: before === null ? null : before.reference }
}

async function acceptKey(
  scene: Scene,
  { prepared, address }: { prepared: Prepared; address: string },
  how: "seen" | "verified",
): Promise<void> {
  const person = prepared.review.people.find((one) => one.address === address)
  if (person?.state.kind !== "key-changed") return
  scene.show({ at: "preparing" })
  try {
    await scene.account.view.acceptKey(person.state.statement, how)
  } catch (error) {
    return fail(scene, prepared, error)
  }
  await prepareAndReview(scene, false)
}

const hostOf = ({ source, draft }: Prepared): MailHost => (source.from === "outlook" ? source.host : paneHost(draft))

async function send(scene: Scene, prepared: Prepared): Promise<void> {
  const { run, show } = scene
  if (run.abort !== null) return
  run.abort = new AbortController()
  run.prepared = prepared
  let progress: Progress = nothingYet(prepared.draft.attachments.length)
  show({ at: "sending", prepared, progress })
  try {
    const { options, contact, contacts, review, account } = prepared
    const { expiresInDays, ...chosen } = options
    const keeper = keeperOf(scene, prepared)
    const result = await sendSecure({
      account,
      host: hostOf(prepared),
      org: review.org,
      review,
      journal: account.store,
      signal: run.abort.signal,
      options: {
        ...chosen,
        firstContact: contacts,
        firstContactOfAll: contact,
        replyAll: options.reply && options.replyAll,
        expires: expiresInDays === null ? null : Date.now() + expiresInDays * DAY_MS,
      },
      draft: (await keeper?.beginSend()) ?? null,
      onHandOver: async (key) => keeper?.handingOver(key),
      onProgress: (news) => {
        progress = advance(progress, news)
        show({ at: "sending", prepared, progress })
      },
    })
    await done(scene, prepared, result)
  } catch (error) {
    await stopped(scene, prepared, error)
  } finally {
    run.abort = null
  }
}

/** Of the draft that this message was written in. */
const keeperOf = ({ run }: Scene, { source }: Prepared) => (source.from === "pane" ? (run.kept?.keeper ?? null) : null)

async function done(scene: Scene, prepared: Prepared, result: SendResult): Promise<void> {
  const { run, show } = scene
  show({ at: "done", prepared, result })
  await keeperOf(scene, prepared)
    ?.sent()
    .catch(() => undefined)
  run.kept = null
  for (const key of run.leftBehind) await prepared.account.client.removeStaged(key).catch(() => undefined)
}

async function stopped(scene: Scene, prepared: Prepared, error: unknown): Promise<void> {
  const { run, show } = scene
  const stop = error instanceof SendStopped ? error : null
  await keeperOf(scene, prepared)?.sendStopped(stop?.isUnknown === true)
  if (stop?.isUnknown === true && stop.resume !== null) return show({ at: "unknown", prepared, key: stop.resume })
  const staged = prepared.source.from === "outlook" ? prepared.source.host.stagedAs() : null
  if (staged !== null && stop?.text !== "draft") run.leftBehind.add(staged.key)
  if (stop?.code === "draft-changed") return prepareAndReview(scene, true)
  if (stop?.code === "cancelled" && run.writing !== null) return showWriting(scene, run.writing)
  if (stop?.code === "cancelled") return show({ at: "review", prepared, isChanged: false })
  return fail(scene, prepared, error)
}

async function settle(scene: Scene, prepared: Prepared, key: string): Promise<void> {
  const { run } = scene
  if (run.abort !== null) return
  run.abort = new AbortController()
  await settleNow(scene, prepared, key).finally(() => (run.abort = null))
}

/** Asks the server, and hands over again, byte for byte, if it had not arrived. */
async function settleNow(scene: Scene, prepared: Prepared, key: string): Promise<void> {
  const { account } = prepared
  const { run } = scene
  const host = hostOf(prepared)
  const job = { account, journal: account.store, journalId: key, noticesByClient: host.sendsNotices === true }
  try {
    const entry = (await resumeSends(job)).find(({ journalId }) => journalId === key)
    const reply =
      entry?.state === "handed-over" ? entry : ((await finishSend(job)) ?? (await account.client.handedOver(key)))
    if (reply === null) throw new SendStopped("offline", { isUnknown: true, resume: key })
    const sent = { id: reply.id, reference: reply.reference, at: reply.at, draftChanged: false }
    const hostError = await finishInHost(account.client, host, sent)
    const { label } = prepared.options
    const options = { label, firstContact: prepared.contacts, firstContactOfAll: prepared.contact }
    const told = await secretsToTell(account, { review: prepared.review, options, msg: reply.id })
    await done(scene, prepared, { ...sent, hostError, told })
  } catch (error) {
    const { failure, code } = failureOf(error)
    if (isUnsaid(failure.code)) return scene.show({ at: "unknown", prepared, key })
    const text = prepared.source.from === "pane" ? "draft" : "staged"
    const holder = holderOf(run)
    scene.show({ at: "failed", prepared, holder, failure: { ...failure, text, isMarked: run.isMarked }, code })
  }
}

/** With everything that was read from Outlook's draft, where it was read. */
function writeHere(scene: Scene): void {
  const { account, run } = scene
  const draft = run.prepared?.draft
  const org = run.prepared?.review.org ?? organizationOf(account)
  run.writing ??= { ...writingFromDraft(org, draft ?? emptyDraft(account)), ...chosenOf(run) }
  showWriting(scene, run.writing)
}

const emptyDraft = ({ address, name }: Account) => ({
  from: { address, name },
  to: [],
  cc: [],
  bcc: [],
  subject: "",
  html: null,
  text: "",
  attachments: [],
  thread: null,
})
