/** o11, o13, o14 and every other failure: what happened, where the text is, what can be done. */
import { Button } from "@fluentui/react-components"
import {
  CloudOff24Regular,
  DocumentError24Regular,
  PersonProhibited24Regular,
  ShieldError24Regular,
  Warning24Regular,
} from "@fluentui/react-icons"
import { plainTextOf } from "@smp/shared/send"
import { PlaceList, useStrings } from "@smp/shared/ui"
import { useState } from "react"
import type { ReactElement } from "react"
import { FailureHead } from "../parts/failure-head.tsx"
import { Pane } from "../parts/pane.tsx"
import type { Way } from "../parts/pane.tsx"
import { usePaneStyles } from "../parts/styles.ts"
import { words } from "../strings/words.ts"
import { WaitingNote } from "../write/waiting-note.tsx"
import type { Scene } from "./compose-page.tsx"
import { failureText, groupOf } from "./failure-text.ts"
import type { ComposeState, Failure, Prepared } from "./flow-state.ts"
import { placesOf } from "./places.ts"

export interface FailureProps {
  readonly scene: Scene
  readonly state: Extract<ComposeState, { at: "failed" }>
}

export function FailureView({ scene, state }: FailureProps) {
  const styles = usePaneStyles()
  const strings = useStrings()
  const { failure, prepared, holder, code } = state
  const host = new URL(scene.account.client.origin).host
  const organization = prepared?.review.organization ?? scene.organization
  const text = failureText({ failure, host, organization, isOnline: navigator.onLine }, strings)
  const own = words()
  const isHalf = failure.text === "staged" || failure.text === "server"
  const isKept = holder.from === "pane" && holder.isKept
  const canWrite = groupOf(failure.code) === "notEmptied" || isHalf
  return (
    <Pane
      state="failed"
      organization={organization}
      address={scene.account.address}
      title={null}
      status={statusOf(failure, isKept)}
      ways={waysOut(scene, state)}
    >
      <div className={styles.column} data-failure={failure.code} data-text={failure.text}>
        {failure.code === "no-recipient" && <WaitingNote scene={scene} />}
        <FailureHead icon={iconOf(failure)} title={text.title} text={text.text} />
        <PlaceList places={placesOf(failure, prepared, holder)} />
        {groupOf(failure.code) === "policy" && <WhatToDo />}
        {canWrite && !isHalf && <p className={styles.hint}>{own.failure.again}</p>}
        {canWrite && !isHalf && (
          <Button className={styles.wide} onClick={scene.flow.writeHere}>
            {own.failure.writeHere}
          </Button>
        )}
        {isHalf && prepared !== null && <CopyButton prepared={prepared} />}
        {text.hasCode && <p className={styles.mono}>{strings.failure.code(code)}</p>}
      </div>
    </Pane>
  )
}

function statusOf({ text, code }: Failure, isKept: boolean): string {
  const { where } = words()
  if (text === "server") return where.nobodyKnown
  return text === "draft" && code !== "draft-not-emptied" && !isKept ? where.notUploaded : where.notHandedOver
}

/** What the text itself must be changed for: trying the same again leads nowhere. */
const IN_THE_TEXT = ["noRecipient", "tooMany", "tooLarge", "file"]

function waysOut({ flow, signInAgain }: Scene, { failure, prepared, holder }: FailureProps["state"]): Way[] {
  const own = words()
  const again: Way = { text: own.tryAgain, onClick: () => void flow.begin() }
  const group = groupOf(failure.code)
  // Half emptied: reading the draft again would send what is left of it.
  if (prepared !== null && (failure.text === "staged" || failure.text === "server"))
    return [{ text: own.failure.writeHere, onClick: flow.writeHere }]
  if (failure.code === "draft-not-emptied" && prepared !== null)
    return [{ text: own.failure.copy, onClick: () => void copyText(prepared) }, again]
  const back = holder.from === "pane" && flow.writing() !== null ? [{ text: own.back, onClick: flow.writeHere }] : []
  if (group === "recipient" && failure.names.length > 0) {
    const without: Way = { text: own.failure.without, onClick: () => void flow.without(failure.names) }
    return back.length > 0 ? [...back, without] : [without, again]
  }
  if (group === "signedOut")
    return [...back, { text: own.signIn.title, onClick: () => signInAgain(() => void flow.begin()) }]
  return back.length > 0 && IN_THE_TEXT.includes(group) ? back : [...back, again]
}

async function copyText({ draft }: Prepared): Promise<boolean> {
  const text = draft.text ?? plainTextOf(draft.html ?? "")
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return copyBySelection(text)
  }
}

/** Frames of Outlook may be without the clipboard permission. */
function copyBySelection(text: string): boolean {
  const field = document.createElement("textarea")
  field.value = text
  document.body.append(field)
  field.select()
  const isCopied = document.execCommand("copy")
  field.remove()
  return isCopied
}

function CopyButton({ prepared }: { readonly prepared: Prepared }) {
  const styles = usePaneStyles()
  const [isCopied, setCopied] = useState(false)
  const { failure } = words()
  return (
    <Button className={styles.wide} onClick={() => void copyText(prepared).then(setCopied)}>
      {isCopied ? failure.copied : failure.copy}
    </Button>
  )
}

function WhatToDo() {
  const styles = usePaneStyles()
  const { failure } = words()
  return (
    <div className={`${styles.card} ${styles.padded}`}>
      <h2 className={styles.title}>{failure.whatToDo}</h2>
      <ol>
        <li>1. {failure.doOptions}</li>
        <li>2. {failure.doWithout}</li>
        <li>3. {failure.doAsk}</li>
      </ol>
    </div>
  )
}

function iconOf(failure: Failure): ReactElement {
  switch (groupOf(failure.code)) {
    case "offline":
      return <CloudOff24Regular />
    case "notEmptied":
    case "unreadable":
      return <DocumentError24Regular />
    case "recipient":
    case "list":
      return <PersonProhibited24Regular />
    case "fault":
      return <Warning24Regular />
    default:
      return <ShieldError24Regular />
  }
}
