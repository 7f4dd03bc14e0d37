/** o02, o03, o07: who can open it, what is in it, what is not protected, what the recipients may do. */
import {
  Accordion,
  AccordionHeader,
  AccordionItem,
  AccordionPanel,
  Button,
  Link,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
  mergeClasses,
} from "@fluentui/react-components"
import { Send20Filled } from "@fluentui/react-icons"
import { contactChoices, contactModeOf, isAllowed, plainTextOf, recipientView, servicesOf } from "@smp/shared/send"
import { showReference } from "@smp/shared/read"
import type { ContactChoice } from "@smp/shared/send"
import {
  FileIcon,
  FirstContactNote,
  OptionsForm,
  RecipientRow,
  ServiceHolders,
  useFormats,
  useStrings,
} from "@smp/shared/ui"
import type { OptionName, SendOptionsView } from "@smp/shared/ui"
import type { StagedMessageText } from "@smp/shared/wire"
import { useEffect, useState } from "react"
import type { ReactNode } from "react"
import { Pane } from "../parts/pane.tsx"
import { usePaneStyles } from "../parts/styles.ts"
import { words } from "../strings/words.ts"
import { WaitingNote } from "../write/waiting-note.tsx"
import type { Scene } from "./compose-page.tsx"
import type { Prepared } from "./flow-state.ts"

const PREVIEW_CHARACTERS = 600

export interface ReviewProps {
  readonly scene: Scene
  readonly prepared: Prepared
  readonly isChanged: boolean
}

export function ReviewView({ scene, prepared, isChanged }: ReviewProps) {
  const styles = usePaneStyles()
  const { compose } = useStrings()
  const { flow } = scene
  const { review, source, draft } = prepared
  const text = words()
  const back = source.from === "pane" ? () => flow.rewrite(source.writing) : () => flow.writeHere()
  return (
    <Pane
      state="review"
      organization={review.organization}
      address={scene.account.address}
      title={null}
      status={statusOf(scene, prepared)}
      ways={[
        { text: source.from === "pane" ? text.back : text.write.title, onClick: back },
        { text: compose.sendTo(review.people.length), icon: <Send20Filled />, onClick: () => void flow.confirm() },
      ]}
    >
      <div className={styles.column}>
        <Notes scene={scene} prepared={prepared} isChanged={isChanged} />
        <div>
          <p className={styles.hint}>{text.review.subjectNotice}</p>
          <h1 className={styles.subject}>
            <bdi>{draft.subject === "" ? text.noSubject : draft.subject}</bdi>
          </h1>
        </div>
        <People prepared={prepared} />
        <FirstContacts flow={flow} prepared={prepared} />
        <Files prepared={prepared} />
        <Text prepared={prepared} />
        <Options scene={scene} prepared={prepared} />
      </div>
    </Pane>
  )
}

function statusOf({ hasGuard }: Scene, { source }: Prepared): string {
  const { review, where } = words()
  if (source.from === "outlook") return hasGuard ? where.notUploaded : review.noGuard
  return source.isKept ? where.draftOnly : where.notUploaded
}

function FirstContacts({ flow, prepared }: { readonly flow: Scene["flow"]; readonly prepared: Prepared }) {
  const { review, options, contact, contacts } = prepared
  const { label } = options
  const people = review.people.filter(({ state }) => state.kind === "first-contact")
  const choose = (address: string, choice: ContactChoice | null) => {
    const { [address]: _before, ...others } = contacts
    flow.chooseContacts({ contacts: choice === null ? others : { ...others, [address]: choice } })
  }
  return (
    <FirstContactNote
      names={people.map(({ name, address }) => (name === "" ? address : name))}
      organization={review.organization}
      choices={contactChoices(review.allows.firstContact).filter((choice) => isAllowed(review, choice, { label }))}
      choice={contact ?? contactModeOf(review, { label }, "")}
      onChoice={(chosen) => flow.chooseContacts({ contact: chosen })}
      own={{ people, chosen: contacts, onChoice: choose }}
    />
  )
}

/** The domain of a rule that this message meets, "" for another rule; null: none. */
function ruleOf({ rules }: Scene, { draft, source }: Prepared): string | null {
  if (rules === null || source.from === "pane") return null
  const { domains, keywords, attachments } = rules.block
  const hosts = [...draft.to, ...draft.cc, ...draft.bcc].map(({ address }) => address.split("@").at(-1)?.toLowerCase())
  const domain = domains.find((one) => hosts.includes(one.toLowerCase()))
  if (domain !== undefined) return domain
  const subject = draft.subject.toLowerCase()
  const isMet = keywords.some((word) => subject.includes(word.toLowerCase()))
  return isMet || (attachments && draft.attachments.length > 0) ? "" : null
}

function Notes({ scene, prepared, isChanged }: ReviewProps) {
  const { review } = words()
  const { source } = prepared
  const cloud = source.from === "outlook" ? source.host.unprotected : []
  const heldBy = ruleOf(scene, prepared)
  return (
    <>
      <Unfinished scene={scene} />
      {source.from === "outlook" && <WaitingNote scene={scene} />}
      {heldBy !== null && (
        <Note intent="info" title={review.held} text={heldBy === "" ? review.heldText : review.heldRule(heldBy)} />
      )}
      {prepared.second !== null && (
        <Note intent="warning" title="" text={review.second(showReference(prepared.second))} />
      )}
      {source.from === "outlook" && source.host.quote === "folded" && (
        <Note intent="info" title="" text={review.folded} />
      )}
      {isChanged && <Note intent="warning" title="" text={review.changed} />}
      {cloud.length > 0 && (
        <Note
          intent="warning"
          title={review.cloudTitle(cloud.length)}
          text={review.cloudText(cloud.map(({ name }) => name).join(", "))}
        />
      )}
    </>
  )
}

