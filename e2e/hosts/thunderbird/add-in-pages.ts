/** The add-in's own pages as a person uses them: by the words on buttons and fields. */
import type { Thunderbird } from "./thunderbird.ts"
import { until } from "./wait.ts"

export interface AddInPage {
  text(): Promise<string>
  /** Waits for a selector. */
  appears(selector: string, within?: number): Promise<void>
  attribute(selector: string, name: string): Promise<string | null>
  /** Texts of all elements that match. */
  all(selector: string): Promise<string[]>
  /** Presses the button, link, radio or switch with this text. */
  press(text: string): Promise<void>
  /** Presses the radio, switch or button whose words begin so. */
  pressStarting(text: string): Promise<void>
  /** Chooses the option with this text in the list with this label. */
  choose(label: string, option: string): Promise<void>
  /** Where a button is on the screen, for a real click of the pointer: only that counts as the user's own gesture. */
  spot(text: string): Promise<{ x: number; y: number }>
  /** Types into the field with this label. */
  fill(label: string, value: string): Promise<void>
  /** Text inside the frame of a message. */
  frameText(): Promise<string>
}

/** `match`: part of the page's address. */
export function addInPage(thunderbird: Thunderbird, match: string): AddInPage {
  /** A wait that was in vain tells what stood on the page. */
  const wait: typeof until = (what, ask, limits) =>
    until(`${what} in ${match}`, ask, limits).catch(async (problem: Error) => {
      const shown = await thunderbird.inPage(match, () => document.body.innerText).catch(String)
      throw new Error(`${problem.message}\nthe page: ${shown}`)
    })
  return {
    text: () => thunderbird.inPage(match, () => document.body.innerText),
    appears: async (selector, within = 30_000) => {
      await wait(
        selector,
        () => thunderbird.inPage(match, (css: string) => document.querySelector(css) !== null, selector),
        { within },
      )
    },
    attribute: (selector, name) =>
      thunderbird.inPage(
        match,
        (css: string, key: string) => document.querySelector(css)?.getAttribute(key) ?? null,
        selector,
        name,
      ),
    all: (selector) =>
      thunderbird.inPage(
        match,
        (css: string) => [...document.querySelectorAll(css)].map((element) => (element as HTMLElement).innerText),
        selector,
      ),
    press: async (text) => {
      await wait(`the button "${text}"`, () => thunderbird.inPage(match, pressIn, text))
    },
    pressStarting: async (text) => {
      await wait(`what begins with "${text}"`, () => thunderbird.inPage(match, pressStartingIn, text))
    },
    choose: async (label, option) => {
      await wait(`the choice "${option}"`, () => thunderbird.inPage(match, chooseIn, label, option))
    },
    spot: (text) => thunderbird.inPage(match, spotIn, text),
    fill: async (label, value) => {
      await wait(`the field "${label}"`, () => thunderbird.inPage(match, fillIn, label, value))
    },
    frameText: () => thunderbird.inPage("about:srcdoc", () => document.body.innerText),
  }
}

function pressIn(text: string): boolean {
  const candidates = [...document.querySelectorAll<HTMLElement>("button, a, label, [role=button]")]
  const named = (element: HTMLElement) =>
    element.innerText.trim() === text || element.getAttribute("aria-label") === text
  const found = candidates.find((element) => named(element) && !(element as HTMLButtonElement).disabled)
  found?.click()
  return found !== undefined
}

function pressStartingIn(text: string): boolean {
  const found = [...document.querySelectorAll<HTMLElement>("button, label")].find((element) =>
    element.innerText.trim().startsWith(text),
  )
  found?.click()
  return found !== undefined
}

function chooseIn(label: string, option: string): boolean {
  const named = [...document.querySelectorAll("label")].find((element) => element.innerText.trim() === label)
  const list = named === undefined ? null : (document.getElementById(named.htmlFor) as HTMLSelectElement | null)
  const found = [...(list?.options ?? [])].find((each) => each.text === option)
  if (list === null || found === undefined) return false
  Object.getOwnPropertyDescriptor(window.HTMLSelectElement.prototype, "value")?.set?.call(list, found.value)
  list.dispatchEvent(new window.Event("change", { bubbles: true }))
  return true
}

function spotIn(text: string): { x: number; y: number } {
  const found = [...document.querySelectorAll("button")].find((element) => element.innerText.trim() === text)
  if (found === undefined) throw new Error(`there is no button ${text}`)
  const { x, y, width, height } = found.getBoundingClientRect()
  const { mozInnerScreenX, mozInnerScreenY } = window as unknown as { mozInnerScreenX: number; mozInnerScreenY: number }
  return { x: mozInnerScreenX + x + width / 2, y: mozInnerScreenY + y + height / 2 }
}

function fillIn(label: string, value: string): boolean {
  const found = [...document.querySelectorAll("label")].find((element) => element.innerText.trim() === label)
  const input = found === undefined ? null : (document.getElementById(found.htmlFor) as HTMLInputElement | null)
  if (input === null) return false
  input.focus()
  // React watches the field's own property; the prototype's setter is what typing uses.
  Object.getOwnPropertyDescriptor(window.HTMLInputElement.prototype, "value")?.set?.call(input, value)
  input.dispatchEvent(new window.Event("input", { bubbles: true }))
  return true
}
