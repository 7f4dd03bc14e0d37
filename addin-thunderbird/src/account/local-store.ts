/** What stays on this computer, in the IndexedDB of the add-in. */
import { browserStore } from "@smp/shared/account/browser-store"

export const store = browserStore("send-secure")
