/** At the foot of the slip: the message as evidence, or as a mail file, which asks first because it is not locked. */
import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  DialogTrigger,
  makeStyles,
  Spinner,
  tokens,
} from "@fluentui/react-components"
import { ArrowDownload20Regular, ShieldCheckmark20Regular } from "@fluentui/react-icons"
import type { OpenedMessage } from "@smp/shared/read"
import { LiveRegion, slipText, useFormats, useStrings } from "@smp/shared/ui"
import type { DeliverySlipView } from "@smp/shared/ui"
import { useEffect, useRef, useState } from "react"
import { useAccount } from "../../account-context.ts"

type Kind = "evidence" | "mail"
type State = { readonly kind: Kind; readonly is: "running" | "saved" | "failed" } | null

const useStyles = makeStyles({
  note: { fontSize: tokens.fontSizeBase200, color: tokens.colorNeutralForeground2 },
})

export interface KeepButtonsProps {
  readonly message: OpenedMessage
  readonly view: DeliverySlipView
}

export function KeepButtons({ message, view }: KeepButtonsProps) {
  const styles = useStyles()
  const { keep, common } = useStrings()
  const { state, start } = useKeeping({ message, view })
  const isRunning = state?.is === "running"
  const iconOf = (kind: Kind, icon: React.ReactElement) =>
    isRunning && state.kind === kind ? <Spinner size="extra-tiny" /> : icon
  return (
    <>
      <Button
        appearance="subtle"
        icon={iconOf("evidence", <ShieldCheckmark20Regular />)}
        disabledFocusable={isRunning}
        onClick={() => start("evidence")}
      >
        {keep.evidence}
      </Button>
      <Dialog>
        <DialogTrigger disableButtonEnhancement>
          <Button appearance="subtle" icon={iconOf("mail", <ArrowDownload20Regular />)} disabledFocusable={isRunning}>
            {keep.mail}
          </Button>
        </DialogTrigger>
        <DialogSurface>
          <DialogBody>
            <DialogTitle>{keep.mailTitle}</DialogTitle>
            <DialogContent>{keep.mailText}</DialogContent>
            <DialogActions>
              <DialogTrigger disableButtonEnhancement>
                <Button>{common.cancel}</Button>
              </DialogTrigger>
              <DialogTrigger disableButtonEnhancement>
                <Button appearance="primary" onClick={() => start("mail")}>
                  {keep.mailYes}
                </Button>
              </DialogTrigger>
            </DialogActions>
          </DialogBody>
        </DialogSurface>
      </Dialog>
      {state !== null && <span className={styles.note}>{keep[state.is]}</span>}
      <LiveRegion text={state === null ? "" : keep[state.is]} />
    </>
  )
}

function useKeeping({ message, view }: KeepButtonsProps) {
  const account = useAccount()
  const strings = useStrings()
  const formats = useFormats()
  const [state, setState] = useState<State>(null)
  const abort = useRef<AbortController | null>(null)
  useEffect(() => () => abort.current?.abort(), [message])
  const run = async (kind: Kind) => {
    const { keepEvidence, keepMail } = await import("./keep-message.ts")
    const controller = new AbortController()
    abort.current = controller
    const language = document.documentElement.lang.startsWith("de") ? "de" : "en"
    const job = {
      account,
      message,
      slipText: slipText(view, strings, formats),
      language,
      signal: controller.signal,
    } as const
    await (kind === "evidence" ? keepEvidence(job) : keepMail(job))
  }
  const start = (kind: Kind) => {
    if (state?.is === "running") return
    setState({ kind, is: "running" })
    run(kind).then(
      () => setState({ kind, is: "saved" }),
      () => setState({ kind, is: "failed" }),
    )
  }
  return { state, start }
}
