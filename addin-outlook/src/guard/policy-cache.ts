/**
 * The rules of the organization as the guard finds them in the roaming settings: the pane writes them after sign-in, from
 * the signed policy.
 * Promises: whatever lies there, reading gives rules or null; ES2016, no import.
 * Never: believed for anything but stopping an ordinary Send. Whoever owns the mailbox can change its settings.
 */

/** Roaming settings: a `PolicyCache`. */
export const POLICY_KEY = "smp.policy"

export interface PolicyCache {
  readonly v: 1
  /** The organization's name, for people. */
  readonly org: string
  /** Whom to ask, for people; may be empty. */
  readonly contact: string
  /** Origin of the server. */
  readonly server: string
  /** What must go Send Secure. `keywords` count in the subject; `labels` are GUIDs of sensitivity labels. */
  readonly block: {
    readonly domains: readonly string[]
    readonly keywords: readonly string[]
    readonly labels: readonly string[]
    readonly attachments: boolean
  }
  /** Where Send Secure is recommended. */
  readonly advise: { readonly domains: readonly string[] }
}

type Loose = Readonly<Record<string, unknown>>

/** Null for anything that is not a cache of version 1. */
export function readPolicyCache(value: unknown): PolicyCache | null {
  const cache = asObject(typeof value === "string" ? parseJson(value) : value)
  if (cache === null || cache["v"] !== 1) return null
  const block = asObject(cache["block"])
  const advise = asObject(cache["advise"])
  if (block === null || advise === null) return null
  return {
    v: 1,
    org: asText(cache["org"]),
    contact: asText(cache["contact"]),
    server: asText(cache["server"]),
    block: {
      domains: asTexts(block["domains"]),
      keywords: asTexts(block["keywords"]),
      labels: asTexts(block["labels"]),
      attachments: block["attachments"] === true,
    },
    advise: { domains: asTexts(advise["domains"]) },
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

const asObject = (value: unknown): Loose | null =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Loose) : null
const asText = (value: unknown): string => (typeof value === "string" ? value : "")
const asTexts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((each): each is string => typeof each === "string" && each.trim() !== "") : []
