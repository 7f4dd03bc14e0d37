/** A mail as Exchange holds it, and what Outlook ever saved of it: the shape that host page and test share. */
export interface MailPerson {
  readonly address: string
  readonly name: string
}
export interface MailFile {
  readonly id: string
  readonly name: string
  readonly type: string
  readonly base64: string
  readonly isInline: boolean
  readonly contentId: string
  /** Not on the mail server yet: what is read of it now is not its content. */
  isUploading: boolean
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
}
/** A copy that reached the mail server. */
export interface SavedCopy {
  readonly why: "autosave" | "save" | "send"
  readonly item: MailItem
}
/** Calls of one item by the protocol's number (outlook-web-16.01.debug.js of the library), as the log names them. */
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
} as const
export type CallName = keyof typeof CALLS
