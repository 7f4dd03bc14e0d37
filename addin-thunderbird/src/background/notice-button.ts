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
  const notice = await noticeOfMails(mailIds, settings)
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
      // Of several mails only the selection is known, not which one is on the screen: its button stays as it was.
      .then(async (shown) => {
        if (shown.length === 1 || (await noticeOfMails(shown, await readSettings())).kind === "notice")
          await showNoticeButton(tabId, shown)
      })
      .catch(() => undefined)
  }
}

/** Is this mail a notice of the configured server? */
export async function isNotice(mailId: number): Promise<boolean> {
  return (await noticeOfMails([mailId], await readSettings())).kind === "notice"
}

/** Messages whose notices are on the screen now. */
export async function noticesShown(): Promise<string[]> {
  const shown = await Promise.all((await mails.tabs()).map((tab) => noticeOfTab(tab).catch(() => null)))
  return [...new Set(shown.filter((id) => id !== null))]
}

/** The button was pressed and the user reads in a window. */
export async function openNoticeInWindow(tabId: number): Promise<void> {
  await pages.openWindow(`read.html#tab=${tabId}`, WINDOW)
}

/** The message that the mail shown in this tab announces; null when it is no notice. */
export async function noticeOfTab(tabId: number): Promise<string | null> {
  const notice = await noticeOfMails(await mails.displayed(tabId), await readSettings())
  return notice.kind === "notice" ? notice.id : null
}

/** A collapsed conversation counts as several selected mails; the news of a message stand beside its first notice. */
const MOST_READ = 8

/** What all these mails announce together. */
async function noticeOfMails(mailIds: readonly number[], { server }: Pick<Settings, "server">): Promise<Notice> {
  if (mailIds.length === 0 || mailIds.length > MOST_READ) return { kind: "none" }
  const [first, ...others] = await Promise.all(mailIds.map(async (id) => readNotice(await mails.read(id), server)))
  if (first === undefined || others.length === 0) return first ?? { kind: "none" }
  const isSame = (other: Notice) => first.kind === "notice" && other.kind === "notice" && other.id === first.id
  return others.every(isSame) ? first : { kind: "none" }
}
