/** The door of the proofs. */
import { diskFull } from "./disk-full.ts"
import { flipBytes } from "./flip-bytes.ts"
import { hostileServer } from "./hostile-server.ts"
import { killNotifier } from "./kill-notifier.ts"
import { killServer } from "./kill-server.ts"
import { leaks } from "./leaks.ts"
import { recall } from "./recall.ts"
import { smtpDown } from "./smtp-down.ts"
import { tamper } from "./tamper.ts"
import type { Proof } from "./proof.ts"

export const proofs: readonly Proof[] = [
  leaks,
  tamper,
  hostileServer,
  flipBytes,
  killServer,
  killNotifier,
  recall,
  smtpDown,
  diskFull,
]
