/**
 * The half of a key that stands behind `#k=` in a link of the sender's own mail. It is taken out of the address bar at
 * once and kept in memory alone, through registration or sign-in, until its message is opened.
 */
const LINK = /^\/m\/(?<id>msg_[0-9a-z]{26})\/?$/
const FRAGMENT = /^#k=(?<half>[A-Za-z0-9_-]{43})$/
const halves = new Map<string, string>()

export function keepLinkHalf(): void {
  const id = LINK.exec(location.pathname)?.groups?.["id"]
  const half = FRAGMENT.exec(location.hash)?.groups?.["half"]
  if (id === undefined || half === undefined) return
  halves.set(id, half)
  history.replaceState(history.state, "", location.pathname)
}

/** Each is used once. */
export function takeLinkHalf(id: string): string | null {
  const half = halves.get(id) ?? null
  halves.delete(id)
  return half
}
