/** Writing and sending from the browser. Nothing leaves this page before Send; on any failure the text stays here. */
import {
  Button,
  Field,
  Input,
  makeStyles,
  MessageBar,
  MessageBarBody,
  Text,
  Textarea,
  tokens,
} from "@fluentui/react-components"
import { Attach20Regular, Dismiss16Regular, Options20Regular, Send20Regular } from "@fluentui/react-icons"
import { sourceFromBlob } from "@smp/shared/client"
import { MAX_FILE_BYTES, sendSecure, SendStopped } from "@smp/shared/send"
import type { Account } from "@smp/shared/account"
import type { ReplyDraft } from "@smp/shared/read"
import type { Draft, MailHost, SendOptions, SendProgress } from "@smp/shared/send"
import {
  defaultOptions,
  FileIcon,
  isAddress,
  OptionsForm,
  ProgressSteps,
  useFormats,
  useStrings,
  WhereIsIt,
} from "@smp/shared/ui"
import type { SendOptionsView, Strings } from "@smp/shared/ui"
import type { OrganizationId } from "@smp/shared/wire"
import { useRef, useState } from "react"
import { useLocation } from "wouter"
import { useAccount } from "../account-context.ts"
import { takeDraft } from "../parts/draft-in-hand.ts"
import { typedPeople } from "../parts/typed-people.ts"
import { localStore } from "../session/store.ts"
import { RecipientStates } from "../parts/recipient-states.tsx"

const useStyles = makeStyles({
  page: {
    padding: tokens.spacingHorizontalXL,
    display: "flex",
    flexDirection: "column",
    gap: tokens.spacingVerticalM,
    maxWidth: "900px",
    "@media (max-width: 760px)": { padding: tokens.spacingHorizontalM },
  },
  row: { display: "flex", flexWrap: "wrap", gap: tokens.spacingHorizontalS, alignItems: "center" },
  text: { minHeight: "260px" },
  file: { display: "flex", gap: tokens.spacingHorizontalS, alignItems: "center" },
})
const DAY_MS = 86_400_000

