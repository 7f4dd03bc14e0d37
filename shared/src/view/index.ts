/**
 * What the flows give to the parts of the screen, as plain data: recipients, the Delivery Slip, the record.
 * Promises: everything in it was checked, or says that it was not.
 * Never: holds bytes or keys; leaves anything to decide.
 */
export type {
  DeliverySlipView,
  DifferenceSide,
  HolderKind,
  LogState,
  PersonRole,
  PersonState,
  SlipClosure,
  SlipDetails,
  SlipDifference,
  SlipEvent,
  SlipFile,
  SlipHolderView,
  SlipOptions,
  SlipPerson,
  SlipVerdict,
} from "./slip-view.ts"
export type { HistoryEntry, HistoryProblem, HistoryProblemKind, VerifiedHistory } from "./history-view.ts"
export type { RecipientState, RecipientView } from "./recipient-view.ts"
