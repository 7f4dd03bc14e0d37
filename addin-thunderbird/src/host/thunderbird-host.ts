/**
 * What the add-in asks of Thunderbird; events, marks and the space have files of their own. No other room touches the
 * WebExtension API.
 * Promises: plain values in and out; a draft is read whole or not at all; nothing here decides.
 * Never: sends a draft by itself, changes the text of a draft.
 */
import thunderbird from "webextension-polyfill"
import type { DraftReading, Person } from "./draft-reading.ts"

export interface SavedMail {
  id: number
  at: number
  /** Its Message-ID, which outlives Thunderbird; the number does not. */
  name: string
}

export const toSaved = ({ id, date, headerMessageId: name }: messenger.messages.MessageHeader): SavedMail => ({
  id,
  at: new Date(date).getTime(),
  name,
})

/** A page asks the event page, because the page itself may be gone the next moment (a panel closes on focus loss). */
export const requests = {
  /** @throws what the event page threw. */
  ask: (request: unknown): Promise<unknown> => thunderbird.runtime.sendMessage(request),
  onAsked(listener: (request: unknown) => Promise<unknown>): void {
    thunderbird.runtime.onMessage.addListener((request: unknown) => listener(request))
  },
}

/** Two places for small values: `local` outlives Thunderbird, `session` ends with it. Neither keeps bytes. */
const area = (name: "local" | "session") => ({
  async get(key: string): Promise<unknown> {
    return (await thunderbird.storage[name].get(key))[key]
  },
  async all(): Promise<Record<string, unknown>> {
    return thunderbird.storage[name].get()
  },
  set: (key: string, value: unknown): Promise<void> => thunderbird.storage[name].set({ [key]: value }),
  delete: (key: string | string[]): Promise<void> => thunderbird.storage[name].remove(key),
  /** @returns to hear no more */
  onChange(listener: (keys: string[]) => void): () => void {
    const heard = (changes: object, areaName: string) => {
      if (areaName === name) listener(Object.keys(changes))
    }
    thunderbird.storage.onChanged.addListener(heard)
    return () => thunderbird.storage.onChanged.removeListener(heard)
  },
})
export const memory = {
  local: area("local"),
  session: area("session"),
  /** What an organization has fixed on this computer; empty where nobody has. */
  managed: (): Promise<Record<string, unknown>> => thunderbird.storage.managed.get().catch(() => ({})),
}