/** What was sealed before and never handed over: nothing of it gets lost in silence. */
function Unfinished({ scene: { flow } }: { readonly scene: Scene }) {
  const [staged, setStaged] = useState<StagedMessageText | null>(null)
  const { unfinished, noSubject } = words()
  const styles = usePaneStyles()
  useEffect(() => void flow.unfinished().then((found) => setStaged(found[0] ?? null)), [flow])
  if (staged === null) return null
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody className={styles.name}>{unfinished.note(staged.subject ?? noSubject)}</MessageBarBody>
      <MessageBarActions>
        <Button size="small" onClick={() => flow.look(staged)}>
          {unfinished.look}
        </Button>
      </MessageBarActions>
    </MessageBar>
  )
}

function Note({
  intent,
  title,
  text,
}: {
  readonly intent: "info" | "warning"
  readonly title: string
  readonly text: string
}) {
  const styles = usePaneStyles()
  return (
    <MessageBar intent={intent} layout="multiline">
      <MessageBarBody className={styles.name}>
        {title !== "" && <MessageBarTitle>{title}</MessageBarTitle>} {text}
      </MessageBarBody>
    </MessageBar>
  )
}

export function Head({ title, hint }: { readonly title: string; readonly hint?: ReactNode }) {
  const styles = usePaneStyles()
  return (
    <div className={styles.head}>
      <h2 className={styles.title}>{title}</h2>
      {hint !== undefined && <span className={styles.hint}>{hint}</span>}
    </div>
  )
}

function People({ prepared: { review, options, contact, contacts } }: { readonly prepared: Prepared }) {
  const styles = usePaneStyles()
  const text = words().review
  const asked = { label: options.label, firstContact: contacts, firstContactOfAll: contact }
  return (
    <section>
      <Head title={text.whoCanOpen} hint={text.recipients(review.people.length)} />
      <div className={styles.card}>
        <ul>
          {review.people.map((person) => (
            <RecipientRow key={person.address} person={recipientView(person)} role={person.role} />
          ))}
        </ul>
        <ServiceHolders isInCard organization={review.organization} services={servicesOf(review, asked)} />
      </div>
    </section>
  )
}

function Files({ prepared: { draft } }: { readonly prepared: Prepared }) {
  const styles = usePaneStyles()
  const formats = useFormats()
  const text = words().review
  const { attachments } = draft
  if (attachments.length === 0) return null
  const size = formats.size(attachments.reduce((sum, file) => sum + file.size, 0))
  return (
    <section>
      <Head title={text.attachments} hint={text.files(attachments.length, size)} />
      <ul className={styles.card}>
        {attachments.map((file, index) => (
          <li key={index} className={styles.file}>
            <span aria-hidden>
              <FileIcon name={file.name} type={file.type} />
            </span>
            <div>
              <bdi className={styles.name}>{file.name}</bdi>
              <p className={styles.hint}>{formats.size(file.size)}</p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Text({ prepared: { draft, source } }: { readonly prepared: Prepared }) {
  const styles = usePaneStyles()
  const text = words().review
  const shown = (draft.text ?? plainTextOf(draft.html ?? "")).trim()
  if (shown === "") return null
  const hasTail = source.from === "outlook" && source.host.quote === "read"
  return (
    <section>
      <Head title={text.text} {...(hasTail ? { hint: text.tail } : {})} />
      <p className={mergeClasses(styles.card, styles.text)}>
        {shown.slice(0, PREVIEW_CHARACTERS)}
        {shown.length > PREVIEW_CHARACTERS ? " …" : ""}
      </p>
    </section>
  )
}

/** What the readers may do, see and are asked for. */
function useOptionsLine(options: SendOptionsView): string {
  const { compose, slip } = useStrings()
  const formats = useFormats()
  const { option } = compose
  const parts = [
    options.expiresInDays === null
      ? option.noEnd
      : `${option.until} ${formats.date(formats.now() + options.expiresInDays * 86_400_000)}`,
    options.label === null ? null : `${option.label}: ${options.label}`,
    options.reply ? option.reply : null,
    options.shared ? option.shared : `${slip.options.sharing}: ${slip.options.notShared}`,
    options.password ? option.password : null,
    options.hideSubject ? compose.hideSubjectLong : null,
  ]
  return parts.filter((part) => part !== null).join(" · ")
}

/** One line until somebody wants to change them. */
function Options({ scene, prepared }: { readonly scene: Scene; readonly prepared: Prepared }) {
  const styles = usePaneStyles()
  const text = words().review
  const { options, review } = prepared
  const fixed: OptionName[] = review.allows.hideSubject ? [] : ["hideSubject"]
  return (
    <section>
      <Head title={text.options} />
      <p className={styles.hint} data-part="options">
        {useOptionsLine(options)}
      </p>
      <Accordion collapsible>
        <AccordionItem value="options">
          <AccordionHeader>{text.optionsLine}</AccordionHeader>
          <AccordionPanel>
            <OptionsForm
              options={options}
              organization={review.organization}
              fixed={fixed}
              labels={review.policy.policy.labels?.map(({ label }) => label) ?? []}
              onChange={scene.flow.change}
            />
          </AccordionPanel>
        </AccordionItem>
      </Accordion>
      <p className={mergeClasses(styles.hint, styles.after)}>{text.noScreenshot}</p>
      <Link href={scene.account.client.origin} target="_blank" rel="noopener noreferrer">
        {words().notOutlook.center}
      </Link>
    </section>
  )
}
