/** A person who uses the keyboard and nothing else: Tab, Shift+Tab, Enter; what has the focus is found by its role and name. */
import type { Page } from "playwright-core"

const MOST_TABS = 80
const WAIT_MS = 60_000

type Role = "button" | "textbox" | "link"

export interface Keyboard {
  /** Tabs until the element of this role and name has the focus. @throws when the whole page was gone through */
  reach(role: Role, name: string): Promise<void>
  /** Reaches it and presses Enter. */
  press(role: Role, name: string): Promise<void>
}

export function byKeyboard(page: Page): Keyboard {
  const reach = async (role: Role, name: string): Promise<void> => {
    const wanted = page.getByRole(role, { name, exact: true })
    await wanted.first().waitFor({ timeout: WAIT_MS })
    const passed: string[] = []
    for (let tabs = 0; tabs <= MOST_TABS; tabs++) {
      const isThere = await wanted.evaluateAll((found) => found.some((element) => element === document.activeElement))
      if (isThere) return
      passed.push(await page.evaluate(() => (document.activeElement as HTMLElement).innerText.slice(0, 30)))
      await page.keyboard.press("Tab")
    }
    throw new Error(`the keyboard does not reach the ${role} "${name}"; it passed ${passed.join(" | ")}`)
  }
  return {
    reach,
    press: async (role, name) => {
      await reach(role, name)
      await page.keyboard.press("Enter")
    },
  }
}
