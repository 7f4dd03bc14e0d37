/**
 * A mail in Outlook and what becomes of it: typed, changed by the add-in's calls, saved, sent, thrown away.
 * Promises: every copy that reaches the mail server is kept, from every change on (the worst case of Outlook's own
 * saving); what was sent and what lies in Deleted Items too.
 */
import { copyOf } from "./item.ts"
import type { CallName, MailFile, MailItem, MailPerson, SavedCopy } from "./item.ts"
import { checkLimits, checkRights, ERROR, LIMIT, Refused } from "./rules.ts"
import type { Rights } from "./rules.ts"

export type Data = Record<string, unknown>
export interface MailboxOptions extends Rights {
  readonly item: MailItem
  /** Of the mailbox, as the library has serialized them; calls write into it. */
  readonly settings: Record<string, unknown>
  /** After a change the next reads of the text still give what it was before, as classic Outlook does. */
  readonly staleReads: number
  /** Before 1.14 Outlook asks whether to throw the draft away. */
  readonly closing: "throw-away" | "keep"
}
const FIELDS = ["to", "cc", "bcc"] as const
const HTML = 3

export class Mailbox {
  readonly item: MailItem
  readonly saved: SavedCopy[] = []
  readonly sent: MailItem[] = []
  readonly options: MailboxOptions
  isClosed = false
  /** Outlook's own Send, with the guard; set by the page that has one. */
  onSend: () => Promise<boolean> = () => Promise.resolve(true)
  #after = ""
  #before: string
  #stale = 0
  #reading = 0

  constructor(options: MailboxOptions) {
    this.options = options
    this.item = options.item
    this.#before = options.item.body
  }

  /** Outlook's own saving of a draft that is being written. */
  autosave(): void {
    if (!this.item.isReceived && !this.isClosed) this.#save("autosave")
  }

  #save(why: SavedCopy["why"]): void {
    this.item.id ??= `AAMk${crypto.randomUUID()}`
    this.saved.push({ why, after: this.#after, item: copyOf(this.item) })
  }

  /** Uploads end: from now on the files have other ids. */
  finishUploads(): void {
    for (const file of this.item.attachments) {
      if (!file.isUploading) continue
      file.isUploading = false
      file.id = `${file.id}-uploaded`
    }
  }

  /** The handler has let it go: Outlook appends the quoted mail only now. */
  send(): void {
    this.item.body += this.item.tail
    this.sent.push(copyOf(this.item))
    this.isClosed = true
  }

  beforeSend(): void {
    this.#after = ""
    this.#save("send")
  }

  /** @throws Refused */
  async do(name: CallName, asked: Data): Promise<Data> {
    checkRights(name, this.options)
    if (this.isClosed) throw new Refused(ERROR.notSaved)
    const before = copyOf(this.item)
    const done = this.#doToText(name, asked) ?? this.#doToParts(name, asked) ?? (await this.#doToDraft(name, asked))
    if (CHANGING.has(name)) {
      try {
        checkLimits(name, this.item)
      } catch (refused) {
        Object.assign(this.item, before)
        throw refused
      }
      this.#after = name
      this.autosave()
    }
    return done
  }

  #doToText(name: CallName, asked: Data): Data | null {
    const { item } = this
    switch (name) {
      case "subject":
        return { data: item.subject }
      case "setSubject":
        item.subject = String(asked["subject"])
        return {}
      case "bodyType":
        return { data: HTML }
      case "body": {
        const isStale = this.#stale > 0
        if (isStale) this.#stale -= 1
        const body = isStale ? this.#before : item.body
        return { data: asked["coercionType"] === HTML ? body : textOf(body) }
      }
      case "setBody":
        this.#before = item.body
        this.#stale = this.options.staleReads
        item.body = asked["coercionType"] === HTML ? String(asked["data"]) : htmlOf(String(asked["data"]))
        // Pictures inside the text are uploaded anew.
        for (const file of item.attachments) if (file.isInline) file.isUploading = true
        return {}
      case "recipients":
        return {
          data: item[fieldOf(asked)].map(({ address, name: shown, isList }) => ({
            address,
            name: shown,
            recipientType: isList === true ? 1 : 0,
          })),
        }
      case "setRecipients":
        item[fieldOf(asked)] = (asked["recipientArray"] as MailPerson[]).map(({ address, name: shown }) => ({
          address,
          name: shown,
        }))
        return {}
      case "from":
        return { data: item.from }
      case "composeType":
        return { data: { composeType: item.composeType, coercionType: "html" } }
      case "label":
        return { data: item.label }
      default:
        return null
    }
  }

