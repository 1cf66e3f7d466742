// Package trail is the append-only record of API events of each account, in CloudTrail's shape and in the store, so
// that an event is durable together with what it tells of. Each account's events are a hash chain: Verify finds one
// that was changed, removed or moved, and heads kept elsewhere (Head) also find a tail that was cut and a chain that
// was computed anew (SECURITY S19).
//
// It is not the CloudTrail service (cloud/cloudtrail has the API), it delivers no files, and it does not keep secrets:
// what is a secret by its member's name is taken out on the way in. service appends to it; cloud/cloudtrail,
// hub/trace and cli read it.
package trail

import (
	"strings"
	"time"
)

// EventVersion is the version of CloudTrail's record that Event has (User Guide, "CloudTrail record contents").
const EventVersion = "1.11"

// The categories of events. LookupEvents shows management events only.
const (
	Management = "Management"
	Data       = "Data"
)

// Event is one record in CloudTrail's shape. Append fills in what is said to be set by it; the rest is the caller's.
// The members without a JSON name are kept beside the record and are not part of it.
type Event struct {
	// EventVersion is set by Append.
	EventVersion string       `json:"eventVersion"`
	UserIdentity UserIdentity `json:"userIdentity"`
	// EventTime is set by Append if zero; it has whole seconds.
	EventTime       time.Time `json:"eventTime"`
	EventSource     string    `json:"eventSource"`
	EventName       string    `json:"eventName"`
	AWSRegion       string    `json:"awsRegion"`
	SourceIPAddress string    `json:"sourceIPAddress"`
	UserAgent       string    `json:"userAgent"`
	ErrorCode       string    `json:"errorCode,omitempty"`
	ErrorMessage    string    `json:"errorMessage,omitempty"`
	// RequestParameters, ResponseElements, AdditionalEventData and ServiceEventDetails are any value that Elements
	// takes, such as an input of the AWS SDK; nil is null. ResponseElements are nil for calls that only read.
	RequestParameters   any    `json:"requestParameters"`
	ResponseElements    any    `json:"responseElements"`
	AdditionalEventData any    `json:"additionalEventData,omitempty"`
	RequestID           string `json:"requestID,omitempty"`
	// EventID is set by Append; each copy of an event has its own.
	EventID   string     `json:"eventID"`
	ReadOnly  bool       `json:"readOnly"`
	Resources []Resource `json:"resources,omitempty"`
	// EventType is set by Append to AwsApiCall if empty.
	EventType  string `json:"eventType"`
	APIVersion string `json:"apiVersion,omitempty"`
	// ManagementEvent is set by Append.
	ManagementEvent bool `json:"managementEvent"`
	// RecipientAccountID is the account in whose trail the event stands.
	RecipientAccountID string `json:"recipientAccountId"`
	// SharedEventID is set by Append where an event has copies in several accounts, or a service is the caller.
	SharedEventID       string `json:"sharedEventID,omitempty"`
	ServiceEventDetails any    `json:"serviceEventDetails,omitempty"`
	VPCEndpointID       string `json:"vpcEndpointId,omitempty"`
	// EventCategory is Management or Data; set by Append to Management if empty.
	EventCategory                string      `json:"eventCategory"`
	TLSDetails                   *TLSDetails `json:"tlsDetails,omitempty"`
	SessionCredentialFromConsole string      `json:"sessionCredentialFromConsole,omitempty"`

	// Reasons say how policy decided. They quote documents of this account, so copies do not have them.
	Reasons any `json:"-"`
	// Run ties the events of one query together; "" outside a run.
	Run string `json:"-"`

	shares []string
}

// Share has Append write a copy into another account's trail as well, as CloudTrail does when a resource of that
// account is concerned. A failed call is not copied: a refusal is told to the caller's account only.
func (e *Event) Share(account string) { e.shares = append(e.shares, account) }

// UserIdentity says who called (User Guide, "CloudTrail userIdentity element"). The functions below make it.
type UserIdentity struct {
	Type           string          `json:"type"`
	PrincipalID    string          `json:"principalId,omitempty"`
	ARN            string          `json:"arn,omitempty"`
	AccountID      string          `json:"accountId,omitempty"`
	AccessKeyID    string          `json:"accessKeyId,omitempty"`
	UserName       string          `json:"userName,omitempty"`
	SessionContext *SessionContext `json:"sessionContext,omitempty"`
	// IdentityProvider is of a web identity: the ARN of the provider.
	IdentityProvider string `json:"identityProvider,omitempty"`
	// InvokedBy is the service that made the call on the caller's behalf, or is the caller.
	InvokedBy string `json:"invokedBy,omitempty"`
}

// SessionContext says where temporary credentials come from.
type SessionContext struct {
	SessionIssuer       *SessionIssuer      `json:"sessionIssuer,omitempty"`
	WebIDFederationData WebIDFederationData `json:"webIdFederationData"`
	Attributes          SessionAttributes   `json:"attributes"`
	SourceIdentity      string              `json:"sourceIdentity,omitempty"`
}

