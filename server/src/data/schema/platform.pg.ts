/** The platform schema in the pg dialect; drizzle-kit and the store read these tables. */
import { kit } from "../dialects/kit.pg.ts"
import { definePlatform } from "./platform.ts"

export const {
  organization,
  policy,
  membership,
  identity,
  keyRing,
  unlocker,
  keyStatement,
  session,
  knownDevice,
  keyLogLeaf,
  mailbox,
  accountChange,
} = definePlatform(kit)
