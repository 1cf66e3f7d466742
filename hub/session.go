package hub

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/fault"
	"interlaken/secret"
	"interlaken/store"
)

// SessionLimits are when a person has to sign in again (SECURITY S20).
type SessionLimits struct {
	Idle     time.Duration // after the last request; 0 is 30 minutes
	Absolute time.Duration // after the sign-in; 0 is 12 hours
}

// Complete fills in what holds where nothing is said.
func (l SessionLimits) Complete() SessionLimits {
	if l.Idle == 0 {
		l.Idle = 30 * time.Minute
	}
	if l.Absolute == 0 {
		l.Absolute = 12 * time.Hour
	}
	return l
}

// seenEvery bounds how often a session's last use is written.
const seenEvery = time.Minute

// webSession is what is kept of a person who has signed in: nothing that signs in.
type webSession struct {
	// Hash is of the session's id, in hex.
	Hash      string         `json:"hash"`
	Account   string         `json:"account"`
	Namespace string         `json:"namespace"`
	User      string         `json:"user"` // name
	UserID    string         `json:"userId"`
	Role      types.UserRole `json:"role"` // as it was at the sign-in
	Began     time.Time      `json:"began"`
	Seen      time.Time      `json:"seen"`
}

var webSessions = store.Collection[webSession]{
	Table: "hub.webSession", Schema: 1,
	Key: func(s *webSession) string { return store.Key(s.Hash) },
}

// hashOf is what is kept of a secret of so many random bits that nobody finds it by trying.
func hashOf(id secret.Text) string {
	sum := sha256.Sum256([]byte(id.Reveal()))
	return hex.EncodeToString(sum[:])
}

// SessionToken is what a page sends with each request beside the cookie (CSRF). It follows from the session's id, which
// no page can read, and says nothing of it.
func SessionToken(id secret.Text) string {
	mac := hmac.New(sha256.New, []byte(id.Reveal()))
	mac.Write([]byte("interlaken page token"))
	return hex.EncodeToString(mac.Sum(nil))
}

// BeginSession keeps a session of a user under an id that the caller has made of 256 random bits. Sessions that are over
// are swept.
func BeginSession(tx store.Tx, id secret.Text, u User, now time.Time, limits SessionLimits) error {
	for item, err := range webSessions.Scan(tx, store.Range{}) {
		if err != nil {
			return err
		}
		if item.Value.over(now, limits) {
			if err := webSessions.Delete(tx, store.Key(item.Value.Hash)); err != nil {
				return err
			}
		}
	}
	return webSessions.Create(tx, webSession{
		Hash: hashOf(id), Account: u.Account, Namespace: u.Namespace, User: u.Name, UserID: u.StableID(), Role: u.Role, Began: now, Seen: now,
	})
}

func (s *webSession) over(now time.Time, limits SessionLimits) bool {
	limits = limits.Complete()
	return !now.Before(s.Began.Add(limits.Absolute)) || !now.Before(s.Seen.Add(limits.Idle))
}

// ErrNoSession is told to who is not signed in, or not any more.
var ErrNoSession = fault.New(fault.MissingToken, "You are not signed in, or your session is over.")

// SessionUser returns the user of a session. It fails with ErrNoSession for one that is over or unknown, or whose user is
// gone, was made anew under the name, or has got another role or another password since. stale tells that the session's last use is to be
// written (Touch).
func SessionUser(r store.Reader, id secret.Text, now time.Time, limits SessionLimits) (u User, stale bool, err error) {
	s, err := webSessions.Get(r, store.Key(hashOf(id)))
	if fault.Is(err, fault.NotFound) {
		return u, false, ErrNoSession
	}
	if err != nil {
		return u, false, err
	}
	if s.over(now, limits) {
		return u, false, ErrNoSession
	}
	u, err = GetUser(r, s.Account, s.Namespace, s.User)
	if fault.Is(err, fault.NotFound) || err == nil && (u.StableID() != s.UserID || u.Role != s.Role || s.Began.Before(u.SessionsFrom)) {
		return User{}, false, ErrNoSession
	}
	return u, now.Sub(s.Seen) >= seenEvery, err
}

// TouchSession writes that a session was used.
func TouchSession(tx store.Tx, id secret.Text, now time.Time) error {
	err := webSessions.Modify(tx, store.Key(hashOf(id)), func(s *webSession) error { s.Seen = now; return nil })
	if fault.Is(err, fault.NotFound) {
		return nil // it ended just now
	}
	return err
}

// EndSession ends a session; one that is over already stays so.
func EndSession(tx store.Tx, id secret.Text) error {
	err := webSessions.Delete(tx, store.Key(hashOf(id)))
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	return err
}