// WebIDFederationData says by which provider's token a session was made; empty for others.
type WebIDFederationData struct {
	FederatedProvider string            `json:"federatedProvider,omitempty"`
	Attributes        map[string]string `json:"attributes,omitempty"`
}

// WebIDFederation is that of a session that was made by a token of a provider; "" for none.
func WebIDFederation(provider string) WebIDFederationData {
	if provider == "" {
		return WebIDFederationData{}
	}
	return WebIDFederationData{FederatedProvider: provider, Attributes: map[string]string{}}
}

// SessionIssuer is the role of a role session.
type SessionIssuer struct {
	Type        string `json:"type"`
	PrincipalID string `json:"principalId"`
	ARN         string `json:"arn"`
	AccountID   string `json:"accountId"`
	UserName    string `json:"userName"`
}

// SessionAttributes are of the session itself. MFAAuthenticated is "true" or "false".
type SessionAttributes struct {
	CreationDate     time.Time `json:"creationDate"`
	MFAAuthenticated string    `json:"mfaAuthenticated"`
}

// Resource is one that the call touched. Type is CloudFormation's, such as AWS::IAM::Role.
type Resource struct {
	ARN       string `json:"ARN"`
	AccountID string `json:"accountId,omitempty"`
	Type      string `json:"type,omitempty"`
}

// TLSDetails are of the connection.
type TLSDetails struct {
	TLSVersion               string `json:"tlsVersion,omitempty"`
	CipherSuite              string `json:"cipherSuite,omitempty"`
	ClientProvidedHostHeader string `json:"clientProvidedHostHeader,omitempty"`
}

// The types of userIdentity that are made here.
const (
	TypeRoot        = "Root"
	TypeIAMUser     = "IAMUser"
	TypeAssumedRole = "AssumedRole"
	TypeAWSService  = "AWSService"
	TypeAWSAccount  = "AWSAccount"
	TypeWebIdentity = "WebIdentityUser"
)

// Root is the account itself.
func Root(account, arn, accessKeyID string) UserIdentity {
	return UserIdentity{Type: TypeRoot, PrincipalID: account, ARN: arn, AccountID: account, AccessKeyID: accessKeyID}
}

// IAMUser is a user with a long-lived key.
func IAMUser(uniqueID, arn, account, accessKeyID, name string) UserIdentity {
	return UserIdentity{Type: TypeIAMUser, PrincipalID: uniqueID, ARN: arn, AccountID: account, AccessKeyID: accessKeyID, UserName: name}
}

// SessionSince is the session context of temporary credentials that no role stands behind.
func SessionSince(created time.Time) *SessionContext {
	return &SessionContext{Attributes: SessionAttributes{CreationDate: created.UTC().Truncate(time.Second), MFAAuthenticated: "false"}}
}

// AssumedRole is a role session: sessionARN is the session's, issuer the role, sourceIdentity "" where none is set.
func AssumedRole(sessionARN, sessionName, accessKeyID string, created time.Time, sourceIdentity string, issuer SessionIssuer) UserIdentity {
	issuer.Type = "Role"
	return UserIdentity{
		Type: TypeAssumedRole, PrincipalID: issuer.PrincipalID + ":" + sessionName, ARN: sessionARN, AccountID: issuer.AccountID, AccessKeyID: accessKeyID,
		SessionContext: &SessionContext{
			SessionIssuer: &issuer, SourceIdentity: sourceIdentity,
			Attributes: SessionAttributes{CreationDate: created.UTC().Truncate(time.Second), MFAAuthenticated: "false"},
		},
	}
}

// WebIdentityUser is who showed a token of an OpenID Connect issuer: principalID is issuer:audience:subject.
func WebIdentityUser(principalID, subject, provider string) UserIdentity {
	return UserIdentity{Type: TypeWebIdentity, PrincipalID: principalID, UserName: subject, IdentityProvider: provider}
}

// AWSService is a service that calls for itself, such as quicksight.amazonaws.com.
func AWSService(name string) UserIdentity { return UserIdentity{Type: TypeAWSService, InvokedBy: name} }

// AWSAccount is how a caller looks from another account: no ARN and no key.
func AWSAccount(principalID, account string) UserIdentity {
	return UserIdentity{Type: TypeAWSAccount, PrincipalID: principalID, AccountID: account}
}

// Name is what LookupEvents calls the user name: a user's name, a role session's session name, "root", "" for others.
func (u UserIdentity) Name() string {
	switch u.Type {
	case TypeRoot:
		return "root"
	case TypeAssumedRole:
		_, session, _ := strings.Cut(u.PrincipalID, ":")
		return session
	}
	return u.UserName
}
