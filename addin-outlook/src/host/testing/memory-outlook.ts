/**
 * An Outlook in memory, for tests: the members of Office.js that the add-in uses, with Outlook's habits (uploads that
 * change their ids, stale reads, autosave, indexes that move) and a fault at any call.
 * Promises: typed against Office.js; every copy that Exchange would hold is kept in `exchange`.
 */
import { toBase64, utf8 } from "@smp/shared/bytes"
import { officePort } from "../office-adapter.ts"
import type { ComposeItem, OfficeParts, ReadItem } from "../office-adapter.ts"
import type { OutlookPort } from "../outlook-port.ts"

export interface MemoryPerson {
  readonly address: string
  readonly name?: string
  readonly isList?: boolean
}
export interface MemoryAttachment {
  id: string
  name: string
  size: number
  kind: "file" | "item" | "cloud"
  base64: string
  isInline: boolean
  contentId: string
  /** Listings until the upload is done and the id changes. */
  uploading: number
}
export interface Fault {
  /** Which call, counted from 0. */
  readonly at: number
  /** Outlook did what was asked, and then answered with an error. */
  readonly isLate: boolean
  readonly code: number
}
export interface MemoryDraft {
  from: MemoryPerson
  to: MemoryPerson[]
  cc: MemoryPerson[]
  bcc: MemoryPerson[]
  subject: string
  html: string
  /** Plain text drafts. */
  form: "html" | "text"
  composeType: "newMail" | "reply" | "forward"
  attachments: MemoryAttachment[]
  headers: Record<string, string>
  session: Record<string, string>
}
export interface MemoryOutlook {
  readonly port: OutlookPort
  readonly draft: MemoryDraft
  /** Names of the calls so far. */
  readonly calls: string[]
  /** What Exchange holds, oldest first; each entry is one saved copy as JSON. */
  readonly exchange: { readonly why: string; readonly copy: string }[]
  readonly sent: string[]
  readonly notes: string[]
  readonly settings: Map<string, unknown>
  fault: Fault | null
  /** Reads of the body that still show the content before the last change. */
  staleReads: number
  /** Set at each change of the body, as classic Outlook behaves. */
  staleAfterChange: number
  /** Added to the body at each read, as somebody who goes on typing. */
  typing: string | null
  closed: "discarded" | "asked" | null
}
export interface MemoryOptions {
  readonly version?: string
  readonly draft?: Partial<MemoryDraft>
  readonly mail?: { readonly headers: string; readonly html: string }
  readonly address?: string
  readonly saysUploads?: boolean
}

export const memoryFile = (name: string, content: string, more: Partial<MemoryAttachment> = {}): MemoryAttachment => ({
  id: `att-${name}`,
  name,
  size: content.length,
  kind: "file",
  base64: toBase64(utf8(content)),
  isInline: false,
  contentId: "",
  uploading: 0,
  ...more,
})

const emptyDraft: MemoryDraft = {
  from: { address: "alice@example.com", name: "Alice" },
  to: [],
  cc: [],
  bcc: [],
  subject: "",
  html: "",
  form: "html",
  composeType: "newMail",
  attachments: [],
  headers: {},
  session: {},
}
const isAtLeast = (version: string, wanted: string) => Number(version.split(".")[1]) >= Number(wanted.split(".")[1])
const refused = (code: number) => Object.assign(new Error(`refused ${code}`), { code })

export function memoryOutlook(options: MemoryOptions = {}): MemoryOutlook {
  const version = options.version ?? "1.15"
  const draft: MemoryDraft = structuredClone({ ...emptyDraft, ...options.draft })
  const state = { draft, calls: [], exchange: [], sent: [], notes: [], settings: new Map<string, unknown>() }
  const outlook: Omit<MemoryOutlook, "port"> = {
    ...state,
    fault: null,
    staleReads: 0,
    staleAfterChange: 0,
    typing: null,
    closed: null,
  }
  const item = options.mail === undefined ? composeItem(outlook, version) : readItem(outlook, options.mail)
  const parts: OfficeParts = {
    item: () => item,
    facts: {
      item: options.mail === undefined ? "compose" : "read",
      address: options.address ?? "alice@example.com",
      name: "Alice",
      language: "en-US",
      isDark: null,
      saysUploads: options.saysUploads ?? true,
    },
    isSetSupported: (_, wanted) => isAtLeast(version, wanted),
    settings: {
      get: (name: string) => outlook.settings.get(name) as unknown,
      set: (name: string, value: unknown) => void outlook.settings.set(name, value),
      saveAsync: answering(outlook, "roamingSettings.saveAsync", () => undefined),
    },
    onItemChange: () => undefined,
  }
  return Object.assign(outlook, { port: officePort(parts) })
}

