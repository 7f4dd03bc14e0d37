/** o08, the strong mode: written in the pane, so that Outlook never sees the text and no readable copy lands in Drafts. */
import { Button, Field, Input, MessageBar, MessageBarActions, MessageBarBody } from "@fluentui/react-components"
import {
  Attach20Regular,
  Delete20Regular,
  Dismiss20Regular,
  LockClosed20Regular,
  LockOpen20Regular,
} from "@fluentui/react-icons"
import type { DraftSaving } from "@smp/shared/drafts"
import { editableText } from "@smp/shared/read/render"
import { DraftConflict, FileIcon, PeopleFields, TextEditor, useFormats, useStrings, useTyped } from "@smp/shared/ui"
import type { RecipientView, TypedPerson } from "@smp/shared/ui"
import { useRef, useState } from "react"
import type { Scene } from "../compose/compose-page.tsx"
import { Head } from "../compose/review-view.tsx"
import { Pane } from "../parts/pane.tsx"
import { usePaneStyles } from "../parts/styles.ts"
import { words } from "../strings/words.ts"
import { fileOf } from "./write-state.ts"
import type { WriteState } from "./write-state.ts"

export interface WriteProps {
  readonly scene: Scene
  readonly writing: WriteState
  readonly saving: DraftSaving
}

export function WriteView({ scene, writing, saving }: WriteProps) {
  const styles = usePaneStyles()
  const { compose, entrance } = useStrings()
  const { write, signIn } = words()
  const { flow } = scene
  const change = (next: Partial<WriteState>) => flow.rewrite({ ...writing, ...next })
  const { left, onTyped } = useTyped()
  const [isTold, setTold] = useState(false)
  const review = () => {
    setTold(left !== null)
    if (left === null) void flow.review()
  }
  return (
    <Pane
      state="write"
      organization={scene.organization}
      address={scene.account.address}
      title={write.title}
      hint={write.hint}
      status={<Saving saving={saving} />}
      ways={[
        { text: write.keep, onClick: () => void flow.keepForLater() },
        { text: write.review, onClick: review },
      ]}
    >
      <div className={styles.column}>
        {saving.state === "here" && saving.why === "signed-out" && (
          <MessageBar intent="warning" layout="multiline" data-note="signed-out">
            <MessageBarBody>{entrance.sessionEnded}</MessageBarBody>
            <MessageBarActions>
              <Button size="small" onClick={() => scene.signInAgain(flow.save)}>
                {signIn.title}
              </Button>
            </MessageBarActions>
          </MessageBar>
        )}
        {saving.state === "conflict" && (
          <DraftConflict savedAt={saving.theirs.savedAt} onChoose={(choice) => void flow.resolve(choice)} />
        )}
        {isTold && left !== null && (
          <MessageBar intent="error" layout="multiline" role="alert" data-note="problem">
            <MessageBarBody>{compose.problem.badAddress(left)}</MessageBarBody>
          </MessageBar>
        )}
        <PeopleFields
          people={writing.people}
          onChange={(people) => change({ people })}
          onTyped={onTyped}
          viewOf={notLookedUp}
        />
        <Subject writing={writing} change={change} />
        <TextEditor edited={writing.edited} harmless={editableText} onChange={(edited) => change({ edited })} />
        <Below writing={writing} change={change} />
        <Files writing={writing} change={change} />
        {saving.state !== "nothing" && (
          <Button appearance="subtle" icon={<Delete20Regular />} onClick={() => void flow.discard()}>
            {write.discard}
          </Button>
        )}
      </div>
    </Pane>
  )
}

/** The Directory is asked for the review, not while somebody writes. */
const notLookedUp = ({ address, name }: TypedPerson): RecipientView => ({ address, name, state: "unknown" })

/** In words: where what is written is kept. */
function Saving({ saving }: { readonly saving: DraftSaving }) {
  const formats = useFormats()
  const { drafts } = useStrings()
  const { write } = words()
  return (
    <span role="status" data-saving={saving.state}>
      {textOf()}
    </span>
  )

  function textOf(): string {
    switch (saving.state) {
      case "nothing":
      case "conflict":
        return write.footer
      case "changed":
        return drafts.saving
      case "saved":
        return write.saved(formats.time(saving.at))
      case "here":
        return saving.why === "too-large" ? drafts.here["too-large"] : write.notSaved
    }
  }
}

interface PartProps {
  readonly writing: WriteState
  readonly change: (next: Partial<WriteState>) => void
}

function Subject({ writing, change }: PartProps) {
  const { compose } = useStrings()
  const { options } = writing
  const { hideSubject } = options
  return (
    <Field label={compose.subject} hint={hideSubject ? compose.hideSubjectHint : compose.showSubjectHint}>
      <Input
        value={writing.subject}
        onChange={(_, { value }) => change({ subject: value })}
        contentAfter={
          <Button
            appearance="transparent"
            size="small"
            icon={hideSubject ? <LockClosed20Regular /> : <LockOpen20Regular />}
            aria-label={compose.hideSubjectLong}
            aria-pressed={hideSubject}
            onClick={() => change({ options: { ...options, hideSubject: !hideSubject } })}
          />
        }
      />
    </Field>
  )
}

function Below({ writing: { below }, change }: PartProps) {
  const { write } = words()
  if (below === null) return null
  return (
    <MessageBar layout="multiline">
      <MessageBarBody>{below.kind === "reply" ? write.belowReply : write.below}</MessageBarBody>
      <MessageBarActions>
        <Button size="small" onClick={() => change({ below: null })}>
          {write.leaveOut}
        </Button>
      </MessageBarActions>
    </MessageBar>
  )
}

function Files({ writing, change }: PartProps) {
  const styles = usePaneStyles()
  const formats = useFormats()
  const { compose } = useStrings()
  const { write, review } = words()
  const picker = useRef<HTMLInputElement>(null)
  const { files } = writing
  const add = (list: FileList | null) => change({ files: [...files, ...[...(list ?? [])].map(fileOf)] })
  return (
    <section>
      {files.length > 0 && (
        <>
          <Head title={review.attachments} />
          <ul className={styles.card}>
            {files.map((file, index) => (
              <li key={`${file.name} ${file.size}`} className={styles.file}>
                <span aria-hidden>
                  <FileIcon name={file.name} type={file.type} />
                </span>
                <div>
                  <bdi className={styles.name}>{file.name}</bdi>
                  <p className={styles.hint}>{formats.size(file.size)}</p>
                </div>
                <Button
                  appearance="subtle"
                  icon={<Dismiss20Regular />}
                  aria-label={compose.removeFile(file.name)}
                  onClick={() => change({ files: files.filter((_, at) => at !== index) })}
                />
              </li>
            ))}
          </ul>
        </>
      )}
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        aria-label={write.attach}
        onChange={(event) => {
          add(event.target.files)
          event.target.value = ""
        }}
      />
      <Button appearance="subtle" icon={<Attach20Regular />} onClick={() => picker.current?.click()}>
        {write.attach}
      </Button>
    </section>
  )
}
