/** The sending window. The address names the compose window or what the window is for, nothing of the message. */
import { showPage } from "../parts/page.tsx"
import { ReopenedPage } from "./reopened-page.tsx"
import { SendPage } from "./send-page.tsx"
import { UnfinishedPage } from "./unfinished-page.tsx"

const asked = new URLSearchParams(location.hash.slice(1))

function pageFor() {
  if (asked.has("unfinished")) return <UnfinishedPage />
  if (asked.has("reopened")) return <ReopenedPage />
  const purpose = asked.has("stopped") ? "stopped" : asked.has("keep") ? "keep" : "send"
  return <SendPage tabId={Number(asked.get("draft"))} purpose={purpose} />
}

void showPage(pageFor())
