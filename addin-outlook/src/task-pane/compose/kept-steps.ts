/**
 * A text that is written in the pane, kept as a draft: by itself while it is written, put away, taken up again, discarded.
 * Drafts of the Message Center go on here, and these there.
 */
import { readHeldDraft } from "@smp/shared/drafts"
import type { DraftContent, DraftSaving } from "@smp/shared/drafts"
import type { DraftId } from "@smp/shared/wire"
import { KeptWriting } from "../write/kept-writing.ts"
import { writingOf } from "../write/write-content.ts"
import type { OpenedWriting } from "../write/write-content.ts"
import { emptyWriting, hasContent, isWorthKeeping } from "../write/write-state.ts"
import type { WriteState } from "../write/write-state.ts"
import { showWriting } from "./flow-scene.ts"
import type { Scene } from "./flow-scene.ts"
import { organizationOf } from "./prepare.ts"

/** The newest of the drafts that wait on the server. */
export interface WaitingDraft {
  readonly id: DraftId
  readonly subject: string
  readonly savedAt: number
}
export interface KeptSteps {
  readonly rewrite: (writing: WriteState) => void
  /** null: none, or the server does not answer. */
  readonly waiting: () => Promise<WaitingDraft | null>
  readonly keepForLater: () => Promise<void>
  readonly discard: () => Promise<void>
  readonly bringBack: (id: DraftId) => Promise<void>
  readonly goOn: (id: DraftId) => Promise<void>
  /** Another device wrote too. */
  readonly resolve: (choice: "both" | "mine" | "theirs") => Promise<void>
  /** The pane is hidden, or goes away. */
  readonly save: () => void
  readonly leave: () => void
}

/** `begin`: back to Outlook's draft; `fail`: what cannot be done is said. */
export function keptSteps(scene: Scene, begin: () => Promise<void>, fail: (error: unknown) => void): KeptSteps {
  const { account, run, show } = scene
  const onSaving = (saving: DraftSaving) => {
    run.saving = saving
    if (scene.read().at === "write" && run.writing !== null) showWriting(scene, run.writing)
  }
  const forget = () => {
    run.kept = null
    run.writing = null
    run.prepared = null
    run.saving = { state: "nothing" }
  }
  const goOn = async (id: DraftId) => {
    show({ at: "preparing" })
    run.wanted = scene.outlook === null && run.writing === null ? id : null
    try {
      const opened = await readHeldDraft(account, id)
      run.wanted = null
      if (opened.state === "sent") return show({ at: "handed-over", id: opened.id, reference: "" })
      if (opened.state === "gone") return await (scene.outlook === null ? showEmpty(scene) : begin())
      const made = await madeHarmless(opened.content)
      forget()
      run.turn += 1
      run.writing = made.writing
      run.kept = new KeptWriting({ account, held: { id, opened, ...made }, onSaving })
      return showWriting(scene, made.writing)
    } catch (error) {
      return fail(error)
    }
  }
  const begun = (writing: WriteState): KeptWriting => {
    run.kept = new KeptWriting({ account, onSaving })
    run.kept.change(writing)
    return run.kept
  }
  return {
    rewrite: (writing) => {
      if (run.kept !== null) run.kept.change(writing)
      else if (hasContent(writing)) begun(writing)
      showWriting(scene, writing)
    },
    waiting: () => waitingDraft(scene).catch(() => null),
    keepForLater: () => putAway(scene, { begin, forget, begun }),
    discard: async () => {
      const { kept } = run
      if (kept === null || run.writing === null) return begin()
      const { id } = kept.keeper
      const undo = await kept.keeper.discard().catch(() => null)
      if (run.kept !== kept) return undefined
      // Not deleted: what was typed meanwhile is kept too.
      if (undo === null) return kept.change(run.writing)
      const { subject } = run.writing
      run.undo = undo
      forget()
      return show({ at: "put-away", how: "discarded", id, subject })
    },
    bringBack: async (id) => {
      await run.undo?.().catch(() => undefined)
      await goOn(id)
    },
    goOn,
    resolve: async (choice) => {
      const theirs = (await run.kept?.keeper.resolve(choice)) ?? null
      if (theirs === null) return
      const made = await madeHarmless(theirs)
      run.kept?.replace(made)
      run.turn += 1
      showWriting(scene, made.writing)
    },
    save: () => void run.kept?.keeper.flush(),
    leave: () => void run.kept?.leave(),
  }
}

/** There is no draft to go back to. */
const showEmpty = async (scene: Scene) => showWriting(scene, emptyWriting(organizationOf(scene.account)))

/** The draft would not be what is seen here. */
const LACKS_A_FILE: DraftSaving = { state: "here", why: "too-large" }

/** Only what is on the server is put away: a frame's own storage may be none. */
async function putAway(
  scene: Scene,
  {
    begin,
    forget,
    begun,
  }: { begin: () => Promise<void>; forget: () => void; begun: (writing: WriteState) => KeptWriting },
): Promise<void> {
  const { outlook, run, show } = scene
  const { writing } = run
  if (writing === null || !isWorthKeeping(writing)) {
    if (outlook === null) return undefined
    forget()
    return begin()
  }
  const kept = run.kept ?? begun(writing)
  await kept.settle()
  // Files may have taken long: whoever did something else meanwhile is not taken away from it.
  if (run.kept !== kept || scene.read().at !== "write") return undefined
  if (!kept.isWhole) return show({ at: "write", writing: run.writing ?? writing, saving: LACKS_A_FILE, turn: run.turn })
  if (run.saving.state !== "saved") return undefined
  const { id } = kept.keeper
  const { subject } = run.writing ?? writing
  forget()
  show({ at: "put-away", how: "kept", id, subject })
  return kept.leave()
}

async function waitingDraft({ account }: Scene): Promise<WaitingDraft | null> {
  const [newest] = (await account.client.drafts()).toSorted((a, b) => b.savedAt - a.savedAt)
  if (newest === undefined) return null
  const opened = await readHeldDraft(account, newest.id)
  return opened.state === "open"
    ? { id: newest.id, subject: opened.content.subject.trim(), savedAt: newest.savedAt }
    : null
}

async function madeHarmless(content: DraftContent): Promise<OpenedWriting> {
  if (content.quote === null) return writingOf(content, () => "")
  const { quotableHtml } = await import("@smp/shared/read/render")
  return writingOf(content, quotableHtml)
}
