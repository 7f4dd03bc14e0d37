import { createRoot } from "react-dom/client"
import { FluentProvider, webLightTheme } from "@fluentui/react-components"
import { drafts } from "../../host/thunderbird-host.ts"
const root = createRoot(document.getElementById("page") as HTMLElement)
const tabId = Number(new URLSearchParams(location.hash.slice(1)).get("draft"))
drafts.read(tabId).then(
  (draft) =>
    root.render(
      <FluentProvider theme={webLightTheme}>
        <pre>{JSON.stringify(draft, null, 1)}</pre>
      </FluentProvider>,
    ),
  (problem: unknown) => root.render(<pre>{String(problem)}</pre>),
)
