/**
 * The Message Center in a browser.
 * Promises: no third-party origin, no inline script; nothing is shown that was not verified.
 */
import { createDOMRenderer, RendererProvider } from "@fluentui/react-components"
import { createRoot } from "react-dom/client"
import { App } from "./app.tsx"
import { keepLinkHalf } from "./session/link-half.ts"
import { restrictScriptUrls } from "./trusted-types.ts"

restrictScriptUrls()
keepLinkHalf()
const root = document.getElementById("root")
if (root === null) throw new Error("the page has no root")
createRoot(root).render(
  <RendererProvider renderer={createDOMRenderer(document)}>
    <App />
  </RendererProvider>,
)
