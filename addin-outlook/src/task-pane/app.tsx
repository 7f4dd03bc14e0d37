/** Which state the pane is in: signed out, sending a draft, writing here, or reading a notice. */
import type { Account } from "@smp/shared/account"
import { lazy, Suspense, useEffect, useState } from "react"
import { Spinner } from "@fluentui/react-components"
import { readPolicyCache, POLICY_KEY } from "../guard/policy-cache.ts"
import type { OutlookPort } from "../host/outlook-port.ts"
import { IDLE_MS, renewSession, signOutHere, writeRules } from "./session/session.ts"
import { SignInPage } from "./sign-in-page.tsx"
import type { WriteState } from "./write/write-state.ts"

const ComposePage = lazy(() => import("./compose/compose-page.tsx").then((page) => ({ default: page.ComposePage })))
const ReadPage = lazy(() => import("./read/read-page.tsx").then((page) => ({ default: page.ReadPage })))

type Task =
  | { readonly kind: "outlook" }
  | { readonly kind: "write"; readonly writing: WriteState }
  | { readonly kind: "message"; readonly id: string }

/** The session is over, and something is in hand. */
interface Ended {
  readonly goOn: () => void
  readonly writing: WriteState | null
  readonly item: number
}

export function App({ outlook }: { readonly outlook: OutlookPort }) {
  const [account, setAccount] = useState<Account | null>(null)
  const [task, setTask] = useState<Task>({ kind: "outlook" })
  /** As the mailbox has them from before, until the signed policy is known. */
  const [rules, setRules] = useState(() => readPolicyCache(outlook.setting(POLICY_KEY)))
  /** Counts the items that were shown: a pinned pane begins anew with each. */
  const [item, setItem] = useState(0)
  useEffect(
    () =>
      outlook.onItemChange(() => {
        setTask({ kind: "outlook" })
        setItem((count) => count + 1)
      }),
    [outlook],
  )
  const [ended, setEnded] = useState<Ended | null>(null)
  useIdleEnd(account, () => {
    setEnded(null)
    setAccount(null)
  })
  const isReading = outlook.facts.item === "read"
  const enter = (who: Account) => {
    void writeRules(who, outlook).then((written) => written !== null && setRules(written))
    setEnded(null)
    if (account !== null && ended !== null && ended.item === item && renewSession(account, who)) return ended.goOn()
    // Under other keys the text goes on as a new draft.
    if (ended !== null && ended.item === item && ended.writing !== null)
      setTask({ kind: "write", writing: ended.writing })
    setItem((count) => count + 1)
    return setAccount(who)
  }
  if (account === null) return <SignInPage address={outlook.facts.address} isReading={isReading} onSignedIn={enter} />
  const write = (writing: WriteState) => setTask({ kind: "write", writing })
  const openMessage = (id: string) => setTask({ kind: "message", id })
  const isMessage = task.kind === "message" || (task.kind === "outlook" && isReading)
  const pane = (
    <Suspense fallback={<Spinner />}>
      {isMessage ? (
        <ReadPage
          key={task.kind === "message" ? task.id : item}
          account={account}
          source={task.kind === "message" ? task.id : outlook}
          onReply={write}
          signInAgain={(goOn) => setEnded({ goOn, writing: null, item })}
        />
      ) : (
        <ComposePage
          key={`${task.kind} ${item}`}
          account={account}
          start={task.kind === "write" ? task.writing : outlook}
          rules={rules}
          openMessage={openMessage}
          signInAgain={(goOn, writing) => setEnded({ goOn, writing, item })}
        />
      )}
    </Suspense>
  )
  return (
    <>
      {ended !== null && <SignInPage address={account.address} isReading={false} onSignedIn={enter} />}
      {/* Not taken away: what was chosen and written there goes on after the sign-in. */}
      <div style={{ display: ended === null ? "contents" : "none" }}>{pane}</div>
    </>
  )
}

/** Keys do not lie in the memory of a pane that nobody has used for hours. */
function useIdleEnd(account: Account | null, onEnd: () => void): void {
  useEffect(() => {
    if (account === null) return undefined
    let used = Date.now()
    const note = () => {
      used = Date.now()
    }
    const timer = setInterval(() => {
      if (Date.now() - used < IDLE_MS) return
      void signOutHere(account)
      onEnd()
    }, 60_000)
    addEventListener("pointerdown", note)
    addEventListener("keydown", note)
    return () => {
      clearInterval(timer)
      removeEventListener("pointerdown", note)
      removeEventListener("keydown", note)
    }
  }, [account, onEnd])
}
