/** The form: people with their Directory state, subject, text, files, options. */
import {
  Field,
  Input,
  makeStyles,
  MessageBar,
  MessageBarBody,
  Switch,
  Tooltip,
  tokens,
} from "@fluentui/react-components"
import { MAX_FILE_BYTES } from "@smp/shared/send"
import type { DraftSaving } from "@smp/shared/drafts"
import { editableText } from "@smp/shared/read/render"
import { PeopleFields, TextEditor, useFormats, useStrings, useTyped } from "@smp/shared/ui"
import type { Strings, TypedPerson } from "@smp/shared/ui"
import type { OrganizationId } from "@smp/shared/wire"
import { useCallback, useMemo, useState } from "react"
import type { DragEvent, KeyboardEvent } from "react"
import { OnceOpen } from "../once-open.tsx"
import { SLIP_BESIDE, useMedia } from "../use-media.ts"
import type { ComposeState } from "./compose-state.ts"
import { ComposeBar } from "./compose-bar.tsx"
import { FileCards } from "./file-cards.tsx"
import { KeyChangedNote } from "./key-changed-note.tsx"
import { KeyServices } from "./key-services.tsx"
import { OptionsPanel } from "./options-panel.tsx"
import { Quote } from "./quote.tsx"
import { ConflictBar } from "./saving-line.tsx"
import { FirstContacts } from "./first-contacts.tsx"
import type { ConflictBarProps } from "./saving-line.tsx"
import { fixedOptions } from "./fixed-options.ts"
import { useRules } from "./use-rules.ts"
import type { Rules } from "./use-rules.ts"
import { useRecipients } from "./use-recipients.ts"
import type { Recipients } from "./use-recipients.ts"

const PHONE_RULE = "@media (max-width: 820px)"
const useStyles = makeStyles({
  panes: { display: "flex", flexGrow: 1, minHeight: 0 },
  middle: { display: "flex", flexDirection: "column", flexGrow: 1, minWidth: 0, minHeight: 0 },
  body: {
    display: "flex",
    flexDirection: "column",
    flexGrow: 1,
    rowGap: tokens.spacingVerticalM,
    minHeight: 0,
    overflowY: "auto",
    paddingBlock: tokens.spacingVerticalM,
    paddingInline: tokens.spacingHorizontalXXL,
    "& > *": { flexShrink: 0 },
    [PHONE_RULE]: { paddingInline: tokens.spacingHorizontalM },
  },
  title: { position: "absolute", width: "1px", height: "1px", overflow: "hidden", clipPath: "inset(50%)" },
  subject: {
    display: "grid",
    gridTemplateColumns: "minmax(0, 1fr) auto",
    columnGap: tokens.spacingHorizontalM,
    alignItems: "end",
  },
  dropping: { outline: `2px dashed ${tokens.colorCompoundBrandStroke}`, outlineOffset: "-8px" },
})

export interface ComposeFormProps {
  readonly state: ComposeState
  readonly onChange: (change: (before: ComposeState) => ComposeState) => void
  readonly org: OrganizationId | null
  readonly organization: string
  readonly saving: DraftSaving
  readonly onFiles: (files: readonly File[]) => void
  readonly onRemoveFile: (key: string) => void
  readonly onChoose: ConflictBarProps["onChoose"]
  readonly onSend: () => void
  readonly onDiscard: () => void
}

export function ComposeForm(props: ComposeFormProps) {
  const { state, onChange, org, organization, onSend, onFiles } = props
  const styles = useStyles()
  const strings = useStrings()
  const formats = useFormats()
  const isWide = useMedia(SLIP_BESIDE)
  const [hasOptions, setHasOptions] = useState(isWide)
  const [problem, setProblem] = useState<string | null>(null)
  const everybody = useMemo(() => [...state.people.to, ...state.people.cc, ...state.people.bcc], [state.people])
  const recipients = useRecipients(org, everybody)
  const rules = useRules(org)
  const fixed = fixedOptions(rules, state)
  const set = useCallback(
    (change: Partial<ComposeState>) => onChange((before) => ({ ...before, ...change })),
    [onChange],
  )
  const drop = useDrop(onFiles)
  const { left, onTyped } = useTyped()
  const wrong = problemOf({ state, left }, recipients, strings, formats.size(MAX_FILE_BYTES))
  const send = () => {
    setProblem(wrong)
    if (wrong === null) onSend()
  }
  const press = (event: KeyboardEvent) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) send()
  }
  return (
    <div className={styles.panes} onKeyDown={press} role="presentation">
      <main className={`${styles.middle} ${drop.isOver ? styles.dropping : ""}`} data-page="compose" {...drop.handlers}>
        <h1 className={styles.title}>{titleOf(state.reply?.follows.as, strings)}</h1>
        <ComposeBar
          onSend={send}
          onFiles={onFiles}
          saving={props.saving}
          onOptions={() => setHasOptions(!hasOptions)}
          hasOptions={hasOptions}
          onDiscard={props.onDiscard}
        />
        <div className={styles.body}>
          <ConflictBar saving={props.saving} onChoose={props.onChoose} />
          {/* Told when sending was tried, and no longer than it is true. */}
          {problem !== null && problem === wrong && (
            <MessageBar intent="error" layout="multiline" role="alert" data-note="problem">
              <MessageBarBody>{problem}</MessageBarBody>
            </MessageBar>
          )}
          <People
            state={state}
            recipients={recipients}
            rules={rules}
            organization={organization}
            onChange={set}
            onTyped={onTyped}
          />
          <Subject state={state} isFixed={fixed.includes("hideSubject")} onChange={set} />
          <TextEditor
            edited={state.edited}
            harmless={editableText}
            onChange={(edited) => set({ edited })}
            autoFocus={state.people.to.length > 0}
          />
          <FileCards
            files={state.files.filter(({ upload }) => upload.attachment.cid === null)}
            onRemove={props.onRemoveFile}
          />
          {state.reply !== null && (
            <Quote reply={state.reply} isOn={state.hasQuote} onChange={(hasQuote) => set({ hasQuote })} />
          )}
        </div>
      </main>
      <OnceOpen isOpen={hasOptions}>
        <OptionsPanel
          isOpen={hasOptions}
          options={state.options}
          onChange={(options) => set({ options })}
          organization={organization}
          fixed={fixed}
          labels={rules?.labels?.map(({ label }) => label) ?? []}
          onClose={() => setHasOptions(false)}
        />
      </OnceOpen>
    </div>
  )
}

