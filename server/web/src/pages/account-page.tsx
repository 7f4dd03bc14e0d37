/** The own account: who one is, the key to compare by telephone, devices, language and appearance, the way out. */
import {
  Badge,
  Button,
  Field,
  makeStyles,
  MessageBar,
  MessageBarBody,
  Select,
  tokens,
} from "@fluentui/react-components"
import { Laptop24Regular, Phone24Regular } from "@fluentui/react-icons"
import { showKid } from "@smp/shared/suite"
import { isLanguage, languages, PersonAvatar, useFormats, useStrings } from "@smp/shared/ui"
import type { ColorScheme, Language } from "@smp/shared/ui"
import { useCallback, useEffect, useState } from "react"
import type { ReactNode } from "react"
import { useLocation } from "wouter"
import { useAccount, useSignedIn } from "../account-context.ts"
import { ChangePassword } from "../parts/change-password.tsx"
import { useTitle } from "../parts/use-title.ts"
import { signOutHere } from "../session/signed-in.ts"

const PHONE_RULE = "@media (max-width: 820px)"
const useStyles = makeStyles({
  page: {
    display: "flex",
    flexDirection: "column",
    rowGap: tokens.spacingVerticalXL,
    width: "100%",
    maxWidth: "760px",
    paddingBlock: tokens.spacingVerticalL,
    paddingInline: tokens.spacingHorizontalXXL,
    [PHONE_RULE]: { paddingInline: tokens.spacingHorizontalM },
  },
  title: {
    fontSize: tokens.fontSizeBase600,
    lineHeight: tokens.lineHeightBase600,
    fontWeight: tokens.fontWeightSemibold,
  },
  section: {
    padding: tokens.spacingHorizontalL,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
  },
  subtitle: {
    fontSize: tokens.fontSizeBase400,
    lineHeight: tokens.lineHeightBase400,
    fontWeight: tokens.fontWeightSemibold,
  },
  hint: {
    color: tokens.colorNeutralForeground2,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    overflowWrap: "anywhere",
  },
  content: {
    display: "flex",
    flexDirection: "column",
    rowGap: tokens.spacingVerticalM,
    marginBlockStart: tokens.spacingVerticalM,
  },
  who: {
    display: "grid",
    gridTemplateColumns: "48px minmax(0, 1fr)",
    columnGap: tokens.spacingHorizontalM,
    alignItems: "center",
  },
  name: { display: "block", fontWeight: tokens.fontWeightSemibold, overflowWrap: "anywhere" },
  key: {
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase400,
    letterSpacing: "0.05em",
    overflowWrap: "anywhere",
  },
  device: {
    display: "grid",
    gridTemplateColumns: "24px minmax(0, 1fr) auto",
    columnGap: tokens.spacingHorizontalM,
    alignItems: "center",
    minHeight: "44px",
  },
  pair: {
    display: "grid",
    gridTemplateColumns: "1fr 1fr",
    gap: tokens.spacingHorizontalM,
    [PHONE_RULE]: { gridTemplateColumns: "1fr" },
  },
  out: {
    display: "flex",
    flexWrap: "wrap",
    alignItems: "center",
    justifyContent: "space-between",
    gap: tokens.spacingHorizontalM,
  },
})

const SCHEMES: readonly ColorScheme[] = ["system", "light", "dark"]

export function AccountPage() {
  const styles = useStyles()
  const { account: text, administration } = useStrings()
  const account = useAccount()
  const { setAccount } = useSignedIn()
  const [, go] = useLocation()
  const name = account.name || account.address
  /** A new password signs out the other devices. */
  const [changes, setChanges] = useState(0)
  useTitle(text.title)
  const leave = async () => {
    await signOutHere(account)
    go("/sign-in", { replace: true, state: {} })
    setAccount(null)
  }
  return (
    <main className={styles.page} data-page="account">
      <h1 className={styles.title}>{text.title}</h1>
      <Section title={text.profile}>
        <div className={styles.who}>
          <PersonAvatar name={name} address={account.address} size={48} />
          <span>
            <bdi className={styles.name}>{name}</bdi>
            <bdi className={styles.hint}>{account.address}</bdi>
          </span>
        </div>
        {account.memberships.length === 0 && <p>{text.noMembership}</p>}
        {account.memberships.map(({ org, name: organization, role }) => (
          <p key={org}>
            {text.memberOf} <bdi>{organization}</bdi> · {administration.roles[role]}
          </p>
        ))}
      </Section>
      <Section title={text.password} hint={text.passwordText}>
        <ChangePassword onChanged={() => setChanges((count) => count + 1)} />
      </Section>
      <Devices key={changes} />
      <Appearance />
      <Section title={text.key} hint={text.keyText}>
        <p className={styles.key}>{showKid(account.keySet.kid)}</p>
      </Section>
      <section className={styles.section}>
        <div className={styles.out}>
          <p className={styles.hint}>{text.signOutText}</p>
          <Button onClick={() => void leave()}>{text.signOut}</Button>
        </div>
      </section>
    </main>
  )
}

