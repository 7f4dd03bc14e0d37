/**
 * The reading page: in the panel under the header button, or in a window of its own. The address holds a tab's number or
 * a random handle, nothing of the message.
 */
import { showPage } from "../parts/page.tsx"
import { ReadPage } from "./read-page.tsx"
import type { Source } from "./reader.ts"

const asked = new URLSearchParams(location.hash.slice(1))

function source(): Source {
  const handle = asked.get("message")
  if (handle !== null) return { kind: "message", handle }
  const panel = asked.get("panel")
  return { kind: "tab", tabId: Number(panel ?? asked.get("tab")), isPanel: panel !== null }
}

const shown = source()
// A panel is as large as its document.
if (shown.kind === "tab" && shown.isPanel) document.documentElement.classList.add("panel")
void showPage(<ReadPage source={shown} />)
