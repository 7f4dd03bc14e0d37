/** The own account: devices, language, appearance, key, signing out. */
import { Badge, Button, Card, Field, makeStyles, Select, Text, tokens } from "@fluentui/react-components"
import { showKid } from "@smp/shared/suite"
import { useFormats, useStrings } from "@smp/shared/ui"
import type { ColorScheme, Language } from "@smp/shared/ui"
import { useCallback, useEffect, useState } from "react"
import { useLocation } from "wouter"
import { useAccount, useSignedIn } from "../account-context.ts"
import { signOutHere } from "../session/signed-in.ts"

const useStyles = makeStyles({
  page: {
    padding: tokens.spacingHorizontalXL,
    display: "flex",
    flexDirection: "column",
    gap: tokens.spacingVerticalL,
    maxWidth: "720px",
    "@media (max-width: 760px)": { padding: tokens.spacingHorizontalM },
  },
  row: {
    display: "flex",
    flexWrap: "wrap",
    gap: tokens.spacingHorizontalM,
    alignItems: "center",
    justifyContent: "space-between",
  },
  key: { fontFamily: tokens.fontFamilyMonospace, overflowWrap: "anywhere" },
})
interface Device {
  readonly id: string
  readonly device: string
  readonly startedAt: number
  readonly lastUsedAt: number
  readonly current: boolean
}

export function AccountPage() {
  const styles = useStyles()
  const { account: text, administration } = useStrings()
  const formats = useFormats()
  const account = useAccount()
  const { setAccount, preferences, setPreferences } = useSignedIn()
  const [, go] = useLocation()
  const [devices, setDevices] = useState<readonly Device[]>([])
  const load = useCallback(async () => setDevices((await account.client.sessions()).sessions), [account])
  useEffect(() => {
    load().catch(() => undefined)
  }, [load])
  const leave = async () => {
    await signOutHere(account)
    setAccount(null)
    go("/sign-in")
  }
  return (
    <main className={styles.page}>
      <Text as="h1" size={600} weight="semibold">
        {text.title}
      </Text>
      <Card>
        <Text as="h2" weight="semibold">
          {text.profile}
        </Text>
        <Text>
          {account.name} <bdi>{account.address}</bdi>
        </Text>
        {account.memberships.length === 0 && <Text>{text.noMembership}</Text>}
        {account.memberships.map(({ org, name, role }) => (
          <Text key={org}>
            {text.memberOf} {name}, {administration.roles[role]}
          </Text>
        ))}
      </Card>
      <Card>
        <Text as="h2" weight="semibold">
          {text.key}
        </Text>
        <Text>{text.keyText}</Text>
        <Text className={styles.key}>{showKid(account.keySet.kid)}</Text>
      </Card>
      <Card>
        <Text as="h2" weight="semibold">
          {text.devices}
        </Text>
        {devices.map((device) => (
          <div key={device.id} className={styles.row}>
            <Text>
              {device.device}, {text.lastUsed(formats.inSentence(device.lastUsedAt))}
            </Text>
            {device.current ? (
              <Badge appearance="tint">{text.thisDevice}</Badge>
            ) : (
              <Button
                size="small"
                aria-label={text.signOutDeviceLabel(device.device)}
                onClick={() => void account.client.endSession(device.id).then(load)}
              >
                {text.signOutDevice}
              </Button>
            )}
          </div>
        ))}
      </Card>
      <Card>
        <Text as="h2" weight="semibold">
          {text.appearance}
        </Text>
        <Field label={text.language}>
          <Select
            value={preferences.language}
            onChange={(_, { value }) => setPreferences({ ...preferences, language: value as Language })}
          >
            <option value="en">English</option>
            <option value="de">Deutsch</option>
          </Select>
        </Field>
        <Field label={text.theme}>
          <Select
            value={preferences.scheme}
            onChange={(_, { value }) => setPreferences({ ...preferences, scheme: value as ColorScheme })}
          >
            {(["system", "light", "dark"] as const).map((scheme) => (
              <option key={scheme} value={scheme}>
                {text.themes[scheme]}
              </option>
            ))}
          </Select>
        </Field>
      </Card>
      <div className={styles.row}>
        <Text>{text.signOutText}</Text>
        <Button onClick={() => void leave()}>{text.signOut}</Button>
      </div>
    </main>
  )
}
