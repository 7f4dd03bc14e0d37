/** Search of people and visible subjects in the folder that is open; the query stands in the address. */
import { makeStyles, SearchBox } from "@fluentui/react-components"
import { useStrings } from "@smp/shared/ui"
import { useEffect, useState } from "react"
import { useLocation, useSearch } from "wouter"
import { useMailbox } from "./mailbox.tsx"

const PAUSE_MS = 250
const useStyles = makeStyles({ box: { width: "100%", maxWidth: "560px" } })

export function useQuery(): string {
  return new URLSearchParams(useSearch()).get("q") ?? ""
}

export interface SearchFieldProps {
  readonly inputRef: React.RefObject<HTMLInputElement | null>
  readonly autoFocus?: boolean
  /** Phone: called when the empty field is left. */
  readonly onClose?: () => void
}

export function SearchField({ inputRef, autoFocus = false, onClose }: SearchFieldProps) {
  const styles = useStyles()
  const { list } = useStrings()
  const { folder } = useMailbox()
  const [path, go] = useLocation()
  const query = useQuery()
  const [typed, setTyped] = useState(query)
  useEffect(() => setTyped(query), [query])
  const isList = path === "/inbox" || path === "/sent"
  useEffect(() => {
    if (typed === query || (!isList && typed === "")) return undefined
    const timer = setTimeout(() => {
      const target = isList ? path : `/${folder}`
      go(typed === "" ? target : `${target}?q=${encodeURIComponent(typed)}`, { replace: isList })
    }, PAUSE_MS)
    return () => clearTimeout(timer)
  }, [typed, query, isList, path, folder, go])
  return (
    <SearchBox
      className={styles.box}
      appearance="filled-lighter"
      input={{ ref: inputRef, autoFocus }}
      aria-label={list.search}
      placeholder={list.search}
      dismiss={{ "aria-label": list.searchClear }}
      value={typed}
      onChange={(_, { value }) => setTyped(value)}
      onBlur={() => typed === "" && onClose?.()}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return
        setTyped("")
        onClose?.()
      }}
    />
  )
}
