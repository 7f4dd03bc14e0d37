/** The main window: signing in to the private IMAP server, folders, the displayed mail and its header button. */
import type { Marionette } from "./marionette.ts"
import { chooseMainWindow } from "./windows.ts"
import { until } from "./wait.ts"

/** Stores the password, so that no modal box asks for it, then connects. */
export async function connectMail(marionette: Marionette, user: string): Promise<void> {
  await chooseMainWindow(marionette)
  await marionette.run(
    /* js */ `
    const login = Cc["@mozilla.org/login-manager/loginInfo;1"].createInstance(Ci.nsILoginInfo)
    login.init("imap://127.0.0.1", null, "imap://127.0.0.1", arguments[0], "pw", "", "")
    if ((await Services.logins.searchLoginsAsync({ origin: "imap://127.0.0.1" })).length === 0) await Services.logins.addLoginAsync(login)
    const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs")
    const server = MailServices.accounts.defaultAccount.incomingServer
    server.getNewMessages(server.rootFolder, null, null)`,
    user,
  )
  await until("the inbox", () => folderCount(marionette, "INBOX").then((count) => count >= 0))
}

/** Mails in a folder of the IMAP account as Thunderbird knows them; -1 while the folder is unknown. */
export async function folderCount(marionette: Marionette, folder: string): Promise<number> {
  return Number(
    await marionette.run(
      /* js */ `
    const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs")
    const root = MailServices.accounts.defaultAccount.incomingServer.rootFolder
    const folder = root.descendants.find((one) => one.URI.endsWith("/" + arguments[0]))
    if (!folder) return -1
    folder.updateFolder(null)
    return folder.getTotalMessages(false)`,
      folder,
    ),
  )
}

/** Shows the newest mail of the folder whose subject holds `wanted`, or the one whose Message-ID it is (without brackets). */
export async function showMail(marionette: Marionette, folder: string, wanted: string): Promise<void> {
  await chooseMainWindow(marionette)
  await until(
    `the mail "${wanted}" in ${folder}`,
    () =>
      marionette.run(
        /* js */ `
    const [folderName, wanted] = arguments
    const tabmail = document.getElementById("tabmail")
    tabmail.switchToTab(0)
    const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs")
    const root = MailServices.accounts.defaultAccount.incomingServer.rootFolder
    const folder = root.descendants.find((one) => one.URI.endsWith("/" + folderName))
    folder.updateFolder(null)
    const pane = tabmail.currentAbout3Pane
    if (pane.gFolder?.URI !== folder.URI) pane.displayFolder(folder.URI)
    await new Promise((resolve) => setTimeout(resolve, 400))
    const view = pane.gDBView
    let found = -1
    for (let row = 0; row < (view?.rowCount ?? 0); row++) {
      const header = view.getMsgHdrAt(row)
      if (header.mime2DecodedSubject.includes(wanted) || header.messageId === wanted) found = row
    }
    if (found < 0) return false
    pane.threadTree.selectedIndex = found
    // Until it is on the screen, header and button are those of the mail before it.
    return tabmail.currentAboutMessage?.gMessageURI === view.getURIForViewIndex(found)`,
        folder,
        wanted,
      ),
    { every: 500, within: 30_000 },
  )
}

/** Names of the tags that a mail of the folder carries in the message list; null while Thunderbird does not know the mail. */
export async function tagsOf(marionette: Marionette, folder: string, subject: string): Promise<string[] | null> {
  const read = await marionette.run(
    /* js */ `
    const [folderName, subject] = arguments
    const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs")
    const root = MailServices.accounts.defaultAccount.incomingServer.rootFolder
    const folder = root.descendants.find((one) => one.URI.endsWith("/" + folderName))
    const found = [...folder.msgDatabase.enumerateMessages()].find((one) => one.mime2DecodedSubject.includes(subject))
    if (!found) return "null"
    const keys = found.getStringProperty("keywords").split(" ")
    return JSON.stringify(MailServices.tags.getAllTags().filter(({ key }) => keys.includes(key)).map(({ tag }) => tag))`,
    folder,
    subject,
  )
  return JSON.parse(String(read)) as string[] | null
}

export interface HeaderButton {
  label: string
  tooltip: string
  disabled: boolean
}

const headerButton = (addOnId: string) =>
  `${addOnId.replaceAll(/[^A-Za-z0-9_-]/g, "_")}-messageDisplayAction-toolbarbutton`

/** The add-on's button in the header of the displayed mail. */
export async function readHeaderButton(marionette: Marionette, addOnId: string): Promise<HeaderButton> {
  await chooseMainWindow(marionette)
  return (await marionette.run(
    /* js */ `
    const button = document.getElementById("tabmail").currentAboutMessage.document.getElementById(arguments[0])
    return { label: button.label, tooltip: button.getAttribute("tooltiptext") ?? "", disabled: button.disabled }`,
    headerButton(addOnId),
  )) as HeaderButton
}

export async function pressHeaderButton(marionette: Marionette, addOnId: string): Promise<void> {
  await chooseMainWindow(marionette)
  await marionette.run(
    `document.getElementById("tabmail").currentAboutMessage.document.getElementById(arguments[0]).click()`,
    headerButton(addOnId),
  )
}

export interface SelectedMail {
  readonly subject: string
  readonly author: string
  readonly recipients: string
  /** Milliseconds since 1970. */
  readonly at: number
  readonly attachments: readonly { readonly name: string; readonly size: number; readonly type: string }[]
}

/** The selected mail as Thunderbird understands it: decoded header fields, and what it offers as attachments. */
export async function readSelectedMail(marionette: Marionette): Promise<SelectedMail> {
  const read = await marionette.run(/* js */ `
    const { MsgHdrToMimeMessage } = ChromeUtils.importESModule("resource:///modules/gloda/MimeMessage.sys.mjs")
    const header = document.getElementById("tabmail").currentAbout3Pane.gDBView.hdrForFirstSelectedMessage
    const mime = await new Promise((resolve) => MsgHdrToMimeMessage(header, null, (_, one) => resolve(one), true))
    return JSON.stringify({
      // "Re:" is kept as a flag.
      subject: (header.flags & Ci.nsMsgMessageFlags.HasRe ? "Re: " : "") + header.mime2DecodedSubject,
      author: header.mime2DecodedAuthor,
      recipients: header.mime2DecodedRecipients,
      at: header.date / 1000,
      attachments: mime.allUserAttachments.map(({ name, size, contentType }) => ({ name, size, type: contentType })),
    })`)
  return JSON.parse(String(read)) as SelectedMail
}
