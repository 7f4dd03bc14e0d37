import { useStrings } from "@smp/shared/ui"
import { useEffect } from "react"

/** The title of the tab. Never a subject before the person is signed in: titles are seen by others. */
export function useTitle(title: string): void {
  const { common } = useStrings()
  useEffect(() => {
    document.title = title === common.product ? title : `${title} – ${common.product}`
  }, [title, common])
}