export const drafts = {
  /** @throws when the window has gone or an attachment cannot be read. */
  async read(tabId: number): Promise<DraftReading> {
    const details = await thunderbird.compose.getComposeDetails(tabId)
    const identity = details.identityId === undefined ? null : await thunderbird.identities.get(details.identityId)
    const listed = await thunderbird.compose.listAttachments(tabId)
    return {
      from: (await people(details.from))[0] ?? { address: identity?.email ?? "", name: identity?.name ?? "" },
      identityId: details.identityId ?? null,
      to: await people(details.to),
      cc: await people(details.cc),
      bcc: await people(details.bcc),
      subject: details.subject ?? "",
      html: details.isPlainText === true ? null : (details.body ?? ""),
      text: details.plainTextBody ?? "",
      attachments: await Promise.all(
        listed.map(async (one) => ({
          id: one.id,
          name: one.name ?? "",
          file: (await thunderbird.compose.getAttachmentFile(one.id)) as File,
        })),
      ),
      draftOf: details.type === "draft" ? (details.relatedMessageId ?? null) : null,
    }
  },
  /** Closes the window without a question and without SMTP. */
  close: (tabId: number): Promise<void> => thunderbird.tabs.remove(tabId),
  /** Sends as ordinary e-mail; `events.onOrdinarySend` is asked as for every Send. */
  async sendOrdinary(tabId: number): Promise<void> {
    await thunderbird.compose.sendMessage(tabId, { mode: "sendNow" })
  },
  /** Opens a compose window, written by the identity with this address where there is one. @returns its tab. */
  async begin(details: messenger.compose.ComposeDetails, sender: string | null = null): Promise<number> {
    const identity =
      sender === null
        ? undefined
        : (await thunderbird.identities.list()).find((one) => one.email?.toLowerCase() === sender)
    const tab = await thunderbird.compose.beginNew({
      ...details,
      ...(identity === undefined ? {} : { identityId: identity.id }),
    })
    return tab.id ?? -1
  },
  async open(): Promise<number[]> {
    return (await thunderbird.tabs.query({ type: "messageCompose" })).flatMap((tab) => tab.id ?? [])
  },
  /**
   * Message-ID of the mail from which this window was made, which may be a saved draft; null: it is a new one.
   * "Edit as New", a template and forwarding take over the text of a draft as well as going on with it does.
   */
  async madeFrom(tabId: number): Promise<string | null> {
    const { relatedMessageId } = await thunderbird.compose.getComposeDetails(tabId)
    if (relatedMessageId === undefined) return null
    return (await thunderbird.messages.get(relatedMessageId)).headerMessageId
  },
  /** Whether any folder has the mail with this Message-ID, as far as Thunderbird knows. */
  async isAnywhere(name: string): Promise<boolean> {
    const likely = await thunderbird.folders.query({ specialUse: ["drafts", "trash", "templates"] } as never)
    for (const folder of likely) if (await hasMail({ folderId: folder.id, headerMessageId: name })) return true
    // All mails of all folders are looked at, which takes its time.
    return hasMail({ headerMessageId: name })
  },
  /** False in a window that is locked, and in one without a recipient. */
  async canSend(tabId: number): Promise<boolean> {
    const state = await thunderbird.compose.getComposeState(tabId)
    return state.canSendNow || state.canSendLater
  },
  /** Opens a copy of the window with the same content and closes the window. @returns the copy. */
  async reopen(tabId: number): Promise<number> {
    const details = await thunderbird.compose.getComposeDetails(tabId)
    const attachments = await Promise.all(
      (await thunderbird.compose.listAttachments(tabId)).map(async (one) => ({
        file: (await thunderbird.compose.getAttachmentFile(one.id)) as File,
      })),
    )
    const { from, to, cc, bcc, replyTo, subject, body, plainTextBody, isPlainText, identityId } = details
    const content = isPlainText === true ? { isPlainText, plainTextBody } : { isPlainText: false, body }
    const copy = await drafts.begin({
      from,
      to,
      cc,
      bcc,
      replyTo,
      subject,
      identityId,
      attachments,
      ...content,
    } as messenger.compose.ComposeDetails)
    await drafts.close(tabId)
    return copy
  },
  /** The newest mail in a Drafts folder with exactly this subject; null: none. */
  async findSaved(subject: string): Promise<SavedMail | null> {
    const folders = await thunderbird.folders.query({ specialUse: ["drafts"] } as never)
    const found = await Promise.all(
      folders.map((folder) =>
        thunderbird.messages.query({ folderId: (folder as unknown as { id: string }).id, subject } as never),
      ),
    )
    const saved = found
      .flatMap((list) => (list as messenger.messages.MessageList).messages)
      .filter((mail) => mail.subject === subject)
    const [newest] = saved.map(toSaved).toSorted((one, other) => other.at - one.at)
    return newest ?? null
  },
  /** Opens a saved draft to go on with it. */
  async openSaved(mailId: number): Promise<number> {
    return (await thunderbird.compose.beginNew(mailId)).id ?? -1
  },
  async exists(tabId: number): Promise<boolean> {
    return (await drafts.open()).includes(tabId)
  },
}

/** The answer comes in pages, and the first ones may be empty while the search still goes on. */
async function hasMail(query: { folderId?: string | undefined; headerMessageId: string }): Promise<boolean> {
  let page = (await thunderbird.messages.query(query as never)) as messenger.messages.MessageList
  while (page.messages.length === 0 && page.id !== null && page.id !== undefined)
    page = await thunderbird.messages.continueList(page.id)
  return page.messages.length > 0
}

