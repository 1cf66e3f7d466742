package worker

// Isolation says which of the kernel's borders hold in a child, beyond the empty environment, the pipes and the
// resource limits that it always has.
type Isolation struct {
	// Landlock: the files of its requests and its own folder are all that it can open. Only set once a request has
	// come, because before it the files are not known.
	Landlock bool
	// Seccomp: it can make no socket and no process, and change nobody's attributes.
	Seccomp bool
	// Missing says why one of them is not set.
	Missing string
}
