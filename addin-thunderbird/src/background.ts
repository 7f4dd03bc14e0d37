/**
 * The event page: it listens, decides quickly and opens pages.
 * Promises: every answer to Thunderbird comes at once; state lives in storage, because this page sleeps at any moment.
 * Never: lets Thunderbird wait for the network. What is done while somebody is signed in runs beside everything else.
 */
import { answerNotification } from "./background/letting-in.ts"
import { workWhileSignedIn } from "./background/while-signed-in.ts"
import { onClosedChange } from "./background/closed-messages.ts"
import { markNotices } from "./background/list-mark.ts"
import {
  openNoticeInWindow,
  refreshNoticeButtons,
  showAllNoticeButtons,
  showNoticeButton,
} from "./background/notice-button.ts"
import { showAllSendButtons, showSendButton } from "./background/send-button.ts"
import { showSpace } from "./background/space.ts"
import { answerOrdinarySend, keepLocked, reopenLockedWindow, sendSecurely } from "./background/send-page.ts"
import { answerPage } from "./background/page-requests.ts"
import { draftMemory, markOf, rememberCopies } from "./draft-memory.ts"
import { events } from "./host/thunderbird-events.ts"
import { notices, pages, requests } from "./host/thunderbird-host.ts"
import { onSettingsChange, readSettings } from "./settings.ts"
import { sweepSavedNotes } from "./saved-notes.ts"
import { isAnythingUnderWay } from "./under-way.ts"

const MESSAGE = { width: 800, height: 640 }

events.onSendSecure((tabId) => void sendSecurely(tabId))
events.onKeepLocked((tabId) => void keepLocked(tabId))
events.onOrdinarySend(answerOrdinarySend)
events.onComposeOpened((tabId) => {
  void showSendButton(tabId)
  // At once: when Thunderbird saves the draft anew, the copy that says what it is goes.
  void markOf(tabId).catch(() => undefined)
})
events.onDraftSaved((tabId, mail) => void rememberCopies(tabId, mail))
events.onTabClosed((tabId) => void draftMemory.forget(tabId))
events.onWindowClosed((windowId) => void releaseDraft(windowId))
events.onMailShown((tabId, mailIds) => void showNoticeButton(tabId, mailIds))
events.onMailArrived((mailIds) => void markNotices(mailIds).catch(() => undefined))
events.onOpenNotice((tabId) => void openNoticeInWindow(tabId))
requests.onAsked(answerPage)
notices.onPressed(answerNotification)
events.onStart((why) => void start(why))
onClosedChange(() => void refreshNoticeButtons())
onSettingsChange(() => {
  void showButtons()
  void showSpace()
  void workWhileSignedIn()
})

void wake()

/** Runs each time the event page comes to life. */
async function wake(): Promise<void> {
  // Not behind the buttons: one window that closes just now must not keep anybody waiting.
  void workWhileSignedIn()
  if (await reopenLockedWindow()) await pages.openWindow("send.html#reopened", MESSAGE)
  await showButtons()
  await showSpace()
  await sweepSavedNotes().catch(() => undefined)
}

async function showButtons(): Promise<void> {
  await showAllSendButtons()
  await showAllNoticeButtons()
}

async function start(why: "installed" | "started"): Promise<void> {
  const { server } = await readSettings()
  if (why === "installed" && server === null) await pages.openSettings()
  if (why === "started" && (await isAnythingUnderWay())) await pages.openWindow("send.html#unfinished", MESSAGE)
}

/** The sending window has gone: its draft may be sent again. */
async function releaseDraft(windowId: number): Promise<void> {
  const tabId = await draftMemory.ofPage(windowId)
  if (tabId === null) return
  await draftMemory.delete(tabId, "page")
  await showSendButton(tabId).catch(() => undefined)
}
