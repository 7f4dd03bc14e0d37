/** The Directory's state of each recipient. Addresses are asked for once they are complete, never while they are typed. */
import type { Verified } from "@smp/shared/account"
import { normalizeAddress } from "@smp/shared/bytes"
import type { RecipientView, TypedPerson } from "@smp/shared/ui"
import type { OrganizationId } from "@smp/shared/wire"
import { useCallback, useEffect, useMemo, useRef, useState } from "react"
import { useAccount } from "../../account-context.ts"

type Found = Verified | "asked" | "failed"
export type Changed = Extract<Verified, { state: "key-changed" }>

export interface Recipients {
  readonly viewOf: (person: TypedPerson) => RecipientView
  readonly changedOf: (person: TypedPerson) => Changed | null
  /** The person asked and believes the new key. */
  readonly accept: (changed: Changed) => Promise<void>
}

function tryNormalize(address: string): string {
  try {
    return normalizeAddress(address)
  } catch {
    return address
  }
}

function stateOf(found: Found | undefined): RecipientView["state"] {
  if (found === undefined || found === "failed") return "unknown"
  if (found === "asked") return "looking-up"
  if (found.state === "none") return "first-contact"
  if (found.state === "key-changed") return "key-changed"
  return found.relation === "colleague" ? "colleague" : "registered"
}

export function useRecipients(org: OrganizationId | null, people: readonly TypedPerson[]): Recipients {
  const account = useAccount()
  const [found, setFound] = useState<ReadonlyMap<string, Found>>(new Map())
  const asked = useRef(new Set<string>())
  const add = useCallback(
    (entries: Iterable<readonly [string, Found]>) => setFound((before) => new Map([...before, ...entries])),
    [],
  )
  const look = useCallback(
    async (names: readonly string[]) => {
      if (org === null || names.length === 0) return
      add(names.map((name) => [name, "asked"]))
      try {
        const policy = await account.view.policy(org)
        add(await account.view.lookUp(names, "send", { policy }))
      } catch {
        add(names.map((name) => [name, "failed"]))
        for (const name of names) asked.current.delete(name)
      }
    },
    [account, add, org],
  )
  const names = useMemo(() => [...new Set(people.map(({ address }) => tryNormalize(address)))], [people])
  useEffect(() => {
    const fresh = names.filter((name) => !asked.current.has(name))
    for (const name of fresh) asked.current.add(name)
    void look(fresh)
  }, [look, names])
  const accept = useCallback(
    async (changed: Changed) => {
      await account.view.acceptKey(changed.statement, "seen")
      await look([changed.statement.addr ?? ""])
    },
    [account, look],
  )
  return useMemo(
    () => ({
      viewOf: ({ address, name }) => {
        const known = found.get(tryNormalize(address))
        const shown = typeof known === "object" ? (known.displayName ?? "") : ""
        return { address, name: name || shown, state: stateOf(known) }
      },
      changedOf: ({ address }) => {
        const known = found.get(tryNormalize(address))
        return typeof known === "object" && known.state === "key-changed" ? known : null
      },
      accept,
    }),
    [found, accept],
  )
}
