/** What happens in Thunderbird, as the event page hears it. */
import thunderbird from "webextension-polyfill"
import { toSaved } from "./thunderbird-host.ts"
import type { SavedMail } from "./thunderbird-host.ts"

type Tab = messenger.tabs.Tab

/** All listeners must be added while the event page starts. */
export const events = {
  /** The button or the shortcut, in a compose window. */
  onSendSecure(listener: (tabId: number) => void): void {
    const told = (tab: Tab | undefined) => {
      if (tab?.id !== undefined && tab.type === "messageCompose") listener(tab.id)
    }
    thunderbird.composeAction.onClicked.addListener((tab) => told(tab))
    thunderbird.commands.onCommand.addListener((command, tab) => {
      if (command === "send-secure") told(tab)
    })
  },
  /** The shortcut, in a compose window. */
  onKeepLocked(listener: (tabId: number) => void): void {
    thunderbird.commands.onCommand.addListener((command, tab) => {
      if (command === "keep-locked" && tab?.id !== undefined && tab.type === "messageCompose") listener(tab.id)
    })
  },
  /**
   * Thunderbird's own Send. The answer must come at once: a compose window stays locked for ever when the listener throws
   * or the event page sleeps before it has answered, so a failure stops the mail and leaves the window usable.
   */
  onOrdinarySend(decide: (tabId: number) => Promise<"send" | "stop">): void {
    const listener = async (tab: Tab): Promise<{ cancel?: boolean }> => {
      try {
        return (await decide(tab.id ?? -1)) === "send" ? {} : { cancel: true }
      } catch {
        return { cancel: true }
      }
    }
    // The types know only the synchronous form.
    const event: WebExtEvent<typeof listener> = thunderbird.compose.onBeforeSend as never
    event.addListener(listener)
  },
  onDraftSaved(listener: (tabId: number, mails: SavedMail[]) => void): void {
    thunderbird.compose.onAfterSave.addListener((tab, saved) => {
      if (tab.id !== undefined) listener(tab.id, saved.messages.map(toSaved))
    })
  },
  onComposeOpened(listener: (tabId: number) => void): void {
    thunderbird.tabs.onCreated.addListener((tab) => {
      if (tab.id !== undefined && tab.type === "messageCompose") listener(tab.id)
    })
  },
  onTabClosed(listener: (tabId: number) => void): void {
    thunderbird.tabs.onRemoved.addListener((tabId) => listener(tabId))
  },
  onWindowClosed(listener: (windowId: number) => void): void {
    thunderbird.windows.onRemoved.addListener((windowId) => listener(windowId))
  },
  onMailShown(listener: (tabId: number, mailIds: number[]) => void): void {
    thunderbird.messageDisplay.onMessagesDisplayed.addListener((tab, shown) => {
      const mails = Array.isArray(shown)
        ? shown
        : (shown as unknown as { messages: messenger.messages.MessageHeader[] }).messages
      if (tab.id !== undefined)
        listener(
          tab.id,
          mails.map((mail) => mail.id),
        )
    })
  },
  /** After filters and junk control, in every folder. */
  onMailArrived(listener: (mailIds: number[]) => void): void {
    thunderbird.messages.onNewMailReceived.addListener((_folder, arrived) => {
      listener(arrived.messages.map(({ id }) => id))
    }, true)
  },
  onOpenNotice(listener: (tabId: number) => void): void {
    thunderbird.messageDisplayAction.onClicked.addListener((tab) => {
      if (tab.id !== undefined) listener(tab.id)
    })
  },
  onStart(listener: (why: "installed" | "started") => void): void {
    thunderbird.runtime.onInstalled.addListener(() => listener("installed"))
    thunderbird.runtime.onStartup.addListener(() => listener("started"))
  },
}