function People({
  state,
  recipients,
  rules,
  organization,
  onChange,
  onTyped,
}: {
  readonly state: ComposeState
  readonly recipients: Recipients
  readonly rules: Rules | null
  readonly organization: string
  readonly onChange: (change: Partial<ComposeState>) => void
  readonly onTyped: ReturnType<typeof useTyped>["onTyped"]
}) {
  const { people } = state
  const everybody = [...people.to, ...people.cc, ...people.bcc]
  const views = everybody.map(recipients.viewOf)
  const fresh = views.filter(({ state: is }) => is === "first-contact")
  const remove = (gone: TypedPerson) => {
    const without = (held: readonly TypedPerson[]) => held.filter(({ address }) => address !== gone.address)
    onChange({ people: { to: without(people.to), cc: without(people.cc), bcc: without(people.bcc) } })
  }
  return (
    <>
      <PeopleFields
        people={people}
        onChange={(held) => onChange({ people: held })}
        onTyped={onTyped}
        viewOf={recipients.viewOf}
        autoFocus
      />
      <FirstContacts people={fresh} {...{ state, rules, organization, onChange }} />
      <KeyServices people={fresh} {...{ state, rules, organization }} />
      {everybody.map((person) => {
        const changed = recipients.changedOf(person)
        if (changed === null) return null
        return (
          <KeyChangedNote
            key={person.address}
            name={person.name || person.address}
            changed={changed}
            onAccept={() => void recipients.accept(changed)}
            onRemove={() => remove(person)}
          />
        )
      })}
    </>
  )
}

function Subject({
  state,
  isFixed,
  onChange,
}: {
  readonly state: ComposeState
  readonly isFixed: boolean
  readonly onChange: (change: Partial<ComposeState>) => void
}) {
  const styles = useStyles()
  const { compose } = useStrings()
  const { options } = state
  return (
    <div className={styles.subject}>
      <Field label={compose.subject}>
        <Input value={state.subject} maxLength={500} onChange={(_, { value }) => onChange({ subject: value })} />
      </Field>
      <Tooltip
        content={options.hideSubject ? compose.hideSubjectHint : compose.showSubjectHint}
        relationship="description"
      >
        <Switch
          label={compose.hideSubject}
          labelPosition="before"
          aria-label={compose.hideSubjectLong}
          checked={options.hideSubject}
          disabledFocusable={isFixed}
          onChange={(_, { checked }) => !isFixed && onChange({ options: { ...options, hideSubject: checked } })}
        />
      </Tooltip>
    </div>
  )
}

export function titleOf(as: "reply" | "forward" | undefined, { compose, mailbox }: Strings): string {
  if (as === undefined) return compose.title
  return as === "reply" ? compose.replyTitle : mailbox.forwardTitle
}

function useDrop(onFiles: (files: readonly File[]) => void) {
  const [isOver, setOver] = useState(false)
  const hasFiles = (event: DragEvent) => [...event.dataTransfer.types].includes("Files")
  const handlers = {
    onDragOver: (event: DragEvent) => {
      if (!hasFiles(event)) return
      event.preventDefault()
      setOver(true)
    },
    onDragLeave: () => setOver(false),
    onDrop: (event: DragEvent) => {
      setOver(false)
      if (!hasFiles(event)) return
      event.preventDefault()
      onFiles([...event.dataTransfer.files])
    },
  }
  return { isOver, handlers }
}

/** Why it cannot be sent yet, or null. */
function problemOf(
  { state, left }: { readonly state: ComposeState; readonly left: string | null },
  recipients: Recipients,
  { compose }: Strings,
  limit: string,
): string | null {
  const { people, subject, edited, files } = state
  const everybody = [...people.to, ...people.cc, ...people.bcc]
  if (left !== null) return compose.problem.badAddress(left)
  if (everybody.length === 0) return compose.problem.noRecipient
  const large = files.map(({ upload }) => upload.attachment).find(({ size }) => size > MAX_FILE_BYTES)
  if (large !== undefined) return compose.problem.tooLarge(large.name, limit)
  const changed = everybody.find((person) => recipients.changedOf(person) !== null)
  if (changed !== undefined) return compose.keyChanged.title(changed.name || changed.address)
  return edited.text.trim() === "" && files.length === 0 && subject.trim() === "" ? compose.problem.empty : null
}
