/**
 * Outlook on the web, as the real Office.js sees it: this runs in a page of https://outlook.office.com, frames the add-in
 * and answers the library's postMessage protocol from a mail that it holds.
 * Promises: the library is not patched; a call that the protocol does not have here is refused as Outlook refuses it;
 * every copy that reaches the mail server is kept for the test to search.
 * Never: reaches a network.
 */
import { CALLS } from "./item.ts"
import type { CallName, MailFile, MailItem, MailPerson, SavedCopy } from "./item.ts"

type Data = Record<string, unknown>
interface Message {
  readonly _messageType: number
  readonly _actionType: number
  readonly _actionName: string
  readonly _conversationId: string
  readonly _correlationId: number
  readonly _data?: Data
}
/** OutlookAsyncErrorCodes of the library. */
export const ERROR = { missing: 5000, keyMissing: 9020, attachmentGone: 9042, fault: 9043, notSaved: 9047 } as const
class Refused extends Error {
  readonly code: number
  constructor(code: number) {
    super(`refused ${code}`)
    this.code = code
  }
}

const FIELDS = ["to", "cc", "bcc"] as const
const HTML = 3
const NAMES = new Map<number, CallName>(Object.entries(CALLS).map(([name, id]) => [id, name as CallName]))

export interface HostOptions {
  readonly item: MailItem
  /** The mailbox's owner. */
  readonly owner: MailPerson
  /** The newest Mailbox requirement set that this Outlook has. */
  readonly set: string
  /** Of the mailbox, as the library has serialized them; calls write into it. */
  readonly settings: Record<string, unknown>
}

/** What came of pressing Outlook's own Send. */
export interface Sent {
  readonly isSent: boolean
  /** Of the dialog that Outlook shows instead. */
  readonly message: string
  readonly commandId: string
}
interface Completion {
  readonly status: number
  readonly options: Data
}
/** Outlook waits five minutes for the event's handler; a handler that is this late is a fault here. */
const HANDLER_MS = 15_000

export class WebHost {
  readonly item: MailItem
  readonly saved: SavedCopy[] = []
  /** Names of the calls, in order; numbers where this host does not know them. */
  readonly calls: string[] = []
  /** Answers with this error instead of doing the call. */
  readonly faults: Partial<Record<CallName, number>> = {}
  isClosed = false
  readonly #options: HostOptions
  readonly #conversation = `conversation-${crypto.randomUUID()}`
  readonly #app = `app-${crypto.randomUUID()}`
  readonly #registered = new Map<string, Message>()
  readonly #completing = new Map<string, (completion: Completion) => void>()
  #isListening: () => void = () => undefined
  /** Until the add-in's page can be called. */
  readonly #listens = new Promise<void>((done) => (this.#isListening = done))
  #frame: HTMLIFrameElement | null = null
  #origin = ""

