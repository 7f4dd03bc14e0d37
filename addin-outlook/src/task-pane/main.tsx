/**
 * The task pane of Outlook.
 * Promises: keys only in memory; no third party but the two hosts of office.js, which Outlook itself demands.
 */
import { createDOMRenderer, RendererProvider } from "@fluentui/react-components"
import { loadStrings, localeFor, UiProvider } from "@smp/shared/ui"
import type { Language } from "@smp/shared/ui"
import type { ReactElement } from "react"
import { createRoot } from "react-dom/client"
import { officeReady } from "../host/office-adapter.ts"
import { App } from "./app.tsx"
import { NoOutlookPage } from "./no-outlook-page.tsx"
import { speak } from "./strings/words.ts"

async function show(page: ReactElement, language: Language, isDark: boolean | null): Promise<void> {
  const place = document.getElementById("pane")
  if (place === null) throw new Error("The page has no place to draw into.")
  createRoot(place).render(
    <RendererProvider renderer={createDOMRenderer(document)}>
      <UiProvider
        strings={await loadStrings(language)}
        locale={localeFor(language, navigator.languages)}
        scheme={isDark === null ? "system" : isDark ? "dark" : "light"}
      >
        {page}
      </UiProvider>
    </RendererProvider>,
  )
}

const outlook = await officeReady()
const language = speak(outlook?.facts.language ?? navigator.language)
if (outlook === null) await show(<NoOutlookPage reason="browser" />, language, null)
else if (!outlook.supports("1.8")) await show(<NoOutlookPage reason="old" />, language, outlook.facts.isDark)
else if (outlook.facts.item === null) await show(<NoOutlookPage reason="no-item" />, language, outlook.facts.isDark)
else await show(<App outlook={outlook} />, language, outlook.facts.isDark)
