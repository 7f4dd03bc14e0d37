/**
 * The event page: it listens, decides quickly and opens pages. It may be asleep at any moment, so it keeps nothing in
 * variables, and it never does long work.
 */
import { events } from "./host/thunderbird-host.ts"
import { openSendPage } from "./background/send-page.ts"

events.onSendSecure((tabId) => void openSendPage(tabId))
events.onOrdinarySend(async () => "send")
