/** Coming back failed for another reason than an ended session: no connection, or a server that contradicts itself. */
import { Button, makeStyles } from "@fluentui/react-components"
import { PlugDisconnected24Regular, ShieldError24Regular } from "@fluentui/react-icons"
import { NetworkError } from "@smp/shared/client"
import { EmptyState, useStrings } from "@smp/shared/ui"
import { codeOf } from "../problems.ts"
import { forgetHandles } from "../session/store.ts"

const useStyles = makeStyles({ page: { display: "flex", minHeight: "100dvh" } })

export function CannotResume({ problem, onAgain }: { readonly problem: unknown; readonly onAgain: () => void }) {
  const styles = useStyles()
  const { common, entrance, failure } = useStrings()
  const isOffline = problem instanceof NetworkError
  const leave = () => void forgetHandles().then(() => location.assign("/sign-in"))
  return (
    <main className={styles.page}>
      <EmptyState
        headingLevel={1}
        icon={isOffline ? <PlugDisconnected24Regular /> : <ShieldError24Regular />}
        title={isOffline ? failure.offlineTitle : failure.logTitle}
        text={isOffline ? failure.offlineText(location.host) : `${failure.logText} ${failure.code(codeOf(problem))}`}
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