async function people(list: messenger.compose.ComposeRecipientList | undefined): Promise<Person[]> {
  const texts = (Array.isArray(list) ? list : list === undefined ? [] : [list]).filter((one) => typeof one === "string")
  const parsed = await Promise.all(
    texts.map((text) =>
      thunderbird.messengerUtilities.parseMailboxString(text, { preserveGroups: false, expandMailingLists: true }),
    ),
  )
  return parsed.flat().map((one) => ({ address: one.email ?? "", name: one.name ?? "" }))
}

export const mails = {
  /** Header fields with names in lower case, and all text parts, plain and HTML, decoded. */
  async read(mailId: number): Promise<{ headers: Record<string, string[]>; texts: string[] }> {
    const whole = await thunderbird.messages.getFull(mailId)
    return { headers: (whole.headers ?? {}) as Record<string, string[]>, texts: textsOf(whole) }
  },
  /** Tabs of all windows that may show a mail. */
  async tabs(): Promise<number[]> {
    const found = await Promise.all(
      (["mail", "messageDisplay"] as const).map((type) => thunderbird.tabs.query({ type })),
    )
    return found.flat().flatMap((tab) => tab.id ?? [])
  },
  async displayed(tabId: number): Promise<number[]> {
    const shown: unknown = await thunderbird.messageDisplay.getDisplayedMessages(tabId)
    const list = Array.isArray(shown) ? shown : (shown as { messages: messenger.messages.MessageHeader[] }).messages
    return (list as messenger.messages.MessageHeader[]).map((mail) => mail.id)
  },
  /** Deletes for good. Mails that have gone already are no failure. */
  async delete(ids: number[]): Promise<void> {
    for (const id of ids) {
      // Autosaving replaces the earlier copy, so an identifier may be out of date.
      await thunderbird.messages.delete([id], { deletePermanently: true } as never).catch(() => undefined)
    }
  },
  /** Files a mail, marked as read, into the Sent folder of the identity's account. @returns false when there is no such folder. */
  async fileSent(identityId: string | null, mail: string): Promise<boolean> {
    const identity = identityId === null ? null : await thunderbird.identities.get(identityId)
    const query = { specialUse: ["sent"], ...(identity === null ? {} : { accountId: identity.accountId }) }
    const [folder] = await thunderbird.folders.query(query as never)
    const id = (folder as unknown as { id?: string } | undefined)?.id
    if (id === undefined) return false
    await thunderbird.messages.import(new File([mail], "notice.eml", { type: "message/rfc822" }), id as never, {
      read: true,
      flagged: false,
    })
    return true
  },
}

function textsOf(part: messenger.messages.MessagePart): string[] {
  const own = typeof part.body === "string" ? [part.body] : []
  return [...own, ...(part.parts ?? []).flatMap(textsOf)]
}

export const buttons = {
  async showSend(tabId: number, look: { label: string; enabled: boolean }): Promise<void> {
    await thunderbird.composeAction.setLabel({ tabId, label: look.label })
    await thunderbird.composeAction.setTitle({ tabId, title: `${look.label} (Ctrl+Shift+Y)` })
    await (look.enabled ? thunderbird.composeAction.enable(tabId) : thunderbird.composeAction.disable(tabId))
  },
  /** For all tabs that nobody has looked at yet: a button is usable until somebody says otherwise. */
  disableNotice: (): Promise<void> => thunderbird.messageDisplayAction.disable(),
  async showNotice(
    tabId: number,
    look: { label: string; title: string; enabled: boolean; panel: string | null },
  ): Promise<void> {
    await thunderbird.messageDisplayAction.setLabel({ tabId, label: look.label })
    await thunderbird.messageDisplayAction.setTitle({ tabId, title: look.title })
    await thunderbird.messageDisplayAction.setPopup({ tabId, popup: look.panel ?? "" })
    await (look.enabled
      ? thunderbird.messageDisplayAction.enable(tabId)
      : thunderbird.messageDisplayAction.disable(tabId))
  },
}

/** What the system shows over everything else, also on a shared screen: never a name, never a subject. */
export const notices = {
  async show(name: string, { title, message }: { title: string; message: string }): Promise<void> {
    await thunderbird.notifications.create(name, { type: "basic", iconUrl: "icons/shield.svg", title, message })
  },
  onPressed(listener: (name: string) => void): void {
    thunderbird.notifications.onClicked.addListener(listener)
  },
}

