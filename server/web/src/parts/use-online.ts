import { useSyncExternalStore } from "react"

function subscribe(listen: () => void): () => void {
  addEventListener("online", listen)
  addEventListener("offline", listen)
  return () => {
    removeEventListener("online", listen)
    removeEventListener("offline", listen)
  }
}

/** What the browser believes; a server that does not answer is found out by asking. */
export const useOnline = (): boolean => useSyncExternalStore(subscribe, () => navigator.onLine)
