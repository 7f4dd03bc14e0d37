/** The pages of a signed-in person, inside the frame with the folders. */
import { Button, Spinner } from "@fluentui/react-components"
import { DocumentQuestionMark24Regular } from "@fluentui/react-icons"
import { EmptyState, useStrings } from "@smp/shared/ui"
import { labelId, messageId } from "@smp/shared/wire"
import { lazy, Suspense } from "react"
import type { ReactNode } from "react"
import { Redirect, Route, Switch, useLocation } from "wouter"
import { LettingInProvider } from "./parts/letting-in.tsx"
import { MailboxProvider } from "./parts/mailbox.tsx"
import { Shell } from "./parts/shell.tsx"
import { UndoBar } from "./parts/undo.tsx"
import { useTitle } from "./parts/use-title.ts"

const ListPage = lazy(async () => ({ default: (await import("./pages/list-page.tsx")).ListPage }))
const MessagePage = lazy(async () => ({ default: (await import("./pages/message-page.tsx")).MessagePage }))
const RecordPage = lazy(async () => ({ default: (await import("./pages/record-page.tsx")).RecordPage }))
const ComposePage = lazy(async () => ({ default: (await import("./pages/compose-page.tsx")).ComposePage }))
const TrackingPage = lazy(async () => ({ default: (await import("./pages/tracking-page.tsx")).TrackingPage }))
const DraftsPage = lazy(async () => ({ default: (await import("./pages/drafts-page.tsx")).DraftsPage }))
const MembersPage = lazy(async () => ({ default: (await import("./pages/members-page.tsx")).MembersPage }))
const RequestsPage = lazy(async () => ({ default: (await import("./pages/requests-page.tsx")).RequestsPage }))
const WaitingPage = lazy(async () => ({ default: (await import("./pages/waiting-page.tsx")).WaitingPage }))
const OutlookPage = lazy(async () => ({ default: (await import("./pages/outlook-page.tsx")).OutlookPage }))
const AccountPage = lazy(async () => ({ default: (await import("./pages/account-page.tsx")).AccountPage }))

/** An address that was cut short by a mail program, or mistyped, is told as what it is. */
const isWhole = (id: string) => messageId.safeParse(id).success
const ifWhole = (id: string, page: ReactNode) => (isWhole(id) ? page : <NoPage />)

const Loading = () => <Spinner size="medium" style={{ minHeight: "50dvh" }} />

export function SignedInPages() {
  return (
    <MailboxProvider>
      <LettingInProvider>
        <Shell>
          <Suspense fallback={<Loading />}>
            <Switch>
              <Route path="/">
                <Redirect to="/inbox" replace />
              </Route>
              <Route path="/inbox">
                <ListPage key="inbox" folder="inbox" />
              </Route>
              <Route path="/sent">
                <ListPage key="sent" folder="sent" />
              </Route>
              <Route path="/sent/:id">{({ id }) => ifWhole(id, <TrackingPage key={id} id={id} />)}</Route>
              <Route path="/archive">
                <ListPage key="archive" folder="archive" />
              </Route>
              <Route path="/trash">
                <ListPage key="trash" folder="trash" />
              </Route>
              <Route path="/label/:id">
                {({ id }) =>
                  labelId.safeParse(id).success ? <ListPage key={id} folder={null} label={id} /> : <NoPage />
                }
              </Route>
              <Route path="/m/:id">{({ id }) => ifWhole(id, <MessagePage key={id} id={id} />)}</Route>
              <Route path="/m/:id/record">{({ id }) => ifWhole(id, <RecordPage key={id} id={id} />)}</Route>
              <Route path="/drafts" component={DraftsPage} />
              <Route path={/^\/(?:new|draft\/(?<id>[^/]+))\/?$/}>{({ id }) => <ComposePage id={id} />}</Route>
              <Route path="/waiting" component={WaitingPage} />
              <Route path="/requests" component={RequestsPage} />
              <Route path="/members" component={MembersPage} />
              <Route path="/outlook-add-in" component={OutlookPage} />
              <Route path="/account" component={AccountPage} />
              <Route component={NoPage} />
            </Switch>
          </Suspense>
          <UndoBar />
        </Shell>
      </LettingInProvider>
    </MailboxProvider>
  )
}

function NoPage() {
  const { failure, message } = useStrings()
  const [, go] = useLocation()
  useTitle(failure.pageMissing)
  return (
    <EmptyState
      headingLevel={1}
      icon={<DocumentQuestionMark24Regular />}
      title={failure.pageMissing}
      text={failure.pageMissingText}
      actions={<Button onClick={() => go("/inbox")}>{message.goToInbox}</Button>}
    />
  )
}
