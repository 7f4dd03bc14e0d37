/** A stranger follows a notice: only what the notice said, and the way in. A GET changes nothing. */
import { Text } from "@fluentui/react-components"
import { PersonAvatar, useFormats, useStrings } from "@smp/shared/ui"
import { messageId } from "@smp/shared/wire"
import type { ArrivalReply } from "@smp/shared/wire"
import { useEffect, useState } from "react"
import { useLocation } from "wouter"
import { useSignedIn } from "../account-context.ts"
import { Entrance, Steps } from "../parts/entrance.tsx"
import { Registration } from "../parts/registration.tsx"
import { newClient } from "../session/signed-in.ts"

export function ArrivePage({ id }: { readonly id: string }) {
  const { entrance, common } = useStrings()
  const formats = useFormats()
  const { setAccount } = useSignedIn()
  const [, go] = useLocation()
  const [arrival, setArrival] = useState<ArrivalReply | null>(null)
  const [step, setStep] = useState(0)
  useEffect(() => {
    const known = messageId.safeParse(id)
    if (known.success)
      newClient()
        .arrival(known.data)
        .then(setArrival, () => undefined)
  }, [id])
  const { steps } = entrance
  return (
    <Entrance
      title={arrival === null ? entrance.welcomeBack : entrance.wroteToYou(arrival.sender)}
      side={
        <>
          {arrival !== null && (
            <div style={{ display: "flex", gap: "12px", alignItems: "center" }}>
              <PersonAvatar name={arrival.sender} address={arrival.senderAddress} size={48} />
              <div style={{ minWidth: 0 }}>
                <Text block weight="semibold">
                  {arrival.sender}
                </Text>
                <Text block>
                  <bdi>{arrival.senderAddress}</bdi>
                </Text>
                <Text block>
                  {arrival.organization}, {entrance.sent(formats.inSentence(arrival.sentAt))}
                </Text>
                <Text block>
                  {common.reference} {arrival.reference.slice(0, 4)}-{arrival.reference.slice(4)}
                </Text>
              </div>
            </div>
          )}
          <Text weight="semibold">{entrance.whatHappens}</Text>
          <Steps
            current={step}
            steps={[
              { title: steps.mailbox, hint: steps.mailboxHint },
              { title: steps.password, hint: steps.passwordHint },
              { title: steps.recovery, hint: steps.recoveryHint },
            ]}
          />
          {arrival !== null && <Text>{entrance.genuine(arrival.sender)}</Text>}
        </>
      }
    >
      <Registration
        hint={arrival?.recipientHint ?? null}
        intro={arrival?.recipientHint ? entrance.messageIsForAddress : entrance.messageIsForSomeone}
        action={entrance.openMessage}
        onStep={setStep}
        onDone={(account) => {
          setAccount(account)
          go(`/m/${id}`)
        }}
      />
    </Entrance>
  )
}
