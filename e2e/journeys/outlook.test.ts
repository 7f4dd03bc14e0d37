/**
 * Outlook on the web, emulated: the built pages under the real Office.js in real Chromium, in front of the real server.
 * The organization has an archive, so that every review has to say so.
 * One town and one browser for every chapter; what each shows stands in its own file.
 */
import { mkdirSync } from "node:fs"
import { makeArchiveKey, setArchive } from "@smp/shared/account"
import { afterAll, beforeAll } from "vitest"
import { launchChromium } from "../hosts/chromium.ts"
import { LOCAL_SERVER_ALLOWED, PANE_ORIGIN } from "../hosts/outlook/outlook.ts"
import { buildTown } from "../proofs/town.ts"
import { delivery } from "./outlook/delivery.ts"
import { drafts } from "./outlook/drafts.ts"
import { faults } from "./outlook/faults.ts"
import { guard } from "./outlook/guard.ts"
import { reading } from "./outlook/reading.ts"
import { looks } from "./outlook/looks.ts"
import { PICTURES, type Scene } from "./outlook/scene.ts"
import { sending } from "./outlook/sending.ts"
import { sets } from "./outlook/sets.ts"

const scene = {} as Scene

beforeAll(async () => {
  mkdirSync(PICTURES, { recursive: true })
  scene.town = await buildTown({ env: { OUTLOOK_ORIGIN: PANE_ORIGIN } })
  const { account, org } = scene.town.alice
  if (org !== null) await setArchive(account, org, await makeArchiveKey())
  scene.browser = await launchChromium(LOCAL_SERVER_ALLOWED)
}, 120_000)
afterAll(async () => {
  await scene.browser?.close()
  await scene.town?.close()
})

sending(scene)
sets(scene)
drafts(scene)
faults(scene)
guard(scene)
reading(scene)
delivery(scene)
looks(scene)
