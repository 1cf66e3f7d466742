package policy

// Kind is the type of a policy document. It decides which elements the document may hold and which part it plays in
// a decision.
type Kind string

const (
	Identity Kind = "identity" // attached to a user, group or role, managed or inline
	Resource Kind = "resource" // attached to a resource: a bucket policy, a Glue resource policy
	Trust    Kind = "trust"    // a role's trust policy: without its allow nobody assumes the role
	Key      Kind = "key"      // a KMS key policy: without its allow nobody uses the key
	Boundary Kind = "boundary" // a permissions boundary of a user or role
	Session  Kind = "session"  // passed when a session was made
	SCP      Kind = "scp"      // service control policy: binds the principals of an account
	RCP      Kind = "rcp"      // resource control policy: binds the resources of an account
)

// Effect is what a statement does when it matches.
type Effect string

const (
	Allow Effect = "Allow"
	Deny  Effect = "Deny"
)

const (
	Version2012 = "2012-10-17" // policy variables work
	Version2008 = "2008-10-17" // the default of a document without Version; variables are literal text
)

// OnResource reports whether documents of the kind are attached to what is accessed and so name principals.
func (k Kind) OnResource() bool { return k == Resource || k == Trust || k == Key || k == RCP }

// exclusive reports whether the kind is one of the two exceptions in which identity policies alone never suffice
// (User Guide, "Evaluating resource-based policies": role trust policies and KMS key policies).
func (k Kind) exclusive() bool { return k == Trust || k == Key }

func (k Kind) known() bool {
	switch k {
	case Identity, Resource, Trust, Key, Boundary, Session, SCP, RCP:
		return true
	}
	return false
}