export function ComposePage() {
  const styles = useStyles()
  const strings = useStrings()
  const { compose, where } = strings
  const formats = useFormats()
  const account = useAccount()
  const [, go] = useLocation()
  const [reply] = useState(takeDraft)
  const [form, setForm] = useState(() => begun(reply))
  const [options, setOptions] = useState({ ...defaultOptions, hideSubject: reply?.hideSubject ?? false })
  const [files, setFiles] = useState<readonly File[]>([])
  const [hasMore, setMore] = useState((reply?.cc.length ?? 0) > 0)
  const [hasOptions, setHasOptions] = useState(false)
  const [progress, setProgress] = useState<SendProgress | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const abort = useRef<AbortController | null>(null)
  const picker = useRef<HTMLInputElement>(null)
  const org = reply?.org ?? ownOrganization(account)
  const organization = account.memberships.find((held) => held.org === org)?.name ?? ""
  const change =
    (name: keyof typeof form) =>
    (_: unknown, { value }: { value: string }) =>
      setForm({ ...form, [name]: value })

  const draft = (): Draft => ({
    from: { address: account.address, name: account.name },
    to: typedPeople(form.to),
    cc: typedPeople(form.cc),
    bcc: typedPeople(form.bcc),
    subject: form.subject,
    html: null,
    text: form.text,
    attachments: files.map((file) => ({
      name: file.name,
      type: file.type || "application/octet-stream",
      size: file.size,
      source: sourceFromBlob(file),
      cid: null,
    })),
    thread: reply?.thread ?? null,
  })
  const send = async () => {
    const wrong = problemOf(draft(), strings, formats.size(MAX_FILE_BYTES))
    if (wrong !== null || org === null) return setProblem(wrong ?? compose.problem.notMember)
    const snapshot = draft()
    const host: MailHost = {
      snapshot: async () => snapshot,
      hasChanged: async () => false,
      finish: async () => undefined,
    }
    abort.current = new AbortController()
    setProblem(null)
    setProgress({ step: "keys" })
    try {
      const sent = await sendSecure({
        account,
        host,
        org,
        journal: localStore,
        onProgress: setProgress,
        signal: abort.current.signal,
        options: sendOptions(options),
      })
      go(`/m/${sent.id}`)
    } catch (error) {
      setProblem(stoppedText(error, strings))
      setProgress(null)
    }
    return undefined
  }
  if (progress !== null)
    return (
      <Sending
        progress={progress}
        files={files}
        count={typedPeople(`${form.to},${form.cc},${form.bcc}`).length}
        onStop={() => abort.current?.abort()}
      />
    )
  return (
    <main className={styles.page}>
      <Text as="h1" size={600} weight="semibold">
        {reply === null ? compose.title : compose.replyTitle}
      </Text>
      <Field label={compose.to}>
        <Input
          type="text"
          inputMode="email"
          autoComplete="off"
          placeholder={compose.addressPlaceholder}
          value={form.to}
          onChange={change("to")}
        />
      </Field>
      <Copies form={form} onChange={change} isOpen={hasMore} onOpen={() => setMore(true)} />
      {org !== null && (
        <RecipientStates org={org} organization={organization} addresses={`${form.to},${form.cc},${form.bcc}`} />
      )}
      <Field label={compose.subject} hint={options.hideSubject ? compose.hideSubjectHint : compose.showSubjectHint}>
        <Input value={form.subject} onChange={change("subject")} />
      </Field>
      <Field label={compose.text}>
        <Textarea
          textarea={{ className: styles.text }}
          resize="vertical"
          value={form.text}
          onChange={change("text")}
          placeholder={compose.writing}
        />
      </Field>
      <Files files={files} onChange={setFiles} />
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        aria-label={compose.attachLong}
        onChange={(event) => {
          setFiles([...files, ...(event.target.files ?? [])])
          event.target.value = ""
        }}
      />
      {hasOptions && <OptionsForm options={options} onChange={setOptions} organization={organization} />}
      {problem !== null && (
        <MessageBar intent="error" layout="multiline" role="alert">
          <MessageBarBody>
            {problem} {where.onlyPageText}
          </MessageBarBody>
        </MessageBar>
      )}
      <div className={styles.row}>
        <Button appearance="primary" icon={<Send20Regular />} onClick={() => void send()}>
          {compose.send}
        </Button>
        <Button icon={<Attach20Regular />} onClick={() => picker.current?.click()}>
          {compose.attach}
        </Button>
        <Button icon={<Options20Regular />} aria-expanded={hasOptions} onClick={() => setHasOptions(!hasOptions)}>
          {compose.options}
        </Button>
      </div>
      <WhereIsIt place={{ at: "page" }} isCompact />
    </main>
  )
}

interface Form {
  readonly to: string
  readonly cc: string
  readonly bcc: string
  readonly subject: string
  readonly text: string
}

function begun(reply: ReplyDraft | null): Form {
  const list = (people: readonly { address: string }[] = []) => people.map(({ address }) => address).join(", ")
  return { to: list(reply?.to), cc: list(reply?.cc), bcc: "", subject: reply?.subject ?? "", text: reply?.text ?? "" }
}

const ownOrganization = (account: Account): OrganizationId | null =>
  (account.memberships.find(({ role }) => role !== "guest") ?? account.memberships[0])?.org ?? null

function sendOptions(options: SendOptionsView): Partial<SendOptions> {
  const { hideSubject, reply, replyAll, forward, receipts, expiresInDays } = options
  return {
    hideSubject,
    reply,
    replyAll,
    forward,
    receipts,
    expires: expiresInDays === null ? null : Date.now() + expiresInDays * DAY_MS,
  }
}

interface CopiesProps {
  readonly form: Form
  readonly onChange: (name: "cc" | "bcc") => (event: unknown, data: { value: string }) => void
  readonly isOpen: boolean
  readonly onOpen: () => void
}

function Copies({ form, onChange, isOpen, onOpen }: CopiesProps) {
  const { compose } = useStrings()
  if (!isOpen)
    return (
      <div>
        <Button size="small" appearance="subtle" onClick={onOpen}>
          {compose.addCopy} / {compose.addBlindCopy}
        </Button>
      </div>
    )
  return (
    <>
      <Field label={compose.copy}>
        <Input value={form.cc} onChange={onChange("cc")} autoComplete="off" />
      </Field>
      <Field label={compose.blindCopy}>
        <Input value={form.bcc} onChange={onChange("bcc")} autoComplete="off" />
      </Field>
    </>
  )
}

