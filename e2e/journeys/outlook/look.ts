/** One state of the pane, looked at: pictures in two sizes and schemes, axe, and whether anything is wider than the pane. */
import { AxeBuilder } from "@axe-core/playwright"
import type { Outlook } from "../../hosts/outlook/outlook.ts"
import { picture } from "./scene.ts"

const LOOKS = [
  { width: 320, colorScheme: "light" },
  { width: 450, colorScheme: "dark" },
] as const
const WIDTHS = [320, 450] as const
const HEIGHT = 700

/** `judged`: in which scheme axe looks; `part`: what has to be in sight. @returns what is wrong, one line each. */
export async function look(
  outlook: Outlook,
  name: string,
  { judged, part }: { readonly judged: "light" | "dark"; readonly part?: string | undefined },
): Promise<string[]> {
  const { page, pane } = outlook
  const findings: string[] = []
  for (const { width, colorScheme } of LOOKS) {
    await page.setViewportSize({ width, height: HEIGHT })
    if (part !== undefined) await pane.locator(part).scrollIntoViewIfNeeded()
    // Colours that still change are neither looked at nor measured.
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" })
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 250)))
    await picture(outlook, `${name}-${width}-${colorScheme}`)
    if (colorScheme !== judged) continue
    const { violations } = await new AxeBuilder({ page })
      // The frame of a mail runs no script, so axe cannot look into it.
      .exclude(["#pane iframe", "iframe"])
      .disableRules("label-content-name-mismatch")
      .analyze()
    for (const { id, impact, nodes } of violations)
      if (impact === "serious" || impact === "critical")
        findings.push(
          ...nodes.filter(isOurs).map(({ html }) => `${name} ${width} ${colorScheme}: ${id}: ${html.slice(0, 160)}`),
        )
  }
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: HEIGHT })
    // The pane is a frame of another site, in a process of its own, and has its new width a moment later.
    await pane.waitForFunction((wanted) => window.innerWidth === wanted, width)
    const wide = await pane.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    if (wide > 0) findings.push(`${name}: ${wide} px wider than the pane of ${width}`)
  }
  // Both have drawn the last width, and so has whoever tells a click where it goes.
  for (const frame of [pane, page]) await frame.evaluate(twoFrames)
  return findings
}

const twoFrames = () =>
  new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(null))))

/** Fluent's own helpers for the keyboard: a Tab passes through them and never stops there. */
const isOurs = ({ html }: { html: string }): boolean => !html.includes("data-tabster-dummy")
