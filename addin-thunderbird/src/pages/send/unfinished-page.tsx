/** After a crash: what had been handed over is said, what had not is finished or thrown away, by the user's choice. */
import { Spinner, makeStyles, tokens } from "@fluentui/react-components"
import { ArrowSync24Regular, CheckmarkCircle24Regular } from "@fluentui/react-icons"
import type { Account } from "@smp/shared/account"
import { discardSend, finishSend, resumeSends } from "@smp/shared/send"
import type { ResumedSend } from "@smp/shared/send"
import { FailureLayout, PlaceList, useFormats } from "@smp/shared/ui"
import { useEffect, useState } from "react"
import { resumeHere } from "../../account/signed-in.ts"
import { rememberCopies, setMark, takeMark } from "../../draft-memory.ts"
import { drafts, pages } from "../../host/thunderbird-host.ts"
import type { SavedMail } from "../../host/thunderbird-host.ts"
import { readSettings } from "../../settings.ts"
import { words } from "../../strings/strings.ts"
import { forgetUnderWay } from "../../under-way.ts"
import { SignInStep } from "../options/sign-in-step.tsx"
import { Page } from "../parts/page.tsx"
import type { Way } from "../parts/page.tsx"

const KEPT_MS = 24 * 3_600_000
/** Thunderbird learns of saved drafts when it has spoken with the mail server: soon after its start, not at once. */
const LOOK_AGAIN_MS = 1_000

type Found = { account: Account; entries: ResumedSend[] } | "signed-out" | "offline"

export function UnfinishedPage() {
  const [server, setServer] = useState<string | null>(null)
  const [found, setFound] = useState<Found | null>(null)
  const look = async () => {
    setServer((await readSettings()).server)
    try {
      const account = await resumeHere()
      if (account === null) return setFound("signed-out")
      const entries = await resumeSends({ account, journal: account.store })
      await forgetUnderWay()
      return setFound({ account, entries })
    } catch {
      return setFound("offline")
    }
  }
  useEffect(() => {
    // The look-up ends in later turns; nothing is set while the effect runs.
    const timer = setTimeout(() => void look(), 0)
    return () => clearTimeout(timer)
  }, [])
  const close: Way = { text: words.close, onClick: () => void pages.closeThis() }
  if (found === null)
    return (
      <Page title={words.unfinished.header}>
        <Spinner label={words.preparing} />
      </Page>
    )
  if (found === "signed-out")
    return (
      <Page title={words.signIn.title} isNarrow ways={[close]}>
        {server !== null && <SignInStep server={server} onDone={() => void look()} />}
      </Page>
    )
  const [entry] = found === "offline" ? [] : found.entries
  if (found === "offline" || entry === undefined)
    return <Nothing isOffline={found === "offline"} close={close} again={() => void look()} />
  const next = () => {
    const rest = found.entries.slice(1)
    if (rest.length === 0) void pages.closeThis()
    else setFound({ ...found, entries: rest })
  }
  return (
    <Entry
      key={entry.journalId}
      account={found.account}
      entry={entry}
      onDone={next}
      // Whatever became of it is asked once more.
      onFailure={() => setFound("offline")}
    />
  )
}

function Nothing({
  isOffline,
  close,
  again,
}: {
  readonly isOffline: boolean
  readonly close: Way
  readonly again: () => void
}) {
  const text = words.unfinished
  const ways = isOffline ? [close, { text: words.tryAgain, onClick: again }] : [close]
  return (
    <Page title={text.header} isNarrow ways={ways}>
      <FailureLayout
        icon={isOffline ? <ArrowSync24Regular /> : <CheckmarkCircle24Regular />}
        actions={[]}
        title={isOffline ? words.failure.unknownTitle : text.nothingTitle}
        text={isOffline ? words.failure.unknownText : text.nothingText}
      />
    </Page>
  )
}

const useStyles = makeStyles({ all: { display: "flex", flexDirection: "column", rowGap: tokens.spacingVerticalXL } })

function Entry({
  account,
  entry,
  onDone,
  onFailure,
}: {
  readonly account: Account
  readonly entry: ResumedSend
  readonly onDone: () => void
  readonly onFailure: () => void
}) {
  const styles = useStyles()
  const formats = useFormats()
  const draft = useSavedDraft(entry.subject)
  const text = words.unfinished
  const subject = entry.subject === "" ? words.noSubject : entry.subject
  const isThere = entry.state === "handed-over"
  const isPrepared = entry.state === "prepared"
  const job = { account, journal: account.store, journalId: entry.journalId }
  const discard = { text: text.deleteFromServer, onClick: () => void discardSend(job).then(onDone, onFailure) }
  const open = {
    text: text.openDraft,
    isDisabled: draft === null,
    onClick: () => void (draft === null ? null : goOn(draft).then(onDone)),
  }
  const handOver = { text: text.handOver, onClick: () => void finishSend(job).then(onDone, onFailure) }
  const ways: Way[] = isThere
    ? [{ text: words.close, onClick: onDone }]
    : isPrepared
      ? [discard, handOver]
      : [discard, open]
  return (
    <Page
      title={text.header}
      hint={text.started(subject, formats.inSentence(entry.startedAt))}
      isNarrow
      status={isThere ? words.where.notified : words.where.nobodyNotified}
      ways={ways}
    >
      <div className={styles.all} data-page="unfinished" data-state={entry.state}>
        <FailureLayout
          icon={isThere ? <CheckmarkCircle24Regular /> : <ArrowSync24Regular />}
          actions={[]}
          title={isThere ? text.foundTitle : text.title}
          text={isThere ? text.foundText : isPrepared ? text.prepared : text.text}
        />
        <PlaceList
          places={{
            draft: draft === null ? text.noDraft : isThere || isPrepared ? text.preparedDraft : text.draftText,
            server: isThere
              ? words.where.serverHolds(entry.people.length)
              : text.pieces(formats.full(entry.startedAt + KEPT_MS)),
            recipients: isThere ? words.where.notified : words.where.nobodyNotified,
            mail: words.where.nothingSent,
          }}
        />
      </div>
    </Page>
  )
}

/** The newest saved draft with this subject; looked for until it is there. */
function useSavedDraft(subject: string): SavedMail | null {
  const [draft, setDraft] = useState<SavedMail | null>(null)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const look = async () => {
      // A folder that is being opened answers with an error: the next look asks it again.
      const found = await drafts.findSaved(subject).catch(() => null)
      if (timer === undefined) return
      if (found === null) timer = setTimeout(() => void look(), LOOK_AGAIN_MS)
      else setDraft(found)
    }
    timer = setTimeout(() => void look(), 0)
    return () => {
      clearTimeout(timer)
      timer = undefined
    }
  }, [subject])
  return draft
}

/** Opens the saved draft as what it was: an answer, or at least meant for Send Secure; to be deleted after the hand-over. */
async function goOn(saved: SavedMail): Promise<void> {
  const tabId = await drafts.openSaved(saved.id)
  if ((await takeMark(tabId, saved.name)) === null) await setMark(tabId, "asked", null)
  await rememberCopies(tabId, [saved])
}
