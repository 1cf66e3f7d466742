package policy

// FullAWSAccess is the service control policy that AWS attaches to every root, unit and account of an organization
// until somebody detaches it.
var FullAWSAccess = mustCompile(Source{Kind: SCP, Name: "FullAWSAccess", Account: "aws", ARN: "arn:aws:organizations::aws:policy/service_control_policy/p-FullAWSAccess"},
	&Document{Version: Version2012, Statement: []Statement{{Effect: Allow, Action: Values{"*"}, Resource: Values{"*"}}}})

// RCPFullAWSAccess is the resource control policy that is attached to every root, unit and account and cannot be
// detached. It has to be in each level of Set.RCPs.
var RCPFullAWSAccess = mustCompile(Source{Kind: RCP, Name: "RCPFullAWSAccess", Account: "aws", ARN: "arn:aws:organizations::aws:policy/resource_control_policy/p-RCPFullAWSAccess"},
	&Document{Version: Version2012, Statement: []Statement{{Effect: Allow, Principal: &Principals{Everyone: true}, Action: Values{"*"}, Resource: Values{"*"}}}})

func mustCompile(source Source, document *Document) *Policy {
	p, err := Compile(source, document)
	if err != nil {
		panic(err)
	}
	return p
}