  #doToParts(name: CallName, asked: Data): Data | null {
    const { item } = this
    switch (name) {
      case "attachments":
        return { data: item.attachments.map(detailsOf) }
      case "removeAttachment": {
        const gone = this.#fileOf(asked["attachmentIndex"])
        item.attachments = item.attachments.filter((file) => file !== gone)
        return {}
      }
      case "addAttachment":
        item.attachments = [...item.attachments, addedFile(asked)]
        return { data: item.attachments.at(-1)?.id }
      case "headers":
        return { data: picked(item.headers, asked["internetHeaderKeys"] as string[]) }
      case "allHeaders":
        return { data: linesOf(item.headers) }
      case "setHeaders":
        Object.assign(item.headers, asked["internetHeaderNameValuePairs"])
        return {}
      case "removeHeaders":
        for (const key of asked["internetHeaderKeys"] as string[]) delete item.headers[key]
        return {}
      case "setSession":
        item.session[String(asked["name"])] = String(asked["value"])
        return {}
      case "session": {
        const value = item.session[String(asked["name"])]
        if (value === undefined) throw new Refused(ERROR.keyMissing)
        return { data: value }
      }
      case "allSession":
        return { data: item.session }
      case "removeSession":
        delete item.session[String(asked["name"])]
        return {}
      default:
        return null
    }
  }

  async #doToDraft(name: CallName, asked: Data): Promise<Data> {
    const { item } = this
    switch (name) {
      case "attachmentContent":
        return this.#content(this.#fileOf(asked["id"]))
      case "itemId":
        if (item.id === null) throw new Refused(ERROR.notSaved)
        return { data: item.id }
      case "save":
        this.#after = name
        this.#save("save")
        return { data: item.id }
      case "close":
        if (this.options.closing === "throw-away") this.#throwAway()
        return {}
      case "discard":
        this.#throwAway()
        return {}
      case "send":
        if (!(await this.onSend())) throw new Refused(ERROR.server)
        return {}
      case "notifications":
        return { data: [] }
      case "addNotification":
      case "replaceNotification":
      case "removeNotification":
      case "saveCustomProperties":
        return {}
      case "saveSettings":
        Object.assign(this.options.settings, (asked as unknown as Data[])[0])
        return {}
      case "loadCustomProperties":
        return { customProperties: "{}" }
      default:
        throw new Refused(ERROR.notSupported)
    }
  }

  /** A draft that was saved lies in Deleted Items from now on. */
  #throwAway(): void {
    this.#save("discard")
    this.isClosed = true
  }

  #fileOf(id: unknown): MailFile {
    const file = this.item.attachments.find((each) => each.id === id)
    if (file === undefined) throw new Refused(ERROR.attachmentGone)
    return file
  }

  /** Outlook hands out three at a time, none above 25 MB, and of an unfinished upload whatever has arrived. */
  async #content(file: MailFile): Promise<Data> {
    if (file.kind === "cloud") return { data: { content: `https://files.example.test/${file.name}`, format: "url" } }
    if (sizeOf(file) > LIMIT.attachmentBytes) throw new Refused(ERROR.attachmentTooLarge)
    if (this.#reading === LIMIT.contents) throw new Refused(ERROR.download)
    this.#reading += 1
    await new Promise((resolve) => setTimeout(resolve, 0))
    this.#reading -= 1
    return { data: { content: file.isUploading ? "AAAA" : file.base64, format: "base64" } }
  }
}

const CHANGING: ReadonlySet<CallName> = new Set([
  ...(["setSubject", "setBody", "setRecipients", "removeAttachment", "addAttachment", "setHeaders"] as const),
  ...(["removeHeaders", "setSession", "removeSession"] as const),
])
const fieldOf = (asked: Data) => FIELDS[Number(asked["recipientField"])] ?? "to"
const picked = (headers: Record<string, string>, keys: readonly string[]) =>
  Object.fromEntries(keys.filter((key) => key in headers).map((key) => [key, headers[key]]))
const linesOf = (headers: Record<string, string>) =>
  Object.entries(headers)
    .map(([key, value]) => `${key}: ${value}`)
    .join("\r\n")
const textOf = (html: string): string => new DOMParser().parseFromString(html, "text/html").body.textContent
const htmlOf = (text: string): string => {
  const holder = document.createElement("div")
  holder.textContent = text
  return holder.outerHTML
}
const sizeOf = (file: MailFile): number =>
  file.size ?? (file.base64.length / 4) * 3 - (file.base64.match(/=*$/)?.[0].length ?? 0)

export const detailsOf = (file: MailFile): Data => ({
  id: file.id,
  name: file.name,
  size: sizeOf(file),
  attachmentType: file.kind === "cloud" ? 2 : 0,
  contentType: file.type,
  isInline: file.isInline,
  contentId: file.contentId,
  isServiceAccessible: !file.isUploading,
})

const addedFile = (asked: Data): MailFile => ({
  id: `attachment-${crypto.randomUUID()}`,
  name: String(asked["name"]),
  type: "application/octet-stream",
  base64: String(asked["base64String"]),
  isInline: asked["isInline"] === true,
  contentId: asked["isInline"] === true ? String(asked["name"]) : "",
  kind: "file",
  isUploading: false,
})
