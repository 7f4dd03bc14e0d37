/** English: the catalogue that gives every other language its shape. */
import { access } from "./en/access.ts"
import { account, administration } from "./en/administration.ts"
import { common } from "./en/common.ts"
import { compose } from "./en/compose.ts"
import { drafts } from "./en/drafts.ts"
import { entrance } from "./en/entrance.ts"
import { keep } from "./en/keep.ts"
import { list } from "./en/list.ts"
import { mailbox } from "./en/mailbox.ts"
import { message } from "./en/message.ts"
import { outlook } from "./en/outlook.ts"
import { record } from "./en/record.ts"
import { recall } from "./en/recall.ts"
import { secret } from "./en/secret.ts"
import { setUp } from "./en/set-up.ts"
import { slip } from "./en/slip.ts"
import { tracking } from "./en/tracking.ts"
import { waiting } from "./en/waiting.ts"
import { failure, where } from "./en/where.ts"

export const en = {
  language: "en",
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

/** One missing or extra key in a language is a compile error. */
export type Strings = typeof en
