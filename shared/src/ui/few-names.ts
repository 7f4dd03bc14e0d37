import { useFormats, useStrings } from "./provider.tsx"

const MOST = 6

/** In a sentence: all names, or the first six and how many more; else they would push out of sight what it is about. */
export function useFewNames(): (names: readonly string[]) => string {
  const formats = useFormats()
  const { list } = useStrings()
  return (names) =>
    names.length <= MOST
      ? formats.list(names)
      : `${names.slice(0, MOST).join(", ")} ${list.andMore(names.length - MOST)}`
}
