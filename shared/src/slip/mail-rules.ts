/**
 * What an organization's policy says about ordinary mail (docs/PROTOCOL.md §2.4): which mail goes secure, and who sends
 * the notice. Mail programs follow it to help people; only the mail server's own rule enforces it.
 */
import { demand, readBoolean, readList, readMap, readOneOf, readText } from "../bytes/index.ts"

export interface MailRules {
  /** Must go secure: domains of recipients, words in the subject, sensitivity labels (GUIDs), any attachment. */
  readonly block: {
    readonly domains: readonly string[]
    readonly keywords: readonly string[]
    readonly labels: readonly string[]
    readonly attachments: boolean
  }
  /** Domains for which Send Secure is recommended. */
  readonly advise: readonly string[]
  /** Whom to ask, for people; may be empty. */
  readonly contact: string
  /** `client`: the sender's own mail program sends the notice, where it can. */
  readonly notices: "server" | "client"
}

export const NO_MAIL_RULES: MailRules = {
  block: { domains: [], keywords: [], labels: [], attachments: false },
  advise: [],
  contact: "",
  notices: "server",
}

/** Together they must fit into what a mail program keeps for an add-in: 32 kB. */
const MOST = 100

export function mailRulesFields({ block, advise, contact, notices }: MailRules): Record<string, unknown> {
  const { domains, keywords, labels, attachments } = block
  return { block: { domains, keywords, labels, files: attachments }, advise, contact, notices }
}

/** Throws open-failed. */
export function readMailRules(value: unknown): MailRules {
  const fields = readMap(value, ["block", "advise", "contact", "notices"])
  const block = readMap(fields.block, ["domains", "keywords", "labels", "files"])
  const texts = (list: unknown, bytes: number) => readList(list, MOST, (text) => readRule(text, bytes))
  return {
    block: {
      domains: texts(block.domains, 253),
      keywords: texts(block.keywords, 120),
      labels: texts(block.labels, 64),
      attachments: readBoolean(block.files),
    },
    advise: texts(fields.advise, 253),
    contact: readText(fields.contact, 400),
    notices: readOneOf(fields.notices, ["server", "client"]),
  }
}

/** An empty rule would be met by every mail. */
function readRule(value: unknown, bytes: number): string {
  const text = readText(value, bytes)
  demand(text.trim() !== "", "empty rule")
  return text
}
