/** The first run: server and consent, sign in or register, recovery code, ready. */
import { Button, Link, makeStyles, mergeClasses, tokens } from "@fluentui/react-components"
import { Checkmark16Filled } from "@fluentui/react-icons"
import { RecoveryCode, VisuallyHidden } from "@smp/shared/ui"
import { useState } from "react"
import type { ReactNode } from "react"
import { drafts } from "../../host/thunderbird-host.ts"
import type { Managed, Settings } from "../../settings.ts"
import { words } from "../../strings/strings.ts"
import { RegisterStep } from "./register-step.tsx"
import { ServerStep } from "./server-step.tsx"
import { SignInStep } from "./sign-in-step.tsx"

export type SetUpStep = "server" | "sign-in" | "register" | "ready"

const useStyles = makeStyles({
  page: {
    height: "100vh",
    overflowY: "auto",
    backgroundColor: tokens.colorNeutralBackground2,
    color: tokens.colorNeutralForeground1,
  },
  line: { height: "3px", backgroundColor: tokens.colorBrandBackground },
  inner: {
    maxWidth: "620px",
    marginInline: "auto",
    padding: tokens.spacingHorizontalXL,
    paddingBlockStart: "36px",
    display: "flex",
    flexDirection: "column",
    rowGap: tokens.spacingVerticalXL,
  },
  steps: { display: "flex", flexWrap: "wrap", columnGap: tokens.spacingHorizontalXL, rowGap: tokens.spacingVerticalS },
  step: {
    display: "flex",
    alignItems: "center",
    columnGap: tokens.spacingHorizontalS,
    color: tokens.colorNeutralForeground2,
  },
  now: { color: tokens.colorNeutralForeground1, fontWeight: tokens.fontWeightSemibold },
  dot: {
    display: "flex",
    alignItems: "center",
    justifyContent: "center",
    width: "24px",
    height: "24px",
    borderRadius: "50%",
    fontSize: tokens.fontSizeBase200,
    backgroundColor: tokens.colorNeutralBackground5,
  },
  dotNow: { backgroundColor: tokens.colorBrandBackground, color: tokens.colorNeutralForegroundOnBrand },
  dotDone: { backgroundColor: tokens.colorPaletteGreenBackground3, color: tokens.colorNeutralForegroundOnBrand },
  title: {
    fontSize: tokens.fontSizeBase600,
    lineHeight: tokens.lineHeightBase600,
    fontWeight: tokens.fontWeightSemibold,
  },
  hint: { color: tokens.colorNeutralForeground2 },
  card: {
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
  },
  place: {
    display: "grid",
    gridTemplateColumns: "minmax(120px, 30%) 1fr",
    columnGap: tokens.spacingHorizontalL,
    padding: tokens.spacingHorizontalM,
    ":not(:last-child)": {
      borderBlockEndWidth: "1px",
      borderBlockEndStyle: "solid",
      borderBlockEndColor: tokens.colorNeutralStroke2,
    },
  },
  name: { fontWeight: tokens.fontWeightSemibold },
  ways: { display: "flex", justifyContent: "flex-end", flexWrap: "wrap", gap: tokens.spacingHorizontalS },
})

function Steps({ now }: { readonly now: number }) {
  const styles = useStyles()
  const { steps, stepState } = words.setUp
  return (
    <ol className={styles.steps}>
      {steps.map((name, index) => (
        <li
          key={name}
          className={mergeClasses(styles.step, index === now && styles.now)}
          aria-current={index === now ? "step" : undefined}
        >
          <span
            aria-hidden
            className={mergeClasses(styles.dot, index < now && styles.dotDone, index === now && styles.dotNow)}
          >
            {index < now ? <Checkmark16Filled /> : index + 1}
          </span>
          {name}
          <VisuallyHidden>
            , {index < now ? stepState.done : index === now ? stepState.now : stepState.later}
          </VisuallyHidden>
        </li>
      ))}
    </ol>
  )
}

function Step({
  now,
  title,
  text,
  children,
}: {
  readonly now: number
  readonly title: string
  readonly text: string
  readonly children: ReactNode
}) {
  const styles = useStyles()
  return (
    <div className={styles.page}>
      <div className={styles.line} />
      <main className={styles.inner} data-step={now}>
        <Steps now={now} />
        <div>
          <h1 className={styles.title} tabIndex={-1}>
            {title}
          </h1>
          <p className={styles.hint}>{text}</p>
        </div>
        {children}
      </main>
    </div>
  )
}

export function SetUp({
  step,
  settings,
  managed,
  onStep,
}: {
  readonly step: SetUpStep
  readonly settings: Settings
  readonly managed: Managed
  readonly onStep: (step: SetUpStep | null) => void
}) {
  const [recovery, setRecovery] = useState<{ code: string; address: string } | null>(null)
  const { setUp } = words
  const server = settings.server ?? ""
  if (step === "server") {
    return (
      <Step now={0} title={setUp.serverTitle} text={setUp.serverText}>
        <ServerStep
          server={managed.server ?? settings.server}
          isFixed={managed.server !== null}
          onDone={() => onStep("sign-in")}
        />
      </Step>
    )
  }
  if (step === "sign-in") {
    return (
      <Step now={1} title={setUp.signInTitle} text={setUp.signInText}>
        <SignInStep server={server} onDone={() => onStep("ready")} />
        <Link as="button" onClick={() => onStep("register")}>
          {setUp.noAccount}
        </Link>
      </Step>
    )
  }
  if (step === "register" && recovery === null) {
    return (
      <Step now={1} title={setUp.newHere} text={setUp.newHereText}>
        <RegisterStep server={server} onDone={(code, address) => setRecovery({ code, address })} />
        <Link as="button" onClick={() => onStep("sign-in")}>
          {setUp.haveAccount}
        </Link>
      </Step>
    )
  }
  if (step === "register" && recovery !== null)
    return <RecoveryStep {...recovery} server={server} onDone={() => onStep("ready")} />
  return <ReadyStep address={settings.account?.address ?? ""} onSettings={() => onStep(null)} />
}

function RecoveryStep({
  code,
  address,
  server,
  onDone,
}: {
  readonly code: string
  readonly address: string
  readonly server: string
  readonly onDone: () => void
}) {
  return (
    <Step now={2} title={words.setUp.recoveryTitle} text={words.setUp.recoveryText}>
      <RecoveryCode
        code={code}
        address={address}
        host={new URL(server).host}
        action={words.setUp.goOn}
        onConfirmed={onDone}
      />
    </Step>
  )
}

function ReadyStep({ address, onSettings }: { readonly address: string; readonly onSettings: () => void }) {
  const styles = useStyles()
  const { setUp } = words
  return (
    <Step now={3} title={setUp.readyTitle} text={setUp.readyText}>
      <dl className={styles.card}>
        {setUp.ready.map(({ name, text }) => (
          <div key={name} className={styles.place}>
            <dt className={styles.name}>{name}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      <p className={styles.hint}>{setUp.readyNote}</p>
      <div className={styles.ways}>
        <Button size="large" onClick={onSettings}>
          {setUp.openSettings}
        </Button>
        <Button
          size="large"
          appearance="primary"
          onClick={() => void drafts.begin({ to: [address], subject: setUp.firstSubject })}
        >
          {setUp.firstMessage}
        </Button>
      </div>
    </Step>
  )
}
