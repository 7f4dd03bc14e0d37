/**
 * The parts that every pane and page is made of: Message Center, Thunderbird, Outlook (Fluent UI 9, React 19).
 * Promises: plain data and callbacks in, pixels out; every text from one typed catalogue per language; logical CSS, so
 * that right-to-left works; works under `style-src 'self'` with the hash of the empty style element.
 * Never: fetches, holds a key, decides about trust, shows a colour without a word.
 */
export { UiProvider, localeFor, useColorScheme, useFormats, useStrings } from "./provider.tsx"
export type { ColorScheme, UiProviderProps } from "./provider.tsx"
export { brand, darkTheme, lightTheme } from "./theme.ts"
export { createFormats } from "./formats.ts"
export type { Formats } from "./formats.ts"
export { en } from "./strings/en.ts"
export type { Strings } from "./strings/en.ts"
export { chooseLanguage, isLanguage, languages, loadStrings } from "./strings/languages.ts"
export type { Language } from "./strings/languages.ts"

export { DeliverySlip, useSlipLine, useSlipText } from "./delivery-slip.tsx"
export type { DeliverySlipProps } from "./delivery-slip.tsx"
export { slipText } from "./slip-text.ts"
export { SlipDifferences } from "./slip-differences.tsx"
export type { SlipSectionName } from "./slip-section.tsx"
export type {
  DeliverySlipView,
  HolderKind,
  LogState,
  PersonRole,
  PersonState,
  SlipDetails,
  SlipDifference,
  SlipEvent,
  SlipFile,
  SlipHolderView,
  SlipOptions,
  SlipPerson,
  SlipVerdict,
} from "../view/index.ts"
export { VerdictBanner, VerdictButton, useVerdictSentence, verdictOf } from "./verdict.tsx"
export type { Verdict, VerdictProps } from "./verdict.tsx"
export { RecordOutcome } from "./record-outcome.tsx"
export type { RecordOutcomeProps } from "./record-outcome.tsx"
export { RecordList } from "./record-list.tsx"
export type { RecordState } from "./record-view.ts"
export { useCheckedRecord } from "./use-checked-record.ts"
export type { CheckedRecord } from "./use-checked-record.ts"
export { PeopleFields, useTyped } from "./people-fields.tsx"
export type { TypedPeople } from "./people-fields.tsx"
export { PersonTimeline } from "./person-timeline.tsx"
export { PlaceList } from "./place-list.tsx"
export type { Places } from "./place-list.tsx"
export { ClosedMessage } from "./closed-message.tsx"
export type { ClosedMessageProps, ClosedMessageView } from "./closed-message.tsx"
export { WaitingMessage } from "./waiting-message.tsx"
export type { WaitingMessageProps } from "./waiting-message.tsx"
export { TrackingView } from "./tracking-view.tsx"
export type { TrackingViewProps } from "./tracking-view.tsx"
export type { ReminderOrderView } from "./reminder-dialog.tsx"
export type { ReminderView } from "./tracking-people.tsx"
export { OwnPassword } from "./own-password.tsx"
export type { OwnPasswordProps } from "./own-password.tsx"
export { SenderControls } from "./sender-controls.tsx"
export type { SenderControlsProps, SenderDecisions } from "./sender-controls.tsx"
export { SecretToTell } from "./secret-to-tell.tsx"
export { WaitingReaders } from "./waiting-readers.tsx"
export type { WaitingReadersProps } from "./waiting-readers.tsx"
export type { WaitingReaderView } from "./waiting-reader-card.tsx"
export { StateBadge } from "./state-badge.tsx"
export type { BadgeState } from "./state-badge.tsx"

export { toMessageData } from "./message-data.ts"
export { MessageView } from "./message-view.tsx"
export type { MessageData, MessagePerson, MessageViewProps } from "./message-view.tsx"
export { FRAME_SANDBOX, MailFrame } from "./mail-frame.tsx"
export { AttachmentList, AttachmentRow, FileIcon } from "./attachment-row.tsx"
export type { AttachmentListProps, AttachmentRowProps, AttachmentState, AttachmentView } from "./attachment-row.tsx"
export { PersonAvatar } from "./person-avatar.tsx"

export { RecipientRow, RecipientTag, recipientIcons } from "./recipient-tag.tsx"
export type { RecipientState, RecipientView } from "../view/index.ts"
export { DraftConflict } from "./draft-conflict.tsx"
export type { DraftConflictProps } from "./draft-conflict.tsx"
export { FirstContactNote } from "./first-contact-note.tsx"
export type { ContactChoiceView } from "./first-contact-note.tsx"
export { ServiceHolders } from "./service-holders.tsx"
export type { ServiceHoldersProps } from "./service-holders.tsx"
export { OptionsForm, defaultOptions } from "./options-form.tsx"
export type { OptionName, OptionsFormProps, SendOptionsView } from "./options-form.tsx"
export { startOptions } from "./start-options.ts"
export { ProgressSteps } from "./progress-steps.tsx"
export type { ProgressFile, ProgressStep, ProgressStepsProps } from "./progress-steps.tsx"

export { CodeField, MAILBOX_CODE_LENGTH } from "./code-field.tsx"
export type { CodeFieldProps } from "./code-field.tsx"
export { groupCode, readCode, recoveryGroups } from "./code-text.ts"
export { NewPasswordField, PasswordField, PasswordStrength } from "./password-field.tsx"
export { isLongEnough, MIN_PASSWORD_LENGTH, passwordStrength } from "./password-strength.ts"
export type { Strength } from "./password-strength.ts"
export { RecoveryCode } from "./recovery-code.tsx"
export type { RecoveryCodeProps } from "./recovery-code.tsx"
export { SubmitButton } from "./submit-button.tsx"
export { SignInForm } from "./sign-in-form.tsx"
export type { SignInFormProps, SignInValues } from "./sign-in-form.tsx"
export { isAddress, readPeople } from "./address-text.ts"
export type { TypedPerson } from "./address-text.ts"

export { EmptyState } from "./empty-state.tsx"
export type { EmptyStateProps } from "./empty-state.tsx"
export { HandedOver, WhereIsIt } from "./where-is-it.tsx"
export type { Place } from "./where-is-it.tsx"
export { FailureLayout } from "./failure-layout.tsx"
export type { FailureAction, FailureLayoutProps } from "./failure-layout.tsx"
export { isForAdministrator, readRefusalText } from "./read-refusal-text.ts"
export { LiveRegion, VisuallyHidden } from "./visually-hidden.tsx"
export { TextEditor } from "./text-editor.tsx"
export type { EditedText } from "./text-editor.tsx"
