/** While this page is open it lets readers in whom no person has to decide about, and knows who asks. */
import type { WaitingReader, Watch } from "@smp/shared/read"
import { createContext, useCallback, useContext, useEffect, useMemo, useRef, useState } from "react"
import type { ReactNode } from "react"
import { useAccount } from "../account-context.ts"
import { useLive } from "./use-live.ts"

interface LettingIn {
  /** Readers whom only this person may let in, or whose cool-down runs. */
  readonly asking: readonly WaitingReader[]
  readonly lookAgain: () => void
}

const LettingInContext = createContext<LettingIn>({ asking: [], lookAgain: () => undefined })

export function LettingInProvider({ children }: { readonly children: ReactNode }) {
  const account = useAccount()
  const [asking, setAsking] = useState<readonly WaitingReader[]>([])
  const watch = useRef<Watch | null>(null)
  useEffect(() => {
    // What fails is tried again a little later; nobody's click waits for it.
    let begun: Watch | null = null
    let isLeft = false
    const begin = async () => {
      const { watchWanted } = await import("@smp/shared/read")
      if (isLeft) return
      begun = watchWanted(account, { onWaiting: setAsking, onFailure: () => undefined })
      watch.current = begun
    }
    begin().catch(() => undefined)
    return () => {
      isLeft = true
      begun?.stop()
    }
  }, [account])
  const lookAgain = useCallback(() => watch.current?.look(), [])
  useLive(({ kind }) => kind === "wanted", lookAgain)
  const value = useMemo(() => ({ asking, lookAgain }), [asking, lookAgain])
  return <LettingInContext value={value}>{children}</LettingInContext>
}

export const useLettingIn = (): LettingIn => useContext(LettingInContext)
