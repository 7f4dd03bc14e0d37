/**
 * What the sender can still do about a sent message: recall, suspend, open again, another end. Takes plain data; the host
 * signs and sends each decision.
 */
import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Field,
  Select,
  Tooltip,
  useRestoreFocusTarget,
} from "@fluentui/react-components"
import { ArrowUndo20Regular, CalendarClock20Regular, Pause20Regular, Play20Regular } from "@fluentui/react-icons"
import { useState } from "react"
import { useFormats, useStrings } from "./provider.tsx"
import { RecallDialog } from "./recall-dialog.tsx"
import type { RecallOrderView } from "./recall-dialog.tsx"
import type { DeliverySlipView } from "../view/index.ts"
import { LiveRegion } from "./visually-hidden.tsx"

const DAY_MS = 86_400_000
const DAYS = [1, 7, 14, 30, 90, 365]

/** Each resolves when the server has it. */
export interface SenderDecisions {
  readonly recall: (order: RecallOrderView) => Promise<void>
  readonly suspend: () => Promise<void>
  readonly resume: () => Promise<void>
  /** null: no end. */
  readonly changeEnd: (at: number | null) => Promise<void>
}

export interface SenderControlsProps {
  readonly slip: DeliverySlipView
  readonly isSuspended: boolean
  readonly decisions: SenderDecisions
  /** Opens the message anew, with what was decided. */
  readonly onChanged: () => void
}

/** One decision at a time; its failure is told where it was made. */
function useDeciding(onChanged: () => void) {
  const { recall } = useStrings()
  const [isBusy, setBusy] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const [news, setNews] = useState("")
  const decide = async (work: () => Promise<void>, done: string): Promise<boolean> => {
    setBusy(true)
    setFailure(null)
    try {
      await work()
      setNews(done)
      onChanged()
      return true
    } catch {
      setFailure(recall.failed)
      return false
    } finally {
      setBusy(false)
    }
  }
  return { isBusy, failure, news, decide }
}

export function SenderControls({ slip, isSuspended, decisions, onChanged }: SenderControlsProps) {
  const { recall } = useStrings()
  const [open, setOpen] = useState<"recall" | "end" | null>(null)
  const { isBusy, failure, news, decide } = useDeciding(onChanged)
  const givenBack = useRestoreFocusTarget()
  const people = slip.people.filter(({ state, isMe }) => state !== "recalled" && state !== "expired" && !isMe)
  const close = () => setOpen(null)
  const closeIf = (isDone: boolean) => (isDone ? close() : undefined)
  if (people.length === 0) return <LiveRegion text={news} />
  return (
    <>
      <Button
        {...givenBack}
        appearance="subtle"
        icon={<ArrowUndo20Regular />}
        style={{ whiteSpace: "nowrap" }}
        onClick={() => setOpen("recall")}
      >
        {recall.action}
      </Button>
      <Tooltip content={isSuspended ? recall.resume : recall.suspend} relationship="label">
        <Button
          appearance="subtle"
          icon={isSuspended ? <Play20Regular /> : <Pause20Regular />}
          disabledFocusable={isBusy}
          onClick={() =>
            void (isSuspended
              ? decide(decisions.resume, recall.done.resumed)
              : decide(decisions.suspend, recall.done.suspended))
          }
        />
      </Tooltip>
      <Tooltip content={recall.end} relationship="label">
        <Button {...givenBack} appearance="subtle" icon={<CalendarClock20Regular />} onClick={() => setOpen("end")} />
      </Tooltip>
      {open === "recall" && (
        <RecallDialog
          isOpen
          people={people}
          organization={slip.organization}
          hasArchive={slip.holders.some(({ kind }) => kind === "archive")}
          failure={failure}
          isBusy={isBusy}
          onKeep={close}
          onRecall={(order) => void decide(() => decisions.recall(order), recall.done.recalled).then(closeIf)}
        />
      )}
      {open === "end" && (
        <EndDialog
          expires={slip.options.expires}
          failure={failure}
          isBusy={isBusy}
          onKeep={close}
          onSave={(exp) => void decide(() => decisions.changeEnd(exp), recall.done.end).then(closeIf)}
        />
      )}
      <LiveRegion text={news} />
    </>
  )
}

interface EndDialogProps {
  readonly expires: number | null
  readonly failure: string | null
  readonly isBusy: boolean
  readonly onKeep: () => void
  readonly onSave: (exp: number | null) => void
}

function EndDialog({ expires, failure, isBusy, onKeep, onSave }: EndDialogProps) {
  const { recall, common, compose } = useStrings()
  const formats = useFormats()
  const [days, setDays] = useState("")
  const save = () => onSave(days === "" ? null : formats.now() + Number(days) * DAY_MS)
  return (
    <Dialog open onOpenChange={(_, { open }) => open || onKeep()}>
      <DialogSurface data-dialog="end">
        <DialogBody>
          <DialogTitle>{recall.endTitle}</DialogTitle>
          <DialogContent>
            <p>{recall.endText}</p>
            <Field
              label={compose.option.until}
              hint={expires === null ? recall.endNone : recall.endNow(formats.date(expires))}
              {...(failure === null ? {} : { validationMessage: failure, validationState: "error" as const })}
            >
              <Select value={days} onChange={(_, { value }) => setDays(value)}>
                <option value="">{compose.option.noEnd}</option>
                {DAYS.map((count) => (
                  <option key={count} value={count}>
                    {compose.option.inDays(count, formats.date(formats.now() + count * DAY_MS))}
                  </option>
                ))}
              </Select>
            </Field>
          </DialogContent>
          <DialogActions>
            <Button onClick={onKeep}>{common.cancel}</Button>
            <Button appearance="primary" disabledFocusable={isBusy} onClick={() => isBusy || save()}>
              {recall.endSave}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  )
}
