/** Where the server's address is typed stands what will be transmitted to it, and the button agrees to both. */
import { Button, Field, Input, Spinner, makeStyles, tokens } from "@fluentui/react-components"
import { useState } from "react"
import type { FormEvent } from "react"
import { clientOf } from "../../account/signed-in.ts"
import { pages, serverAccess } from "../../host/thunderbird-host.ts"
import { changeSettings } from "../../settings.ts"
import { words } from "../../strings/strings.ts"

const useStyles = makeStyles({
  form: { display: "flex", flexDirection: "column", rowGap: tokens.spacingVerticalXL },
  ways: { display: "flex", justifyContent: "flex-end", gap: tokens.spacingHorizontalS },
})

/** What people type, as an origin; null when it is none that may be used. */
function readOrigin(typed: string): string | null {
  const text = typed.trim()
  try {
    const url = new URL(text.includes("://") ? text : `https://${text}`)
    return serverAccess.isAddressAllowed(url.origin) ? url.origin : null
  } catch {
    return null
  }
}

export function ServerStep({
  server,
  isFixed,
  onDone,
}: {
  readonly server: string | null
  readonly isFixed: boolean
  readonly onDone: () => void
}) {
  const styles = useStyles()
  const [typed, setTyped] = useState(server ?? "https://")
  const [isAsking, setAsking] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const { setUp } = words
  const agree = async (origin: string) => {
    try {
      const platform = await clientOf(origin).platform()
      if (platform.origin !== origin) throw new Error("another origin")
      await changeSettings({ server: origin })
      onDone()
    } catch {
      setProblem(setUp.noAnswer)
    } finally {
      setAsking(false)
    }
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const origin = readOrigin(typed)
    if (origin === null) {
      setProblem(setUp.addressWrong)
      return
    }
    setProblem(null)
    setAsking(true)
    // Asked for in the click itself: Thunderbird refuses it any later.
    const denied = () => {
      setAsking(false)
      setProblem(setUp.accessDenied)
    }
    void serverAccess.ask(origin).then((granted) => (granted ? agree(origin) : denied()), denied)
  }
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <Field
        label={setUp.address}
        size="large"
        hint={setUp.addressHint}
        {...(problem === null ? {} : { validationMessage: problem, validationState: "error" as const })}
      >
        <Input
          type="url"
          value={typed}
          readOnly={isFixed}
          onChange={(event) => setTyped(event.target.value)}
          spellCheck={false}
          autoCapitalize="none"
        />
      </Field>
      <Transmitted title={setUp.whatTransmitted} />
      <div className={styles.ways}>
        <Button size="large" onClick={() => void pages.closeThis()}>
          {setUp.notNow}
        </Button>
        <Button
          size="large"
          type="submit"
          appearance="primary"
          disabledFocusable={isAsking}
          icon={isAsking ? <Spinner size="tiny" /> : null}
        >
          {isAsking ? setUp.checking : setUp.agree}
        </Button>
      </div>
    </form>
  )
}

const useListStyles = makeStyles({
  title: {
    fontSize: tokens.fontSizeBase300,
    fontWeight: tokens.fontWeightSemibold,
    marginBlockEnd: tokens.spacingVerticalS,
  },
  list: {
    display: "flex",
    flexDirection: "column",
    rowGap: tokens.spacingVerticalS,
    padding: tokens.spacingHorizontalL,
    paddingInlineStart: "32px",
    listStyleType: "disc",
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
  },
})

/** The list that the rules of the add-on catalogue demand, beside the address. */
export function Transmitted({ title }: { readonly title: string }) {
  const styles = useListStyles()
  return (
    <section data-transmitted>
      <h2 className={styles.title}>{title}</h2>
      <ul className={styles.list}>
        {words.transmitted.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </section>
  )
}