function Section({
  title,
  hint,
  children,
}: {
  readonly title: string
  readonly hint?: string
  readonly children: ReactNode
}) {
  const styles = useStyles()
  return (
    <section className={styles.section}>
      <h2 className={styles.subtitle}>{title}</h2>
      {hint !== undefined && <p className={styles.hint}>{hint}</p>}
      <div className={styles.content}>{children}</div>
    </section>
  )
}

interface Device {
  readonly id: string
  readonly device: string
  readonly startedAt: number
  readonly lastUsedAt: number
  readonly current: boolean
}

function Devices() {
  const styles = useStyles()
  const { account: text, list } = useStrings()
  const formats = useFormats()
  const account = useAccount()
  const [devices, setDevices] = useState<readonly Device[]>([])
  const [said, setSaid] = useState<{ text: string; isError: boolean } | null>(null)
  const load = useCallback(async () => setDevices((await account.client.sessions()).sessions), [account])
  const fail = useCallback(() => setSaid({ text: list.unreachable, isError: true }), [list])
  useEffect(() => void load().catch(fail), [load, fail])
  const end = async (id: string) => {
    await account.client.endSession(id)
    await load()
    setSaid({ text: text.deviceSignedOut, isError: false })
  }
  return (
    <Section title={text.devices} hint={text.devicesText}>
      <ul>
        {devices.map((device) => (
          <li key={device.id} className={styles.device} data-device={device.device}>
            {/Android|iPhone|iPad/.test(device.device) ? (
              <Phone24Regular aria-hidden />
            ) : (
              <Laptop24Regular aria-hidden />
            )}
            <span>
              <bdi className={styles.name}>{device.device}</bdi>
              <span className={styles.hint}>
                {text.signedInSince(formats.brief(device.startedAt))} ·{" "}
                {text.lastUsed(formats.inSentence(device.lastUsedAt))}
              </span>
            </span>
            {device.current ? (
              <Badge appearance="tint" size="large">
                {text.thisDevice}
              </Badge>
            ) : (
              <Button
                size="small"
                aria-label={text.signOutDeviceLabel(device.device)}
                onClick={() => void end(device.id).catch(fail)}
              >
                {text.signOutDevice}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {said !== null && (
        <MessageBar intent={said.isError ? "error" : "success"}>
          <MessageBarBody>{said.text}</MessageBarBody>
        </MessageBar>
      )}
    </Section>
  )
}

function Appearance() {
  const styles = useStyles()
  const { account: text } = useStrings()
  const { preferences, setPreferences } = useSignedIn()
  return (
    <Section title={text.appearance}>
      <div className={styles.pair}>
        <Field label={text.language}>
          <Select
            value={preferences.language}
            onChange={(_, { value }) => isLanguage(value) && setPreferences({ ...preferences, language: value })}
          >
            {(Object.keys(languages) as Language[]).map((language) => (
              <option key={language} value={language} lang={language}>
                {languages[language]}
              </option>
            ))}
          </Select>
        </Field>
        <Field label={text.theme}>
          <Select
            value={preferences.scheme}
            onChange={(_, { value }) =>
              setPreferences({ ...preferences, scheme: SCHEMES.find((scheme) => scheme === value) ?? "system" })
            }
          >
            {SCHEMES.map((scheme) => (
              <option key={scheme} value={scheme}>
                {text.themes[scheme]}
              </option>
            ))}
          </Select>
        </Field>
      </div>
    </Section>
  )
}