  constructor(options: HostOptions) {
    this.#options = options
    this.item = options.item
    addEventListener("message", (event) => this.#receive(event))
  }

  /** Opens the add-in's page in a pane, as Outlook does: the facts stand in the address and in the frame's name. */
  open(address: string, place = "#pane"): void {
    const url = new URL(address)
    this.#origin = url.origin
    const info = `Outlook$Web$16.01$en-US$${crypto.randomUUID()}$$$0`
    const xdm = `${this.#conversation}|${this.#app}|${location.origin}`
    url.searchParams.set("_host_Info", info)
    url.hash = `&_xdm_Info=${xdm}`
    const frame = document.createElement("iframe")
    frame.title = "Send Secure"
    const baseFrameName = `_xdm_${this.#conversation}`
    frame.name = JSON.stringify({ baseFrameName, hostInfo: info, xdmInfo: xdm, serializerVersion: "1" })
    frame.src = url.href.replaceAll("%24", "$")
    frame.sandbox.add("allow-scripts", "allow-same-origin", "allow-forms", "allow-popups", "allow-downloads")
    document.querySelector(place)?.replaceChildren(frame)
    this.#frame = frame
  }

  /** Outlook's own saving of a draft that is being written. */
  autosave(): void {
    if (this.item.isReceived || this.isClosed) return
    this.item.id ??= `AAMk${crypto.randomUUID()}`
    this.saved.push({ why: "autosave", item: structuredClone(this.item) })
  }

  /** Outlook's own Send with the guard in `Block` mode: the draft is saved, the handler asked, and only then it goes. */
  async send(handler: string): Promise<Sent> {
    this.item.id ??= `AAMk${crypto.randomUUID()}`
    this.saved.push({ why: "send", item: structuredClone(this.item) })
    await this.#listens
    const id = crypto.randomUUID()
    const completed = new Promise<Completion>((done) => this.#completing.set(id, done))
    this.#emit("appCommandInvoked", [id, handler, JSON.stringify({ source: { id }, type: "OnMessageSend" })])
    const late = new Promise<Completion>((done) => setTimeout(() => done({ status: -1, options: {} }), HANDLER_MS))
    const { status, options } = await Promise.race([completed, late])
    const isSent = status === 0 && options["allowEvent"] === true
    const text = (name: string) => (typeof options[name] === "string" ? options[name] : "")
    return { isSent, message: text("errorMessage"), commandId: text("commandId") }
  }

  #emit(name: string, data: unknown): void {
    const { _correlationId } = this.#registered.get(name) ?? {}
    this.#post({ _messageType: 1, _responseType: 1, _actionName: name, _correlationId, _data: data, _errorCode: 0 })
  }
  #register(message: Message): void {
    this.#registered.set(message._actionName, message)
    this.#answer(message, { Error: 0 })
    if (message._actionName === "appCommandInvoked") this.#isListening()
  }
  /** `event.completed`, which the library sends by another way than its other calls. */
  #complete(message: Message): void {
    const data = message._data ?? {}
    const of = (index: string, name: string) => data[index] ?? data[name]
    const more = of("2", "Data")
    const parsedOptions = typeof more === "string" && more !== "" ? (JSON.parse(more) as Data) : {}
    const options = (parsedOptions["completedContext"] ?? parsedOptions) as Data
    this.#completing.get(String(of("0", "Id")))?.({ status: Number(of("1", "Status")), options })
    this.#answer(message, { Version: 1, Error: 0 })
  }

  #post(message: object): void {
    const envelope = {
      _conversationId: this.#conversation,
      _origin: location.origin,
      _serializerVersion: 1,
      ...message,
    }
    this.#frame?.contentWindow?.postMessage(JSON.stringify(envelope), this.#origin)
  }
  #answer({ _actionName, _correlationId }: Message, data: unknown, error = 0): void {
    this.#post({ _messageType: 1, _responseType: 0, _actionName, _correlationId, _data: data, _errorCode: error })
  }

  #receive(event: MessageEvent): void {
    if (event.source !== this.#frame?.contentWindow || event.origin !== this.#origin) return
    const message = parsed(event.data)
    if (message === null || message._messageType !== 0 || message._conversationId !== this.#conversation) return
    if (message._actionType === 1) return this.#register(message)
    if (message._actionType === 2) return this.#answer(message, { Error: 0 })
    switch (message._actionName) {
      case "ContextActivationManager_getAppContextAsync":
        return this.#answer(message, this.#context())
      case "ContextActivationManager_notifyHost":
        return this.#answer(message, null)
      case "GetInitialData":
        return this.#answer(message, this.#initialData())
      case "ExecuteMethod":
        return this.#answer(message, this.#execute(message._data ?? {}))
      case "executeMethod":
        return this.#complete(message)
      default:
        this.calls.push(message._actionName)
        return this.#answer(message, null, -2)
    }
  }

  #execute(data: Data): Data {
    const id = Number((data["MethodData"] as Data)["DispatchId"])
    const name = NAMES.get(id)
    this.calls.push(name ?? String(id))
    try {
      if (name === undefined || this.isClosed) throw new Refused(ERROR.missing)
      const fault = this.faults[name]
      if (fault !== undefined) throw new Refused(fault)
      const value = this.#do(name, (data["ApiParams"] ?? {}) as Data)
      return { wasSuccessful: true, ...value }
    } catch (error) {
      return { error: true, errorCode: error instanceof Refused ? error.code : ERROR.fault }
    }
  }

  #do(name: CallName, asked: Data): Data {
    return this.#doToText(name, asked) ?? this.#doToParts(name, asked)
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
      case "body":
        return { data: asked["coercionType"] === HTML ? item.body : textOf(item.body) }
      case "setBody":
        item.body = asked["coercionType"] === HTML ? String(asked["data"]) : htmlOf(String(asked["data"]))
        return {}
      case "recipients":
        return {
          data: item[fieldOf(asked)].map(({ address, name: shown }) => ({ address, name: shown, recipientType: 0 })),
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
        return { data: { composeType: "newMail", coercionType: "html" } }
      case "itemId":
        if (item.id === null) throw new Refused(ERROR.notSaved)
        return { data: item.id }
      case "save":
        item.id ??= `AAMk${crypto.randomUUID()}`
        this.saved.push({ why: "save", item: structuredClone(item) })
        return { data: item.id }
      case "close":
        this.isClosed = true
        return {}
      default:
        return null
    }
  }

  #doToParts(name: CallName, asked: Data): Data {
    const { item } = this
    const fileOf = (id: unknown): MailFile => {
      const file = item.attachments.find((each) => each.id === id)
      if (file === undefined) throw new Refused(ERROR.attachmentGone)
      return file
    }
    switch (name) {
      case "attachments":
        return { data: item.attachments.map(detailsOf) }
      case "attachmentContent":
        return { data: { content: fileOf(asked["id"]).base64, format: "base64" } }
      case "removeAttachment": {
        const gone = fileOf(asked["attachmentIndex"])
        item.attachments = item.attachments.filter((file) => file !== gone)
        return {}
      }
      case "headers":
        return { data: picked(item.headers, asked["internetHeaderKeys"] as string[]) }
      case "allHeaders":
        return {
          data: Object.entries(item.headers)
            .map(([key, value]) => `${key}: ${value}`)
            .join("\r\n"),
        }
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
        return this.#doToMailbox(name, asked)
    }
  }

  #doToMailbox(name: CallName, asked: Data): Data {
    switch (name) {
      case "notifications":
        return { data: [] }
      case "addNotification":
      case "replaceNotification":
      case "removeNotification":
      case "saveCustomProperties":
        return {}
      case "saveSettings":
        Object.assign(this.#options.settings, (asked as unknown as Data[])[0])
        return {}
      case "loadCustomProperties":
        return { customProperties: "{}" }
      default:
        throw new Refused(ERROR.missing)
    }
  }

  #context(): Data {
    return {
      _id: this.#app,
      // 64: Outlook on the web.
      _appName: 64,
      _appVersion: "16.01",
      _appUILocale: "en-US",
      _dataLocale: "en-US",
      _docUrl: location.href,
      _clientMode: 1,
      _settings: this.#options.settings,
      _reason: "documentOpened",
      _osfControlType: 0,
      _eToken: "",
      _correlationId: crypto.randomUUID(),
      _appInstanceId: this.#app,
      _requirementMatrix: JSON.stringify({ Mailbox: this.#options.set }),
      _hostFullVersion: "16.0.0.0",
      _clientWindowHeight: innerHeight,
      _clientWindowWidth: innerWidth,
      _addinName: "Send Secure",
      _appDomains: [this.#origin],
      _dialogRequirementMatrix: "{}",
      _featureGates: {},
      _initialDisplayMode: 0,
    }
  }

  #initialData(): Data {
    const { item } = this
    const { owner } = this.#options
    return {
      // 3: the item may be read and written. 1: a received mail, 4: a draft.
      permissionLevel: 3,
      itemType: item.isReceived ? 1 : 4,
      hostVersion: "16.0.0.0",
      userDisplayName: owner.name,
      userEmailAddress: owner.address,
      userTimeZone: "UTC",
      timeZoneOffsets: [],
      userProfileType: "office365",
      ewsUrl: "",
      restUrl: "",
      owaView: "ThreeColumns",
      conversationId: null,
      ...(item.isReceived ? this.#received() : {}),
    }
  }

  #received(): Data {
    const { item } = this
    return {
      id: item.id,
      itemClass: "IPM.Note",
      subject: item.subject,
      normalizedSubject: item.subject,
      internetMessageId: item.headers["Message-ID"] ?? "",
      from: item.from,
      sender: item.from,
      to: item.to,
      cc: item.cc,
      attachments: item.attachments.map(detailsOf),
      dateTimeCreated: Date.now(),
      dateTimeModified: Date.now(),
      isRead: true,
    }
  }
}

function parsed(data: unknown): Message | null {
  try {
    return JSON.parse(String(data)) as Message
  } catch {
    return null
  }
}

const fieldOf = (asked: Data) => FIELDS[Number(asked["recipientField"])] ?? "to"
const picked = (headers: Record<string, string>, keys: readonly string[]) =>
  Object.fromEntries(keys.filter((key) => key in headers).map((key) => [key, headers[key]]))
const textOf = (html: string): string => new DOMParser().parseFromString(html, "text/html").body.textContent
const htmlOf = (text: string): string => {
  const holder = document.createElement("div")
  holder.textContent = text
  return holder.outerHTML
}
const detailsOf = (file: MailFile): Data => ({
  id: file.id,
  name: file.name,
  size: Math.floor((file.base64.length * 3) / 4),
  attachmentType: 0,
  contentType: file.type,
  isInline: file.isInline,
  contentId: file.contentId,
  isServiceAccessible: !file.isUploading,
})

Object.assign(window, { WebHost })
