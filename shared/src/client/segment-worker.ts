/** Entry of the Worker in which browsers seal and hash the segments of files. */
import { answerSegments } from "./answer-segments.ts"
import type { SegmentScope } from "./segments-in-worker.ts"

answerSegments(globalThis as unknown as SegmentScope)
