/** The Worker in which files are sealed: the shared entry, as a file of this add-in. */
import "@smp/shared/client/segment-worker"
