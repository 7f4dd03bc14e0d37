/**
 * Office.js as an `OutlookPort`. The only file of the add-in, besides the send event's, that names `Office`.
 * Promises: what a requirement set does not cover is not called; every call ends.
 * Never: decides anything about a message.
 */
import { ask } from "./office-calls.ts"
import type { Answer } from "./office-calls.ts"
import { OutlookError } from "./outlook-port.ts"
import type {
  AttachmentContent,
  BodyForm,
  ComposePort,
  MailboxSet,
  OutlookAttachment,
  OutlookPerson,
  OutlookPort,
  ReadPort,
} from "./outlook-port.ts"

/** The draft's members that are used; older Outlooks lack the later ones. */
export type ComposeItem = Pick<
  Office.MessageCompose,
  | "to"
  | "cc"
  | "bcc"
  | "from"
  | "subject"
  | "body"
  | "getAttachmentsAsync"
  | "getAttachmentContentAsync"
  | "removeAttachmentAsync"
  | "addFileAttachmentFromBase64Async"
  | "internetHeaders"
  | "sessionData"
  | "getComposeTypeAsync"
  | "saveAsync"
  | "close"
  | "closeAsync"
  | "sendAsync"
  | "notificationMessages"
>
export type ReadItem = Pick<Office.MessageRead, "body" | "getAllInternetHeadersAsync">
export interface OfficeParts {
  readonly item: () => ComposeItem | ReadItem | null
  readonly facts: OutlookPort["facts"]
  readonly isSetSupported: (name: string, version: string) => boolean
  readonly settings: Pick<Office.RoamingSettings, "get" | "set" | "saveAsync">
  readonly onItemChange: (listener: () => void) => void
}
type Done = (answer: Answer) => void

/** null: this page was not opened by Outlook. */
export async function officeReady(): Promise<OutlookPort | null> {
  const { host } = await Office.onReady()
  return String(host) === "Outlook" ? outlookOfThisPage() : null
}

function outlookOfThisPage(): OutlookPort {
  const { mailbox, requirements, roamingSettings, diagnostics } = Office.context
  const item = () => (mailbox.item as unknown as ComposeItem | ReadItem | undefined) ?? null
  return officePort({
    item,
    facts: {
      get item() {
        const open = item()
        return open === null ? null : isCompose(open) ? "compose" : "read"
      },
      address: mailbox.userProfile.emailAddress,
      name: mailbox.userProfile.displayName,
      language: Office.context.displayLanguage,
      isDark: darkness(Office.context.officeTheme?.bodyBackgroundColor),
      saysUploads:
        String(diagnostics.platform) === "OfficeOnline" ||
        /newOutlookWindows|WebApp/.test(mailbox.diagnostics.hostName),
    },
    isSetSupported: (name, version) => requirements.isSetSupported(name, version),
    settings: roamingSettings,
    onItemChange: (listener) => mailbox.addHandlerAsync(Office.EventType.ItemChanged, listener),
  })
}

/** Of a colour like #1f1f1f; null where the host names none. */
export function darkness(colour: string | undefined): boolean | null {
  const found = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})/i.exec(colour ?? "")
  if (found === null) return null
  const [red = 0, green = 0, blue = 0] = found.slice(1).map((part) => Number.parseInt(part, 16))
  return 0.299 * red + 0.587 * green + 0.114 * blue < 128
}

export function officePort(parts: OfficeParts): OutlookPort {
  const supports = (set: MailboxSet) => parts.isSetSupported("Mailbox", set)
  const open = () => parts.item() ?? refuse("gone", "item")
  return {
    facts: parts.facts,
    supports,
    compose: () => {
      const item = open()
      return isCompose(item) ? composePort(item, supports) : refuse("gone", "compose item")
    },
    read: () => {
      const item = open()
      return isCompose(item) ? refuse("gone", "read item") : readPort(item, supports)
    },
    setting: (name) => parts.settings.get(name) as unknown,
    setSetting: (name, value) => {
      parts.settings.set(name, value)
      return ask("roamingSettings.saveAsync", (done) => parts.settings.saveAsync(done as never))
    },
    onItemChange: parts.onItemChange,
  }
}

const refuse = (kind: "gone" | "missing", call: string): never => {
  throw new OutlookError(kind, { code: 0, call })
}
const isCompose = (item: ComposeItem | ReadItem): item is ComposeItem => "saveAsync" in item

