/**
 * What Outlook refuses: calls that came with a later requirement set, calls without permission, and more than it takes.
 * Numbers and limits as the library (OutlookAsyncErrorCodes of outlook-web-16.01.debug.js) and Microsoft's pages name them.
 */
import type { CallName, MailItem } from "./item.ts"

export const ERROR = {
  notSupported: 5000,
  noPermission: 7000,
  attachmentTooLarge: 9000,
  tooManyAttachments: 9001,
  attachmentGone: 9003,
  tooManyRecipients: 9012,
  badValue: 9031,
  /** The folder of a shared mailbox in which this person may only read. */
  itemPermission: 9038,
  server: 9042,
  notSaved: 9046,
  keyMissing: 9050,
  sessionFull: 9051,
  download: 9054,
} as const
export class Refused extends Error {
  readonly code: number
  constructor(code: number) {
    super(`refused ${code}`)
    this.code = code
  }
}

export const LIMIT = {
  subject: 255,
  body: 1_000_000,
  recipients: 500,
  attachments: 499,
  attachmentBytes: 25 << 20,
  header: 998,
  session: 50_000,
  /** Of one pane at a time. */
  contents: 3,
} as const

/** Minor versions of the Mailbox set with which a call came; the others are older than anything that is emulated. */
const SINCE: Partial<Record<CallName, number>> = {
  from: 7,
  addAttachment: 8,
  attachments: 8,
  attachmentContent: 8,
  headers: 8,
  setHeaders: 8,
  removeHeaders: 8,
  itemId: 8,
  allHeaders: 8,
  composeType: 10,
  setSession: 11,
  session: 11,
  allSession: 11,
  removeSession: 11,
  label: 13,
  discard: 14,
  send: 15,
}
const WRITING: ReadonlySet<CallName> = new Set([
  ...(["setSubject", "removeAttachment", "setRecipients", "save", "setBody", "addAttachment", "setHeaders"] as const),
  ...(["removeHeaders", "setSession", "removeSession", "discard", "send"] as const),
])

export interface Rights {
  readonly set: string
  /** Of the add-in, by its manifest. */
  readonly permission: "read" | "item" | "mailbox"
  /** Of the person, in the folder where the draft lies. */
  readonly folder: "full" | "read"
}
/** As the protocol counts permissions. */
export const PERMISSION_LEVEL = { read: 1, item: 3, mailbox: 2 } as const

export const minorOf = (set: string): number => Number(set.split(".")[1])

/** @throws Refused */
export function checkRights(name: CallName, { set, permission, folder }: Rights): void {
  if ((SINCE[name] ?? 0) > minorOf(set)) throw new Refused(ERROR.notSupported)
  if (!WRITING.has(name)) return
  if (permission === "read" || (name === "send" && permission !== "mailbox")) throw new Refused(ERROR.noPermission)
  if (folder === "read") throw new Refused(ERROR.itemPermission)
}

/** Of the item as this call would leave it. @throws Refused */
export function checkLimits(name: CallName, item: MailItem): void {
  const lengths = (values: Record<string, string>) =>
    Object.entries(values).map(([key, value]) => key.length + value.length)
  const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)
  const checks: Partial<Record<CallName, readonly [boolean, number]>> = {
    setSubject: [item.subject.length > LIMIT.subject, ERROR.badValue],
    setBody: [item.body.length > LIMIT.body, ERROR.badValue],
    setRecipients: [item.to.length + item.cc.length + item.bcc.length > LIMIT.recipients, ERROR.tooManyRecipients],
    addAttachment: [item.attachments.length > LIMIT.attachments, ERROR.tooManyAttachments],
    setHeaders: [lengths(item.headers).some((length) => length > LIMIT.header), ERROR.badValue],
    setSession: [sum(lengths(item.session)) > LIMIT.session, ERROR.sessionFull],
  }
  const [isOver, code] = checks[name] ?? [false, 0]
  if (isOver) throw new Refused(code)
}
