/**
 * Runs a function inside any document that Thunderbird shows: a page of the add-on (tab, popup window, panel), the
 * displayed mail, the compose editor. Thunderbird gives Marionette no handles for these, so the document is found from the
 * privileged side by its address and Marionette's own window actor is asked.
 */
import type { Marionette } from "./marionette.ts"

const findAndRun = /* js */ `
const [match, source, args] = arguments
const all = []
const seen = new Set()
const walk = (context) => {
  if (!context || seen.has(context.id)) return
  seen.add(context.id)
  all.push(context)
  for (const child of context.children) walk(child)
}
const search = (document) => {
  for (const element of document.querySelectorAll("browser,iframe,editor")) {
    if (element.browsingContext) walk(element.browsingContext)
    try { if (element.contentDocument) search(element.contentDocument) } catch {}
  }
}
for (const window of Services.wm.getEnumerator(null)) {
  walk(window.browsingContext)
  search(window.document)
}
const hits = all.filter((context) => context.currentWindowGlobal?.documentURI?.spec.includes(match))
if (hits.length === 0) {
  const shown = all.map((context) => context.currentWindowGlobal?.documentURI?.spec).filter(Boolean)
  return JSON.stringify({ problem: "no document " + match + " among " + shown.join(" ") })
}
return hits.at(-1).currentWindowGlobal.getActor("MarionetteCommands").executeScript(source, args, {
  async: true, timeout: 600000, sandboxName: null, newSandbox: false, line: 0, file: "in-page",
})`

/**
 * `match`: part of the document's address. `run` may use nothing from outside but its arguments and what the page
 * itself has.
 * @throws Error when there is no such document, or with the text of what `run` threw.
 */
export async function inPage<Args extends unknown[], Result>(
  marionette: Marionette,
  match: string,
  run: (...args: Args) => Result,
  ...args: Args
): Promise<Awaited<Result>> {
  const source = `
    const done = arguments[arguments.length - 1]
    Promise.resolve()
      .then(() => (${run.toString()})(...Array.prototype.slice.call(arguments, 0, -1)))
      .then((value) => done(JSON.stringify({ value })), (problem) => done(JSON.stringify({ problem: String(problem) })))`
  const reply = JSON.parse(String(await marionette.run(findAndRun, match, source, args))) as {
    value?: Awaited<Result>
    problem?: string
  }
  if (reply.problem !== undefined) throw new Error(reply.problem)
  return reply.value as Awaited<Result>
}
