/** Coming back failed for another reason than an ended session: no connection, a fault, or a server that contradicts itself. */
import { Button, makeStyles } from "@fluentui/react-components"
import { PlugDisconnected24Regular, ShieldError24Regular } from "@fluentui/react-icons"
import { ProtocolError } from "@smp/shared/bytes"
import { NetworkError } from "@smp/shared/client"
import { EmptyState, useStrings } from "@smp/shared/ui"
import type { Strings } from "@smp/shared/ui"
import { codeOf } from "../problems.ts"
import { store } from "../session/store.ts"
import { useTitle } from "./use-title.ts"

const useStyles = makeStyles({ page: { display: "flex", minHeight: "100dvh" } })

/** Only what a check of this client found is an alarm. */
function textOf(problem: unknown, { failure }: Strings): readonly [string, string] {
  if (problem instanceof NetworkError) return [failure.offlineTitle, failure.offlineText(location.host)]
  const code = failure.code(codeOf(problem))
  if (problem instanceof ProtocolError) return [failure.logTitle, `${failure.logText} ${code}`]
  return [failure.otherTitle, `${failure.serverFault} ${code}`]
}

export function CannotResume({ problem, onAgain }: { readonly problem: unknown; readonly onAgain: () => void }) {
  const styles = useStyles()
  const strings = useStrings()
  const { common, entrance } = strings
  const isOffline = problem instanceof NetworkError
  const [title, text] = textOf(problem, strings)
  useTitle(title)
  const leave = () => void store.forgetAllAccess().then(() => location.assign("/sign-in"))
  return (
    <main className={styles.page}>
      <EmptyState
        headingLevel={1}
        icon={isOffline ? <PlugDisconnected24Regular /> : <ShieldError24Regular />}
        title={title}
        text={text}
        actions={
          <>
            {!isOffline && <Button onClick={leave}>{entrance.signIn}</Button>}
            <Button appearance="primary" onClick={onAgain}>
              {common.tryAgain}
            </Button>
          </>
        }
      />
    </main>
  )
}
