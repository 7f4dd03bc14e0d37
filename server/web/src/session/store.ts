/** What stays in this browser. */
import { browserStore } from "@smp/shared/account/browser-store"

export const store = browserStore("message-center")
export const localStore = store.bytes
