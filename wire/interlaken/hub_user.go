package interlaken

import "time"

// InviteUserInput asks for another invitation of a local user, who lost the first or forgot the password. It is an
// administrator's.
type InviteUserInput struct {
	// Namespace is the user's; nil is default.
	Namespace *string
	UserName  *string
}

// InviteUserOutput is an invitation. An earlier one ends; the password holds until the invitation is taken.
type InviteUserOutput struct {
	// UserInvitationUrl is a secret: whoever opens it chooses the user's password.
	UserInvitationUrl *string
	ExpiresAt         *time.Time
}