type Work = (args: readonly unknown[]) => unknown

/** One asynchronous member: counts, fails where a fault is set, and answers in a later turn as Outlook does. */
function answering(outlook: Omit<MemoryOutlook, "port">, name: string, work: Work) {
  return (...args: readonly unknown[]): void => {
    const done = args.findLast((arg) => typeof arg === "function") as ((answer: unknown) => void) | undefined
    const at = outlook.calls.push(name) - 1
    const fault = outlook.fault?.at === at ? outlook.fault : null
    const answer = (): unknown => {
      if (fault !== null && !fault.isLate) throw refused(fault.code)
      const value = work(args)
      if (fault !== null) throw refused(fault.code)
      return value
    }
    setTimeout(() => {
      try {
        done?.({ status: "succeeded", value: answer() })
      } catch (error) {
        done?.({ status: "failed", error })
      }
    }, 0)
  }
}

function composeItem(outlook: Omit<MemoryOutlook, "port">, version: string): ComposeItem {
  const { draft } = outlook
  const call = (name: string, work: Work) => answering(outlook, name, work)
  const save = (why: string) => void outlook.exchange.push({ why, copy: JSON.stringify(draft) })
  const changing = (name: string, work: Work) =>
    call(name, (args) => {
      const value = work(args)
      // Exchange autosaves whenever it likes: the worst case is after every change.
      save(`autosave after ${name}`)
      return value
    })
  const people = (field: "to" | "cc" | "bcc") => ({
    getAsync: call(`${field}.getAsync`, () => draft[field].map(details)),
    setAsync: changing(`${field}.setAsync`, () => undefined),
    addAsync: changing(`${field}.addAsync`, () => undefined),
  })
  const item = {
    to: people("to"),
    cc: people("cc"),
    bcc: people("bcc"),
    from: { getAsync: call("from.getAsync", () => details(draft.from)) },
    subject: {
      getAsync: call("subject.getAsync", () => draft.subject),
      setAsync: changing("subject.setAsync", ([text]) => {
        if (String(text).length > 255) throw refused(9002)
        draft.subject = String(text)
      }),
    },
    body: bodyOf(outlook, call, changing) as ComposeItem["body"],
    ...attachmentsOf(draft, call, changing),
    ...endingsOf(outlook, call, save),
    getComposeTypeAsync: call("getComposeTypeAsync", () => ({ composeType: draft.composeType })),
    internetHeaders: {
      getAsync: call("internetHeaders.getAsync", () => ({ ...draft.headers })),
      setAsync: changing("internetHeaders.setAsync", ([values]) => void Object.assign(draft.headers, values)),
      removeAsync: changing("internetHeaders.removeAsync", ([names]) => {
        for (const name of names as string[]) delete draft.headers[name]
      }),
    },
    sessionData: {
      getAsync: call("sessionData.getAsync", ([name]) => {
        if (!(String(name) in draft.session)) throw refused(9050)
        return draft.session[String(name)]
      }),
      getAllAsync: call("sessionData.getAllAsync", () => ({ ...draft.session })),
      setAsync: call("sessionData.setAsync", ([name, value]) => void (draft.session[String(name)] = String(value))),
      removeAsync: call("sessionData.removeAsync", ([name]) => void delete draft.session[String(name)]),
      clearAsync: call("sessionData.clearAsync", () => undefined),
    },
    notificationMessages: {
      addAsync: call("notificationMessages.addAsync", () => undefined),
      getAllAsync: call("notificationMessages.getAllAsync", () => []),
      removeAsync: call("notificationMessages.removeAsync", () => undefined),
      replaceAsync: call("notificationMessages.replaceAsync", ([, note]) => {
        outlook.notes.push((note as { message: string }).message)
      }),
    },
  } satisfies ComposeItem
  return without(item, version)
}

