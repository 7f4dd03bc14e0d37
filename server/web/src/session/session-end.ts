/** One session for all tabs of this browser: when it ends in one of them, or on the server, all of them hear it. */
type Listener = () => void

const listeners = new Set<Listener>()

/** Told when the session ended without a click in this tab. */
export const whenEnded = {
  listen(listener: Listener): () => void {
    listeners.add(listener)
    return () => listeners.delete(listener)
  },
  tell(): void {
    for (const listener of listeners) listener()
  },
}

const SIGNED_OUT = "signed-out"
const channel = new BroadcastChannel("message-center-session")
channel.addEventListener("message", ({ data }) => {
  if (data === SIGNED_OUT) whenEnded.tell()
})

export function tellOtherTabs(): void {
  channel.postMessage(SIGNED_OUT)
}
