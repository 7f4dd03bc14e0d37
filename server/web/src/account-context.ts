/** The signed-in account and the preferences, for every page. */
import type { Account } from "@smp/shared/account"
import { createContext, useContext } from "react"
import type { Preferences } from "./preferences.ts"

export interface SignedIn {
  readonly account: Account | null
  /** The server or another tab ended the session; the account here is no longer good for requests. */
  readonly isEnded: boolean
  readonly setAccount: (account: Account | null) => void
  readonly preferences: Preferences
  readonly setPreferences: (preferences: Preferences) => void
}

export const AccountContext = createContext<SignedIn | null>(null)

export function useSignedIn(): SignedIn {
  const signedIn = useContext(AccountContext)
  if (signedIn === null) throw new Error("outside of the application")
  return signedIn
}

/** For pages that only signed-in people see. */
export function useAccount(): Account {
  const { account } = useSignedIn()
  if (account === null) throw new Error("nobody is signed in")
  return account
}
