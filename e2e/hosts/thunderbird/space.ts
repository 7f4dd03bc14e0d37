/** The bar at the left with its buttons, and the notifications that Thunderbird shows by itself. */
import type { Marionette } from "./marionette.ts"
import { chooseMainWindow } from "./windows.ts"
import { until } from "./wait.ts"

/** Presses a button of the bar at the left. */
export async function openSpace(marionette: Marionette, title: string): Promise<void> {
  await chooseMainWindow(marionette)
  await until(`the space "${title}"`, () =>
    marionette.run(
      /* js */ `
    const button = [...document.querySelectorAll("#spacesToolbarAddonsContainer button")].find((one) => one.title === arguments[0])
    button?.click()
    return button !== undefined`,
      title,
    ),
  )
}

export async function spaceBadge(marionette: Marionette, title: string): Promise<string> {
  await chooseMainWindow(marionette)
  return String(
    await marionette.run(
      /* js */ `
    const buttons = [...document.querySelectorAll("#spacesToolbarAddonsContainer button")]
    const button = buttons.find((one) => one.title === arguments[0])
    return button?.querySelector(".spaces-badge-container")?.textContent ?? ""`,
      title,
    ),
  )
}

/** Without a desktop that shows notifications, Thunderbird opens a small window of its own for each. */
export async function pressNotification(marionette: Marionette, title: string): Promise<void> {
  await chooseMainWindow(marionette)
  await until(`the notification "${title}"`, () =>
    marionette.run(
      /* js */ `
    for (const window of Services.wm.getEnumerator("alert:alert")) {
      const box = window.document.getElementById("alertBox")
      if (!window.document.documentElement.textContent.includes(arguments[0]) &&
        window.document.getElementById("alertTitleLabel")?.value !== arguments[0]) continue
      box.click()
      return true
    }
    return false`,
      title,
    ),
  )
}
