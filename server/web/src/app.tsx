/** Which page is shown, and who is signed in. */
import { Spinner } from "@fluentui/react-components"
import type { Account } from "@smp/shared/account"
import { en, loadStrings, localeFor, UiProvider } from "@smp/shared/ui"
import type { Strings } from "@smp/shared/ui"
import { lazy, Suspense, useCallback, useEffect, useMemo, useState } from "react"
import { Redirect, Route, Switch } from "wouter"
import { AccountContext } from "./account-context.ts"
import type { SignedIn } from "./account-context.ts"
import { Shell } from "./parts/shell.tsx"
import { readPreferences, writePreferences } from "./preferences.ts"
import type { Preferences } from "./preferences.ts"
import { resumeHere } from "./session/signed-in.ts"

const ArrivePage = lazy(async () => ({ default: (await import("./pages/arrive-page.tsx")).ArrivePage }))
const WelcomePage = lazy(async () => ({ default: (await import("./pages/welcome-page.tsx")).WelcomePage }))
const SignInPage = lazy(async () => ({ default: (await import("./pages/sign-in-page.tsx")).SignInPage }))
const LostPage = lazy(async () => ({ default: (await import("./pages/lost-page.tsx")).LostPage }))
const SetUpPage = lazy(async () => ({ default: (await import("./pages/set-up-page.tsx")).SetUpPage }))
const ListPage = lazy(async () => ({ default: (await import("./pages/list-page.tsx")).ListPage }))
const MessagePage = lazy(async () => ({ default: (await import("./pages/message-page.tsx")).MessagePage }))
const ComposePage = lazy(async () => ({ default: (await import("./pages/compose-page.tsx")).ComposePage }))
const MembersPage = lazy(async () => ({ default: (await import("./pages/members-page.tsx")).MembersPage }))
const AccountPage = lazy(async () => ({ default: (await import("./pages/account-page.tsx")).AccountPage }))

const Loading = () => <Spinner label="…" style={{ marginBlockStart: "20vh" }} />

export function App() {
  const [preferences, setPreferences] = useState<Preferences>(readPreferences)
  const [strings, setStrings] = useState<Strings>(en)
  const [account, setAccount] = useState<Account | null | "checking">("checking")
  useEffect(() => {
    void loadStrings(preferences.language).then(setStrings)
  }, [preferences.language])
  useEffect(() => {
    resumeHere().then(setAccount, () => setAccount(null))
  }, [])
  const change = useCallback((next: Preferences) => {
    writePreferences(next)
    setPreferences(next)
  }, [])
  const signedIn = useMemo<SignedIn>(
    () => ({ account: account === "checking" ? null : account, setAccount, preferences, setPreferences: change }),
    [account, preferences, change],
  )
  return (
    <UiProvider
      strings={strings}
      scheme={preferences.scheme}
      locale={localeFor(preferences.language, navigator.languages)}
    >
      <AccountContext value={signedIn}>
        <Suspense fallback={<Loading />}>
          {account === "checking" ? <Loading /> : <Pages isSignedIn={account !== null} />}
        </Suspense>
      </AccountContext>
    </UiProvider>
  )
}

function Pages({ isSignedIn }: { readonly isSignedIn: boolean }) {
  return (
    <Switch>
      <Route path="/set-up" component={SetUpPage} />
      <Route path="/welcome/:id?">{({ id }) => <WelcomePage id={id ?? null} />}</Route>
      <Route path="/lost" component={LostPage} />
      <Route path="/sign-in">{isSignedIn ? <Redirect to="/inbox" /> : <SignInPage />}</Route>
      {!isSignedIn && <Route path="/m/:id">{({ id }) => <ArrivePage id={id} />}</Route>}
      {!isSignedIn && (
        <Route>
          <Redirect to="/sign-in" />
        </Route>
      )}
      <Route>
        <Shell>
          <Switch>
            <Route path="/inbox">
              <ListPage key="inbox" folder="inbox" />
            </Route>
            <Route path="/sent">
              <ListPage key="sent" folder="sent" />
            </Route>
            <Route path="/m/:id">{({ id }) => <MessagePage key={id} id={id} />}</Route>
            <Route path="/new" component={ComposePage} />
            <Route path="/members" component={MembersPage} />
            <Route path="/account" component={AccountPage} />
            <Route>
              <Redirect to="/inbox" />
            </Route>
          </Switch>
        </Shell>
      </Route>
    </Switch>
  )
}
