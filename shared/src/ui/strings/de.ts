/** German, complete: the type makes a missing text a compile error. */
import type { Strings } from "./en.ts"
import { access } from "./de/access.ts"
import { account, administration } from "./de/administration.ts"
import { common } from "./de/common.ts"
import { compose } from "./de/compose.ts"
import { drafts } from "./de/drafts.ts"
import { entrance } from "./de/entrance.ts"
import { keep } from "./de/keep.ts"
import { list } from "./de/list.ts"
import { mailbox } from "./de/mailbox.ts"
import { message } from "./de/message.ts"
import { outlook } from "./de/outlook.ts"
import { record } from "./de/record.ts"
import { recall } from "./de/recall.ts"
import { secret } from "./de/secret.ts"
import { setUp } from "./de/set-up.ts"
import { slip } from "./de/slip.ts"
import { tracking } from "./de/tracking.ts"
import { waiting } from "./de/waiting.ts"
import { failure, where } from "./de/where.ts"

export const de: Strings = {
  language: "de",
  common,
  entrance,
  setUp,
  keep,
  list,
  mailbox,
  message,
  slip,
  tracking,
  record,
  compose,
  recall,
  drafts,
  secret,
  waiting,
  where,
  failure,
  access,
  administration,
  account,
  outlook,
}