/** Members of later requirement sets are really missing. */
function without(item: ComposeItem, version: string): ComposeItem {
  const later: Record<string, string> = {
    getAttachmentsAsync: "1.8",
    getAttachmentContentAsync: "1.8",
    addFileAttachmentFromBase64Async: "1.8",
    internetHeaders: "1.8",
    from: "1.7",
    getComposeTypeAsync: "1.10",
    sessionData: "1.11",
    closeAsync: "1.14",
    sendAsync: "1.15",
  }
  const kept = Object.entries(item).filter(([name]) => isAtLeast(version, later[name] ?? "1.1"))
  return Object.fromEntries(kept) as unknown as ComposeItem
}

type Calls = (name: string, work: Work) => (...args: readonly unknown[]) => void

const plain = (html: string) =>
  html
    .replace(/<br\s*\/?>|<\/p>|<\/div>/gi, "\n")
    .replace(/<[^>]*>/g, "")
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, "&")

function bodyOf(outlook: Omit<MemoryOutlook, "port">, call: Calls, changing: Calls) {
  const { draft } = outlook
  let before = draft.html
  return {
    getTypeAsync: call("body.getTypeAsync", () => draft.form),
    getAsync: call("body.getAsync", ([form]) => {
      if (outlook.typing !== null) draft.html += outlook.typing
      const isStale = outlook.staleReads > 0
      if (isStale) outlook.staleReads -= 1
      const content = isStale ? before : draft.html
      return form === "html" ? content : plain(content)
    }),
    setAsync: changing("body.setAsync", ([content]) => {
      if (String(content).length > 1_000_000) throw refused(9002)
      before = draft.html
      outlook.staleReads = outlook.staleAfterChange
      draft.html = String(content)
    }),
  }
}

function attachmentsOf(draft: MemoryDraft, call: Calls, changing: Calls) {
  const held = (id: unknown): number => {
    const index = draft.attachments.findIndex((one) => one.id === id)
    if (index === -1) throw refused(9003)
    return index
  }
  return {
    getAttachmentsAsync: call("getAttachmentsAsync", () =>
      draft.attachments.map((one) => {
        if (one.uploading > 0) {
          one.uploading -= 1
          // The id of a finished upload is another one.
          if (one.uploading === 0) one.id = `${one.id}-uploaded`
        }
        const { id, name, size, kind, isInline, contentId } = one
        return { id, name, size, attachmentType: kind, isInline, contentId, isServiceAccessible: one.uploading === 0 }
      }),
    ),
    getAttachmentContentAsync: call("getAttachmentContentAsync", ([id]) => {
      const one = draft.attachments[held(id)]
      if (one === undefined || one.uploading > 0) throw refused(9054)
      return one.kind === "cloud"
        ? { format: "url", content: "https://files.example.com/shared" }
        : { format: one.kind === "item" ? "eml" : "base64", content: one.base64 }
    }),
    removeAttachmentAsync: changing("removeAttachmentAsync", ([id]) => void draft.attachments.splice(held(id), 1)),
    addFileAttachmentFromBase64Async: changing("addFileAttachmentFromBase64Async", ([base64, name, options]) => {
      const { isInline } = options as { isInline: boolean }
      const content = atob(String(base64))
      draft.attachments.push(memoryFile(String(name), content, { isInline, contentId: isInline ? String(name) : "" }))
    }),
  }
}

function endingsOf(outlook: Omit<MemoryOutlook, "port">, call: Calls, save: (why: string) => void) {
  return {
    saveAsync: call("saveAsync", () => {
      save("saveAsync")
      return "item-1"
    }),
    close: () => {
      outlook.calls.push("close")
      outlook.closed = "asked"
    },
    closeAsync: call("closeAsync", () => void (outlook.closed = "discarded")),
    sendAsync: call("sendAsync", () => void outlook.sent.push(JSON.stringify(outlook.draft))),
  }
}

function readItem(outlook: Omit<MemoryOutlook, "port">, mail: { headers: string; html: string }): ReadItem {
  const body = {
    getAsync: answering(outlook, "body.getAsync", ([form]) => (form === "html" ? mail.html : plain(mail.html))),
    getTypeAsync: answering(outlook, "body.getTypeAsync", () => "html"),
  }
  return {
    body: body as unknown as ReadItem["body"],
    getAllInternetHeadersAsync: answering(outlook, "getAllInternetHeadersAsync", () => mail.headers),
  } satisfies ReadItem
}

const details = ({ address, name = "", isList = false }: MemoryPerson) => ({
  emailAddress: address,
  displayName: name === "" ? address : name,
  recipientType: isList ? "distributionList" : "user",
  appointmentResponse: "none",
})
