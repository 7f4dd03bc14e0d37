/** One send from this page: progress, stopping, what went wrong. */
import type { DraftKeeper } from "@smp/shared/drafts"
import { sendSecure, SendStopped } from "@smp/shared/send"
import type { Draft, SendOptions, SendProgress, SendResult } from "@smp/shared/send"
import type { OrganizationId } from "@smp/shared/wire"
import { useCallback, useRef, useState } from "react"
import { useAccount } from "../../account-context.ts"
import { localStore } from "../../session/store.ts"

export type Sending =
  | { readonly state: "writing" }
  | { readonly state: "sending"; readonly draft: Draft; readonly progress: SendProgress; readonly bytes: number }
  | { readonly state: "stopped"; readonly error: SendStopped; readonly bytes: number; readonly total: number }

export interface SendRequest {
  readonly draft: Draft
  readonly org: OrganizationId
  readonly options: Partial<SendOptions>
  readonly keeper: DraftKeeper
}

export function useSending(onSent: (result: SendResult) => void) {
  const account = useAccount()
  const [sending, setSending] = useState<Sending>({ state: "writing" })
  const abort = useRef<AbortController | null>(null)
  const resume = useRef<string | null>(null)
  const send = useCallback(
    async ({ draft, org, options, keeper }: SendRequest) => {
      const controller = new AbortController()
      abort.current = controller
      let bytes = 0
      const onProgress = (progress: SendProgress) => {
        if (progress.step === "attachments") bytes = progress.bytes
        setSending({ state: "sending", draft, progress, bytes })
      }
      onProgress({ step: "keys" })
      try {
        const host = {
          snapshot: () => Promise.resolve(draft),
          hasChanged: () => Promise.resolve(false),
          finish: () => Promise.resolve(),
        }
        const again = resume.current === null ? {} : { resume: resume.current }
        const sent = await sendSecure({
          account,
          host,
          org,
          options,
          journal: localStore,
          draft: await keeper.beginSend(),
          onHandOver: (key) => keeper.handingOver(key),
          onProgress,
          signal: controller.signal,
          ...again,
        })
        await keeper.sent()
        onSent(sent)
      } catch (problem) {
        const error = problem instanceof SendStopped ? problem : new SendStopped("service.fault", { cause: problem })
        resume.current = error.resume
        await keeper.sendStopped(error.isUnknown)
        const total = draft.attachments.reduce((sum, { size }) => sum + size, 0)
        setSending(
          error.code === "cancelled"
            ? { state: "writing" }
            : { state: "stopped", error, bytes: error.resume === null ? 0 : bytes, total },
        )
      }
    },
    [account, onSent],
  )
  const stop = useCallback(() => abort.current?.abort(), [])
  const back = useCallback(() => setSending({ state: "writing" }), [])
  return { sending, send, stop, back }
}
