/** Each typed address with its Directory state, looked up after a pause; a first contact is explained at once. */
import { makeStyles, tokens } from "@fluentui/react-components"
import { FirstContactNote, isAddress, RecipientTag } from "@smp/shared/ui"
import type { RecipientView } from "@smp/shared/ui"
import type { OrganizationId } from "@smp/shared/wire"
import { useEffect, useState } from "react"
import { typedPeople } from "./typed-people.ts"
import { useAccount } from "../account-context.ts"

const useStyles = makeStyles({ tags: { display: "flex", flexWrap: "wrap", gap: tokens.spacingHorizontalS } })
const PAUSE_MS = 400

export function RecipientStates({
  org,
  organization,
  addresses,
}: {
  org: OrganizationId
  organization: string
  addresses: string
}) {
  const styles = useStyles()
  const account = useAccount()
  const [people, setPeople] = useState<readonly RecipientView[]>([])
  useEffect(() => {
    const typed = typedPeople(addresses).filter(({ address }) => isAddress(address))
    setPeople(typed.map(({ address, name }) => ({ address, name, state: "looking-up" })))
    if (typed.length === 0) return undefined
    const timer = setTimeout(() => {
      const look = async () => {
        const policy = await account.view.policy(org)
        const found = await account.view.lookUp(
          typed.map(({ address }) => address),
          "send",
          { policy },
        )
        setPeople(
          typed.map(({ address, name }) => {
            const seen = found.get(address.toLowerCase()) ?? found.get(address)
            const state =
              seen === undefined
                ? "unknown"
                : seen.state === "none"
                  ? "first-contact"
                  : seen.state === "key-changed"
                    ? "key-changed"
                    : seen.relation === "colleague"
                      ? "colleague"
                      : "registered"
            return { address, name: name || seen?.displayName || "", state }
          }),
        )
      }
      look().catch(() => setPeople(typed.map(({ address, name }) => ({ address, name, state: "unknown" }))))
    }, PAUSE_MS)
    return () => clearTimeout(timer)
  }, [account, org, addresses])
  const fresh = people.filter(({ state }) => state === "first-contact")
  return (
    <>
      {people.length > 0 && (
        <div className={styles.tags}>
          {people.map((person) => (
            <RecipientTag key={person.address} person={person} />
          ))}
        </div>
      )}
      {fresh.length > 0 && (
        <FirstContactNote names={fresh.map(({ name, address }) => name || address)} organization={organization} />
      )}
    </>
  )
}