export const pages = {
  /** A window of its own, without an address bar. `page` holds nothing confidential. @returns the window's id. */
  async openWindow(page: string, size: { width: number; height: number }): Promise<number> {
    const opened = await thunderbird.windows.create({ type: "popup", url: page, allowScriptsToClose: true, ...size })
    return opened.id ?? -1
  },
  openSettings: (): Promise<void> => thunderbird.runtime.openOptionsPage(),
  /** False when the window has gone. */
  async bringToFront(windowId: number): Promise<boolean> {
    return thunderbird.windows.update(windowId, { focused: true }).then(
      () => true,
      () => false,
    )
  },
  async closeThis(): Promise<void> {
    const own = await thunderbird.windows.getCurrent()
    const tab = await thunderbird.tabs.getCurrent()
    if (own.type === "popup" && own.id !== undefined) await thunderbird.windows.remove(own.id)
    else if (tab?.id !== undefined) await thunderbird.tabs.remove(tab.id)
    else window.close()
  },
  openInBrowser: (url: string): Promise<void> => thunderbird.windows.openDefaultBrowser(url),
}

const AWAKE_MS = 10_000
/** Calls of the API keep the event page awake; timers, promises and dialogs alone do not. @returns to let it sleep */
export function stayAwake(): () => void {
  const awake = setInterval(() => void thunderbird.runtime.getPlatformInfo(), AWAKE_MS)
  return () => clearInterval(awake)
}

export const files = {
  /** Saves where the user's settings say, or asks. @returns false when the user changed their mind. @throws when it failed. */
  async save(blob: Blob, name: string): Promise<boolean> {
    const url = URL.createObjectURL(blob)
    const sleep = stayAwake()
    try {
      const started = await thunderbird.downloads
        .download({ url, filename: name, conflictAction: "uniquify" })
        .catch((problem: unknown) => {
          if (/cancel/i.test(String(problem))) return null
          throw problem
        })
      if (started === null) return false
      await downloadEnded(started)
      return true
    } finally {
      sleep()
      URL.revokeObjectURL(url)
    }
  },
}

/** Resolves when the file lies on the disk. @throws when it was interrupted. */
function downloadEnded(id: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (state: string | undefined) => {
      if (state !== "complete" && state !== "interrupted") return
      thunderbird.downloads.onChanged.removeListener(listen)
      if (state === "complete") resolve()
      else reject(new Error("The file could not be saved."))
    }
    const listen = (change: { id: number; state?: { current?: string | undefined } | undefined }) => {
      if (change.id === id) settle(change.state?.current)
    }
    thunderbird.downloads.onChanged.addListener(listen)
    // It may have ended before anybody listened.
    thunderbird.downloads.search({ id }).then(([item]) => settle(item?.state), reject)
  })
}

/** Hosts that this build may reach without asking: loopback, in development. */
function isBuiltIn(origin: string): boolean {
  const { host_permissions: hosts = [] } = thunderbird.runtime.getManifest() as { host_permissions?: string[] }
  return hosts.includes(pattern(origin))
}

export const serverAccess = {
  /** Plain HTTP only where the manifest of this build allows it. */
  isAddressAllowed: (origin: string): boolean => new URL(origin).protocol === "https:" || isBuiltIn(origin),
  /** Must be called straight from a click. */
  ask: async (origin: string): Promise<boolean> =>
    isBuiltIn(origin) || thunderbird.permissions.request({ origins: [pattern(origin)] }),
}
/** Match patterns have no port. */
const pattern = (origin: string) => `${new URL(origin).protocol}//${new URL(origin).hostname}/*`

export const addressBooks = {
  /** Must be called straight from a click. */
  ask: (): Promise<boolean> => thunderbird.permissions.request({ permissions: ["addressBooks"] }),
}

export const identities = {
  async list(): Promise<Person[]> {
    return (await thunderbird.identities.list()).map((one) => ({ address: one.email ?? "", name: one.name ?? "" }))
  },
}