function composePort(item: ComposeItem, supports: (set: MailboxSet) => boolean): ComposePort {
  const needs = (set: MailboxSet, call: string) => void (supports(set) || refuse("missing", call))
  const html = { coercionType: "html" }
  const text = { coercionType: "text" }
  return {
    from: async () => person(await ask("from.getAsync", (done) => item.from.getAsync(done as never))),
    recipients: async (field) =>
      (await ask<Office.EmailAddressDetails[]>(`${field}.getAsync`, (done) => item[field].getAsync(done as never))).map(
        person,
      ),
    subject: () => ask("subject.getAsync", (done) => item.subject.getAsync(done as never)),
    setSubject: (value) => ask("subject.setAsync", (done) => item.subject.setAsync(value, done as never)),
    bodyForm: async () => {
      const type = await ask<unknown>("body.getTypeAsync", (done) => item.body.getTypeAsync(done as never))
      // The library hands the host's own value through: a name, or the number of its protocol.
      return type === "text" || type === 0 ? "text" : "html"
    },
    body: (form) => bodyOf(item, form),
    setBody: (content, form) =>
      ask("body.setAsync", (done) => item.body.setAsync(content, form === "html" ? html : text, done as never)),
    ...attachmentCalls(item),
    ...markCalls(item, needs),
    isAnswer: async () => {
      if (!supports("1.10")) return false
      const type = await ask<{ composeType: string }>("getComposeTypeAsync", (done) =>
        item.getComposeTypeAsync(done as never),
      )
      return type.composeType !== "newMail"
    },
    save: async () => void (await ask("saveAsync", (done) => item.saveAsync(done as never))),
    discard: async () => {
      needs("1.14", "closeAsync")
      await ask("closeAsync", (done) => item.closeAsync({ discardItem: true }, done as never))
    },
    close: async () => {
      needs("1.3", "close")
      item.close()
    },
    send: async () => {
      needs("1.15", "sendAsync")
      await ask("sendAsync", (done) => item.sendAsync(done as never))
    },
    notify: (message) => {
      const details = { type: "informationalMessage", message, icon: "Icon.16x16", persistent: true }
      return ask("notificationMessages.replaceAsync", (done) =>
        item.notificationMessages.replaceAsync("smp", details as never, done as never),
      )
    },
  }
}

function attachmentCalls(
  item: ComposeItem,
): Pick<ComposePort, "attachments" | "content" | "removeAttachment" | "addAttachment"> {
  return {
    attachments: async () =>
      (
        await ask<Office.AttachmentDetailsCompose[]>("getAttachmentsAsync", (done) =>
          item.getAttachmentsAsync(done as never),
        )
      ).map(attachment),
    content: async (id) =>
      contentOf(await ask("getAttachmentContentAsync", (done) => item.getAttachmentContentAsync(id, done as never))),
    removeAttachment: (id) => ask("removeAttachmentAsync", (done) => item.removeAttachmentAsync(id, done as never)),
    addAttachment: async (name, base64, isInline) =>
      void (await ask("addFileAttachmentFromBase64Async", (done) =>
        item.addFileAttachmentFromBase64Async(base64, name, { isInline }, done as never),
      )),
  }
}

function markCalls(
  item: ComposeItem,
  needs: (set: MailboxSet, call: string) => void,
): Pick<ComposePort, "setHeader" | "sessionValue" | "setSessionValue"> {
  return {
    setHeader: async (name, value) => {
      needs("1.8", "internetHeaders")
      await ask("internetHeaders", (done) =>
        value === null
          ? item.internetHeaders.removeAsync([name], done as never)
          : item.internetHeaders.setAsync({ [name]: value }, done as never),
      )
    },
    sessionValue: async (name) => {
      needs("1.11", "sessionData")
      // A name that was never set is an error to Outlook.
      return ask<string>("sessionData.getAsync", (done: Done) => item.sessionData.getAsync(name, done as never)).catch(
        (error: unknown) => {
          if (error instanceof OutlookError && [9020, 9050].includes(error.code)) return null
          throw error
        },
      )
    },
    setSessionValue: async (name, value) => {
      needs("1.11", "sessionData")
      await ask("sessionData", (done) =>
        value === null
          ? item.sessionData.removeAsync(name, done as never)
          : item.sessionData.setAsync(name, value, done as never),
      )
    },
  }
}

function readPort(item: ReadItem, supports: (set: MailboxSet) => boolean): ReadPort {
  return {
    headers: async () =>
      supports("1.8")
        ? ask<string>("getAllInternetHeadersAsync", (done) => item.getAllInternetHeadersAsync(done as never))
        : "",
    body: (form) => bodyOf(item, form),
  }
}

const bodyOf = (item: ComposeItem | ReadItem, form: BodyForm): Promise<string> =>
  ask("body.getAsync", (done) => item.body.getAsync(form, done as never))

const person = ({ emailAddress, displayName, recipientType }: Office.EmailAddressDetails): OutlookPerson => ({
  address: emailAddress,
  name: displayName === emailAddress ? "" : displayName,
  isList: String(recipientType) === "distributionList" || !emailAddress.includes("@"),
})

function attachment(details: Office.AttachmentDetailsCompose): OutlookAttachment {
  const type = String(details.attachmentType)
  return {
    id: details.id,
    name: details.name,
    size: details.size,
    kind: type === "cloud" ? "cloud" : type === "item" ? "item" : "file",
    isInline: details.isInline,
    contentId: (details.contentId ?? "").replace(/^<|>$/g, ""),
    isUploaded: details.isServiceAccessible ?? false,
  }
}

function contentOf({ content, format }: Office.AttachmentContent): AttachmentContent {
  switch (String(format)) {
    case "base64":
      return { form: "base64", content }
    case "url":
      return { form: "link", url: content }
    case "iCalendar":
      return { form: "text", content, type: "text/calendar" }
    default:
      return { form: "text", content, type: "message/rfc822" }
  }
}
