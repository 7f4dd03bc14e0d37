/**
 * A stranger follows a notice (`/m/:id`), or an invited person comes without one (`/welcome`): only what the notice
 * said, and the way in. Password and recovery code stand under `/welcome/:id`. A GET changes nothing.
 */
import { Key24Regular, LockClosed24Regular, MailCheckmark24Regular } from "@fluentui/react-icons"
import { useStrings } from "@smp/shared/ui"
import { messageId } from "@smp/shared/wire"
import type { ArrivalReply } from "@smp/shared/wire"
import { useCallback, useEffect, useMemo, useState } from "react"
import { useLocation } from "wouter"
import { useSignedIn } from "../account-context.ts"
import { Entrance } from "../parts/entrance.tsx"
import { keepCode, keptCode } from "../parts/registration/kept-code.ts"
import type { MailedCode } from "../parts/registration/mailed-code.ts"
import { freshRegistration, Registration } from "../parts/registration/registration.tsx"
import type { RegistrationState, RegistrationStep } from "../parts/registration/registration.tsx"
import { SenderCard } from "../parts/sender-card.tsx"
import { Steps } from "../parts/steps.tsx"
import { newClient } from "../session/signed-in.ts"

const NUMBER: Record<RegistrationStep, number> = { address: 0, code: 0, password: 1, recovery: 2 }

/** A code that was mailed before the page was dropped is waited for on. */
const begun = (mailed: MailedCode | null): RegistrationState =>
  mailed === null ? freshRegistration : { ...freshRegistration, step: "code", address: mailed.address, mailed }

export function ArrivePage({ id }: { readonly id: string | null }) {
  const { entrance } = useStrings()
  const { setAccount } = useSignedIn()
  const [path, go] = useLocation()
  const arrival = useArrival(id)
  const purpose = `arrive ${id ?? ""}` as const
  const [state, setState] = useState<RegistrationState>(() => begun(keptCode(purpose)))
  const change = useCallback(
    (next: Partial<RegistrationState>) => {
      setState((before) => ({ ...before, ...next }))
      if (next.mailed !== undefined) keepCode(purpose, next.mailed)
      if (next.made !== undefined) keepCode(purpose, null)
      if (id === null || next.step === undefined) return
      const place = NUMBER[next.step] > 0 ? `/welcome/${id}` : `/m/${id}`
      if (location.pathname !== place) go(place)
    },
    [go, id, purpose],
  )
  // The browser's own "back" leads from the password to the code, never out of a made account.
  const isBack = id !== null && path.startsWith("/m/") && state.step === "password"
  const shown = isBack ? { ...state, step: "code" as const } : state
  return (
    <Entrance
      organization={arrival?.organization ?? null}
      title={arrival === null ? entrance.welcome : entrance.wroteToYou(arrival.sender || arrival.senderAddress)}
      card={arrival === null ? null : <SenderCard arrival={arrival} />}
      more={<Steps heading={entrance.whatHappens} steps={useRegistrationSteps()} current={NUMBER[shown.step]} />}
      note={
        arrival === null ? entrance.neverAsk(location.host) : entrance.genuine(arrival.sender || arrival.senderAddress)
      }
    >
      <Registration
        state={shown}
        onChange={change}
        hint={arrival?.recipientHint ?? null}
        action={id === null ? entrance.openMessageCenter : entrance.openMessage}
        onSignIn={() => go("/sign-in", { state: { to: id === null ? "/inbox" : `/m/${id}` } })}
        onDone={({ account }) => {
          setAccount(account)
          go(id === null ? "/inbox" : `/m/${id}`, { replace: true })
        }}
      />
    </Entrance>
  )
}

export function useRegistrationSteps() {
  const { steps } = useStrings().entrance
  return useMemo(
    () => [
      { icon: <MailCheckmark24Regular />, title: steps.mailbox, hint: steps.mailboxHint },
      { icon: <LockClosed24Regular />, title: steps.password, hint: steps.passwordHint },
      { icon: <Key24Regular />, title: steps.recovery, hint: steps.recoveryHint },
    ],
    [steps],
  )
}

/** What the notice said, or null: no such message, no message at all, no answer. */
function useArrival(id: string | null): ArrivalReply | null {
  const [arrival, setArrival] = useState<ArrivalReply | null>(null)
  useEffect(() => {
    const known = messageId.safeParse(id)
    if (!known.success) return
    newClient()
      .arrival(known.data)
      .then(setArrival, () => undefined)
  }, [id])
  return arrival
}
