/** Search of people and subjects in the list that is open; the query stands in the address, and goes to the server in a body. */
import { makeStyles, SearchBox } from "@fluentui/react-components"
import { useStrings } from "@smp/shared/ui"
import { useEffect, useState } from "react"
import type { FocusEvent } from "react"
import { useLocation, useSearch } from "wouter"
import { isListPath, useListPlace } from "./list-places.ts"
import { withFilter } from "./search-query.ts"
import { SearchSuggestions } from "./search-suggestions.tsx"

const PAUSE_MS = 250
const useStyles = makeStyles({
  field: { position: "relative", width: "100%", maxWidth: "560px" },
  box: { width: "100%", maxWidth: "560px" },
})

export function useQuery(): string {
  return new URLSearchParams(useSearch()).get("q") ?? ""
}

/** Nothing is typed yet, or a filter was just added. Over words they would hide what was found. */
const wantsFilter = (typed: string): boolean => typed === "" || /:(?:"[^"]*"|\S+) $/.test(typed)

export interface SearchFieldProps {
  readonly inputRef: React.RefObject<HTMLInputElement | null>
  readonly autoFocus?: boolean
  /** Phone: called when the empty field is left. */
  readonly onClose?: () => void
}

export function SearchField({ inputRef, autoFocus = false, onClose }: SearchFieldProps) {
  const styles = useStyles()
  const { list } = useStrings()
  const { path: from } = useListPlace()
  const [path, go] = useLocation()
  const [isFocused, setFocused] = useState(false)
  const query = useQuery()
  const [typed, setTyped] = useState(query)
  useEffect(() => setTyped(query), [query])
  const isList = isListPath(path)
  useEffect(() => {
    if (typed === query || (!isList && typed === "")) return undefined
    const timer = setTimeout(() => {
      const target = isList ? path : from
      go(typed === "" ? target : `${target}?q=${encodeURIComponent(typed)}`, { replace: isList })
    }, PAUSE_MS)
    return () => clearTimeout(timer)
  }, [typed, query, isList, path, from, go])
  /** At once: the field may be gone before the pause is over, and the list would stay narrowed by what nobody sees. */
  const clear = () => {
    setTyped("")
    if (isList && query !== "") go(path, { replace: true })
    onClose?.()
  }
  const leave = (event: FocusEvent<HTMLDivElement>) => {
    if (event.currentTarget.contains(event.relatedTarget)) return
    setFocused(false)
    if (typed === "") clear()
  }
  const add = (filter: string) => {
    setTyped(withFilter(typed, filter))
    inputRef.current?.focus()
  }
  return (
    <div className={styles.field} onFocus={() => setFocused(true)} onBlur={leave}>
      <SearchBox
        className={styles.box}
        appearance="filled-lighter"
        input={{ ref: inputRef, autoFocus }}
        aria-label={list.search}
        placeholder={list.search}
        dismiss={{ "aria-label": list.searchClear }}
        value={typed}
        onChange={(_, { value }) => setTyped(value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return
          clear()
          inputRef.current?.blur()
        }}
      />
      {isFocused && wantsFilter(typed) && <SearchSuggestions onAdd={add} />}
    </div>
  )
}
