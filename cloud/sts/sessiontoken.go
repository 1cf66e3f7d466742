package sts

import (
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/service/sts"

	"interlaken/fault"
	"interlaken/identity"
	"interlaken/service"
)

// defaultTokenTime is how long a user's own session lasts where the request does not say (API reference, GetSessionToken,
// DurationSeconds).
const defaultTokenTime = 12 * time.Hour

// getSessionToken makes temporary credentials of the calling user. They may do what the user may, but nothing of IAM, since
// no second factor stands behind them, and of STS only AssumeRole and GetCallerIdentity (API reference, GetSessionToken,
// "Permissions"). It needs no
// permission and cannot be denied.
func (s *sts) getSessionToken() service.Operation {
	return service.Define("GetSessionToken", nil,
		func(c *service.Call, in *sdk.GetSessionTokenInput) (*sdk.GetSessionTokenOutput, error) {
			p := c.Session.Principal
			if p.Kind != identity.User || p.Temporary() {
				return nil, fault.New(fault.AccessDenied, "Cannot call GetSessionToken with session credentials")
			}
			if in.SerialNumber != nil || in.TokenCode != nil {
				return nil, fault.New(fault.Unsupported, "The parameters SerialNumber and TokenCode of GetSessionToken are not supported here.")
			}
			user, err := s.directory.User(c.Tx, p.Account, p.Name)
			if err != nil {
				return nil, err
			}
			duration := defaultTokenTime
			if in.DurationSeconds != nil {
				duration = time.Duration(*in.DurationSeconds) * time.Second
			}
			session, err := s.directory.NewUserSession(user, duration)
			return &sdk.GetSessionTokenOutput{Credentials: credentials(session)}, err
		}, service.Reads, service.Opens, service.Shows(nil, func(output any) any { return output }))
}
