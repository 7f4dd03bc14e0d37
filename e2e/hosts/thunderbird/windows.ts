/** Finding and choosing Thunderbird's own windows. */
import type { Marionette } from "./marionette.ts"
import { until } from "./wait.ts"

export interface OpenWindow {
  kind: string
  title: string
  address: string
}

/** Every command fails once the chosen window has closed, so the main window is chosen between steps. */
export async function chooseWindow(marionette: Marionette, kind: string, within = 20_000): Promise<void> {
  await until(
    `a window ${kind}`,
    async () => {
      const handles = (await marionette.send("WebDriver:GetWindowHandles")) as string[]
      for (const handle of handles.toReversed()) {
        try {
          await marionette.send("WebDriver:SwitchToWindow", { handle, focus: true })
          const shown = (await marionette.run(
            `return [document.documentElement.getAttribute("windowtype"), location.href]`,
          )) as string[]
          if (shown[0] === kind || shown[1]?.includes(kind) === true) return true
        } catch {
          continue // the window closed while we looked
        }
      }
      return false
    },
    { within },
  )
}

export const chooseMainWindow = (marionette: Marionette) => chooseWindow(marionette, "mail:3pane")

/** Titles and addresses of all open windows, with the address of the page inside an add-on's window. */
export async function openWindows(marionette: Marionette): Promise<OpenWindow[]> {
  await chooseMainWindow(marionette)
  return (await marionette.run(`
    return [...Services.wm.getEnumerator(null)].map((window) => ({
      kind: window.document.documentElement.getAttribute("windowtype") ?? "",
      title: window.document.title,
      address: window.document.querySelector("browser[type=content]")?.currentURI?.spec ?? window.location.href,
    }))`)) as OpenWindow[]
}

/** Closes all windows but the main one, all tabs but the first, and panels that hang from buttons. */
export async function closeEverything(marionette: Marionette): Promise<void> {
  await chooseMainWindow(marionette)
  await marionette.run(/* js */ `
    for (const window of [...Services.wm.getEnumerator(null)]) {
      if (window.document.documentElement.getAttribute("windowtype") === "mail:3pane") continue
      if (window.gMsgCompose) {
        window.gContentChanged = false
        window.gMsgCompose.bodyModified = false
      }
      window.close()
    }
    const tabmail = document.getElementById("tabmail")
    for (const shown of [document, tabmail.currentAboutMessage?.document])
      for (const panel of shown?.querySelectorAll("panel") ?? []) panel.hidePopup()
    for (const tab of tabmail.tabInfo.slice(1)) tabmail.closeTab(tab)`)
}

/** Presses an element of the chosen window with the mouse. */
export async function press(marionette: Marionette, selector: string): Promise<void> {
  await marionette.send("WebDriver:ElementClick", { id: await find(marionette, selector) })
}

export async function typeInto(marionette: Marionette, selector: string, text: string): Promise<void> {
  await marionette.send("WebDriver:ElementSendKeys", { id: await find(marionette, selector), text })
}

async function find(marionette: Marionette, selector: string): Promise<string> {
  const found = (await marionette.send("WebDriver:FindElement", { using: "css selector", value: selector })) as Record<
    string,
    string
  >
  const id = Object.values(found)[0]
  if (id === undefined) throw new Error(`no element ${selector}`)
  return id
}
