/**
 * What happens when somebody presses Outlook's own Send. Decided from what was read, at once, without the network.
 * Promises: pure; a marked message never goes, nor one of which it cannot be known whether it is marked; a handed-over
 * draft goes only as the notice that the pane has left in it; otherwise the organization's rules decide, and a rule
 * whose facts could not be read counts as met. ES2016.
 */
import type { NoticeMark } from "./marks.ts"
import type { PolicyCache } from "./policy-cache.ts"
import { adviseWords, BUTTON, holdWords } from "./words.ts"
import type { Language, Reason } from "./words.ts"

/** The ribbon button that opens the pane in a message being written; the manifest gives it this id. */
export const COMMAND = "smp.compose.sendSecure"

/** What the guard could read; `undefined` is what it could not, in time or at all. */
export interface Facts {
  /** Empty: not marked. */
  readonly intent: string | undefined
  /** A `NoticeMark` as JSON; empty: none. */
  readonly notice: string | undefined
  /** Empty: none. */
  readonly header: string | undefined
  /** `textHash` of the body; read only where there is a notice. */
  readonly bodyHash: string | undefined
  readonly policy: PolicyCache | null
  /** Addresses in To, Cc and Bcc. */
  readonly recipients: readonly string[] | undefined
  readonly subject: string | undefined
  /** GUID of the sensitivity label; empty: none. */
  readonly label: string | undefined
  readonly attachments: { readonly files: number; readonly inline: number } | undefined
  /** Highest minor version of the Mailbox requirement set. */
  readonly mailbox: number
  readonly language: Language
}

export type Decision =
  | { readonly kind: "allow" }
  | {
      readonly kind: "hold"
      readonly reason: Reason["kind"]
      readonly message: string
      readonly markdown?: string
      readonly cancelLabel?: string
      readonly commandId?: string
    }
  | { readonly kind: "advise"; readonly message: string; readonly cancelLabel: string; readonly commandId: string }

export function decide(facts: Facts): Decision {
  const reason = marked(facts) ?? (isNotice(facts) ? null : ruled(facts))
  if (reason !== null) return hold(reason, facts)
  return isNotice(facts) ? { kind: "allow" } : advise(facts)
}

const isNotice = (facts: Facts): boolean => facts.notice !== "" || facts.header !== ""

/** What the pane's marks demand. */
function marked(facts: Facts): Reason | null {
  const { intent, notice, header, bodyHash, attachments } = facts
  if (intent !== undefined && intent !== "") return { kind: "marked" }
  if (intent === undefined || notice === undefined || header === undefined)
    return { kind: "unfinished", isMarked: Boolean(notice) || Boolean(header) }
  if (!isNotice(facts)) return null
  const mark = parseNotice(notice)
  if (mark === null || mark.id !== header) return { kind: "reopened" }
  // Emptied, and not handed over: only the pane can finish it.
  if (mark.reference === "") return { kind: "marked" }
  if (bodyHash === undefined || attachments === undefined) return { kind: "unfinished", isMarked: true }
  const isUntouched = bodyHash === mark.hash && attachments.files + attachments.inline === 0
  return isUntouched ? null : { kind: "edited", reference: mark.reference }
}

function parseNotice(text: string): NoticeMark | null {
  try {
    const mark = JSON.parse(text) as Partial<Record<keyof NoticeMark, unknown>> | null
    if (mark === null) return null
    const { id, reference, hash } = mark
    if (typeof id !== "string" || typeof reference !== "string" || typeof hash !== "string") return null
    return id === "" || hash === "" ? null : { id, reference, hash }
  } catch {
    return null
  }
}

/** What the organization's rules demand. */
function ruled(facts: Facts): Reason | null {
  const { policy, recipients, subject, label, attachments } = facts
  if (policy === null) return null
  const { org, contact, block } = policy
  const domain = firstDomain(block.domains, recipients)
  if (domain !== null) return { kind: "domain", org, contact, what: domain }
  const keyword = firstKeyword(block.keywords, subject)
  if (keyword !== null) return { kind: "keyword", org, contact, what: keyword }
  if (label !== undefined && label !== "" && block.labels.some((each) => isSame(each, label)))
    return { kind: "label", org, contact }
  if (block.attachments && attachments !== undefined && attachments.files > 0)
    return { kind: "attachments", org, contact }
  const isUnknown =
    (block.domains.length > 0 && recipients === undefined) ||
    (block.keywords.length > 0 && subject === undefined) ||
    (block.labels.length > 0 && label === undefined) ||
    (block.attachments && attachments === undefined)
  return isUnknown ? { kind: "unfinished", isMarked: false } : null
}

const isSame = (one: string, other: string): boolean => one.trim().toLowerCase() === other.trim().toLowerCase()

function firstDomain(domains: readonly string[], recipients: readonly string[] | undefined): string | null {
  for (const address of recipients === undefined ? [] : recipients) {
    const host = address
      .slice(address.lastIndexOf("@") + 1)
      .trim()
      .toLowerCase()
    for (const each of domains) {
      const domain = each.trim().toLowerCase()
      if (host === domain || host.endsWith(`.${domain}`)) return domain
    }
  }
  return null
}

function firstKeyword(keywords: readonly string[], subject: string | undefined): string | null {
  const text = (subject === undefined ? "" : subject).toLowerCase()
  for (const keyword of keywords) if (text.indexOf(keyword.trim().toLowerCase()) >= 0) return keyword.trim()
  return null
}

function hold(reason: Reason, { mailbox, language }: Facts): Decision {
  const hasButton = mailbox >= 14
  const paragraphs = holdWords(reason, language, hasButton)
  const held = { kind: "hold", reason: reason.kind, message: paragraphs.join("\n\n").slice(0, 500) } as const
  if (!hasButton) return held
  const button = Object.assign({ cancelLabel: BUTTON[language], commandId: COMMAND }, held)
  return mailbox < 15 ? button : Object.assign({ markdown: markdownOf(paragraphs) }, button)
}

/** The first sentence in bold. What stands in names stays text. */
function markdownOf(paragraphs: readonly string[]): string {
  const text = paragraphs.map((each) => each.replace(/[\\`*_{}[\]()#+!|<>~]/g, "\\$&")).join("\n\n")
  return text.replace(/^[^.]+\./, "**$&**").slice(0, 500)
}

/** Advice needs a Send Anyway, which Outlook offers from Mailbox 1.14 on; before, advice would be a prohibition. */
function advise({ policy, recipients, mailbox, language }: Facts): Decision {
  const domain = policy === null ? null : firstDomain(policy.advise.domains, recipients)
  if (policy === null || domain === null || mailbox < 14) return { kind: "allow" }
  return {
    kind: "advise",
    message: adviseWords(policy.org, domain, language),
    cancelLabel: BUTTON[language],
    commandId: COMMAND,
  }
}
