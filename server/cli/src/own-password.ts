/** The own password, for messages whose sender asks for it at each opening. */
import { opaqueInProcess } from "@smp/shared/account"
import type { ReadJob } from "@smp/shared/read"
import type { CommandLine } from "./options.ts"
import { askPassword } from "./terminal.ts"

export const passwordFor = (line: CommandLine): Required<Pick<ReadJob, "opaque" | "password">> => ({
  opaque: opaqueInProcess(),
  password: () => askPassword(line.values["password-stdin"] ?? false, "The sender asks for your password: "),
})
