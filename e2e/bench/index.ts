/** The door of the benchmarks. */
import { clickToStub } from "./click-to-stub.ts"
import { encryptFile } from "./encrypt-file.ts"
import { inclusion } from "./inclusion.ts"
import { mailbox } from "./mailbox.ts"
import { outlook25MB } from "./outlook-25-mb.ts"
import { postMessage } from "./post-message.ts"
import { sealInChromium } from "./seal-in-chromium.ts"
import { upload } from "./upload.ts"
import type { Benchmark } from "./bench.ts"

export const benchmarks: readonly Benchmark[] = [
  encryptFile,
  sealInChromium,
  postMessage,
  upload,
  clickToStub,
  inclusion,
  mailbox,
  outlook25MB,
]
