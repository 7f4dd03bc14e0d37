/** Writing and sending from the browser. What is written is kept from the first letter on; on any failure it stays here. */
import { Button, Spinner } from "@fluentui/react-components"
import { DocumentQuestionMark24Regular } from "@fluentui/react-icons"
import { readHeldDraft, sendableDraft } from "@smp/shared/drafts"
import { quotableHtml } from "@smp/shared/read/render"
import type { SendResult } from "@smp/shared/send"
import { EmptyState, useStrings } from "@smp/shared/ui"
import { draftId } from "@smp/shared/wire"
import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from "react"
import { useLocation } from "wouter"
import type { Account } from "@smp/shared/account"
import { useAccount, useSignedIn } from "../account-context.ts"
import { newState } from "../parts/compose/compose-state.ts"
import { ComposeForm, titleOf } from "../parts/compose/compose-form.tsx"
import { fromContent, toContent } from "../parts/compose/draft-content.ts"
import { LiveDraft, unpark } from "../parts/compose/live-draft.ts"
import { SendingPage, StoppedPage } from "../parts/compose/sending-page.tsx"
import { SessionEndedDialog } from "../parts/compose/session-ended-dialog.tsx"
import { useSending } from "../parts/compose/use-sending.ts"
import { letGoOfReply, replyInHand } from "../parts/draft-in-hand.ts"
import { OnceOpen } from "../parts/once-open.tsx"
import { useMailbox } from "../parts/mailbox.tsx"
import { keepTold } from "../parts/told-at-send.ts"
import { offerUndo } from "../parts/undo.tsx"
import { useTitle } from "../parts/use-title.ts"

/** `/new` becomes `/draft/…` with the first letter, and is still the same page; `/new` again is another one. */
let pages = 0
const pageOf = new Map<string, string>()
const keyOf = (id: string | undefined): string => (id === undefined ? `new ${pages}` : (pageOf.get(id) ?? id))

export function ComposePage({ id }: { readonly id: string | undefined }) {
  const key = keyOf(id)
  return (
    <OneDraft
      key={key}
      id={id}
      onId={(next) => {
        pageOf.set(next, key)
        pages += 1
      }}
    />
  )
}

type Opening = LiveDraft | "loading" | "gone" | "not-member" | { readonly sent: string } | { readonly problem: unknown }

async function openHeld(account: Account, text: string): Promise<Opening> {
  const id = draftId.safeParse(text)
  if (!id.success) return "gone"
  const parked = unpark(id.data)
  if (parked !== null) return parked
  const opened = await readHeldDraft(account, id.data)
  if (opened.state === "gone") return "gone"
  if (opened.state === "sent") return { sent: opened.id }
  const { content } = opened
  return new LiveDraft({
    account,
    org: content.org,
    state: fromContent(content, quotableHtml),
    held: { id: id.data, opened },
  })
}

/** A page whose parts are still on their way is drawn again from the start: one answer is one draft all the same. */
const begun = new WeakMap<object, LiveDraft>()

function begin(account: Account): Opening {
  const reply = replyInHand()
  const before = reply === null ? undefined : begun.get(reply)
  if (before !== undefined) return before
  const home = account.memberships.find(({ role }) => role !== "guest") ?? account.memberships[0]
  const org = reply?.org ?? home?.org
  if (org === undefined) return "not-member"
  const live = new LiveDraft({ account, org, state: newState(reply) })
  if (reply === null) return live
  begun.set(reply, live)
  if ("attachments" in reply) live.attach(reply.attachments)
  return live
}

function OneDraft({ id: shown, onId }: { readonly id: string | undefined; readonly onId: (id: string) => void }) {
  const account = useAccount()
  const [, go] = useLocation()
  const [id] = useState(shown)
  const [opening, setOpening] = useState<Opening>(() => (id === undefined ? begin(account) : "loading"))
  const [first] = useState(account)
  useEffect(letGoOfReply, [])
  useEffect(() => {
    if (id !== undefined) openHeld(first, id).then(setOpening, (problem: unknown) => setOpening({ problem }))
  }, [first, id])
  const sent = typeof opening === "object" && "sent" in opening ? opening.sent : null
  useEffect(() => {
    if (sent !== null) go(`/m/${sent}`, { replace: true })
  }, [go, sent])
  if (opening instanceof LiveDraft) return <Writing live={opening} onId={onId} />
  if (opening === "loading" || sent !== null) return <Spinner size="medium" style={{ minHeight: "50dvh" }} />
  return <NotOpened why={opening === "gone" || opening === "not-member" ? opening : "failed"} />
}

