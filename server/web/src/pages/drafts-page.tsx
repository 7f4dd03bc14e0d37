/** Own drafts, opened here to be listed: the server knows only that there are some. */
import {
  Button,
  makeStyles,
  mergeClasses,
  MessageBar,
  MessageBarBody,
  Spinner,
  tokens,
} from "@fluentui/react-components"
import { Attach16Regular, Delete20Regular, Drafts24Regular } from "@fluentui/react-icons"
import { listDrafts, readHeldDraft, removeDraft, saveDraft } from "@smp/shared/drafts"
import type { DraftContent, DraftHead } from "@smp/shared/drafts"
import { plainTextOf } from "@smp/shared/send"
import { EmptyState, PersonAvatar, useFormats, useStrings } from "@smp/shared/ui"
import { useCallback, useEffect, useMemo, useState } from "react"
import { Link } from "wouter"
import { useAccount } from "../account-context.ts"
import { useMailbox } from "../parts/mailbox.tsx"
import { offerUndo } from "../parts/undo.tsx"
import { useLive } from "../parts/use-live.ts"
import { useTitle } from "../parts/use-title.ts"

const NARROW = "@media (max-width: 820px)"
/** As much as a row can show. */
const BEGIN_LENGTH = 120

const useStyles = makeStyles({
  page: { padding: tokens.spacingHorizontalXL, [NARROW]: { padding: tokens.spacingHorizontalM } },
  title: {
    fontSize: tokens.fontSizeBase600,
    lineHeight: tokens.lineHeightBase600,
    fontWeight: tokens.fontWeightSemibold,
    marginBlockEnd: tokens.spacingVerticalM,
  },
  row: {
    display: "grid",
    gridTemplateColumns: "minmax(0, 1fr) auto",
    alignItems: "center",
    borderBlockEndWidth: "1px",
    borderBlockEndStyle: "solid",
    borderBlockEndColor: tokens.colorNeutralStroke3,
  },
  link: {
    display: "grid",
    gridTemplateColumns: "36px minmax(0, 13rem) minmax(0, 1fr) auto",
    columnGap: tokens.spacingHorizontalM,
    alignItems: "center",
    minHeight: "52px",
    color: tokens.colorNeutralForeground1,
    textDecorationLine: "none",
    ":hover": { backgroundColor: tokens.colorNeutralBackground1Hover },
    [NARROW]: {
      gridTemplateColumns: "36px minmax(0, 1fr) auto",
      gridTemplateAreas: '"face who when" "face what what"',
      paddingBlock: tokens.spacingVerticalS,
    },
  },
  face: { [NARROW]: { gridArea: "face" } },
  cut: { overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" },
  who: { [NARROW]: { gridArea: "who" } },
  what: { [NARROW]: { gridArea: "what" } },
  begin: { color: tokens.colorNeutralForeground2 },
  when: {
    fontSize: tokens.fontSizeBase200,
    color: tokens.colorNeutralForeground2,
    whiteSpace: "nowrap",
    [NARROW]: { gridArea: "when" },
  },
})

export function DraftsPage() {
  const styles = useStyles()
  const { drafts, list } = useStrings()
  const account = useAccount()
  const { version } = useMailbox()
  const [heads, setHeads] = useState<readonly DraftHead[] | null>(null)
  const [isFailed, setFailed] = useState(false)
  useTitle(drafts.folder)
  const load = useCallback(async () => {
    try {
      setHeads(await listDrafts(account))
      setFailed(false)
    } catch {
      setFailed(true)
    }
  }, [account])
  useEffect(() => void load(), [load, version])
  useLive(
    ({ kind }) => kind === "draft",
    () => void load(),
  )
  const remove = async (head: DraftHead) => {
    const held = await readHeldDraft(account, head.id).catch(() => null)
    setHeads((before) => before?.filter(({ id }) => id !== head.id) ?? null)
    try {
      await removeDraft(account, head.id)
    } catch {
      await load()
      return setFailed(true)
    }
    if (held?.state !== "open") return
    const again = () => saveDraft(account, held.content, { id: head.id, ver: 0 }).then(load)
    offerUndo(drafts.deleted, () => void again())
  }
  return (
    <main className={styles.page} data-page="drafts">
      <h1 className={styles.title}>{drafts.folder}</h1>
      {isFailed && (
        <MessageBar intent="warning">
          <MessageBarBody>{list.unreachable}</MessageBarBody>
        </MessageBar>
      )}
      {heads === null && !isFailed && <Spinner />}
      {heads?.length === 0 && (
        <EmptyState icon={<Drafts24Regular />} title={drafts.emptyTitle} text={drafts.emptyText} />
      )}
      <ul>
        {heads?.map((head) => (
          <DraftRow key={head.id} head={head} onRemove={() => void remove(head)} />
        ))}
      </ul>
    </main>
  )
}

function DraftRow({ head, onRemove }: { readonly head: DraftHead; readonly onRemove: () => void }) {
  const styles = useStyles()
  const { drafts, list, common } = useStrings()
  const formats = useFormats()
  const { content } = head
  const people = content === null ? [] : [...content.to, ...content.cc, ...content.bcc]
  const who = people.length === 0 ? drafts.nobody : formats.list(people.map(({ name, address }) => name || address))
  const subject = content === null ? drafts.closed : content.subject || list.noSubject
  const files = content?.files.length ?? 0
  const begin = useMemo(() => beginOf(content), [content])
  return (
    <li className={styles.row}>
      <Link href={`/draft/${head.id}`} className={styles.link} data-draft={head.id}>
        <span className={styles.face}>
          <PersonAvatar name={people[0]?.name ?? ""} address={people[0]?.address ?? ""} size={36} />
        </span>
        <bdi className={mergeClasses(styles.cut, styles.who)}>{who}</bdi>
        <span className={mergeClasses(styles.cut, styles.what)}>
          <bdi>{subject}</bdi> <bdi className={styles.begin}>{begin}</bdi>
        </span>
        <span className={styles.when}>
          {files > 0 && <Attach16Regular aria-label={common.files(files)} />}{" "}
          {head.isHereOnly && `${drafts.hereOnly} · `}
          {formats.brief(head.savedAt)}
        </span>
      </Link>
      <Button appearance="subtle" icon={<Delete20Regular />} aria-label={drafts.delete(subject)} onClick={onRemove} />
    </li>
  )
}

/** The first words of the own text, on one line: they tell drafts without a subject apart. */
function beginOf(content: DraftContent | null): string {
  const text = content?.text ?? (content?.html ? plainTextOf(content.html) : "")
  return text.trim().replaceAll(/\s+/g, " ").slice(0, BEGIN_LENGTH)
}
