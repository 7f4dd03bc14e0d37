/** smp policy: the organization's signed rules, shown and changed by whoever holds its root key. */
import { changeRules, officersOf } from "@smp/shared/account"
import type { Account, Rules } from "@smp/shared/account"
import { normalizeAddress } from "@smp/shared/bytes"
import type { OrganizationId } from "@smp/shared/wire"
import { signedIn } from "../connection.ts"
import type { CommandLine } from "../options.ts"
import { print } from "../terminal.ts"
import { UsageError } from "../usage.ts"
import { organizationOf } from "./organization.ts"

const HOUR_MS = 3600_000
const MODES = ["auto", "ask", "off"] as const
const FIRST = ["agent", "sender", "pass", "link"] as const

export async function policy(line: CommandLine): Promise<number> {
  const { regrant: wantedMode, wait, first, labels, officers } = line.values
  const { account } = await signedIn(line)
  const org = organizationOf(account, ["administrator"])
  const before = (await account.view.policy(org)).policy
  if (
    wantedMode !== undefined ||
    wait !== undefined ||
    first !== undefined ||
    labels !== undefined ||
    officers !== undefined
  ) {
    const regrant = { mode: readMode(wantedMode) ?? before.regrant.mode, wait: readWait(wait) ?? before.regrant.wait }
    const rules: Rules = {
      regrant,
      ...(first === undefined ? {} : { first: readFirst(first) }),
      ...(labels === undefined ? {} : { labels: readLabels(labels) }),
      ...(officers === undefined ? {} : { officers: await readOfficers(account, org, officers) }),
    }
    await changeRules(account, org, rules)
  }
  const { policy: now } = await account.view.policy(org)
  const waitHours = now.regrant.wait / HOUR_MS
  const officerIds = now.officers.map(({ idn }) => idn)
  const shown = {
    regrant: now.regrant.mode,
    waitHours,
    first: now.first,
    labels: now.labels ?? [],
    officers: officerIds,
  }
  print(line.json, { organization: org, version: now.ver, ...shown }, [
    `${now.name}, rules version ${now.ver}`,
    `Readers with a new key: ${now.regrant.mode}, after ${waitHours} hours`,
    `First contact: ${now.first.join(", ")}`,
    `Officers: ${officerIds.length === 0 ? "none" : officerIds.join(", ")}`,
    ...(now.labels ?? []).map(({ label, least }) => `Label ${label}${least === null ? "" : `: at least ${least}`}`),
  ])
  return 0
}

function readFirst(text: string): (typeof FIRST)[number][] {
  const wanted = text.split(",").map((part) => part.trim())
  const modes = FIRST.filter((mode) => wanted.includes(mode))
  const isNone = wanted.length === 1 && wanted[0] === "none"
  if (modes.length !== wanted.length && !isNone)
    throw new UsageError(`--first takes none, or some of ${FIRST.join(",")}`)
  return modes
}

const readOfficers = (account: Account, org: OrganizationId, text: string) =>
  text === "none"
    ? Promise.resolve([])
    : officersOf(
        account,
        org,
        text.split(",").map((address) => normalizeAddress(address.trim())),
      )

function readLabels(text: string): NonNullable<Rules["labels"]> {
  if (text === "none") return []
  return text.split(",").map((part) => {
    const [label = "", mode] = part.split("=").map((piece) => piece.trim())
    const least = FIRST.find((known) => known === mode) ?? null
    if (label === "" || (mode !== undefined && least === null))
      throw new UsageError(`--labels takes none, or labels as NAME or NAME=${FIRST.join("|")}`)
    return { label, least }
  })
}

function readMode(text: string | undefined): (typeof MODES)[number] | null {
  if (text === undefined) return null
  const mode = MODES.find((known) => known === text)
  if (mode === undefined) throw new UsageError("--regrant is auto, ask or off")
  return mode
}

function readWait(text: string | undefined): number | null {
  if (text === undefined) return null
  if (!/^\d{1,4}$/.test(text)) throw new UsageError("--wait takes whole hours")
  return Number(text) * HOUR_MS
}