function NotOpened({ why }: { readonly why: "gone" | "not-member" | "failed" }) {
  const { administration, compose, drafts, failure, list } = useStrings()
  const [, go] = useLocation()
  const [title, text] = {
    gone: [drafts.gone, drafts.goneText] as const,
    "not-member": [administration.notAllowedTitle, compose.problem.notMember] as const,
    failed: [failure.busyTitle, failure.serverFault] as const,
  }[why]
  const place = why === "not-member" ? { path: "/inbox", name: list.inbox } : { path: "/drafts", name: drafts.folder }
  useTitle(title)
  return (
    <EmptyState
      headingLevel={1}
      icon={<DocumentQuestionMark24Regular />}
      title={title}
      text={text}
      actions={<Button onClick={() => go(place.path)}>{place.name}</Button>}
    />
  )
}

function Writing({ live, onId }: { readonly live: LiveDraft; readonly onId: (id: string) => void }) {
  const strings = useStrings()
  const { drafts } = strings
  const account = useAccount()
  const { isEnded } = useSignedIn()
  const { folder, refresh } = useMailbox()
  const [, go] = useLocation()
  const { state, saving } = useSyncExternalStore(live.subscribe, live.view)
  /** Grows when the text is to be drawn anew, because another device's was chosen. */
  const [turn, setTurn] = useState(0)
  const organization = account.memberships.find((held) => held.org === live.org)?.name ?? ""
  useTitle(titleOf(state.reply?.follows.as, strings))
  useEffect(() => live.useAccount(account), [account, live])
  useKeeping(live, (next) => {
    onId(next)
    go(`/draft/${next}`, { replace: true })
  })
  const onSent = useCallback(
    ({ id, at, reference, told }: SendResult) => {
      keepTold(id, told)
      refresh()
      go(`/m/${id}`, { replace: true, state: { handedOver: { at, reference } } })
    },
    [go, refresh],
  )
  const { sending, send, stop, back } = useSending(onSent)
  const submit = useCallback(() => {
    const { draft, options } = sendableDraft(account, toContent(state, live.org), Date.now())
    // Files that are still on their way go along too: the send waits for them.
    const attachments = state.files.map(({ upload }) => upload.attachment)
    void send({ draft: { ...draft, attachments }, org: live.org, options, keeper: live.keeper })
  }, [account, live, send, state])
  const discard = async () => {
    go(`/${folder}`)
    if (!live.isBegun) return
    const bringBack = await live.keeper.discard()
    offerUndo(drafts.deleted, () => void bringBack().then(() => go(`/draft/${live.keeper.id}`)))
  }
  const choose = async (choice: "both" | "mine" | "theirs") => {
    const theirs = await live.keeper.resolve(choice)
    if (theirs === null) return
    live.change(() => fromContent(theirs, quotableHtml))
    setTurn((before) => before + 1)
  }
  return (
    <>
      {sending.state === "sending" && <SendingPage sending={sending} onStop={stop} />}
      {sending.state === "stopped" && (
        <StoppedPage stopped={sending} organization={organization} saving={saving} onBack={back} onAgain={submit} />
      )}
      {sending.state === "writing" && (
        <ComposeForm
          key={turn}
          state={state}
          saving={saving}
          onChange={live.change}
          onFiles={live.addFiles}
          onRemoveFile={live.removeFile}
          onChoose={(choice) => void choose(choice)}
          org={live.org}
          organization={organization}
          onSend={submit}
          onDiscard={() => void discard()}
        />
      )}
      <OnceOpen isOpen={isEnded}>
        <SessionEndedDialog isOpen={isEnded} />
      </OnceOpen>
    </>
  )
}

/** Saves at once where the page may be gone the next moment; leaving the site asks while a file is on its way. */
function useKeeping(live: LiveDraft, onId: (id: string) => void): void {
  const latest = useRef(onId)
  useEffect(() => {
    latest.current = onId
  }, [onId])
  useEffect(() => {
    live.listen((id) => latest.current(id))
    const save = () => void live.keeper.flush()
    const ask = (event: BeforeUnloadEvent) => {
      const { saving } = live.view()
      if (live.isUploading || (saving.state === "here" && saving.why === "too-large")) event.preventDefault()
    }
    const moments = ["blur", "online", "pagehide"] as const
    for (const moment of moments) addEventListener(moment, save)
    document.addEventListener("visibilitychange", save)
    addEventListener("beforeunload", ask)
    return () => {
      for (const moment of moments) removeEventListener(moment, save)
      document.removeEventListener("visibilitychange", save)
      removeEventListener("beforeunload", ask)
      live.leave()
    }
  }, [live])
}
