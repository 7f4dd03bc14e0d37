/** Writing and sending from the browser. Nothing leaves this page before Send; on any failure the text stays here. */
import { useCallback, useEffect, useRef, useState } from "react"
import { useStrings } from "@smp/shared/ui"
import type { SendResult } from "@smp/shared/send"
import { useLocation } from "wouter"
import { useAccount, useSignedIn } from "../account-context.ts"
import { hasContent, newState, toDraft, toOptions } from "../parts/compose/compose-state.ts"
import type { ComposeState } from "../parts/compose/compose-state.ts"
import { ComposeForm, titleOf } from "../parts/compose/compose-form.tsx"
import { SendingPage, StoppedPage } from "../parts/compose/sending-page.tsx"
import { SessionEndedDialog } from "../parts/compose/session-ended-dialog.tsx"
import { useSending } from "../parts/compose/use-sending.ts"
import { OnceOpen } from "../parts/once-open.tsx"
import { leaveDraft, leftDraft, takeReply } from "../parts/draft-in-hand.ts"
import { useMailbox } from "../parts/mailbox.tsx"
import { keepTold } from "../parts/told-at-send.ts"
import { useTitle } from "../parts/use-title.ts"

function firstState(): ComposeState {
  const reply = takeReply()
  return reply === null ? (leftDraft() ?? newState(null)) : newState(reply)
}

export function ComposePage() {
  const strings = useStrings()
  const account = useAccount()
  const { isEnded } = useSignedIn()
  const { folder, refresh } = useMailbox()
  const [, go] = useLocation()
  const [state, setState] = useState(firstState)
  const home = account.memberships.find(({ role }) => role !== "guest") ?? account.memberships[0]
  const org = state.reply?.org ?? home?.org ?? null
  const organization = account.memberships.find((held) => held.org === org)?.name ?? ""
  useTitle(titleOf(state.reply?.follows.as, strings))
  const finish = useKeeping(state)
  const leave = useCallback(
    (to: string, options?: { replace?: boolean; state?: unknown }) => {
      finish()
      go(to, options)
    },
    [finish, go],
  )
  const onSent = useCallback(
    ({ id, at, reference, told }: SendResult) => {
      keepTold(id, told)
      refresh()
      leave(`/m/${id}`, { replace: true, state: { handedOver: { at, reference } } })
    },
    [leave, refresh],
  )
  const { sending, send, stop, back } = useSending(onSent)
  const submit = useCallback(() => {
    if (org === null) return
    const draft = toDraft(state, { address: account.address, name: account.name })
    void send({ draft, org, options: { ...toOptions(state.options, Date.now()), firstContactOfAll: state.contact } })
  }, [account, org, send, state])
  return (
    <>
      {sending.state === "sending" && <SendingPage sending={sending} onStop={stop} />}
      {sending.state === "stopped" && (
        <StoppedPage stopped={sending} organization={organization} onBack={back} onAgain={submit} />
      )}
      {sending.state === "writing" && (
        <ComposeForm
          state={state}
          onChange={setState}
          org={org}
          organization={organization}
          onSend={submit}
          onDiscard={() => leave(`/${folder}`)}
        />
      )}
      <OnceOpen isOpen={isEnded}>
        <SessionEndedDialog isOpen={isEnded} />
      </OnceOpen>
    </>
  )
}

/** Leaving for another page of ours keeps the draft in memory; leaving the site asks first. @returns to be called once it is sent or thrown away */
function useKeeping(state: ComposeState): () => void {
  const latest = useRef<ComposeState | null>(state)
  useEffect(() => {
    if (latest.current !== null) latest.current = state
  }, [state])
  useEffect(() => {
    const worthKeeping = () => (latest.current !== null && hasContent(latest.current) ? latest.current : null)
    const ask = (event: BeforeUnloadEvent) => {
      if (worthKeeping() !== null) event.preventDefault()
    }
    addEventListener("beforeunload", ask)
    return () => {
      removeEventListener("beforeunload", ask)
      leaveDraft(worthKeeping())
    }
  }, [])
  return useCallback(() => {
    latest.current = null
  }, [])
}
