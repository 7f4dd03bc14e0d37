/** One compose window, used as a person uses it: typed addresses, pressed buttons. */
import type { Marionette } from "./marionette.ts"
import { chooseMainWindow, chooseWindow, press, typeInto } from "./windows.ts"
import { until } from "./wait.ts"

export interface Writing {
  to?: string[]
  cc?: string[]
  bcc?: string[]
  subject?: string
  /** HTML where it holds a tag, else plain text. */
  body?: string
  /** Paths of files to attach. */
  attachments?: string[]
  plainText?: boolean
}
interface ComposeState {
  locked: boolean
  title: string
  subject: string
  text: string
  attachments: string[]
  secureLabel: string
  secureDisabled: boolean
}

const begin = /* js */ `
const [plainText] = arguments
const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs")
const parameters = Cc["@mozilla.org/messengercompose/composeparams;1"].createInstance(Ci.nsIMsgComposeParams)
parameters.type = Ci.nsIMsgCompType.New
parameters.format = plainText ? Ci.nsIMsgCompFormat.PlainText : Ci.nsIMsgCompFormat.HTML
parameters.composeFields = Cc["@mozilla.org/messengercompose/composefields;1"].createInstance(Ci.nsIMsgCompFields)
parameters.identity = MailServices.accounts.defaultAccount.defaultIdentity
MailServices.compose.OpenComposeWindowWithParams(null, parameters)`

const insert = /* js */ `
const [body] = arguments
const editor = GetCurrentEditor()
if (body.includes("<") && gMsgCompose.composeHTML) editor.QueryInterface(Ci.nsIHTMLEditor).insertHTML(body)
else editor.insertText(body)`

const attach = /* js */ `
const [paths] = arguments
const list = paths.map((path) => {
  const file = Cc["@mozilla.org/file/local;1"].createInstance(Ci.nsIFile)
  file.initWithPath(path)
  const attachment = Cc["@mozilla.org/messengercompose/attachment;1"].createInstance(Ci.nsIMsgAttachment)
  attachment.url = Services.io.newFileURI(file).spec
  attachment.name = file.leafName
  attachment.size = file.fileSize
  return attachment
})
await AddAttachments(list)`

const state = /* js */ `
const [button] = arguments
const secure = document.getElementById(button)
return {
  locked: window.gWindowLocked === true || document.getElementById("msgSubject").disabled,
  title: document.title,
  subject: document.getElementById("msgSubject").value,
  text: GetCurrentEditor().outputToString("text/plain", 0),
  attachments: [...document.querySelectorAll("#attachmentBucket richlistitem")].map((item) => item.attachment.name),
  secureLabel: secure?.label ?? "",
  secureDisabled: secure?.disabled ?? true,
}`

export interface Compose {
  write(writing: Writing): Promise<void>
  pressSend(): Promise<void>
  pressSendSecure(): Promise<void>
  state(): Promise<ComposeState>
  saveDraft(): Promise<void>
  /** Where the keyboard types next. */
  bringToFront(): Promise<void>
  /** Locks the window as Thunderbird does while it waits for an answer that never comes. */
  lock(): Promise<void>
  close(): Promise<void>
  isOpen(): Promise<boolean>
}

/** `addOnId` names the button of the add-on; the compose window is the newest one. */
export function composeWindow(marionette: Marionette, addOnId: string): Compose {
  const button = `${addOnId.replaceAll(/[^A-Za-z0-9_-]/g, "_")}-composeAction-toolbarbutton`
  const choose = () => chooseWindow(marionette, "msgcompose")
  const addresses = async (field: "to" | "cc" | "bcc", list: string[]) => {
    if (field !== "to")
      await marionette.run(`showAndFocusAddressRow(arguments[0])`, `addressRow${field === "cc" ? "Cc" : "Bcc"}`)
    // U+E007 is Enter, which turns the typed address into a pill.
    for (const address of list) await typeInto(marionette, `#${field}AddrInput`, `${address}\uE007`)
  }
  return {
    async write(writing) {
      await choose()
      for (const field of ["to", "cc", "bcc"] as const) await addresses(field, writing[field] ?? [])
      if (writing.subject !== undefined) await typeInto(marionette, "#msgSubject", writing.subject)
      if (writing.body !== undefined) await marionette.run(insert, writing.body)
      if (writing.attachments !== undefined) await marionette.run(attach, writing.attachments)
    },
    async pressSend() {
      await choose()
      await press(marionette, "#button-send")
    },
    async pressSendSecure() {
      await choose()
      await press(marionette, `#${button}`)
    },
    async state() {
      await choose()
      return (await marionette.run(state, button)) as ComposeState
    },
    async saveDraft() {
      await choose()
      await marionette.run(`goDoCommand("cmd_saveAsDraft")`)
    },
    async bringToFront() {
      await choose()
      await until("the compose window in front", () =>
        marionette.run(`window.focus(); return Services.focus.activeWindow === window`),
      )
    },
    async lock() {
      await choose()
      await marionette.run(`ToggleWindowLock(true)`)
    },
    async close() {
      await choose()
      // Thunderbird lets nobody close a window that is being saved.
      await until("the end of the save", () => marionette.run(`return !gSaveOperationInProgress`))
      await marionette.run(
        `setTimeout(() => { gContentChanged = false; gMsgCompose.bodyModified = false; window.close() }, 0)`,
      )
      await chooseMainWindow(marionette)
    },
    isOpen: () => isComposeOpen(marionette),
  }
}

export async function beginWriting(marionette: Marionette, plainText: boolean): Promise<void> {
  await chooseMainWindow(marionette)
  await marionette.run(begin, plainText)
  await composeReady(marionette)
}

export async function composeReady(marionette: Marionette): Promise<void> {
  await chooseWindow(marionette, "msgcompose")
  await until("the editor", () => marionette.run(`return window.composeEditorReady === true`))
}

async function isComposeOpen(marionette: Marionette): Promise<boolean> {
  await chooseMainWindow(marionette)
  return (await marionette.run(`return Services.wm.getMostRecentWindow("msgcompose") !== null`)) === true
}
