package service

import "context"

// Refuse leaves the event of a call that was refused before it came to the operation, by who knows whose call it is, and
// returns the refusal.
func (m *Mesh) Refuse(ctx context.Context, session Session, requestID, service, operation string, refusal error) error {
	return m.recordUnsupported(ctx, session, requestID, m.services[service], operation, refusal)
}
