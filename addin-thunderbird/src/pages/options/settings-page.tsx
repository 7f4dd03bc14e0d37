/** Everything that the user may choose, and what is transmitted. */
import {
  Button,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
  Radio,
  RadioGroup,
  Switch,
  makeStyles,
  tokens,
} from "@fluentui/react-components"
import { useEffect, useState } from "react"
import type { ReactNode } from "react"
import { openAskingWindow } from "../../asking-window.ts"
import { onAskingChange, peopleAsking } from "../../background/asking.ts"
import { resumeHere, signOutHere } from "../../account/signed-in.ts"
import { pages } from "../../host/thunderbird-host.ts"
import { changeSettings } from "../../settings.ts"
import type { Managed, Settings } from "../../settings.ts"
import { words } from "../../strings/strings.ts"
import { Page } from "../parts/page.tsx"
import { Transmitted } from "./server-step.tsx"

const useStyles = makeStyles({
  sections: { display: "flex", flexDirection: "column", rowGap: tokens.spacingVerticalXXL },
  title: {
    fontSize: tokens.fontSizeBase300,
    fontWeight: tokens.fontWeightSemibold,
    marginBlockEnd: tokens.spacingVerticalS,
  },
  card: {
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
    padding: tokens.spacingHorizontalM,
    display: "flex",
    flexDirection: "column",
    rowGap: tokens.spacingVerticalM,
  },
  row: {
    display: "flex",
    flexWrap: "wrap",
    alignItems: "center",
    gap: tokens.spacingHorizontalS,
    justifyContent: "space-between",
  },
  name: { fontWeight: tokens.fontWeightSemibold, overflowWrap: "anywhere" },
  hint: { fontSize: tokens.fontSizeBase200, color: tokens.colorNeutralForeground2 },
  label: { marginBlockEnd: tokens.spacingVerticalXS },
})

export interface SettingsPageProps {
  readonly settings: Settings
  readonly managed: Managed
  readonly onChange: () => void
  readonly onChangeServer: () => void
  readonly onSignIn: () => void
}

export function SettingsPage(props: SettingsPageProps) {
  const styles = useStyles()
  const { settings } = props
  const host = settings.server === null ? "" : new URL(settings.server).host
  const organization = settings.account?.organization ?? null
  const change = (part: Partial<Settings>) => void changeSettings(part).then(props.onChange)
  return (
    <Page title={words.settings.title} place={{ organization, host }}>
      <div className={styles.sections}>
        <Section title={words.settings.serverTitle}>
          <ServerCard {...props} host={host} />
        </Section>
        <Asking />
        <Section title={words.settings.sending}>
          <SendingCard {...props} change={change} />
        </Section>
        <Section title={words.settings.reading}>
          <Switch
            label={words.settings.inWindow}
            checked={settings.readInWindow}
            onChange={(_, data) => change({ readInWindow: data.checked })}
          />
        </Section>
        <Transmitted title={words.settings.transmitted(host)} />
      </div>
    </Page>
  )
}

/** People with a new key, who ask to read again. */
function Asking() {
  const [count, setCount] = useState(0)
  useEffect(() => {
    const look = () =>
      void peopleAsking().then(
        ({ length }) => setCount(length),
        () => undefined,
      )
    look()
    return onAskingChange(look)
  }, [])
  if (count === 0) return null
  return (
    <MessageBar intent="warning" layout="multiline" data-note="asking">
      <MessageBarBody>
        <MessageBarTitle>{words.settings.askingTitle(count)}</MessageBarTitle> {words.settings.askingText}
      </MessageBarBody>
      <MessageBarActions>
        <Button onClick={() => void openAskingWindow()}>{words.settings.askingOpen}</Button>
      </MessageBarActions>
    </MessageBar>
  )
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const styles = useStyles()
  return (
    <section>
      <h2 className={styles.title}>{title}</h2>
      <div className={styles.card}>{children}</div>
    </section>
  )
}

function ServerCard({
  settings,
  managed,
  host,
  onChange,
  onChangeServer,
  onSignIn,
}: SettingsPageProps & { readonly host: string }) {
  const styles = useStyles()
  const [isBusy, setBusy] = useState(false)
  const { account } = settings
  const leave = async () => {
    setBusy(true)
    await signOutHere(await resumeHere().catch(() => null))
    setBusy(false)
    onChange()
  }
  return (
    <>
      <div className={styles.row}>
        <div>
          <p className={styles.name}>
            <bdi>{host}</bdi>
          </p>
          {account?.organization && (
            <p className={styles.hint}>
              <bdi>{account.organization}</bdi>
            </p>
          )}
        </div>
        <Button disabledFocusable={managed.server !== null} onClick={onChangeServer}>
          {words.settings.changeServer}
        </Button>
      </div>
      <div className={styles.row}>
        <div>
          <p className={styles.name}>
            {account === null ? words.settings.signedOut : words.settings.signedInAs(account.address)}
          </p>
          {account !== null && <p className={styles.hint}>{words.settings.trusted}</p>}
        </div>
        {account === null ? (
          <Button appearance="primary" onClick={onSignIn}>
            {words.settings.signIn}
          </Button>
        ) : (
          <Button disabledFocusable={isBusy} onClick={() => void leave()}>
            {words.settings.signOut}
          </Button>
        )}
      </div>
    </>
  )
}

function SendingCard({
  settings,
  managed,
  change,
}: SettingsPageProps & { readonly change: (part: Partial<Settings>) => void }) {
  const styles = useStyles()
  const text = words.settings
  const isFixed = managed.ownSend !== null
  return (
    <>
      <div>
        <p className={styles.label} id="own-send">
          {text.ownSend}
        </p>
        <RadioGroup
          aria-labelledby="own-send"
          value={settings.ownSend}
          disabled={isFixed}
          onChange={(_, data) => change({ ownSend: data.value === "secure" ? "secure" : "ordinary" })}
        >
          <Radio value="ordinary" label={text.ordinary} />
          <Radio value="secure" label={text.secure} />
        </RadioGroup>
        {isFixed && <p className={styles.hint}>{text.fixed}</p>}
      </div>
      <div>
        <p className={styles.label} id="review">
          {text.reviewTitle}
        </p>
        <RadioGroup
          aria-labelledby="review"
          layout="horizontal"
          value={settings.review}
          onChange={(_, data) => change({ review: data.value === "always" ? "always" : "surprises" })}
        >
          <Radio value="surprises" label={text.reviewSurprises} />
          <Radio value="always" label={text.reviewAlways} />
        </RadioGroup>
      </div>
      <Switch
        label={text.sentCopy}
        checked={settings.sentCopy}
        onChange={(_, data) => change({ sentCopy: data.checked })}
      />
      <MessageBar intent="warning" layout="multiline">
        <MessageBarBody>
          <MessageBarTitle>{text.draftsTitle}</MessageBarTitle> {text.draftsText}
        </MessageBarBody>
        <MessageBarActions>
          <Button size="small" onClick={() => void pages.openInBrowser(`${settings.server ?? ""}/`)}>
            {text.writeThere}
          </Button>
        </MessageBarActions>
      </MessageBar>
    </>
  )
}
