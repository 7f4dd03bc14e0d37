import { useEffect, useState } from "react"

/** Up to here there is one pane and the folders hide behind a button. */
export const PHONE = "(max-width: 820px)"
/** From here the slip stands beside the message. */
export const SLIP_BESIDE = "(min-width: 1100px)"
/** From here the list stays beside the message too. */
export const LIST_BESIDE = "(min-width: 1440px)"

export function useMedia(query: string): boolean {
  const [matches, setMatches] = useState(() => matchMedia(query).matches)
  useEffect(() => {
    const media = matchMedia(query)
    const listen = () => setMatches(media.matches)
    listen()
    media.addEventListener("change", listen)
    return () => media.removeEventListener("change", listen)
  }, [query])
  return matches
}
