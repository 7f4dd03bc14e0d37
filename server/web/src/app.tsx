/** Which page is shown, and who is signed in. Every page is fetched when it is first needed. */
import { Spinner } from "@fluentui/react-components"
import type { Account } from "@smp/shared/account"
import { en, loadStrings, localeFor, UiProvider } from "@smp/shared/ui"
import type { Strings } from "@smp/shared/ui"
import { lazy, Suspense, useCallback, useEffect, useMemo, useState } from "react"
import { Redirect, Route, Switch, useLocation } from "wouter"
import { AccountContext } from "./account-context.ts"
import type { SignedIn } from "./account-context.ts"
import { CannotResume } from "./parts/cannot-resume.tsx"
import { readPreferences, writePreferences } from "./preferences.ts"
import type { Preferences } from "./preferences.ts"
import { whenEnded } from "./session/session-end.ts"
import { resumeHere } from "./session/signed-in.ts"

const ArrivePage = lazy(async () => ({ default: (await import("./pages/arrive-page.tsx")).ArrivePage }))
const SignInPage = lazy(async () => ({ default: (await import("./pages/sign-in-page.tsx")).SignInPage }))
const LostPage = lazy(async () => ({ default: (await import("./pages/lost-page.tsx")).LostPage }))
const SetUpPage = lazy(async () => ({ default: (await import("./pages/set-up-page.tsx")).SetUpPage }))
const SignedInPages = lazy(async () => ({ default: (await import("./signed-in-pages.tsx")).SignedInPages }))

const Loading = () => <Spinner size="medium" style={{ minHeight: "60dvh" }} />

/** `checking` while this browser's session is looked at; `failed` when that could not be done. */
type Who =
  | { readonly state: "checking" }
  | { readonly state: "failed"; readonly problem: unknown }
  | { readonly state: "known"; readonly account: Account | null }

export function App() {
  const [preferences, setPreferences] = useState<Preferences>(readPreferences)
  const [strings, setStrings] = useState<Strings | null>(null)
  const [who, setWho] = useState<Who>({ state: "checking" })
  const [isEnded, setEnded] = useState(false)
  useEffect(() => {
    void loadStrings(preferences.language).then(setStrings, () => setStrings(en))
  }, [preferences.language])
  const resumeAgain = useCallback(() => {
    setWho({ state: "checking" })
    resumeHere().then(
      (account) => setWho({ state: "known", account }),
      (problem: unknown) => setWho({ state: "failed", problem }),
    )
  }, [])
  useEffect(resumeAgain, [resumeAgain])
  useEffect(() => whenEnded.listen(() => setEnded(true)), [])
  const setAccount = useCallback((account: Account | null) => {
    setEnded(false)
    setWho({ state: "known", account })
  }, [])
  const change = useCallback((next: Preferences) => {
    writePreferences(next)
    setPreferences(next)
  }, [])
  const account = who.state === "known" ? who.account : null
  const signedIn = useMemo<SignedIn>(
    () => ({ account, isEnded, setAccount, preferences, setPreferences: change }),
    [account, isEnded, setAccount, preferences, change],
  )
  if (strings === null) return null
  return (
    <UiProvider
      strings={strings}
      scheme={preferences.scheme}
      locale={localeFor(preferences.language, navigator.languages)}
    >
      <AccountContext value={signedIn}>
        <Suspense fallback={<Loading />}>
          {who.state === "checking" && <Loading />}
          {who.state === "failed" && <CannotResume problem={who.problem} onAgain={resumeAgain} />}
          {who.state === "known" && <Pages isSignedIn={account !== null} isEnded={isEnded} />}
        </Suspense>
      </AccountContext>
    </UiProvider>
  )
}

/** Arrival and welcome are one page with two addresses, so that what was typed survives the step between them. */
const ARRIVAL = /^\/(?:m|welcome)\/(?<id>[^/]+)\/?$/

/** What is being written is kept: the compose page asks for the password itself. The others are for who is not signed in. */
const WITHOUT_SESSION = /^\/(?:new|draft\/[^/]+|sign-in|lost|set-up)\/?$/

function Pages({ isSignedIn, isEnded }: { readonly isSignedIn: boolean; readonly isEnded: boolean }) {
  const [path] = useLocation()
  if (isSignedIn && isEnded && !WITHOUT_SESSION.test(path))
    return <Redirect to="/sign-in" replace state={{ to: path, isEnded: true }} />
  return (
    <Switch>
      <Route path="/set-up" component={SetUpPage} />
      <Route path="/lost" component={LostPage} />
      <Route path="/sign-in">{isSignedIn && !isEnded ? <Redirect to="/inbox" replace /> : <SignInPage />}</Route>
      <Route path="/welcome">{isSignedIn ? <Redirect to="/inbox" replace /> : <ArrivePage id={null} />}</Route>
      {!isSignedIn && <Route path={ARRIVAL}>{({ id }) => <ArrivePage id={id ?? null} />}</Route>}
      {isSignedIn && <Route path="/welcome/:id">{({ id }) => <Redirect to={`/m/${id}`} replace />}</Route>}
      <Route>
        {isSignedIn ? <SignedInPages /> : <Redirect to="/sign-in" replace state={path === "/" ? {} : { to: path }} />}
      </Route>
    </Switch>
  )
}
