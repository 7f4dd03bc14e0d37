/** The button in the header of a displayed mail: usable on notices of the configured server, and only there. */
import { buttons, mails, pages } from "../host/thunderbird-host.ts"
import { readSettings } from "../settings.ts"
import type { Settings } from "../settings.ts"
import { backgroundStrings } from "../strings/background.ts"
import { isKnownClosed } from "./closed-messages.ts"
import { readNotice } from "./notice.ts"
import type { Notice } from "./notice.ts"

const WINDOW = { width: 960, height: 760 }

async function noticeButtonLook(notice: Notice, settings: Pick<Settings, "server" | "account">) {
  const text = backgroundStrings()
  if (notice.kind === "none") return { label: text.openNotice, title: text.notANotice, enabled: false }
  if (notice.kind === "foreign") return { label: text.openNotice, title: text.unknownServer, enabled: false }
  const open = (await isKnownClosed(notice.id)) ? text.openSlip : text.openNotice
  const label = settings.account === null ? text.signInAndOpen : open
  return { label, title: label, enabled: true }
}

export async function showNoticeButton(tabId: number, mailIds: number[]): Promise<void> {
  const settings = await readSettings()
  const notice = mailIds.length === 1 ? await noticeOfMail(mailIds[0] ?? -1, settings) : { kind: "none" as const }
  const look = await noticeButtonLook(notice, settings)
  // Reading takes a moment: when another mail is shown by then, its own look-up decides.
  const now = await mails.displayed(tabId)
  if (now.join() !== mailIds.join()) return
  // The panel hangs from this button; without one, the click is told to us and opens a window.
  const panel = notice.kind === "notice" && !settings.readInWindow ? `read.html#panel=${tabId}` : null
  await buttons.showNotice(tabId, { ...look, panel })
}

/** For mails that were on the screen before anybody listened, and after a change of settings. */
export async function showAllNoticeButtons(): Promise<void> {
  await buttons.disableNotice()
  await refreshNoticeButtons()
}

/** For mails that are on the screen now. */
export async function refreshNoticeButtons(): Promise<void> {
  for (const tabId of await mails.tabs()) {
    // A tab may show no mail at all.
    await mails
      .displayed(tabId)
      .then((shown) => showNoticeButton(tabId, shown))
      .catch(() => undefined)
  }
}

/** The button was pressed and the user reads in a window. */
export async function openNoticeInWindow(tabId: number): Promise<void> {
  await pages.openWindow(`read.html#tab=${tabId}`, WINDOW)
}

/** The message that the mail shown in this tab announces; null when it is no notice. */
export async function noticeOfTab(tabId: number): Promise<string | null> {
  const [mailId, second] = await mails.displayed(tabId)
  if (mailId === undefined || second !== undefined) return null
  const notice = await noticeOfMail(mailId, await readSettings())
  return notice.kind === "notice" ? notice.id : null
}

async function noticeOfMail(mailId: number, settings: Pick<Settings, "server">): Promise<Notice> {
  return readNotice(await mails.read(mailId), settings.server)
}
