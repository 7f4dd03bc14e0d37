/** A mail as Exchange holds it, and what Outlook ever saved of it: the shape that host page and test share. */
export interface MailPerson {
  readonly address: string
  readonly name: string
  /** A distribution list, which only the mail server can expand. */
  readonly isList?: boolean
}
export interface MailFile {
  /** Changes when an upload is done. */
  id: string
  readonly name: string
  readonly type: string
  readonly base64: string
  readonly isInline: boolean
  readonly contentId: string
  /** `cloud`: only a link, whose file lies in a cloud folder. */
  readonly kind: "file" | "cloud"
  /** Not on the mail server yet: what is read of it now is not its content. */
  isUploading: boolean
  /** Bytes, where they are more than the test wants to hold. */
  readonly size?: number
}
export interface MailItem {
  id: string | null
  isReceived: boolean
  from: MailPerson
  to: MailPerson[]
  cc: MailPerson[]
  bcc: MailPerson[]
  subject: string
  /** HTML. */
  body: string
  attachments: MailFile[]
  headers: Record<string, string>
  session: Record<string, string>
  composeType: "newMail" | "reply" | "forward"
  /** The quoted mail of an answer, collapsed: add-ins cannot read it, and Outlook appends it when it sends. */
  tail: string
  /** Of the sensitivity label; empty: none. */
  label: string
}
/** A copy that reached the mail server. */
export interface SavedCopy {
  readonly why: "autosave" | "save" | "send" | "discard"
  /** The add-in's call before it; empty: a person's doing. */
  readonly after: string
  readonly item: MailItem
}
/** The same item, of which nothing changes any more. Contents are shared: they never change. */
export const copyOf = (item: MailItem): MailItem => ({
  ...item,
  to: [...item.to],
  cc: [...item.cc],
  bcc: [...item.bcc],
  attachments: item.attachments.map((file) => ({ ...file })),
  headers: { ...item.headers },
  session: { ...item.session },
})

/**
 * Calls of one item by the protocol's number (outlook-web-16.01.debug.js of the library), as the log names them. Numbers
 * from 90001 on are this host's own, for members that the library of 2022 does not have.
 */
export const CALLS = {
  loadCustomProperties: 3,
  saveCustomProperties: 4,
  bodyType: 14,
  recipients: 15,
  setSubject: 17,
  subject: 18,
  removeAttachment: 20,
  setRecipients: 21,
  save: 32,
  addNotification: 33,
  notifications: 34,
  replaceNotification: 35,
  removeNotification: 36,
  body: 37,
  setBody: 38,
  close: 41,
  from: 107,
  addAttachment: 148,
  attachments: 149,
  attachmentContent: 150,
  headers: 151,
  setHeaders: 152,
  removeHeaders: 153,
  itemId: 164,
  allHeaders: 168,
  composeType: 174,
  setSession: 185,
  session: 186,
  allSession: 187,
  removeSession: 189,
  saveSettings: 404,
  send: 90001,
  discard: 90002,
  label: 90003,
} as const
export type CallName = keyof typeof CALLS