function Files({
  files,
  onChange,
}: {
  readonly files: readonly File[]
  readonly onChange: (files: readonly File[]) => void
}) {
  const styles = useStyles()
  const { compose } = useStrings()
  const formats = useFormats()
  return (
    <ul>
      {files.map((file, index) => (
        <li key={`${file.name} ${index}`} className={styles.file}>
          <FileIcon name={file.name} type={file.type} />
          <Text>
            <bdi>{file.name}</bdi> {formats.size(file.size)}
          </Text>
          <Button
            appearance="subtle"
            size="small"
            icon={<Dismiss16Regular />}
            aria-label={compose.removeFile(file.name)}
            onClick={() => onChange(files.filter((_, at) => at !== index))}
          />
        </li>
      ))}
    </ul>
  )
}

function Sending({
  progress,
  files,
  count,
  onStop,
}: {
  progress: SendProgress
  files: readonly File[]
  count: number
  onStop: () => void
}) {
  const styles = useStyles()
  const { compose } = useStrings()
  const order = ["keys", "attachments", "encrypt", "hand-over"] as const
  const now = order.indexOf(progress.step === "done" ? "hand-over" : progress.step)
  const total = files.reduce((sum, file) => sum + file.size, 0)
  const isPast = now > order.indexOf("attachments")
  const bytes = progress.step === "attachments" ? progress.bytes : isPast ? total : 0
  const doneOf = (index: number, size: number) => {
    if (isPast) return size
    if (progress.step !== "attachments" || index > progress.file.index) return 0
    return index < progress.file.index ? size : progress.file.bytes
  }
  return (
    <main className={styles.page}>
      <Text as="h1" size={600} weight="semibold">
        {compose.sending.title}
      </Text>
      <ProgressSteps
        steps={order.map((step, index) => ({
          key: step,
          text: step === "keys" ? compose.sending.steps.keys(count) : compose.sending.steps[step],
          state: index < now ? "done" : index === now ? "current" : "waiting",
        }))}
        bytes={bytes}
        total={total}
        files={files.map((file, index) => ({
          name: file.name,
          type: file.type,
          size: file.size,
          done: doneOf(index, file.size),
        }))}
      />
      <Text>{compose.sending.notYet}</Text>
      <div>
        <Button onClick={onStop}>{compose.sending.stop}</Button>
      </div>
    </main>
  )
}

function problemOf(draft: Draft, { compose }: Strings, limit: string): string | null {
  const people = [...draft.to, ...draft.cc, ...draft.bcc]
  if (people.length === 0) return compose.problem.noRecipient
  const bad = people.find(({ address }) => !isAddress(address))
  if (bad !== undefined) return compose.problem.badAddress(bad.address)
  const large = draft.attachments.find(({ size }) => size > MAX_FILE_BYTES)
  if (large !== undefined) return compose.problem.tooLarge(large.name, limit)
  return draft.text?.trim() === "" && draft.attachments.length === 0 && draft.subject.trim() === ""
    ? compose.problem.empty
    : null
}

function stoppedText(error: unknown, { failure, compose }: Strings): string {
  if (!(error instanceof SendStopped)) return `${failure.otherTitle}. ${failure.otherText}`
  switch (error.code) {
    case "offline":
      return `${failure.offlineTitle}. ${failure.offlineText(location.host)}`
    case "cancelled":
      return `${failure.cancelledTitle}.`
    case "key-changed":
      return `${compose.keyChanged.title(error.people.join(", "))}. ${compose.keyChanged.text}`
    case "storage.full":
      return `${failure.fullTitle}. ${failure.fullText}`
    case "privilege.missing":
    case "policy-forbids":
      return compose.problem.notMember
    case "session.required":
      return `${failure.signedOutTitle}. ${failure.signedOutText}`
    case "log-fork":
    case "log-rollback":
    case "log-missing":
      return `${failure.logTitle}. ${failure.logText}`
    case "file-unreadable":
      return `${failure.fileTitle(error.files.join(", "))}. ${failure.fileText}`
    default:
      return `${failure.refusedTitle}. ${failure.refusedText} ${failure.code(error.code)}`
  }
}
