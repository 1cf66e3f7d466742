package policy

// Message is AWS's sentence for a refusal: the base and one suffix that names one type of policy (User Guide,
// "Troubleshoot access denied error messages"). A verdict that is not understood has the base alone. It quotes
// nothing of a document. For a verdict that allows it is empty.
func Message(verdict Verdict, request *Request) string {
	if verdict.Allowed {
		return ""
	}
	if request.Principal.Kind == IdentityProvider {
		return "Not authorized to perform " + request.Action // nobody is named: the token's subject is not a principal
	}
	user := request.Principal.ARN
	if request.Principal.Kind == AnonymousIdentity || user == "" {
		user = "anonymous"
	}
	base := "User: " + user + " is not authorized to perform: " + request.Action + " on resource: " + request.Resource
	words, known := deniers[verdict.DecidedBy]
	switch {
	case !known:
		return base
	case verdict.Outcome == ExplicitDeny:
		return base + " with an explicit deny in " + words.explicit
	case verdict.Outcome == ImplicitDeny:
		return base + " because no " + words.implicit + " allows the " + request.Action + " action"
	}
	return base
}

// deniers are the words for each type.
var deniers = map[Kind]struct{ implicit, explicit string }{
	Identity: {"identity-based policy", "an identity-based policy"},
	Resource: {"resource-based policy", "a resource-based policy"},
	Key:      {"resource-based policy", "a resource-based policy"},
	Trust:    {"role trust policy", "the role trust policy"},
	Boundary: {"permissions boundary", "a permissions boundary"},
	Session:  {"session policy", "a session policy"},
	SCP:      {"service control policy", "a service control policy"},
	RCP:      {"resource control policy", "a resource control policy"},
}
